"""The table that is measured: fourteen typed fields of a list of contracts, made up.

The same rows on every machine: each block of rows has its own seed. Of the variants, `clean` breaks
nothing, in `faulty` one row in a hundred breaks exactly one thing, and in `codes` one field must be
one of 10,000 codes, as in a full procurement catalogue.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
import pyarrow as pa
from pyarrow import csv

Variant = Literal["clean", "faulty", "codes"]
VARIANTS: tuple[Variant, ...] = get_args(Variant)
KEY = ["line_id", "fiscal_year"]
BLOCK_ROWS = 100_000
FAULTY_ONE_IN = 100
CODE_COUNT = 10_000
_CODES = [f"{'ABC'[n % 3]}{n // 3:06d}" for n in range(CODE_COUNT)]
_METHODS = ["公开招标", "邀请招标", "竞争性谈判", "竞争性磋商", "询价", "单一来源", "框架协议"]
_NAMES = [
    "教学设备采购",
    "物业管理服务",
    "办公用纸（A4）",
    "道路养护工程",
    "信息系统运维",
    "食堂食材配送",
]
_BUYER_COUNT = 5_000
_ALPHABET = np.array(list("0123456789ABCDEFGHJKLMNPQRTUWXY"))

Columns = dict[str, np.ndarray]


def table_schema(variant: Variant) -> dict[str, Any]:
    """The Table Schema every program is given."""
    category = {"enum": _CODES} if variant == "codes" else {"pattern": "^[ABC][0-9]{6}$"}
    fields: list[tuple[str, str, dict[str, Any]]] = [
        ("line_id", "string", {"required": True, "pattern": "^HT[0-9]{10}$"}),
        ("fiscal_year", "integer", {"required": True, "minimum": 2000, "maximum": 2099}),
        ("division_code", "string", {"required": True, "pattern": "^[0-9]{6}$"}),
        ("buyer_id", "string", {"required": True, "pattern": "^[0-9A-HJ-NPQRTUWXY]{18}$"}),
        ("buyer_name", "string", {"required": True, "maxLength": 60}),
        ("category_code", "string", {"required": True, **category}),
        ("item_name", "string", {"minLength": 2, "maxLength": 60}),
        ("method", "string", {"required": True, "enum": _METHODS}),
        ("notice_date", "date", {"required": True, "minimum": "2000-01-01"}),
        ("contract_date", "date", {}),
        ("unit_count", "integer", {"minimum": 1}),
        ("tax_share", "number", {"minimum": 0, "maximum": 1}),
        ("contract_amount", "number", {"required": True, "minimum": 0}),
        ("is_small_firm", "boolean", {}),
    ]
    return {
        "fields": [{"name": n, "type": t, "constraints": c} for n, t, c in fields],
        "primaryKey": KEY,
        "missingValues": [""],
    }


def write_table(path: Path, rows: int, variant: Variant) -> int:
    """The table as CSV, block by block; how many of its rows break something."""
    names = [field["name"] for field in table_schema(variant)["fields"]]
    columns = pa.schema([pa.field(name, pa.string()) for name in names])
    options = csv.WriteOptions(include_header=False, quoting_style="none")
    faulty = 0
    with path.open("wb") as file:
        file.write(f"{','.join(names)}\n".encode())
        with csv.CSVWriter(file, columns, write_options=options) as writer:
            for first in range(0, rows, BLOCK_ROWS):
                block, count = _block(first, min(BLOCK_ROWS, rows - first), variant)
                arrays = [pa.array(block[name].astype(object), pa.string()) for name in names]
                writer.write_table(pa.table(arrays, schema=columns))
                faulty += count
    return faulty


def _block(first: int, count: int, variant: Variant) -> tuple[Columns, int]:
    random = np.random.default_rng(first)
    columns = _clean(random, first, count)
    if variant != "faulty":
        return columns, 0
    rows = np.arange(0, count, FAULTY_ONE_IN) + FAULTY_ONE_IN // 2
    rows = rows[rows < count]
    for place, (name, spoil) in zip(rows, _in_turn(), strict=False):
        columns[name] = columns[name].astype(object)
        columns[name][place] = spoil(columns, place)
    return columns, len(rows)


def _in_turn() -> Iterator[tuple[str, Callable[[Columns, int], str]]]:
    while True:
        yield from _FAULTS


# Ten ways to break a row, each of one constraint; the last repeats the key of the row before.
_FAULTS: list[tuple[str, Callable[[Columns, int], str]]] = [
    ("division_code", lambda _c, _n: "11000"),
    ("buyer_id", lambda c, n: f"{c['buyer_id'][n][:-1]}O"),
    ("category_code", lambda c, n: c["category_code"][n].lower()),
    ("method", lambda _c, _n: "直接委托"),
    ("notice_date", lambda _c, _n: "2024-02-30"),
    ("unit_count", lambda _c, _n: "0"),
    ("tax_share", lambda _c, _n: "13"),
    ("contract_amount", lambda _c, _n: "面议"),
    ("buyer_name", lambda _c, _n: ""),
    ("line_id", lambda c, n: c["line_id"][n - 6]),
]


def _clean(random: np.random.Generator, first: int, count: int) -> Columns:
    buyers = random.integers(0, _BUYER_COUNT, count)
    days = np.datetime64("2020-01-01") + random.integers(0, 1_900, count)
    signed = np.where(random.random(count) < 0.9, (days + 30).astype(str), "")
    fen = random.integers(1, 10**10, count)
    return {
        "line_id": np.char.add(
            "HT", np.char.zfill(np.arange(first, first + count).astype(str), 10)
        ),
        "fiscal_year": (2020 + np.arange(count) % 6).astype(str),
        "division_code": (110_000 + random.integers(0, 9_000, count)).astype(str),
        "buyer_id": _BUYER_IDS[buyers],
        "buyer_name": _BUYER_NAMES[buyers],
        "category_code": np.array(_CODES)[random.integers(0, CODE_COUNT, count)],
        "item_name": np.array(_NAMES)[random.integers(0, len(_NAMES), count)],
        "method": np.array(_METHODS)[random.integers(0, len(_METHODS), count)],
        "notice_date": days.astype(str),
        "contract_date": signed,
        "unit_count": random.integers(1, 500, count).astype(str),
        "tax_share": np.array(["0", "0.03", "0.06", "0.09", "0.13"])[random.integers(0, 5, count)],
        "contract_amount": np.char.add(
            np.char.add((fen // 100).astype(str), "."), np.char.zfill((fen % 100).astype(str), 2)
        ),
        "is_small_firm": np.where(random.random(count) < 0.3, "true", "false"),
    }


def _buyers() -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(0)
    letters = random.integers(0, len(_ALPHABET), (_BUYER_COUNT, 18))
    ids = np.array(["".join(_ALPHABET[row]) for row in letters])
    kinds = ["采购中心", "财务处", "后勤服务部"]
    names = [f"第{n}中学{kinds[n % len(kinds)]}" for n in range(_BUYER_COUNT)]
    return ids, np.array(names)


_BUYER_IDS, _BUYER_NAMES = _buyers()
