from dataclasses import replace
from typing import Any

import pytest

from pipelines.inspection.classification import classification_findings
from pipelines.inspection.codes import MOST_SUGGESTED
from pipelines.model import Catalogue, Code, Codelist, CodeParts, Finding, Schema
from tests.inspection import brief, make_schema, make_table

LISTED = "code-is-listed"
OBSERVED = "code-is-in-the-observed-list"
NAMED = "code-has-its-listed-name"
PARENT = "code-stands-under-its-parent"
LEVEL = "code-is-at-the-level-asked"
MEANING = "code-keeps-its-meaning"
UNKNOWN_YEAR = "code-list-speaks-for-the-year"


def code(
    code: str, name: str, years: tuple[int | None, int | None] = (None, None), **more: Any
) -> Code:
    """An entry of a list of classes of three digits and items of five."""
    parent = code[:3] if len(code) > 3 else None
    return Code(
        code=code,
        parent=parent,
        level="item" if parent else "class",
        name=name,
        name_en=None,
        valid_from=years[0],
        valid_to=years[1],
        source="目录",
        **{"verified": True, **more},
    )


CODELIST = Codelist.model_validate(
    {
        "name": "purpose",
        **dict.fromkeys(("title", "title_en", "description", "description_en"), "用途"),
        "levels": ["class", "item"],
        "level_titles": ["类", "项"],
        "digits": [3, 2],
        "basis": "用途目录",
        "basis_en": "List of purposes",
        "coverage": [
            {"from": 2010, "to": 2019, "complete": True, "source": "目录"},
            {
                "from": 2020,
                "complete": False,
                "complete_levels": ["class"],
                "pattern": "^2[0-9]{2}([0-9]{2})?$",
                "source": "公开文件",
            },
        ],
        "codes": [
            code("205", "教育支出"),
            code("20501", "教育管理事务"),
            code("20502", "普通教育"),
            code("20503", "职业教育", (2015, 2019), successor="20502", successor_basis="同名"),
            code("20509", "教育费附加安排的支出", (2015, 2019)),
            code("20510", "行政运行（教育）", printed_name="行政运行"),
            code("210", "卫生健康支出"),
            code("21011", "行政事业单位医疗"),
            code("21007", "妇幼保健", (None, 2014)),
            code("21007", "计划生育事务", (2015, None)),
            code("21012", "医疗保障", verified=False),
            code("21099", "其他（卫生）支出"),
        ],
    }
)
FIELDS: list[dict[str, Any]] = [
    {"name": "year", "type": "integer"},
    {"name": "code", "classification": {"codelist": "purpose", "name": "name", "year": "year"}},
    {"name": "name"},
]
SCHEMA = make_schema(*FIELDS, key=["code"], totals=["合计"])


def found(schema: Schema, *rows: dict[str, str | None]) -> list[Finding]:
    table = make_table(schema, *rows)
    return list(classification_findings(table, schema, {"purpose": CODELIST}))


def line(code: str, name: str | None = None, year: str | None = "2012") -> dict[str, str | None]:
    return {"year": year, "code": code, "name": name}


# — listed in the year —


@pytest.mark.parametrize(
    "row",
    [
        line("205", "教育支出"),
        line("20501", None),
        line("21007", "妇幼保健", "2014"),
        line("21007", "计划生育事务", "2015"),
        line("21007", "计划生育事务", "2024"),
    ],
)
def test_code_of_the_year_gives_nothing(row: dict[str, str | None]) -> None:
    assert found(SCHEMA, row) == []


