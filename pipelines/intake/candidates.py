"""Which tables a sheet may be: every official form and every schema held against its first rows."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipelines.codelists import plain_name
from pipelines.intake.grid import Grid
from pipelines.intake.header import (
    SEARCHED_ROWS,
    Header,
    find_header,
    find_header_above,
    header_at,
    stands_among,
)
from pipelines.model import Family, Field, Form, Layout, Schema

_QUOTES = str.maketrans("", "", "“”\"'‘’「」《》")
_UNIT = re.compile(r"\([^()]{1,8}\)$")  # behind a label
_LONGEST_TITLE = 60  # a longer text is prose that mentions a table
_TITLE_ROWS = 10
_FEWEST_LABELS = 2


@dataclass(frozen=True)
class Candidate:
    """A table a sheet may be, with the layout it is read by.

    `title` are the words it goes by, if any; `found` counts the labels that stand there, `missing`
    are those that do not; `header_row` is the last row of the header (0-based) if all do.
    """

    family: str
    table: str
    sheet: str | None
    layout: Layout
    title: str | None
    found: int
    missing: tuple[str, ...] = ()
    header_row: int | None = None

    @property
    def is_complete(self) -> bool:
        """Whether every label the layout needs stands in the sheet."""
        return not self.missing and self.header_row is not None

    @property
    def weight(self) -> tuple[int, bool, int]:
        """What decides between candidates: the longest title, then the labels."""
        return len(self.title or ""), self.is_complete, self.found


def table_candidates(
    grid: Grid, families: Iterable[Family], outer_title: str, table: str | None
) -> list[Candidate]:
    """Every table the sheet may be, the likeliest first.

    `outer_title` is a title that stands outside the sheet, such as the file's name. When `table`
    is given, the sheet is held against that one only, and is a candidate whatever it lacks.
    """
    sheet = _Sheet(grid, outer_title)
    found = [
        candidate
        for family in families
        for schema in family.schemas.values()
        if table in (None, schema.name)
        for candidate in _schema_candidates(sheet, family.name, schema, forced=table is not None)
    ]
    return sorted(found, key=lambda c: c.weight, reverse=True)


def nearest_tables(grid: Grid, families: Iterable[Family]) -> list[Candidate]:
    """The tables a sheet has most labels of, three at most, though it is none of them."""
    sheet = _Sheet(grid, "")
    best: dict[str, Candidate] = {}
    for family in families:
        for schema in family.schemas.values():
            for candidate in _schema_candidates(sheet, family.name, schema, forced=True):
                known = best.get(schema.name)
                if known is None or candidate.found > known.found:
                    best[schema.name] = candidate
    ranked = sorted(best.values(), key=lambda c: (-c.found, len(c.missing)))
    return [c for c in ranked if c.found >= _FEWEST_LABELS][:3]


@dataclass(frozen=True)
class _Sheet:
    """The beginning of a sheet with what is looked up in it again and again."""

    whole: Grid
    outer_title: str

    @cached_property
    def grid(self) -> Grid:
        """The rows a header is looked for in, without the blank columns behind them."""
        rows = self.whole.rows[:SEARCHED_ROWS]
        width = max((n for row in rows for n, text in enumerate(row, 1) if text), default=0)
        return Grid(self.whole.sheet, [row[:width] for row in rows], self.whole.spans)

    @cached_property
    def present(self) -> set[str]:
        return {plain_name(text) for row in self.grid.rows for text in row if text.strip()}

    @cached_property
    def bare(self) -> set[str]:
        """What is present without the unit behind it."""
        return {_UNIT.sub("", text) for text in self.present}

    @cached_property
    def labels(self) -> Sequence[Sequence[str]]:
        """For each row taken as the header's last: the labels that name one column each."""
        rows = range(len(self.grid.rows))
        return [_labels_once(header_at(self.grid, row)) for row in rows]

    def title_among(self, titles: Iterable[str], last_row: int | None) -> str | None:
        """The longest of the titles that is printed in the name or above the data."""
        rows = range(_TITLE_ROWS if last_row is None else last_row + 1)
        texts = [self.grid.sheet or "", self.outer_title, *texts_in(self.grid, rows)]
        said = [_plain_title(text) for text in texts if len(text) <= _LONGEST_TITLE]
        matching = [t for t in map(_plain_title, titles) if any(t in text for text in said)]
        return max(matching, key=len, default=None)


