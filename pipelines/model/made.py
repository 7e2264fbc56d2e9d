"""What a run makes of a dataset: snapshot, tables, findings, inspection, edition, result."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pyarrow as pa

from pipelines.model.columns import SOURCE_ROW, batches_of, rows_of
from pipelines.model.declared import Correction, Dataset, Given, Revision
from pipelines.model.law import Severity

if TYPE_CHECKING:
    from pandas import DataFrame


LINES_PER_PAGE = 1_000


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
    """Where in a snapshot a value was found: sheet, 1-based row, column letter.

    In a source of pages (`is_paged`) the row is the page × 1,000 + the line on that page.
    """

    sheet: str | None
    row: int | None
    column: str | None = None
    is_paged: bool = False

    @property
    def address(self) -> str | None:
        """The cell within its sheet, as far as it is known: C13, 13; on a page 第8页D5."""
        if self.row is None:
            return None
        if not self.is_paged:
            return f"{self.column or ''}{self.row}"
        page, line = divmod(self.row, LINES_PER_PAGE)
        return f"第{page}页{self.column or '第'}{line}{'' if self.column else '行'}"

    def cell(self) -> str | None:
        """The address as a spreadsheet writes it, as far as it is known: 支出总表!C13."""
        address = self.address
        return f"{self.sheet}!{address}" if self.sheet and address else address or self.sheet


@dataclass(frozen=True)
class Finding:
    """One rule broken at one place, with what stands there and what was expected.

    `basis` is the finding's own where it rests on more than its rule: on a code list. An error
    blocks the edition unless its row alone `is_withheld`.
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
    detail_en: str | None = None  # where `detail` is words and not a value or a place
    basis: str | None = None
    basis_en: str | None = None
    is_withheld: bool = False


@dataclass(frozen=True)
class Redaction:
    """What is kept back and why: a whole table, a column, or the cells an embargo closes.

    `field` is a field's name, or the label of a column that is none; without one the whole table
    is meant. `count` is of cells that hold something, or of a table's rows; `until` the earliest
    moment at which one of them opens.
    """

    kind: Literal["withheld", "limited", "embargoed"]
    table: str | None
    field: str | None
    count: int
    because: str
    because_en: str
    until: str | None = None


@dataclass(frozen=True)
class WithheldRows:
    """The rows of a table that one rule keeps back, by their source rows."""

    table: str
    rule: str
    rows: frozenset[int]


@dataclass(frozen=True)
class WithheldCount:
    """How many rows of a table one rule keeps back, and what a field of amounts sums to in them."""

    table: str
    rule: str
    row_count: int
    amount_field: str | None = None
    amount_fen: int | None = None


@dataclass(frozen=True)
class SourceTable:
    """One table as it stands in a snapshot: text only, one column per mapped field.

    `data` has a column per field and the 1-based row of the sheet as `source_row`; `columns` says
    in which spreadsheet column each field begins; `units` the unit a column's own header states.
    Rows of a source of pages (`is_paged`) are numbered as a `Place` is. `row_counts` says of what
    kinds the rows of the whole sheet are, data and all others: none is left out unsaid. Of a field
    that is joined from several columns, `parts` has the text of each under its letter; `cells` has
    the places, by row and field, of values that stand in no row of their own. `closed` are the
    letters of all columns that are not for the public.
    """

    table: str
    sheet: str | None
    data: pa.Table
    columns: Mapping[str, str]
    units: Mapping[str, str] = field(default_factory=dict)
    unit: str | None = None
    note: str | None = None
    constants: Mapping[str, Given] = field(default_factory=dict)
    is_paged: bool = False
    row_counts: Mapping[str, int] = field(default_factory=dict)
    parts: Mapping[str, pa.Table] = field(default_factory=dict)
    cells: Mapping[tuple[int, str], Place] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class CodeParts:
    """A code that stood in several columns: the text of each, and the columns' letters."""

    texts: tuple[str, ...]
    columns: tuple[str, ...]


@dataclass(frozen=True)
class ReadSnapshot:
    """What a snapshot holds: tables, and everything that could not be read as declared."""

    encoding: str | None
    tables: tuple[SourceTable, ...]
    findings: tuple[Finding, ...]
    corrections: tuple[Correction, ...]
    redactions: tuple[Redaction, ...] = ()