UNLISTED = {
    # year, code, name → rule, severity, what was probably meant, why
    "complete list": (
        *("2012", "20504", None),
        *(LISTED, "error", "20502 普通教育", "按编码：20502 普通教育（只差第5位）"),
    ),
    "complete list, the name helps": (
        *("2012", "21112", "教育管理事务"),
        *(LISTED, "error", "20501 教育管理事务"),
        "按名称：20501 教育管理事务（名称相同）；按编码：21012 医疗保障（只差第3位）",
    ),
    "name and digits say the same": (
        *("2012", "20591", "教育管理事务"),
        *(LISTED, "error", "20501 教育管理事务"),
        "按名称和编码：20501 教育管理事务（名称相同，只差第4位）",
    ),
    "partial list": (*("2022", "20505", None), OBSERVED, "warning", None, "级次按位数定为项"),
    "partial list, beginning unknown": (
        *("2022", "29901", None),
        *(LISTED, "error", "21099 其他（卫生）支出"),
        "按编码：21099 其他（卫生）支出（数字相同，次序不同）",
    ),
    "partial list, too short": (
        *("2022", "2050", None),
        *(LISTED, "error", "20502 普通教育", "按编码：20502 普通教育（前4位相同）"),
    ),
    "partial list, too long": (
        *("2022", "2050201", None),
        *(LISTED, "error", "20502 普通教育", "按编码：20502 普通教育（前5位相同）"),
    ),
    "partial list, no code at all": (*("2022", "甲", None), LISTED, "error", None, None),
    "complete list, code of later years": (
        *("2012", "20509", None),
        *(LISTED, "error", "20502 普通教育"),
        "2015–2019年的目录中是“教育费附加安排的支出”；按编码：20502 普通教育（只差第5位）",
    ),
    "complete list, code of later years with a successor": (
        *("2012", "20503", None),
        *(LISTED, "error", "20502 普通教育"),
        "2015–2019年的目录中是“职业教育”；今为 20502 普通教育（同名）；"
        "按编码：20502 普通教育（只差第5位）",
    ),
    "partial list, retired code": (
        *("2022", "20503", "职业教育"),
        *(OBSERVED, "warning", "20502 普通教育"),
        "2015–2019年的目录中是“职业教育”；今为 20502 普通教育（同名）；级次按位数定为项",
    ),
    "complete list, full-width digits": (*("2012", "２０５", None), LISTED, "error", None, None),
}


@pytest.mark.parametrize("name", UNLISTED)
def test_code_that_is_not_listed_is_found_with_what_was_meant_and_why(name: str) -> None:
    year, code, printed, rule, severity, meant, why = UNLISTED[name]

    (finding,) = found(SCHEMA, line(code, printed, year))

    assert brief([finding]) == [(rule, "表!B4", code, meant)]
    assert finding.severity == severity
    assert finding.detail == why


def test_finding_says_which_list_of_which_year_it_rests_on() -> None:
    (finding,) = found(SCHEMA, line("20504"))

    assert finding.basis == "用途目录（用途 2012：目录）"
    assert finding.basis_en == "List of purposes (用途 2012: 目录)"


def test_no_more_is_guessed_than_can_be_looked_at() -> None:
    codes = [f"2{n:04d}" for n in range(9000, 9000 + 2 * MOST_SUGGESTED)]

    findings = found(SCHEMA, *(line(code) for code in codes))

    guessed = [f for f in findings if f.expected]
    silent = [f for f in findings if not f.expected]
    assert [f.value for f in findings] == codes
    assert len(guessed) <= MOST_SUGGESTED
    assert {f.detail for f in silent[-MOST_SUGGESTED:]} == {
        f"不同的错误编码超过{MOST_SUGGESTED}个，其余不再推测"
    }


def test_equal_lines_are_judged_once_and_found_in_every_row() -> None:
    rows = [line("20504"), line("205", "教育支出"), line("20504")] * 3 * MOST_SUGGESTED

    findings = found(SCHEMA, *rows)

    assert len(findings) == 6 * MOST_SUGGESTED
    assert {f.expected for f in findings} == {"20502 普通教育"}
    assert [f.place.row for f in findings[:3]] == [4, 6, 7]


def test_name_that_no_code_has_is_found_beside_its_wrong_code() -> None:
    findings = found(SCHEMA, line("20599", "科学技术"))

    assert [f.rule for f in findings] == [LISTED, NAMED]
    assert findings[1].detail == "当年目录中没有这个名称"
    assert (findings[1].field, findings[1].value) == ("name", "科学技术")


def test_shifted_code_is_recognised_by_its_name_on_the_real_list(catalogue: Catalogue) -> None:
    # Printed in a unit budget of 2024: 7 / 11 / 02 for 210 / 11 / 02.
    name = {"codelist": "function", "name": "name", "year": "year"}
    schema = make_schema(
        *FIELDS[:1], {"name": "code", "classification": name}, FIELDS[2], key=["code"]
    )
    table = make_table(schema, line("71102", "事业单位医疗", "2024"))

    (finding,) = classification_findings(table, schema, catalogue.codelists)

    assert (finding.rule, finding.severity) == (LISTED, "error")
    assert finding.expected == "2101102 事业单位医疗"
    assert "末4位相同" in (finding.detail or "")


