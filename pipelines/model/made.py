"""What a run makes of a dataset: snapshot, tables, findings, inspection, edition, result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

import pandas as pd

from pipelines.model.declared import Correction, Severity


@dataclass(frozen=True)
class Snapshot:
    """A source file exactly as received."""

    dataset: str
    name: str
    path: Path
    date: date
    sha256: str
    size: int


@dataclass(frozen=True)
class Place:
    """Where in a snapshot a value was found: sheet, 1-based row, column letter."""

    sheet: str | None
    row: int | None
    column: str | None = None

    def cell(self) -> str | None:
        """The address as a spreadsheet writes it, as far as it is known."""
        if self.row is None:
            return self.sheet
        address = f"{self.column or ''}{self.row}"
        return f"{self.sheet}!{address}" if self.sheet else address


@dataclass(frozen=True)
class Finding:
    """One rule broken at one place, with what stands there and what was expected.

    `basis` is the finding's own where it rests on more than its rule: on a code list.
    """

    rule: str
    severity: Severity
    table: str | None = None
    place: Place = Place(None, None)
    field: str | None = None
    value: str | None = None
    expected: str | None = None
    difference_fen: int | None = None
    detail: str | None = None
    basis: str | None = None
    basis_en: str | None = None


@dataclass(frozen=True)
class SourceTable:
    """One table as it stands in a snapshot: text only, one column per mapped field.

    `frame` has the 1-based row of the sheet as its index and a column per field; `columns` says
    in which spreadsheet column each field begins; `units` the unit a column's own header states.
    """

    table: str
    sheet: str | None
    frame: pd.DataFrame
    columns: Mapping[str, str]
    units: Mapping[str, str] = field(default_factory=dict)
    unit: str | None = None
    note: str | None = None
    constants: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True)
class ReadSnapshot:
    """What a snapshot holds: tables, and everything that could not be read as declared."""

    encoding: str | None
    tables: tuple[SourceTable, ...]
    findings: tuple[Finding, ...]
    corrections: tuple[Correction, ...]


@dataclass(frozen=True)
class StagedTable:
    """One table in canonical values: text columns in schema order, missing values as None.

    `frame` is indexed by the 1-based source row; `rounding_fen` is one unit of the last digit
    printed in the table, in fen. A table that stood in blocks side by side keeps them in `blocks`:
    then a row number alone does not say which column is meant.
    """

    table: str
    sheet: str | None
    frame: pd.DataFrame
    columns: Mapping[str, str]
    unit: str | None
    rounding_fen: int
    note: str | None
    blocks: tuple["StagedTable", ...] = ()

    def place(self, row: int, field: str | None, value: str | None) -> Place:
        """Where a value of a field stands in a source row; no column if that cannot be told."""
        holders = [
            block
            for block in self.blocks
            if field in block.columns
            and row in block.frame.index
            and block.frame.at[row, field] == value
        ]
        columns = holders[0].columns if len(holders) == 1 else self.columns
        return Place(self.sheet, row, columns.get(field or ""))


@dataclass(frozen=True)
class Staged:
    """A snapshot after intake: its tables, what was found on the way, and what was corrected."""

    snapshot: Snapshot
    encoding: str | None
    tables: Mapping[str, StagedTable]
    findings: tuple[Finding, ...]
    corrections: tuple[Correction, ...] = ()

    @property
    def row_count(self) -> int:
        """Rows over all tables."""
        return sum(len(t.frame) for t in self.tables.values())


@dataclass(frozen=True)
class Outcome:
    """How one rule ended in one inspection; `reason` says why it was not applied."""

    rule: str
    outcome: Literal["holds", "broken", "not applied"]
    count: int = 0
    reason: str | None = None
    reason_en: str | None = None


@dataclass(frozen=True)
class Inspection:
    """All schemas and rules applied to one snapshot once."""

    findings: tuple[Finding, ...]
    outcomes: tuple[Outcome, ...]

    def count(self, severity: Severity) -> int:
        """How many findings are of that severity."""
        return sum(f.severity == severity for f in self.findings)

    @property
    def is_refused(self) -> bool:
        """Whether an error blocks the edition."""
        return self.count("error") > 0


@dataclass(frozen=True)
class Change:
    """A row added or removed, or a cell altered, between two editions."""

    table: str
    key: str
    kind: Literal["added", "removed", "changed"]
    field: str | None
    old: str | None
    new: str | None
    difference_fen: int | None = None


@dataclass(frozen=True)
class Edition:
    """An immutable, numbered version of a dataset; `tables` hold canonical text."""

    dataset: str
    number: int
    sha256: str
    tables: Mapping[str, pd.DataFrame]
    changes: Sequence[Change] = ()

    @property
    def row_count(self) -> int:
        """Rows over all tables."""
        return sum(len(t) for t in self.tables.values())


@dataclass(frozen=True)
class Result:
    """What publishing one snapshot came to, in the words of the final summary."""

    dataset: str
    title: str
    snapshot: str
    row_count: int
    errors: int
    warnings: int
    outcome: Literal["published", "unchanged", "refused", "failed"]
    edition: int | None
    reason: str
    where: str
