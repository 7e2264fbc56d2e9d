"""What the files of an edition hold, each read by a program of its own kind; none of ours."""

import csv
import io
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import python_calamine
from pyarrow import parquet

Field = Mapping[str, Any]
Rows = list[list[str | None]]


def canonical(value: Any, field: Field) -> str | None:
    """A value of any format as the canonical CSV has it."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if field["type"] == "number":
        number = Decimal(str(value))
        return f"{number:.2f}" if field.get("unit") == "元" else plain(number)
    if isinstance(value, float):
        assert value == int(value)
        return str(int(value))
    return str(value)


def plain(number: Decimal) -> str:
    text = format(number.normalize(), "f")
    return "0" if text == "-0" else text


def read_csv(folder: Path, table: str, fields: list[Field]) -> Rows:
    rows = list(csv.reader(io.StringIO((folder / f"{table}.csv").read_bytes().decode(), "")))
    assert rows[0] == [f["name"] for f in fields]
    return [[text or None for text in row] for row in rows[1:]]


def read_excel_csv(folder: Path, table: str, fields: list[Field]) -> Rows:
    text = (folder / f"{table}-excel.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, "")))
    for cell in (c for row in rows for c in row):
        assert not cell.startswith(("=", "@", "\t", "\r", "+")) or cell[1:2].isdigit()
    return [
        [
            (c[1:] if c.startswith("'") and f["type"] == "string" else c) or None
            for c, f in zip(row, fields, strict=True)
        ]
        for row in rows[1:]
    ]


def _from_objects(objects: list[dict], fields: list[Field]) -> Rows:
    for item in objects:
        assert list(item) == [f["name"] for f in fields]
        for field in fields:
            value = item[field["name"]]
            kind = {"integer": int, "year": int, "boolean": bool}.get(field["type"], str)
            assert value is None or type(value) is kind
    return [[canonical(item[f["name"]], f) for f in fields] for item in objects]


def read_json(folder: Path, table: str, fields: list[Field]) -> Rows:
    return _from_objects(json.loads((folder / f"{table}.json").read_bytes()), fields)


def read_json_lines(folder: Path, table: str, fields: list[Field]) -> Rows:
    data = (folder / f"{table}.jsonl").read_bytes()
    return _from_objects([json.loads(line) for line in data.split(b"\n")[:-1]], fields)


def read_parquet(folder: Path, table: str, fields: list[Field]) -> Rows:
    data = parquet.read_table(folder / f"{table}.parquet")
    assert data.column_names == [f["name"] for f in fields]
    kinds = {"integer": "int64", "year": "int64", "date": "date32[day]", "boolean": "bool"}
    for column, field in zip(data.schema, fields, strict=True):
        is_decimal = str(column.type).startswith("decimal128")
        expected = "number" if is_decimal else kinds.get(field["type"], "string")
        assert expected in (field["type"], str(column.type))
    columns = [[canonical(v, f) for v in data[f["name"]].to_pylist()] for f in fields]
    return [list(row) for row in zip(*columns, strict=True)]


def read_sqlite(folder: Path, table: str, fields: list[Field]) -> Rows:
    names = ", ".join(f'"{f["name"]}"' for f in fields)
    with closing(sqlite3.connect(f"file:{folder}/tables.sqlite?mode=ro", uri=True)) as connection:
        rows = connection.execute(f'select {names} from "{table}" order by rowid').fetchall()
    return [
        [
            canonical(bool(v) if f["type"] == "boolean" and v is not None else v, f)
            for v, f in zip(row, fields, strict=True)
        ]
        for row in rows
    ]


def workbook_reader(sheet: str) -> Callable[[Path, str, list[Field]], Rows]:
    """A reader of that sheet."""

    def read(folder: Path, _: str, fields: list[Field]) -> Rows:
        book = python_calamine.CalamineWorkbook.from_path(str(folder / "tables.xlsx"))
        rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        return [list(_workbook_row(row, fields)) for row in rows[1:]]

    return read


def _workbook_row(row: list, fields: list[Field]) -> Iterator[str | None]:
    padded = [*row, *[""] * (len(fields) - len(row))]
    for value, field in zip(padded, fields, strict=True):
        if isinstance(value, date):
            yield value.isoformat()[:10]
        else:
            assert field["type"] != "string" or isinstance(value, str), (field, value)
            yield canonical(value, field)


PLAIN_READERS = {
    "csv": read_csv,
    "excel csv": read_excel_csv,
    "json": read_json,
    "json lines": read_json_lines,
    "parquet": read_parquet,
    "sqlite": read_sqlite,
}
