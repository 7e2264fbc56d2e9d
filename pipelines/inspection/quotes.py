"""What findings may quote: nothing personal, and nothing from a cell that is not for the public.

Findings are printed, stored and published, so this holds for every one of them, whoever reads it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

import pyarrow.compute as pc

from pipelines.inspection.privacy import without_personal_data
from pipelines.model import SOURCE_ROW, Finding, Place, Schema, Staged, StagedTable
from pipelines.redaction import HIDDEN, closed_cells

# Shorter texts say nothing by themselves, and stand everywhere: 是, 12.
_SHORTEST = {True: 4, False: 2}  # ASCII, other scripts: a name has two characters


def without_personal_quotes(finding: Finding) -> Finding:
    """The finding with everything personal hidden in what it quotes."""
    return replace(
        finding,
        place=_without_personal_sheet(finding.place),
        value=without_personal_data(finding.value),
        expected=without_personal_data(finding.expected),
        detail=without_personal_data(finding.detail),
        detail_en=without_personal_data(finding.detail_en),
    )


@dataclass(frozen=True)
class Quotes:
    """What is closed in a snapshot at a moment; without a clock, embargoes stand."""

    staged: Staged
    schemas: Mapping[str, Schema]
    now: datetime | None

    def presentable(self, finding: Finding) -> Finding:
        """The finding as anybody may see it: of a closed cell only the place is told."""
        if self._is_closed(finding):
            return replace(
                finding,
                place=_without_personal_sheet(finding.place),
                value=HIDDEN if finding.value is not None else None,
                expected=HIDDEN if finding.expected is not None else None,
                detail=None,
                detail_en=None,
                difference_fen=None,
            )
        return without_personal_quotes(finding)

    def _is_closed(self, finding: Finding) -> bool:
        return (
            self._is_in_closed_field(finding)
            or self._is_in_closed_column(finding.place, finding.table)
            or any(self._quotes_closed(text) for text in (finding.value, finding.expected))
        )

    def _is_in_closed_field(self, finding: Finding) -> bool:
        schema = self.schemas.get(finding.table or "")
        if schema is None:
            return False
        if not schema.is_public:
            return True
        names = (finding.field or "").split("、")
        fields = [schema.by_name[name] for name in names if name in schema.by_name]
        rows = self._closed_rows.get(schema.name, {})
        return any(
            not field.is_public
            or (field.public_from and finding.place.row in rows.get(field.name, ()))
            for field in fields
        )

    def _is_in_closed_column(self, place: Place, table: str | None) -> bool:
        """Intake speaks of cells, not of fields; of a sheet it could not read nothing is known."""
        here = [t for t in self.staged.tables.values() if t.sheet == place.sheet]
        if table is None and place.row is not None and not here:
            return any(not f.is_public for s in self.schemas.values() for f in s.fields) or bool(
                self.staged.redactions
            )
        return any(place.column in t.closed for t in here)

    @cached_property
    def _closed_rows(self) -> dict[str, dict[str, frozenset[int]]]:
        """The source rows of the closed cells, by table and field, where only some are closed."""
        return {
            name: {
                field: frozenset(table.data[SOURCE_ROW].filter(rows).to_pylist())
                for field, rows in closed_cells(table.data, self.schemas[name], self.now).items()
                if self.schemas[name].by_name[field].public_from
            }
            for name, table in self.staged.tables.items()
        }

    @cached_property
    def _closed_texts(self) -> dict[int, frozenset[str]]:
        """Every text of a closed cell that is long enough to tell something, by its length."""
        by_length: dict[int, set[str]] = {}
        for text in _texts(self.staged.tables.values(), self.schemas, self.now):
            if len(text) >= _SHORTEST[text.isascii()]:
                by_length.setdefault(len(text), set()).add(text)
        return {length: frozenset(texts) for length, texts in by_length.items()}

    def _quotes_closed(self, text: str | None) -> bool:
        """Whether the text of a closed cell stands in a quote, or is it."""
        if not text or not self._closed_texts:
            return False
        return any(
            text[start : start + length] in texts
            for length, texts in self._closed_texts.items()
            for start in range(len(text) - length + 1)
        )


def _texts(
    tables: Iterable[StagedTable], schemas: Mapping[str, Schema], now: datetime | None
) -> Iterator[str]:
    for table in tables:
        for field, rows in closed_cells(table.data, schemas[table.table], now).items():
            yield from pc.unique(table.data[field].filter(rows)).to_pylist()


def _without_personal_sheet(place: Place) -> Place:
    return replace(place, sheet=without_personal_data(place.sheet))
