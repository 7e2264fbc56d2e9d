"""Codes: listed in the year, at the level its list says, under their parent, named as listed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from pipelines.codelists import CodelistYear, plain_name
from pipelines.model import (
    Classification,
    Codelist,
    Field,
    Finding,
    Place,
    Schema,
    StagedTable,
)


@dataclass(frozen=True)
class _Line:
    """One coded row: where it stands, and what it says of its code."""

    row: int
    code: str
    name: str | None
    year: int | None


def classification_findings(
    table: StagedTable, schema: Schema, codelists: Mapping[str, Codelist]
) -> Iterator[Finding]:
    """What is wrong with the codes of a table, field by field.

    Printed totals have no code and are left out. A year no list speaks for gives one finding:
    it cannot be checked.
    """
    for field in schema.fields:
        if field.classification and table.row_count:
            codelist = codelists[field.classification.codelist]
            yield from _Inspector(table, schema, field, field.classification, codelist).findings()


@dataclass(frozen=True)
class _Inspector:
    table: StagedTable
    schema: Schema
    field: Field
    classification: Classification
    codelist: Codelist

    def findings(self) -> Iterator[Finding]:
        for year, lines in self._lines_by_year.items():
            listed = CodelistYear(self.codelist, year) if year is not None else None
            if listed is None or not listed.is_known:
                detail = f"{self.codelist.name} {year or ''}".strip()
                yield Finding(
                    "code-list-speaks-for-the-year",
                    "info",
                    self.table.table,
                    Place(self.table.sheet, None),
                    self.field.name,
                    detail=detail,
                )
                continue
            present = {line.code for line in lines}
            for line in lines:
                yield from self._line_findings(line, listed, present)

    @cached_property
    def _lines_by_year(self) -> dict[int | None, list[_Line]]:
        of, own = self.classification, self.field.name
        lines: dict[int | None, list[_Line]] = {}
        # Where the list is not read with a name or a year, the code stands in their place.
        for row, code, name, year in self.table.rows(own, of.name or own, of.year or own):
            if code is None or code in self.schema.totals:
                continue
            number = int(year[:4]) if of.year and year else None
            lines.setdefault(number, []).append(_Line(row, code, name if of.name else None, number))
        return lines

    def _line_findings(
        self, line: _Line, listed: CodelistYear, present: set[str]
    ) -> Iterator[Finding]:
        code = listed.codes.get(line.code)
        if code is None:
            yield from self._unlisted_findings(line, listed)
            return
        if line.name and plain_name(line.name) != plain_name(code.name):
            name_field = self.classification.name or self.field.name
            yield self._finding("code-has-its-listed-name", line, name_field, line.name, code.name)
        if self.classification.parents and code.parent and code.parent not in present:
            yield self._finding(
                "code-stands-under-its-parent", line, self.field.name, line.code, code.parent
            )

    def _unlisted_findings(self, line: _Line, listed: CodelistYear) -> Iterator[Finding]:
        """Certain where the list is complete or the code has no code's form; else a warning.

        A name that no code of the year has is wrong as well, whatever code was meant.
        """
        known = listed.nearest(line.code, line.name)
        certain = listed.is_complete or not self._has_form(line.code, listed)
        rule = "code-is-listed" if certain else "code-is-in-the-observed-list"
        # Of a list with gaps nothing can be concluded, so nothing is suggested either.
        expected = f"{known.code} {known.name}" if known and certain else None
        yield self._finding(rule, line, self.field.name, line.code, expected)
        if certain and line.name and plain_name(line.name) not in listed.by_name:
            name_field = self.classification.name or self.field.name
            meant = known.name if known else None
            yield self._finding("code-has-its-listed-name", line, name_field, line.name, meant)

    def _has_form(self, code: str, listed: CodelistYear) -> bool:
        """Whether the code is as long as listed ones and begins with one."""
        lengths = {len(c) for c in listed.codes}
        beginnings = (code[:n] for n in sorted(lengths) if n < len(code))
        return len(code) in lengths and any(b in listed.codes for b in beginnings)

    def _finding(
        self, rule: str, line: _Line, field: str, value: str, expected: str | None
    ) -> Finding:
        severity = "warning" if rule == "code-is-in-the-observed-list" else "error"
        place = self.table.place(line.row, field, value)
        return Finding(
            rule,
            severity,
            self.table.table,
            place,
            field,
            value,
            expected,
            basis=self.codelist.basis,
            basis_en=self.codelist.basis_en,
        )
