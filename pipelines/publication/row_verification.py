"""Compares the rows readers see in the database with the downloads they come from, cell by cell."""

import csv
import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from pipelines.database import FEN
from pipelines.exceptions import StoreError

MOST_TOLD = 20  # of each table; the rest is counted
_CHUNK = 50_000
_READERS: dict[str, Any] = {
    "integer": int,
    "year": int,
    "boolean": lambda text: int(text == "true"),
    "number": float,
}
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Difference:
    """A row that differs between database and download: its table, its key, and how."""

    table: str
    what: str
    what_en: str


@dataclass(frozen=True)
class _Table:
    """A table as an edition describes it."""

    name: str
    path: Path
    fields: tuple[str, ...]
    types: tuple[str, ...]
    key: tuple[str, ...]

    def rows(self) -> Iterator[Row]:
        """The rows of the file with their values as the database has them."""
        readers = [_READERS.get(kind, str) for kind in self.types]
        with self.path.open(encoding="utf-8", newline="") as file:
            lines = csv.reader(file)
            if tuple(next(lines)) != self.fields:
                raise StoreError(f"{self.path}: its header is not that of {self.name}")
            for line in lines:
                yield tuple(
                    read(cell) if cell else None for read, cell in zip(readers, line, strict=True)
                )

    def key_of(self, row: Row) -> str:
        """The key of a row, in words."""
        return ";".join(f"{name}={row[self.fields.index(name)]}" for name in self.key)


def row_differences(state: Path, folder: Path, dataset: str) -> Iterator[Difference]:
    """Where the public tables hold other rows of a dataset than the files of an edition.

    Raises: OSError, ValueError, KeyError, sqlite3.Error or StoreError if either cannot be read.
    """
    described = json.loads((folder / "datapackage.json").read_bytes())["resources"]
    connection = sqlite3.connect(f"file:{state}?mode=ro", uri=True)
    try:
        for table in [_table(folder, resource) for resource in described]:
            yield from _differences(connection, table, dataset)
    finally:
        connection.close()


def _table(folder: Path, resource: dict[str, Any]) -> _Table:
    schema = resource["schema"]
    money = {f["name"] for f in schema["fields"] if f.get("unit") == "元"}
    return _Table(
        resource["name"],
        folder / resource["path"],
        tuple(f["name"] for f in schema["fields"]),
        tuple("money" if f["name"] in money else f["type"] for f in schema["fields"]),
        tuple(schema.get("primaryKey", ())),
    )


def _differences(
    connection: sqlite3.Connection, table: _Table, dataset: str
) -> Iterator[Difference]:
    """Rows go into a table that lies on the disk, so that long ones are compared there."""
    columns = ", ".join(_quoted(name) for name in table.fields)
    connection.execute("drop table if exists temp.downloaded")
    connection.execute(f"create temp table downloaded ({columns})")
    marks = ", ".join("?" * len(table.fields))
    rows = table.rows()
    while chunk := list(islice(rows, _CHUNK)):
        connection.executemany(f"insert into downloaded values ({marks})", chunk)  # noqa: S608
    own = f"select {columns} from {_quoted(table.name)} where dataset = ?"  # noqa: S608
    file = f"select {columns} from downloaded"  # noqa: S608 - names of the edition's own tables
    more = connection.execute(f"{own} except {file}", [dataset]).fetchall()
    missing = connection.execute(f"{file} except {own}", [dataset]).fetchall()
    told = list(_told(table, missing, more))
    yield from told[:MOST_TOLD]
    if told[MOST_TOLD:]:
        rest = len(told) - MOST_TOLD
        yield Difference(table.name, f"另有 {rest} 行不同", f"{rest} more rows differ")
    yield from _count_differences(connection, table, dataset, own, file)
    yield from _twin_differences(connection, table, dataset)


def _told(table: _Table, missing: Sequence[Row], more: Sequence[Row]) -> Iterator[Difference]:
    shown = {table.key_of(row): row for row in more}
    for row in missing:
        key = table.key_of(row)
        other = shown.pop(key, None)
        if other is None:
            yield Difference(table.name, f"{key}：数据库里没有", f"{key}: not in the database")
            continue
        for name, of_file, of_database in zip(table.fields, row, other, strict=True):
            if of_file != of_database:
                yield Difference(
                    table.name,
                    f"{key}：{name} 数据库是 {of_database}，下载文件是 {of_file}",
                    f"{key}: {name} is {of_database} in the database and {of_file} in the download",
                )
    for key in shown:
        yield Difference(table.name, f"{key}：下载文件里没有", f"{key}: not in the download")


def _count_differences(
    connection: sqlite3.Connection, table: _Table, dataset: str, own: str, file: str
) -> Iterator[Difference]:
    """The same rows, but one of them more often."""
    (shown,) = connection.execute(f"select count(*) from ({own})", [dataset]).fetchone()  # noqa: S608
    (listed,) = connection.execute(f"select count(*) from ({file})").fetchone()  # noqa: S608
    if shown != listed:
        yield Difference(
            table.name,
            f"数据库有 {shown} 行，下载文件有 {listed} 行",
            f"{shown} rows in the database, {listed} in the download",
        )


def _twin_differences(
    connection: sqlite3.Connection, table: _Table, dataset: str
) -> Iterator[Difference]:
    """An amount in fen that is not its amount in yuan."""
    for name, kind in zip(table.fields, table.types, strict=True):
        if kind != "money":
            continue
        yuan, fen = _quoted(name), _quoted(name + FEN)
        query = (
            f"select count(*) from {_quoted(table.name)} where dataset = ? "  # noqa: S608
            f"and {fen} is not cast(replace({yuan}, '.', '') as integer)"
        )
        (count,) = connection.execute(query, [dataset]).fetchone()
        if count:
            yield Difference(
                table.name,
                f"{name + FEN} 有 {count} 行与 {name} 不一致",
                f"{name + FEN} is not {name} in {count} rows",
            )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