# — printed in several columns —

SPLIT = {
    # parts, name → the column, what was meant, why
    "a leading zero lost": (
        *(("205", "1"), None),
        *("B", "20501 教育管理事务", "项“1”是1位，应为2位；补足前导零即是"),
    ),
    "a class of one digit": (
        *(("7", "11"), "行政事业单位医疗"),
        *("A", "21011 行政事业单位医疗"),
        "类“7”是1位，应为3位；按名称和编码：21011 行政事业单位医疗（名称相同，末2位相同）",
    ),
    "nothing before a part": (
        *(("", "21011"), None),
        *("A", "21011 行政事业单位医疗"),
        "类是空的，后面却有编码；项“21011”是5位，应为2位；应按级次分列",
    ),
}


@pytest.mark.parametrize("name", SPLIT)
def test_code_that_is_badly_split_is_found_in_the_column_of_the_part(name: str) -> None:
    parts, printed, column, meant, why = SPLIT[name]
    code = "".join(parts)
    odd = {"code": {(4, code): CodeParts(parts, ("A", "B"))}}
    table = replace(make_table(SCHEMA, line(code, printed)), odd_codes=odd)

    (finding,) = classification_findings(table, SCHEMA, {"purpose": CODELIST})

    assert (finding.rule, finding.place.cell()) == (LISTED, f"表!{column}4")
    assert (finding.value, finding.expected, finding.detail) == ("|".join(parts), meant, why)


def test_code_that_is_listed_is_found_all_the_same_when_it_is_badly_split() -> None:
    odd = {"code": {(5, "20501"): CodeParts(("2", "0501"), ("A", "B"))}}
    rows = [line("20501", "教育管理事务"), line("20501", "教育管理事务")]
    table = replace(make_table(SCHEMA, *rows), odd_codes=odd)

    (finding,) = classification_findings(table, SCHEMA, {"purpose": CODELIST})

    assert (finding.place.row, finding.value) == (5, "2|0501")


# — named as listed —


@pytest.mark.parametrize(
    "name", ["其他（卫生）支出", "其他(卫生)支出", "其他 （卫生） 支出", "其他(卫生）\n支出"]
)
def test_white_space_and_bracket_width_of_names_do_not_count(name: str) -> None:
    assert found(SCHEMA, line("21099", name)) == []


@pytest.mark.parametrize(
    ("code", "year", "name", "listed"),
    [
        ("205", "2012", "科学技术支出", "教育支出"),
        ("21007", "2014", "计划生育事务", "妇幼保健"),
        ("21007", "2015", "妇幼保健", "计划生育事务"),
        ("21099", "2012", "其他卫生支出", "其他（卫生）支出"),
    ],
)
def test_other_name_than_the_listed_one_is_found(
    code: str, year: str, name: str, listed: str
) -> None:
    (finding,) = found(SCHEMA, line(code, name, year))

    assert brief([finding]) == [(NAMED, "表!C4", name, listed)]
    assert (finding.field, finding.severity) == ("name", "error")


@pytest.mark.parametrize(
    ("code", "year", "name", "said"),
    [
        ("205", "2012", "普通教育", "“普通教育”是 20502 的名称"),
        ("21007", "2015", "妇幼保健", "“妇幼保健”是此编码–2014年的名称"),
        ("21007", "2014", "计划生育事务", "“计划生育事务”是此编码2015–年的名称"),
        ("205", "2012", "科学技术支出", None),
    ],
)
def test_where_a_wrong_name_belongs_is_said(
    code: str, year: str, name: str, said: str | None
) -> None:
    (finding,) = found(SCHEMA, line(code, name, year))

    assert finding.detail == said
    assert bool(finding.detail_en) == bool(said)


def test_name_is_right_without_what_the_source_of_the_list_added_to_it() -> None:
    rows = [line("20510", "行政运行"), line("20510", "行政运行(教育)")]

    assert found(SCHEMA, *rows) == []


def test_name_that_was_not_held_against_the_publication_only_warns() -> None:
    (finding,) = found(SCHEMA, line("21012", "医疗"))

    assert (finding.rule, finding.severity) == (NAMED, "warning")
    assert finding.detail == "该名称在代码表中未核对原文"


