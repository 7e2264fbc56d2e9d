"""What must not leave the building: personal data and secrecy marks in anything that is published.

Only text is scanned: eleven-digit amounts look like telephones. A whole column is asked cheaply
first, and only the cells that may hold something are read closely. A finding shows enough to find
the cell and hides the rest, because findings are published.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipelines.inspection.identity import is_shaped_like_identity
from pipelines.inspection.personal import KINDS, Hit, hide, personal_hits
from pipelines.inspection.secrecy import secrecy_marks
from pipelines.inspection.suspects import suspects
from pipelines.model import (
    SOURCE_ROW,
    Clearance,
    Correction,
    Field,
    Finding,
    Place,
    Schema,
    StagedTable,
)

# A code is joined from several cells: in what a finding quotes, a number may have grown by digits.
_GROWN = re.compile(
    r"(?<![0-9A-Za-z.])(?:(?=[0-9]*1[3-9][0-9]{9})[0-9]{12,}+|[0-9]{17,}+[Xx]?+[0-9]*+)"
    r"(?![0-9A-Za-z]|\.[0-9])"
)
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_IDENTITY_LENGTH = 18
_IDENTIFIERS = ("_id", "_code", "_path", "_url")


@dataclass(frozen=True)
class Held:
    """What a text must not hold: the check it breaks, as it may be quoted, and what it is.

    Where somebody has decided that it may be public, the clearance that says who and why.
    """

    rule: str
    shown: str
    what: str
    clearance: Clearance | None = None

    def finding(self, table: str | None, place: Place, field: str | None = None) -> Finding:
        """An error, or what is cleared with who decided it: that stays on record."""
        decided = self.clearance
        if decided is None:
            detail = self.what
            return Finding(self.rule, "error", table, place, field, self.shown, detail=detail)
        zh = f"{decided.decided_by}（{decided.decided_on}）决定可以公开：{decided.because}"
        en = f"cleared by {decided.decided_by} ({decided.decided_on}): {decided.because_en}"
        return Finding(
            self.rule,
            "info",
            table,
            place,
            field,
            self.shown,
            detail=f"{self.what}，{zh}",
            detail_en=f"{self.what}, {en}",
        )


def privacy_findings(
    table: StagedTable, schema: Schema, clearances: Iterable[Clearance] = ()
) -> Iterator[Finding]:
    """Everything personal or marked secret in the text of a table, in its note and sheet name.

    Numbers of a kind and form that are cleared for a field are information, with who decided it.

    Basis: Personal Information Protection Law, arts. 4, 10, 25 and 28; Law on Guarding State
    Secrets, art. 35.
    """
    amounts = {field.amount_of for field in schema.fields}
    for field in schema.fields:
        if _is_scanned(field):
            about = (table.table, field.name)
            own = [c for c in clearances if (c.table, c.field) == about]
            yield from _cell_findings(table, field, own, is_amount=field.name in amounts)
    for text in (table.note, table.sheet):
        for held in _held(text or ""):
            yield held.finding(table.table, Place(without_personal_data(table.sheet), None))


def correction_findings(corrections: Iterable[Correction]) -> Iterator[Finding]:
    """Every correction that quotes such a text: corrections are published with the data."""
    for correction in corrections:
        place = Place(None, correction.row, correction.column)
        for text in correction.model_dump(exclude={"row", "column"}).values():
            yield from (held.finding(None, place) for held in _held(text))


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


def _cell_findings(
    table: StagedTable, field: Field, clearances: Sequence[Clearance], *, is_amount: bool
) -> Iterator[Finding]:
    positions = suspects(table.data[field.name])
    rows = table.data.select([SOURCE_ROW, field.name]).take(positions)
    is_identifier = bool(field.classification) or field.name.endswith(_IDENTIFIERS)
    known: dict[str, list[Held]] = {}
    for row, text in zip(*(column.to_pylist() for column in rows.columns), strict=True):
        if text not in known:
            hits = personal_hits(text, is_identifier=is_identifier, is_amount=is_amount)
            known[text] = list(_held(text, hits, clearances))
        for held in known[text]:
            yield held.finding(table.table, table.place(row, field.name, text), field.name)


def _held(
    text: str, hits: Iterable[Hit] | None = None, clearances: Sequence[Clearance] = ()
) -> Iterator[Held]:
    for hit in personal_hits(text) if hits is None else hits:
        shown = hide(text, (hit,))[hit.start : hit.end]
        number = text[hit.start : hit.end]
        cleared = (c for c in clearances if c.kind == hit.kind and re.fullmatch(c.pattern, number))
        yield Held("no-personal-data", shown, KINDS[hit.kind], next(cleared, None))
    for mark in secrecy_marks(text):
        yield Held("no-secrecy-marks", mark, mark)
