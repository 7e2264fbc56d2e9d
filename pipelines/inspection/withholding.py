"""Rows with errors kept back so that the others can go out, where the schema says so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from pipelines.model import (
    SOURCE_ROW,
    Finding,
    Schema,
    Staged,
    StagedTable,
    WithheldRows,
    rows_of,
)
from pipelines.redaction import by_table, without_rows

# Named with the row it speaks of, and yet a fault of what the dataset declares.
_NOT_OF_A_ROW = frozenset({"corrections-still-match"})
Rows = Mapping[str, frozenset[int]]


@dataclass
class Withholding:
    """The rows kept back so far, and what was found about them, round by round."""

    schemas: Mapping[str, Schema]
    withheld: list[WithheldRows] = field(default_factory=list)
    set_aside: list[Finding] = field(default_factory=list)

    def keep_back(self, findings: Iterable[Finding], staged: Staged) -> bool:
        """Whether rows had to be kept back for the errors among the findings, and could be."""
        found = list(findings)
        faulty = rows_to_withhold(found, staged, self.schemas)
        rows = by_table(faulty)
        self.withheld += faulty
        self.set_aside += [replace(f, is_withheld=True) for f in found if _is_about(f, rows)]
        return bool(faulty)

    def rest(self, staged: Staged) -> Staged:
        """The snapshot as if those rows had not stood in it, with what was found in the others."""
        rows = by_table(self.withheld)
        tables = {
            name: without_rows(table, rows.get(name, frozenset()))
            for name, table in staged.tables.items()
        }
        kept = tuple(f for f in staged.findings if not _is_about(f, rows))
        return replace(staged, tables=tables, findings=kept)


def rows_to_withhold(
    findings: Iterable[Finding], staged: Staged, schemas: Mapping[str, Schema]
) -> tuple[WithheldRows, ...]:
    """The rows whose errors can be kept back with them; none if any error blocks all the same.

    An error of the file, of a header or of a table blocks, and so does one in a table whose rows
    may not be withheld, or of which no row would be left. Where a key or a value stands twice
    nobody can say which row is right: all of them are kept back.
    """
    tables = {name: _Numbered(table, schemas[name]) for name, table in staged.tables.items()}
    faulty: dict[tuple[str, str], set[int]] = {}
    for finding in findings:
        if finding.severity != "error":
            continue
        table = tables.get(finding.table or "")
        rows = table.faulty(finding) if table else set()
        if not rows:
            return ()
        faulty.setdefault((finding.table or "", finding.rule), set()).update(rows)
    found = tuple(WithheldRows(*key, frozenset(rows)) for key, rows in sorted(faulty.items()))
    is_emptied = any(tables[name].numbers <= rows for name, rows in by_table(found).items())
    return () if is_emptied else found


def only_of_the_whole(found: Iterable[Finding], whole: Iterable[Finding]) -> list[Finding]:
    """Errors, and of the rest what was found with all rows in place too.

    That a winner is no published candidate is not said where the candidate's row was kept back.
    """
    known = {_identity(finding) for finding in whole}
    return [f for f in found if f.severity == "error" or _identity(f) in known]


def _identity(finding: Finding) -> tuple:
    return finding.rule, finding.severity, finding.table, finding.place, finding.field


def _is_about(finding: Finding, rows: Rows) -> bool:
    return finding.place.row in rows.get(finding.table or "", ())


@dataclass(frozen=True)
class _Numbered:
    """A table whose rows are asked for by their numbers and by what they hold."""

    table: StagedTable
    schema: Schema

    @cached_property
    def numbers(self) -> frozenset[int]:
        return frozenset(self.table.data[SOURCE_ROW].to_pylist())

    def faulty(self, finding: Finding) -> set[int]:
        """The rows an error keeps back; none if it blocks."""
        row = finding.place.row
        may_be_withheld = self.schema.on_error == "withhold" and finding.rule not in _NOT_OF_A_ROW
        if not may_be_withheld or row is None or row not in self.numbers:
            return set()
        is_double = finding.rule == "keys-are-unique" and finding.field
        return self._like(row, finding.field or "") if is_double else {row}

    @cached_property
    def _held(self) -> dict[str, tuple[dict[int, tuple], dict[tuple, set[int]]]]:
        return {}

    def _like(self, row: int, names: str) -> set[int]:
        """The rows that hold the same in the fields a finding names, joined by `、`."""
        if names not in self._held:
            held: dict[int, tuple] = {}
            rows: dict[tuple, set[int]] = {}
            for number, *values in rows_of(self.table.data, SOURCE_ROW, *names.split("、")):
                held[number] = tuple(values)
                rows.setdefault(tuple(values), set()).add(number)
            self._held[names] = (held, rows)
        held, rows = self._held[names]
        return rows[held[row]]
