"""A canonical table as CSV: for programs as it is, and for Excel with headings and a mark.

Basis: RFC 4180, https://www.rfc-editor.org/rfc/rfc4180
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.model import Schema, text_table
from pipelines.publication.formats.headings import headings
from pipelines.publication.formats.texts import (
    join_parts,
    lines_of,
    rewrite,
    rewrite_matches,
    write_parts,
)

_SPECIAL = ',"\r\n'
_MARK = "\ufeff".encode()  # by which Excel knows UTF-8
# What a spreadsheet would run as a formula, the full-width signs too, and the apostrophe that
# stands before one: without it nobody could tell which apostrophe was there before.
_FORMULA = r"^['=+\-@\t\r＝＋－＠]"
_NUMBER = re.compile(r"[+-]?[0-9][0-9,]*(\.[0-9]+)?")


def write_csv(path: Path, schema: Schema, table: pa.Table) -> None:
    """The canonical table: columns by name, LF, minimal quotes, missing values empty."""
    write_parts(path, csv_parts(table.select(list(schema.names))))


def csv_parts(table: pa.Table) -> Iterator[bytes | memoryview]:
    """The bytes of the canonical CSV, piece by piece.

    Written out here, because which cells a writer quotes differs between writers and versions,
    and a carriage return that is left bare would cut a row in two.
    """
    yield from _parts(table, "\n")


def write_excel_csv(path: Path, schema: Schema, table: pa.Table) -> None:
    """The same values for Excel: titles with units as headings, CR LF, no cell a formula.

    A text that a spreadsheet would run has an apostrophe before it; negative numbers have none.
    """
    columns = [
        pa.chunked_array([_harmless(chunk) for chunk in table[field.name].chunks], pa.string())
        if field.type == "string"
        else table[field.name]
        for field in schema.fields
    ]
    write_parts(path, (_MARK, *_parts(pa.table(columns, headings(schema)), "\r\n")))


def _parts(table: pa.Table, end: str) -> Iterator[bytes | memoryview]:
    for part in (text_table(table.column_names, [table.column_names]), table):
        yield from lines_of(part, lambda batch: _lines(batch, end))


def _lines(batch: pa.RecordBatch, end: str) -> pa.Array:
    cells = [rewrite(pc.fill_null(c, ""), _SPECIAL, _quoted) for c in batch.columns]
    if len(cells) == 1:
        cells = [pc.if_else(pc.equal(cells[0], ""), '""', cells[0])]  # an empty line is no row
    separated = [part for cell in cells for part in (cell, ",")][:-1]
    return join_parts([*separated, end])


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _harmless(column: pa.Array) -> pa.Array:
    return rewrite_matches(column, _FORMULA, harmless)


def harmless(text: str) -> str:
    """A text that begins as a formula does, with an apostrophe before it; a number is none.

    >>> harmless("=1+1"), harmless("-5.00"), harmless("'=")
    ("'=1+1", '-5.00', "''=")
    """
    return text if _NUMBER.fullmatch(text) else f"'{text}"