# — under its parent —

PARENTS = make_schema(
    *FIELDS[:1],
    {"name": "code", "classification": {"codelist": "purpose", "year": "year", "parents": True}},
    FIELDS[2],
    key=["code"],
    totals=["合计"],
)


def test_code_without_its_parents_row_is_found() -> None:
    (finding,) = found(PARENTS, line("205"), line("20501"), line("21011"))

    assert brief([finding]) == [(PARENT, "表!B6", "21011", "210 卫生健康支出")]


def test_parent_of_a_code_the_list_may_lack_follows_from_its_digits() -> None:
    findings = found(PARENTS, line("20505", year="2022"))

    assert [(f.rule, f.expected) for f in findings] == [
        (OBSERVED, None),
        (PARENT, "205 教育支出"),
    ]


def test_parent_of_another_year_does_not_count() -> None:
    findings = found(PARENTS, line("205", year="2011"), line("20501", year="2012"))

    assert [f.rule for f in findings] == [PARENT]


def test_parent_may_stand_below() -> None:
    assert found(PARENTS, line("20501"), line("205")) == []


def test_parents_are_asked_for_only_where_the_schema_says_so() -> None:
    assert found(SCHEMA, line("20501")) == []


# — at the level asked —


def with_level(**more: Any) -> Schema:
    asked = {"codelist": "purpose", "year": "year", "level": "item", **more}
    return make_schema(*FIELDS[:1], {"name": "code", "classification": asked}, key=["code"])


@pytest.mark.parametrize(
    ("leaf", "codes", "wrong"),
    [
        (False, ["20501", "20502"], []),
        (False, ["205", "20501"], ["205"]),
        (True, ["205", "20501"], []),
        (True, ["205", "20501", "210"], ["210"]),
        (True, ["205", "21011"], ["205"]),
        (True, ["20501"], []),
    ],
)
def test_level_is_asked_of_every_code_or_of_the_deepest(
    leaf: bool, codes: list[str], wrong: list[str]
) -> None:
    findings = found(with_level(leaf=leaf), *map(line, codes))

    assert [(f.rule, f.value, f.expected) for f in findings] == [(LEVEL, c, "项") for c in wrong]


def test_empty_line_of_a_printed_form_need_not_go_down_to_the_level() -> None:
    asked = {"codelist": "purpose", "year": "year", "level": "item", "leaf": True}
    fields = [FIELDS[0], {"name": "code", "classification": asked}]
    amounts = [
        {"name": "amount", "type": "number", "unit": "元"},
        {"name": "other_amount", "type": "number", "unit": "元"},
    ]
    schema = make_schema(*fields, *amounts, key=["code"])
    given = [(None, None), ("0.00", None), ("0.00", "1.00")]
    rows = [
        line(code) | {"amount": amount, "other_amount": other}
        for code, (amount, other) in zip(["205", "210", "210"], given, strict=True)
    ]

    assert [f.place.row for f in found(schema, *rows)] == [6]


def test_level_rests_on_the_act_that_asks_for_it() -> None:
    act = {"basis": "预算法第四十六条", "basis_en": "Budget Law, art. 46"}

    (finding,) = found(with_level(**act), line("205"))

    assert finding.basis == "预算法第四十六条（用途 2012：目录）"
    assert finding.basis_en == "Budget Law, art. 46 (用途 2012: 目录)"


def test_budget_of_a_government_goes_down_to_the_item(catalogue: Catalogue) -> None:
    schema = catalogue.schemas["gov_public_own_expense"]
    text = {"fiscal_year": "2024", "publisher_name": "某区"}
    amounts = dict.fromkeys(schema.money, "5.00")
    codes = {"201": "一般公共服务支出", "20106": "财政事务"}
    lines = [text | amounts | {"function_code": c, "function_name": n} for c, n in codes.items()]

    findings = list(
        classification_findings(make_table(schema, *lines), schema, catalogue.codelists)
    )

    assert [(f.rule, f.value, f.expected) for f in findings] == [(LEVEL, "20106", "项")]
    assert (findings[0].basis or "").startswith("中华人民共和国预算法第四十六条（")


def test_code_the_list_may_lack_has_the_level_of_its_digits() -> None:
    findings = found(with_level(leaf=True), line("205", year="2022"), line("20505", year="2022"))

    assert [f.rule for f in findings] == [OBSERVED]


