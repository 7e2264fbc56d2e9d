"""Builders of the inspection tests: a canonical table out of rows, as intake would hand it over."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipelines.model import Family, Finding, Schema, StagedTable, text_table

SHEET = "表"


def make_schema(*fields: Mapping[str, Any], key: Sequence[str], **more: Any) -> Schema:
    """A schema of fields that are only named and typed."""
    texts = ("title", "title_en", "description", "description_en")
    described = [dict.fromkeys(texts, str(f["name"])) | {"type": "string"} | f for f in fields]
    return Schema.model_validate(
        {
            "name": "a_table",
            **dict.fromkeys(texts, "表"),
            "fields": described,
            "primaryKey": list(key),
            **more,
        }
    )


def make_table(
    schema: Schema,
    *rows: Mapping[str, str | None],
    first_row: int = 4,
    note: str | None = None,
) -> StagedTable:
    """The rows as a staged table; the columns are lettered in the order of the schema."""
    texts = [[row.get(name) for name in schema.names] for row in rows]
    data = text_table(schema.names, texts, range(first_row, first_row + len(rows)))
    letters = {name: chr(ord("A") + n) for n, name in enumerate(schema.names)}
    return StagedTable(schema.name, SHEET, data, letters, None, 1, note)


def make_family(*schemas: Schema) -> Family:
    """A family of those tables, without rules."""
    texts = dict.fromkeys(("title", "title_en", "description", "description_en"), "类别")
    return Family(name="a-family", **texts, schemas={s.name: s for s in schemas})


def brief(findings: Iterable[Finding]) -> list[tuple]:
    """What matters of findings: the rule, the cell, what stands there and what was expected."""
    return [(f.rule, f.place.cell(), f.value, f.expected) for f in findings]
