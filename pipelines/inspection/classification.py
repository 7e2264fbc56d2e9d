"""Codes: listed in the year, at the level asked, under their parent, named as listed.

What is judged are the distinct combinations of code, name and year, never the rows: a table of a
million rows has a few thousand of them.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from itertools import pairwise

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.codelists import CodelistYear, is_named
from pipelines.inspection.codes import Fault, Judge, Line, odd_part
from pipelines.model import (
    SOURCE_ROW,
    Classification,
    Codelist,
    CodeParts,
    Field,
    Finding,
    Place,
    Schema,
    StagedTable,
    rows_of,
    text_array,
)


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
        years = self._lines_by_year()
        lists = {y: CodelistYear(self.codelist, y) for y in years if y is not None}
        faults: dict[Line, list[Fault]] = {}
        for year, lines in years.items():
            listed = lists.get(year or 0)
            if listed is None or not listed.is_known:
                yield self._unknown_year(year)
                continue
            present = {line.code for line in lines}
            judge = Judge(self.field.name, self.classification, listed, present)
            faults |= {line: found for line in lines if (found := list(judge.faults(line)))}
        for line, fault in self._changed(years, lists):
            faults.setdefault(line, []).append(fault)
        yield from self._placed(faults, lists)

    @cached_property
    def _columns(self) -> Sequence[str]:
        of = self.classification
        return [self.field.name, *(n for n in (of.name, of.year) if n)]

    def _line(self, values: Sequence[str | None]) -> Line:
        """The line of a row: its code, then its name and its year where the schema names them."""
        given = dict(zip(self._columns, values, strict=True))
        year = given.get(self.classification.year or "")
        name = given.get(self.classification.name or "")
        return Line(given[self.field.name] or "", name, int(year[:4]) if year else None)

    def _lines_by_year(self) -> dict[int | None, list[Line]]:
        columns = self.table.data.select(list(dict.fromkeys(self._columns)))
        distinct = columns.group_by(columns.column_names, use_threads=False).aggregate([])
        lines: dict[int | None, list[Line]] = {}
        for values in rows_of(distinct, *self._columns):
            line = self._line(values)
            if line.code and line.code not in self.schema.totals:
                lines.setdefault(line.year, []).append(line)
        for _, line in self._rows(self._oddly_split) if self._odd else ():
            if line.parts:
                lines[line.year].append(line)
        return {year: list(dict.fromkeys(found)) for year, found in lines.items()}

    @property
    def _odd(self) -> Mapping[tuple[int, str], CodeParts]:
        return self.table.odd_codes.get(self.field.name, {})

    @property
    def _oddly_split(self) -> pa.ChunkedArray:
        rows = pa.array({row for row, _ in self._odd}, pa.int64())
        return pc.is_in(self.table.data[SOURCE_ROW], rows)

    def _rows(self, which: pa.ChunkedArray) -> Iterator[tuple[int, Line]]:
        """Rows of the table with their lines."""
        for row, *values in rows_of(self.table.data.filter(which), SOURCE_ROW, *self._columns):
            line = self._line(values)
            parts = self._odd.get((row, line.code))
            yield row, replace(line, parts=parts.texts) if parts else line

    def _unknown_year(self, year: int | None) -> Finding:
        spoken = "、".join(f"{c.first}–{c.last or ''}" for c in self.codelist.coverage)
        return Finding(
            "code-list-speaks-for-the-year",
            "info",
            self.table.table,
            Place(self.table.sheet, None),
            self.field.name,
            value=None if year is None else str(year),
            expected=spoken,
            detail=self.codelist.title,
            detail_en=self.codelist.title_en,
            basis=self.codelist.basis,
            basis_en=self.codelist.basis_en,
        )

    def _changed(
        self, years: Mapping[int | None, Sequence[Line]], lists: Mapping[int, CodelistYear]
    ) -> Iterator[tuple[Line, Fault]]:
        """Codes that stand in the table for several years and do not mean the same in all."""
        known = sorted(y for y in lists if lists[y].is_known)
        for before, year in pairwise(known):
            earlier = {line.code for line in years[before]}
            for line in years[year]:
                old, new = lists[before].codes.get(line.code), lists[year].codes.get(line.code)
                if line.code in earlier and old and new and not is_named(old, new.name):
                    words = (
                        f"{before}年是“{old.name}”，{year}年是“{new.name}”",
                        f"“{old.name}” in {before}, “{new.name}” in {year}",
                    )
                    expected = f"{line.code} {old.name}"
                    rule, name = "code-keeps-its-meaning", self.field.name
                    yield line, Fault(rule, "warning", name, line.code, expected, words)

    def _placed(
        self, faults: Mapping[Line, Sequence[Fault]], lists: Mapping[int, CodelistYear]
    ) -> Iterator[Finding]:
        """A finding for every row that holds a line with faults."""
        if not faults:
            return
        data, of = self.table.data, self.classification
        wrong = pc.is_in(data[self.field.name], text_array({line.code for line in faults}))
        if of.name:
            wrong = pc.and_(wrong, pc.is_in(data[of.name], text_array({f.name for f in faults})))
        for row, line in self._rows(wrong):
            for fault in faults.get(line, ()):
                if fault.only_with_amounts and row in self._without_amounts:
                    continue
                place = self._place(fault, row, line)
                yield self._finding(fault, place, lists[line.year or 0])

    @cached_property
    def _without_amounts(self) -> Set[int]:
        """The rows of a table of amounts that have none."""
        data = self.table.data
        empty = pa.array(["0.00"], pa.string())
        amounts = [data[name] for name in self.schema.money]
        nothing = [pc.or_(pc.is_null(c), pc.is_in(c, empty)) for c in amounts]
        rows = data[SOURCE_ROW].filter(reduce(pc.and_, nothing)) if nothing else ()
        return {row.as_py() for row in rows}

    def _place(self, fault: Fault, row: int, line: Line) -> Place:
        """The cell of the fault; of a code in several columns, that of the part that is wrong."""
        place = self.table.place(row, fault.field, fault.value)
        parts = self._odd.get((row, line.code))
        if parts is None or fault.field != self.field.name:
            return place
        return replace(place, column=parts.columns[odd_part(self.codelist, parts.texts)])

    def _finding(self, fault: Fault, place: Place, listed: CodelistYear) -> Finding:
        """The fault in its place; it rests on the act, the list of the year and its source."""
        source = listed.coverage.source if listed.coverage else ""
        basis, basis_en = self.codelist.basis, self.codelist.basis_en
        if fault.rule == "code-is-at-the-level-asked":
            basis = self.classification.basis or basis
            basis_en = self.classification.basis_en or basis_en
        return Finding(
            fault.rule,
            fault.severity,
            self.table.table,
            place,
            fault.field,
            fault.value,
            fault.expected,
            detail=fault.words[0] or None,
            detail_en=fault.words[1] or None,
            basis=f"{basis}（{self.codelist.title} {listed.year}：{source}）",
            basis_en=f"{basis_en} ({self.codelist.title_en} {listed.year}: {source})",
        )