def texts_in(grid: Grid, rows: Iterable[int]) -> Iterator[str]:
    """The cells of some rows that hold anything."""
    for row in rows:
        for text in grid.rows[row] if row < len(grid.rows) else ():
            if text.strip():
                yield text.strip()


def _plain_title(title: str) -> str:
    return plain_name(title).translate(_QUOTES)


def _labels_once(header: Header) -> list[str]:
    printed = Counter(path[-1] for path in header.paths if path)
    return [label for label, count in printed.items() if count == 1]


def _schema_candidates(
    sheet: _Sheet, family: str, schema: Schema, *, forced: bool
) -> Iterator[Candidate]:
    for form in schema.forms:
        candidate = _form_candidate(sheet, family, schema, form)
        if candidate.is_complete or forced or _is_likely(candidate):
            yield candidate
    labelled = _labelled_candidate(sheet, family, schema)
    has_columns = labelled.header_row is not None
    if forced or (has_columns and (labelled.is_complete or _is_likely(labelled))):
        yield labelled


def _is_likely(candidate: Candidate) -> bool:
    """Whether a table is named and most of its labels are there: it is meant, and lacks some."""
    return candidate.title is not None and candidate.found > len(candidate.missing)


def _form_candidate(sheet: _Sheet, family: str, schema: Schema, form: Form) -> Candidate:
    labels = form.labels()
    missing = tuple(label for label in labels if not stands_among(label, sheet.present))
    header = None
    if not missing and form.first_row is None:
        header = find_header(sheet.grid, labels)
    elif not missing and form.first_row is not None:
        header = find_header_above(sheet.grid, labels, form.first_row - 1)
    row = header.last_row if header else None
    title = sheet.title_among((*form.titles, schema.title), row)
    found = len(labels) - len(missing)
    layout = Layout(**form.model_dump(exclude={"titles", "pairs"}))
    return Candidate(family, schema.name, sheet.grid.sheet, layout, title, found, missing, row)


def _labelled_candidate(sheet: _Sheet, family: str, schema: Schema) -> Candidate:
    """The table by the titles, names and labels of its own fields."""
    row, columns = _best_header(sheet, schema.fields)
    filled = {f.name for f in schema.fields if f.is_filled_by_program}
    read = {name: label for name, label in columns.items() if name not in filled}
    needed = [f for f in schema.fields if f.is_required and not f.is_filled_by_program]
    missing = [f.title for f in needed if f.name not in read and f.stated is None]
    enough = len(read) >= _FEWEST_LABELS and 2 * len(read) >= _width(sheet, row)
    layout = Layout(
        columns=read,
        ignore=tuple(label for name, label in columns.items() if name in filled),
    )
    return Candidate(
        family,
        schema.name,
        sheet.grid.sheet,
        layout,
        sheet.title_among((schema.title, schema.name), row),
        len(read),
        tuple(missing),
        row if enough else None,
    )


def _best_header(sheet: _Sheet, fields: Sequence[Field]) -> tuple[int, Mapping[str, str]]:
    """The first row under which most fields have a column of their own, and their labels."""
    best: tuple[int, dict[str, str]] = (0, {})
    labels = {f.name: [plain_name(text) for text in f.headings] for f in fields}
    known = {label for headings in labels.values() for label in headings}
    if len(known & (sheet.present | sheet.bare)) < _FEWEST_LABELS:
        return best
    for row, printed in enumerate(sheet.labels):
        columns = _claimed(labels, {label: label for label in printed})
        left = [label for label in printed if label not in columns.values()]
        bare = Counter(_UNIT.sub("", label) for label in left)
        without = {b: label for label in left if bare[b := _UNIT.sub("", label)] == 1}
        columns |= _claimed({n: h for n, h in labels.items() if n not in columns}, without)
        if len(columns) > len(best[1]):
            best = row, columns
    return best


def _claimed(headings: Mapping[str, Sequence[str]], printed: Mapping[str, str]) -> dict[str, str]:
    """For each field the printed label of the first heading that no other has claimed."""
    columns: dict[str, str] = {}
    for name, own in headings.items():
        free = [printed[h] for h in own if h in printed and printed[h] not in columns.values()]
        if free:
            columns[name] = free[0]
    return columns


def _width(sheet: _Sheet, row: int) -> int:
    """How many columns of the header are labelled."""
    return sum(bool(path) for path in header_at(sheet.grid, row).paths)
