"""Published figures that change or vanish: with a reason that is printed, or not at all.

Basis: Regulation on Open Government Information, art. 6 (what is made public is accurate).
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from pipelines.model import (
    Change,
    Correction,
    Disclosed,
    Edition,
    Finding,
    History,
    Inspection,
    Outcome,
    Place,
    Revision,
    Schema,
    StagedTable,
)
from pipelines.publication.changes import read_key

RULE = "published-figures-stay-as-they-are"
_FIGURES = ("integer", "number")
Cell = tuple[str | None, int | None, str | None]  # a table, and a row and column of its sheet


@dataclass(frozen=True)
class Judged:
    """What may leave the building, and the edition it makes, if it may make one."""

    disclosed: Disclosed
    edition: Edition | None


def judge_revision(
    edition: Edition | None,
    disclosed: Disclosed,
    schemas: Mapping[str, Schema],
    history: History,
) -> Judged:
    """The edition with the reason its figures were revised for; refused if they were silently.

    A reason is declared at the snapshot, and serves once; or at the dataset, for figures that
    change as a matter of course. A cell that is corrected has its reason in the correction, which
    is the edition's where no other is declared. New rows, texts, and figures where there were none
    are no revision.
    """
    if edition is None:
        return Judged(disclosed, None)
    revised = [c for c in edition.changes if _is_revision(c, schemas[c.table])]
    if not revised:
        return Judged(disclosed, edition)
    declared = _declared(disclosed, history)
    if declared:
        return Judged(disclosed, replace(edition, revision=declared))
    number = edition.previous.number if edition.previous else 0
    rows = _Rows(disclosed.staged.tables, schemas)
    found = [_finding(change, schemas[change.table], rows, number) for change in revised]
    corrections = _corrections(disclosed)
    silent = [finding for finding in found if _cell(finding) not in corrections]
    if silent:
        return Judged(replace(disclosed, inspection=_with(disclosed.inspection, silent)), None)
    used = [corrections[_cell(finding)] for finding in found]
    return Judged(disclosed, replace(edition, revision=_reason_of(used)))


def _is_revision(change: Change, schema: Schema) -> bool:
    if change.kind == "changed":
        return change.old is not None and schema.by_name[change.field or ""].type in _FIGURES
    return change.kind == "removed" and _first_figure(change, schema) is not None


def _first_figure(change: Change, schema: Schema) -> str | None:
    """The first field of a removed row that held a figure, amounts before counts."""
    row = json.loads(change.old or "{}")
    names = [f.name for f in schema.fields if f.type in _FIGURES and f.name in row]
    money = [name for name in names if schema.by_name[name].is_money]
    return next(iter([*money, *names]), None)


def _declared(disclosed: Disclosed, history: History) -> Revision | None:
    """The snapshot's own reason, unless an edition has had it already; else the dataset's."""
    dataset = disclosed.dataset
    own = dataset.entry(disclosed.staged.snapshot.name).revision
    return own if own and own.reason not in history.reasons else dataset.revision


def _corrections(disclosed: Disclosed) -> dict[Cell, Correction]:
    """The corrections of the snapshot, each at its cell."""
    return {(c.table, c.row, c.column): c for c in disclosed.staged.corrections}


def _cell(finding: Finding) -> Cell:
    return finding.table, finding.place.row, finding.place.column


def _reason_of(corrections: list[Correction]) -> Revision:
    """What the corrections say, each reason once."""
    return Revision(
        reason="；".join(dict.fromkeys(c.because for c in corrections)),
        reason_en="; ".join(dict.fromkeys(c.because_en for c in corrections)),
    )


class _Rows:
    """Where the rows of a snapshot stand, by their keys."""

    def __init__(self, tables: Mapping[str, StagedTable], schemas: Mapping[str, Schema]) -> None:
        self._tables, self._schemas = tables, schemas
        self._by_key = cache(self._read)

    def place(self, change: Change, values: Mapping[str, str]) -> Place:
        """The cell of a change; only the sheet where the row is gone."""
        table = self._tables.get(change.table)
        if table is None:
            return Place(None, None)
        row = self._by_key(change.table).get(tuple(v or None for v in values.values()))
        if row is None:
            return Place(table.sheet, None)
        return table.place(row, change.field, change.new)

    def _read(self, name: str) -> Mapping[tuple, int]:
        rows = self._tables[name].rows(*self._schemas[name].primary_key)
        return {tuple(key): row for row, *key in rows}


def _finding(change: Change, schema: Schema, rows: _Rows, number: int) -> Finding:
    values = read_key(change.key)
    titles = [(schema.by_name[n].title, schema.by_name[n].title_en, v) for n, v in values.items()]
    said = "，".join(f"{title} {value}" for title, _, value in titles)
    said_en = ", ".join(f"{title} {value}" for _, title, value in titles)
    field, expected = change.field, change.old
    if change.kind == "removed":
        field = _first_figure(change, schema)
        expected = json.loads(change.old or "{}")[field]
    return Finding(
        RULE,
        "error",
        table=change.table,
        place=rows.place(change, values),
        field=field,
        value=change.new,
        expected=expected,
        difference_fen=change.difference_fen,
        detail=f"第 {number} 版里{said} 的行",
        detail_en=f"in edition {number} the row of {said_en}",
    )


def _with(inspection: Inspection, silent: list[Finding]) -> Inspection:
    """The inspection with these errors before the others, and its check broken."""
    return replace(
        inspection,
        findings=(*silent, *inspection.findings),
        outcomes=tuple(_outcomes(inspection, len(silent))),
    )


def _outcomes(inspection: Inspection, count: int) -> Iterator[Outcome]:
    for outcome in inspection.outcomes:
        is_own = outcome.rule == RULE
        yield replace(outcome, outcome="broken", count=count) if is_own else outcome
