"""A province's department budgets, made up: every department two years, every fourth with units.

The amounts of a department add up to the yuan, and its tables agree; in one budget of ten a single
amount is wrong. The same budgets on every machine.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from random import Random

from pipelines.model import Catalogue

FAMILY = "department-budget"
YEARS = (2024, 2025)
UNITS = 3  # of a department that has any; they publish budgets of their own
FAULTY_ONE_IN = 10
_YUAN = 100  # fen
_ORDINALS = "一二三四五六七八九十"

Row = dict[str, object]
Spending = Mapping[str, tuple[int, int]]  # item → basic and project spending, in fen


@dataclass(frozen=True)
class Budget:
    """What one body publishes for one year; amounts are in fen, under the name of their field."""

    dataset: str
    year: int
    tables: Mapping[str, list[Row]]

    @property
    def row_count(self) -> int:
        """Rows over all tables."""
        return sum(map(len, self.tables.values()))


def budgets(catalogue: Catalogue) -> Iterator[Budget]:
    """Budgets without end: the units of a department, the department, the next."""
    names = _names_in_force(catalogue)
    for group in count():
        random = Random(group)
        units = [f"第{group}局{n}处" for n in range(1, UNITS + 1)] if group % 4 == 0 else []
        for year in YEARS:
            spent = {unit: _spending(random, names["function"]) for unit in units}
            total = _together(spent) if units else _spending(random, names["function"])
            for body, spending in {**spent, f"第{group}局": total}.items():
                below = [] if body in spent else units
                tables = _tables(_Body(body, year, below, spending, names, random))
                if random.randrange(FAULTY_ONE_IN) == 0:
                    tables["bgt03_expense"][-1]["approved_amount"] += 1_000 * _YUAN
                yield Budget(f"body-{body}", year, tables)


def _names_in_force(catalogue: Catalogue) -> dict[str, dict[str, str]]:
    """The codes of both lists with their names in the first of the years."""
    listed = {name: catalogue.codelists[name].codes for name in ("function", "economic")}
    return {
        name: dict(sorted((code.code, code.name) for code in codes if code.in_force(YEARS[0])))
        for name, codes in listed.items()
    }


def _spending(random: Random, names: Mapping[str, str]) -> Spending:
    items = [code for code in names if len(code) == 7]
    chosen = sorted(random.sample(items, random.randint(len(items) // 2, len(items))))
    return {code: (_amount(random), _amount(random)) for code in chosen}


def _amount(random: Random) -> int:
    return random.randint(1, 9_000_000) * _YUAN


def _together(spent: Mapping[str, Spending]) -> Spending:
    basic, project = Counter(), Counter()
    for spending in spent.values():
        for code, (first, second) in spending.items():
            basic[code] += first
            project[code] += second
    return {code: (basic[code], project[code]) for code in sorted(basic)}


@dataclass(frozen=True)
class _Body:
    name: str
    year: int
    units: list[str]
    items: Spending
    names: Mapping[str, Mapping[str, str]]
    random: Random

    @property
    def basic(self) -> int:
        return sum(first for first, _ in self.items.values())

    @property
    def total(self) -> int:
        return sum(map(sum, self.items.values()))

    def row(self, **values: object) -> Row:
        return {"fiscal_year": self.year, "publisher_name": self.name, **values}


def _tables(body: _Body) -> dict[str, list[Row]]:
    spending = list(_lines(body))
    return {
        "bgt01_summary": [*_summary(body, _SOURCES, "income"), *_summary(body, (), "expense")],
        "bgt02_income": [_income(body, row) for row in spending],
        "bgt03_expense": spending,
        "bgt04_fiscal": [*_summary(body, _FUNDS, "income"), *_fiscal(body)],
        "bgt05_general_func": [dict(row) for row in spending],
        "bgt06_fund_func": [],
        "bgt07_capital_func": [],
        "bgt08_basic_econ": list(_economic(body)),
        **_single_rows(body),
        "bgt10_performance": [_project(body, n) for n in range(8)],
        "bgt12_indicator": [_indicator(body, n) for n in range(40)],
        "bgt15_unit": [body.row(unit_name=unit) for unit in body.units],
    }


def _sums(amounts: Mapping[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """Every code and every code it stands under, with what belongs to it."""
    first, second = Counter(), Counter()
    for code, (one, other) in amounts.items():
        for length in range(3, len(code) + 1, 2):
            first[code[:length]] += one
            second[code[:length]] += other
    return {code: (first[code], second[code]) for code in sorted(first)}


_LEVELS = {3: "class", 5: "section", 7: "item"}
_TOTAL = {"function_code": "合计", "function_name": "合计", "line_level": "total"}


def _lines(body: _Body) -> Iterator[Row]:
    for code, (basic, project) in _sums(body.items).items():
        name = {"function_code": code, "function_name": body.names["function"][code]}
        yield body.row(**name, line_level=_LEVELS[len(code)], **_both(basic, project))
    yield body.row(**_TOTAL, **_both(body.basic, body.total - body.basic))


def _both(basic: int, project: int) -> dict[str, int]:
    amounts = {"approved_basic_amount": basic, "approved_project_amount": project}
    return {"approved_amount": basic + project, **amounts}


def _income(body: _Body, line: Row) -> Row:
    code = {name: line[name] for name in ("function_code", "function_name", "line_level")}
    amount = line["approved_amount"]
    return body.row(**code, approved_income_amount=amount, approved_appropriation_amount=amount)


_SOURCES = (
    ("一、财政拨款收入", True),
    ("1. 一般公共预算", True),
    ("2. 政府性基金", False),
    ("3. 国有资本经营预算", False),
    ("二、事业收入", False),
    ("三、事业单位经营收入", False),
    ("四、其他收入", False),
)
_FUNDS = (
    ("一、一般公共预算资金", True),
    ("二、政府性基金", False),
    ("三、国有资本经营预算", False),
)


def _summary(body: _Body, lines: tuple[tuple[str, bool], ...], side: str) -> Iterator[Row]:
    listed = [(name, body.total if filled else None) for name, filled in lines]
    listed += _classes(body) if side == "expense" else []
    listed.append(("收入总计" if side == "income" else "支出总计", body.total))
    for name, amount in listed:
        yield body.row(side=side, item_name=name, occurrence_number=1, approved_amount=amount)


def _classes(body: _Body) -> list[tuple[str, int]]:
    sums = {code: sum(both) for code, both in _sums(body.items).items() if len(code) == 3}
    names = body.names["function"]
    return [(f"{_ordinal(n)}、{names[code]}", sums[code]) for n, code in enumerate(sums, start=1)]


def _ordinal(number: int) -> str:
    ten, one = divmod(number, 10)
    if not ten:
        return _ORDINALS[one - 1]
    return ("" if ten == 1 else _ORDINALS[ten - 1]) + "十" + (_ORDINALS[one - 1] if one else "")


def _fiscal(body: _Body) -> Iterator[Row]:
    for row in _summary(body, (), "expense"):
        yield row | {"approved_general_public_amount": row["approved_amount"]}


def _economic(body: _Body) -> Iterator[Row]:
    """Basic spending by economic section: evenly, and what is left over in the last one."""
    names = body.names["economic"]
    codes = [code for code in names if len(code) == 5 and code[:3] in ("301", "302", "303")]
    even = body.basic // _YUAN // len(codes) * _YUAN
    parts = dict.fromkeys(codes, even)
    parts[codes[-1]] += body.basic - even * len(codes)
    split = {c: (0, fen) if c.startswith("302") else (fen, 0) for c, fen in parts.items()}
    for code, (personnel, public) in _sums(split).items():
        level = {"economic_name": names[code], "line_level": _LEVELS[len(code)]}
        yield body.row(economic_code=code, **level, **_paid(personnel, public))
    total = {"economic_code": "合计", "economic_name": "合计", "line_level": "total"}
    public = sum(second for _, second in split.values())
    yield body.row(**total, **_paid(body.basic - public, public))


def _paid(personnel: int, public: int) -> dict[str, int]:
    amounts = {"approved_personnel_amount": personnel, "approved_public_use_amount": public}
    return {"approved_amount": personnel + public, **amounts}


def _single_rows(body: _Body) -> dict[str, list[Row]]:
    three = [body.basic + _amount(body.random) for _ in range(3)]
    goods, works, services = (_amount(body.random) for _ in range(3))
    bought = goods + works + services
    spent = {f"approved_{name}_amount": fen for name, fen in zip(_THREE, three, strict=True)}
    text = {f"stated_{name}_amount": fen for name, fen in zip(_THREE, three, strict=True)}
    return {
        "bgt09_sangong": [
            body.row(
                **spent,
                approved_sangong_amount=sum(three),
                approved_vehicle_running_amount=three[2],
                approved_operating_cost_amount=_amount(body.random),
            )
        ],
        "bgt11_procurement": [
            body.row(
                approved_procurement_amount=bought,
                approved_goods_amount=goods,
                approved_works_amount=works,
                approved_services_amount=services,
                approved_reserved_sme_amount=bought // 2,
                approved_reserved_micro_amount=bought // 3,
            )
        ],
        "bgt13_disclosure": [
            body.row(
                scope="department",
                printed_label="编制部门",
                approval_date=f"{body.year}-01-20",
                finance_reply_date=f"{body.year}-02-05",
                publish_date=f"{body.year}-02-20",
            )
        ],
        "bgt14_statement": [
            body.row(
                **text,
                stated_income_amount=body.total,
                stated_expense_amount=body.total,
                stated_appropriation_amount=body.total,
                stated_sangong_amount=sum(three),
                stated_procurement_amount=bought,
                operating_cost_text="用于办公用房水电费、差旅费等日常公用支出",
                performance_project_count=8,
                approved_performance_amount=body.total // 9,
            )
        ],
    }


_THREE = ("abroad", "reception", "vehicle")


def _project(body: _Body, number: int) -> Row:
    amount = _amount(body.random)
    return body.row(
        project_name=f"项目{number}",
        approved_project_total_amount=amount,
        approved_project_fiscal_amount=amount,
        approved_project_appropriation_amount=amount,
    )


def _indicator(body: _Body, number: int) -> Row:
    return body.row(
        project_name=f"项目{number % 8}", indicator_level3=f"指标{number}", target_text="≥95%"
    )