# — over several years —


def test_code_that_meant_something_else_the_year_before_is_a_warning() -> None:
    rows = [line("21007", "妇幼保健", "2014"), line("21007", "计划生育事务", "2015")]

    (finding,) = found(SCHEMA, *rows, line("205", None, "2014"), line("205", None, "2015"))

    assert brief([finding]) == [(MEANING, "表!B5", "21007", "21007 妇幼保健")]
    assert finding.severity == "warning"
    assert finding.detail == "2014年是“妇幼保健”，2015年是“计划生育事务”"


def test_recycled_code_is_said_on_the_real_catalogue_of_purchases(catalogue: Catalogue) -> None:
    name = {"codelist": "procurement-category", "name": "name", "year": "year"}
    schema = make_schema(
        *FIELDS[:1], {"name": "code", "classification": name}, FIELDS[2], key=["code"]
    )
    rows = [line("A02010104", "台式计算机", "2021"), line("A02010104", "台式计算机", "2022")]

    findings = list(classification_findings(make_table(schema, *rows), schema, catalogue.codelists))

    assert [(f.rule, f.value, f.expected) for f in findings] == [
        (NAMED, "台式计算机", "服务器"),
        (MEANING, "A02010104", "A02010104 台式计算机"),
    ]
    assert findings[0].detail == (
        "“台式计算机”是 A02010105 的名称；“台式计算机”是此编码2013–2021年的名称"
    )


# — a list carried on from an earlier year —

NEXT_YEAR = {
    # code, name → findings: rule, severity, expected
    "as it was": ("2010601", "行政运行", []),
    "as the form of the year prints it": ("2050205", "高等教育", []),
    "another name": ("2010601", "机关运行", [(NAMED, "warning", "行政运行")]),
    "another name than the form of the year": (
        *("2050205", "大学教育"),
        [(NAMED, "error", "高等教育")],
    ),
    "a code nobody has seen": ("2010699", "其他财政事务支出", [(OBSERVED, "warning", None)]),
    "a class nobody has seen": ("22501", "新类", [(OBSERVED, "warning", None)]),
    "no code at all": ("71102", "事业单位医疗", [(LISTED, "error", "2101102 事业单位医疗")]),
}


@pytest.mark.parametrize("name", NEXT_YEAR)
def test_what_differs_from_the_list_of_an_earlier_year_may_be_a_revision(
    catalogue: Catalogue, name: str
) -> None:
    code, printed, expected = NEXT_YEAR[name]
    given = {"codelist": "function", "name": "name", "year": "year"}
    schema = make_schema(
        *FIELDS[:1], {"name": "code", "classification": given}, FIELDS[2], key=["code"]
    )
    table = make_table(schema, line(code, printed, "2026"))

    findings = list(classification_findings(table, schema, catalogue.codelists))

    assert [(f.rule, f.severity, f.expected) for f in findings] == expected
    assert all("沿用2025年" in (f.basis or "") for f in findings)


# — what cannot be judged —


@pytest.mark.parametrize("year", ["2009", "1999", None])
def test_year_no_list_speaks_for_is_said_once(year: str | None) -> None:
    (finding,) = found(SCHEMA, line("99999", year=year), line("88888", year=year))

    assert (finding.rule, finding.severity) == (UNKNOWN_YEAR, "info")
    assert (finding.value, finding.expected) == (year, "2010–2019、2020–")
    assert (finding.detail, finding.place.cell()) == ("用途", "表")


def test_printed_totals_and_rows_without_a_code_are_left_out() -> None:
    rows = [line("合计", "合计"), {"year": "2012", "code": None, "name": "其他"}]

    assert found(PARENTS, *rows) == []


def test_year_may_come_from_a_date() -> None:
    fields = [{"name": "year", "type": "date"}, *FIELDS[1:]]
    schema = make_schema(*fields, key=["code"])

    assert found(schema, line("21007", "妇幼保健", "2014-12-31")) == []
    assert len(found(schema, line("21007", "妇幼保健", "2015-01-01"))) == 1


def test_table_without_rows_gives_nothing() -> None:
    assert found(SCHEMA) == []


def test_field_without_a_list_is_not_looked_at() -> None:
    schema = make_schema({"name": "code"}, key=["code"])

    assert list(classification_findings(make_table(schema, {"code": "9"}), schema, {})) == []
