"""What must not leave the building: personal data and secrecy marks in anything that is published.

Only text is scanned: eleven-digit amounts look like telephones. A whole column is asked cheaply
first, and only the cells that may hold something are read closely. A finding shows enough to find
the cell and hides the rest, because findings are published.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from pipelines.inspection.identity import is_shaped_like_identity
from pipelines.inspection.personal import KINDS, hide, personal_hits
from pipelines.inspection.secrecy import secrecy_marks
from pipelines.inspection.suspects import suspects
from pipelines.model import SOURCE_ROW, Correction, Field, Finding, Place, Schema, StagedTable

# A code is joined from several cells: in what a finding quotes, a number may have grown by digits.
_GROWN = re.compile(
    r"(?<![0-9A-Za-z.])(?:(?=[0-9]*1[3-9][0-9]{9})[0-9]{12,}+|[0-9]{17,}+[Xx]?+[0-9]*+)"
    r"(?![0-9A-Za-z]|\.[0-9])"
)
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_IDENTITY_LENGTH = 18
_IDENTIFIERS = ("_id", "_code", "_path", "_url")
# The check a text breaks, the text as it may be quoted, and what it is.
Held = tuple[str, str, str]


def privacy_findings(table: StagedTable, schema: Schema) -> Iterator[Finding]:
    """Everything personal or marked secret in the text of a table, in its note and sheet name.

    Basis: Personal Information Protection Law, arts. 4, 10, 25 and 28; Law on Guarding State
    Secrets, art. 35.
    """
    amounts = {field.amount_of for field in schema.fields}
    for field in schema.fields:
        if _is_scanned(field):
            yield from _cell_findings(table, field, is_amount=field.name in amounts)
    for text in (table.note, table.sheet):
        for rule, shown, what in _held(text or ""):
            place = Place(without_personal_data(table.sheet), None)
            yield Finding(rule, "error", table.table, place, value=shown, detail=what)


def correction_findings(corrections: Iterable[Correction]) -> Iterator[Finding]:
    """Every correction that quotes such a text: corrections are published with the data."""
    for correction in corrections:
        place = Place(None, correction.row, correction.column)
        for text in correction.model_dump(exclude={"row", "column"}).values():
            for rule, shown, what in _held(text):
                yield Finding(rule, "error", None, place, value=shown, detail=what)


@lru_cache(maxsize=4096)  # what findings say repeats itself
def without_personal_data(text: str | None) -> str | None:
    """The text with everything personal hidden, as a finding, a report or a log may show it.

    >>> without_personal_data("联系人 13912345678")
    '联系人 139********'
    """
    if not text:
        return text
    text = hide(text, personal_hits(text))
    for match in _GROWN.finditer(text.translate(_FULL_WIDTH)):
        if len(match[0]) != _IDENTITY_LENGTH or is_shaped_like_identity(match[0]):
            shown = match.start() + 3
            text = text[:shown] + "*" * (match.end() - shown) + text[match.end() :]
    return text


def _is_scanned(field: Field) -> bool:
    """Text as it was written; a month, a minute or a level has a form that holds nothing else."""
    return field.type == "string" and not field.role


def _cell_findings(table: StagedTable, field: Field, *, is_amount: bool) -> Iterator[Finding]:
    positions = suspects(table.data[field.name])
    rows = table.data.select([SOURCE_ROW, field.name]).take(positions)
    is_identifier = bool(field.classification) or field.name.endswith(_IDENTIFIERS)
    known: dict[str, list[Held]] = {}
    for row, text in zip(*(column.to_pylist() for column in rows.columns), strict=True):
        if text not in known:
            known[text] = list(_held(text, is_identifier=is_identifier, is_amount=is_amount))
        for rule, shown, what in known[text]:
            place = table.place(row, field.name, text)
            yield Finding(rule, "error", table.table, place, field.name, value=shown, detail=what)


def _held(text: str, *, is_identifier: bool = False, is_amount: bool = False) -> Iterator[Held]:
    for hit in personal_hits(text, is_identifier=is_identifier, is_amount=is_amount):
        shown = hide(text, (hit,))[hit.start : hit.end]
        yield "no-personal-data", shown, KINDS[hit.kind]
    for mark in secrecy_marks(text):
        yield "no-secrecy-marks", mark, mark