@dataclass(frozen=True)
class StagedTable:
    """One table in canonical values: text columns in schema order, missing values as null.

    Behind them `data` has the 1-based `source_row`; `rounding_fen` is one unit of the last digit
    printed in the table, in fen. A table that stood in blocks side by side keeps them in `blocks`:
    then a row number alone does not say which column is meant. `odd_codes` has the codes, by field
    and by row and joined text, whose parts have not the digits their list gives them.
    """

    table: str
    sheet: str | None
    data: pa.Table
    columns: Mapping[str, str]
    unit: str | None
    rounding_fen: int
    note: str | None
    blocks: tuple["StagedTable", ...] = ()
    is_paged: bool = False
    odd_codes: Mapping[str, Mapping[tuple[int, str], CodeParts]] = field(default_factory=dict)
    cells: Mapping[tuple[int, str], Place] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()

    @property
    def row_count(self) -> int:
        """How many rows the table has."""
        return self.data.num_rows

    def batches(self) -> Iterator[pa.Table]:
        """All rows in their order, some tens of thousands at a time."""
        return batches_of(self.data)

    def rows(self, *names: str) -> Iterator[tuple]:
        """Each row's source row and the values of those fields, None where one is missing."""
        return rows_of(self.data, SOURCE_ROW, *names)

    @cached_property
    def frame(self) -> "DataFrame":
        """The whole table as a pandas frame, indexed by source row, with None for what is missing.

        For work on all rows at once; it takes several times the memory of the columns.
        """
        cells = self.data.to_pandas().set_index(SOURCE_ROW).astype(object)
        return cells.where(cells.notna(), None)

    def place(self, row: int, field: str | None, value: str | None) -> Place:
        """Where a value of a field stands in a source row; no column if that cannot be told."""
        if (row, field) in self.cells:
            return self.cells[row, field or ""]
        holders = [block for block in self.blocks if block.holds(row, field, value)]
        columns = holders[0].columns if len(holders) == 1 else self.columns
        return Place(self.sheet, row, columns.get(field or ""), self.is_paged)

    def holds(self, row: int, field: str | None, value: str | None) -> bool:
        """Whether that value of the field stands in that source row of a single block."""
        if field not in self.columns or row not in self._positions:
            return False
        return self.data[field][self._positions[row]].as_py() == value

    @cached_property
    def _positions(self) -> dict[int, int]:
        return {row: n for n, row in enumerate(self.data[SOURCE_ROW].to_pylist())}


@dataclass(frozen=True)
class Staged:
    """A snapshot after intake: its tables, what was found on the way, and what was corrected."""

    snapshot: Snapshot
    encoding: str | None
    tables: Mapping[str, StagedTable]
    findings: tuple[Finding, ...]
    corrections: tuple[Correction, ...] = ()
    redactions: tuple[Redaction, ...] = ()

    @property
    def row_count(self) -> int:
        """Rows over all tables."""
        return sum(t.row_count for t in self.tables.values())


@dataclass(frozen=True)
class Outcome:
    """How one rule ended in one inspection.

    `count` is of findings; `cannot_check` counts the rows the rule could not judge, by reason. A
    rule with such rows and no finding does not hold: it ends as "cannot check". `reason` says why
    it was not applied.
    """

    rule: str
    outcome: Literal["holds", "broken", "not applied", "cannot check"]
    count: int = 0
    reason: str | None = None
    reason_en: str | None = None
    cannot_check: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Inspection:
    """All schemas and rules applied to one snapshot once."""

    findings: tuple[Finding, ...]
    outcomes: tuple[Outcome, ...]
    withheld: tuple[WithheldRows, ...] = ()

    def count(self, severity: Severity) -> int:
        """How many findings are of that severity."""
        return sum(f.severity == severity for f in self.findings)

    @property
    def is_refused(self) -> bool:
        """Whether an error blocks the edition."""
        return any(f.severity == "error" and not f.is_withheld for f in self.findings)


@dataclass(frozen=True)
class Disclosed:
    """What may leave the building of a snapshot: nothing that publishes is given anything else."""

    dataset: Dataset
    staged: Staged
    inspection: Inspection
    withheld: tuple[WithheldCount, ...] = ()

    @property
    def makes_edition(self) -> bool:
        """Whether what it holds may become an edition, if it says anything new."""
        return self.dataset.is_public and not self.inspection.is_refused


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
class NetChange:
    """By how much the amounts of some rows of a table differ in sum from the edition before.

    The rows are those that have these values in these fields; `amounts_fen` are of the fields of
    amounts that differ.
    """

    table: str
    rows_of: Mapping[str, str | None]
    amounts_fen: Mapping[str, int]


@dataclass(frozen=True)
class Edition:
    """An immutable, numbered version of a dataset; `tables` are columns of canonical text.

    `own_sha256` is over the rows its own snapshot brought, which in a partitioned dataset are not
    all. `previous` is the edition it follows; `revision` says why figures of that one changed.
    """

    dataset: str
    number: int
    sha256: str
    tables: Mapping[str, pa.Table]
    changes: Sequence[Change] = ()
    own_sha256: str | None = None
    previous: "Edition | None" = None
    revision: Revision | None = None
    net: Sequence[NetChange] = ()

    @property
    def row_count(self) -> int:
        """Rows over all tables."""
        return sum(t.num_rows for t in self.tables.values())


@dataclass(frozen=True)
class History:
    """The highest number a dataset has used, and what was withdrawn: its own hash → its number.

    `reasons` are those given for revisions: each reason → the edition it was given for.
    """

    newest: int = 0
    withdrawn: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Withdrawal:
    """Which edition was withdrawn, when, by whom and why, and which one replaces it.

    `is_purged` says that its files were removed, and not only closed.
    """

    dataset: str
    edition: int
    withdrawn_at: str
    withdrawn_by: str
    reason: str
    reason_en: str | None = None
    replaced_by: int | None = None
    is_purged: bool = False


@dataclass(frozen=True)
class Result:
    """What publishing one snapshot came to, in the words of the final summary."""

    dataset: str
    title: str
    snapshot: str
    row_count: int
    errors: int
    warnings: int
    outcome: Literal["published", "unchanged", "limited", "withdrawn", "refused", "failed"]
    edition: int | None
    reason: str
    reason_en: str
    where: str
    withheld: int = 0
