"""A canonical table as JSON: an array of objects, or an object a line.

Decimals are strings, so that no reader rounds one. Basis: RFC 8259; JSON Lines,
https://jsonlines.org
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.model import Schema
from pipelines.publication.formats.texts import Part, join_parts, lines_of, rewrite, write_parts

_ESCAPED = '"\\' + "".join(map(chr, range(0x20)))
_PLAIN = ("integer", "year", "boolean")  # what JSON has a value of its own for
_OPEN, _CLOSE = b"[\n", b"]\n"


def write_json(path: Path, schema: Schema, table: pa.Table) -> None:
    """The table as one array, an object a line."""
    write_parts(path, _array(schema, table))


def write_json_lines(path: Path, schema: Schema, table: pa.Table) -> None:
    """The table as an object a line, with nothing between them."""
    write_parts(path, lines_of(table, lambda batch: _objects(schema, batch, "}\n")))


def _array(schema: Schema, table: pa.Table) -> Iterator[bytes | memoryview]:
    if not table.num_rows:
        yield b"[]\n"
        return
    yield _OPEN
    first = table.num_rows - 1
    yield from lines_of(table.slice(0, first), lambda batch: _objects(schema, batch, "},\n"))
    yield from lines_of(table.slice(first), lambda batch: _objects(schema, batch, "}\n"))
    yield _CLOSE


def _objects(schema: Schema, batch: pa.RecordBatch, end: str) -> pa.Array:
    parts: list[Part] = []
    for number, field in enumerate(schema.fields):
        before = "{" if number == 0 else ", "
        parts += [f"{before}{json.dumps(field.name, ensure_ascii=False)}: "]
        parts += [_values(batch[field.name], field.type)]
    return join_parts([*parts, end])


def _values(column: pa.Array, kind: str) -> pa.Array:
    if kind not in _PLAIN:
        escaped = rewrite(column, _ESCAPED, lambda t: json.dumps(t, ensure_ascii=False)[1:-1])
        column = pc.binary_join_element_wise('"', escaped, '"', "")
    return pc.fill_null(column, "null")
