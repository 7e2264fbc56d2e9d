"""Forms filled in as pairs, 项目名称 | 甲 | 项目性质 | 乙, one thing to a sheet → one table.

Performance targets are published so: a page for each project, its labels down and across. Every
value keeps the place where it is printed.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipelines.codelists import plain_name
from pipelines.intake.grid import Grid
from pipelines.intake.header import SEARCHED_ROWS, find_header
from pipelines.intake.units import units_in_labels
from pipelines.model import Family, Form

_NTH = re.compile(r"（[2-9][0-9]*）$|（1[0-9]+）$")  # of several sheets with one title
_LABEL = re.compile(r"^(?P<label>.+?)(?:\[(?P<nth>[1-9])\])?$")
_TITLE_ROWS = 4

Position = tuple[int, int]


@dataclass(frozen=True)
class _Filled:
    """One filled form: its sheet, and where the value of each label stands."""

    grid: Grid
    values: Mapping[str, Position]

    @property
    def first_row(self) -> int:
        """The row of its first value."""
        return min(row for row, _ in self.values.values())


def unfold_pair_forms(grids: Mapping[str, Grid], families: Iterable[Family]) -> dict[str, Grid]:
    """The sheets, but every form of pairs as one table with a row for each sheet it fills."""
    forms = [f for family in families for s in family.schemas.values() for f in s.forms if f.pairs]
    unfolded: dict[str, Grid] = {}
    filled: dict[str, list[_Filled]] = {}
    for name, grid in grids.items():
        form = next((f for f in forms if _is_entitled(grid, f)), None)
        values = _values(grid, form) if form else None
        if form is None or values is None:
            unfolded[name] = grid
            continue
        title = _NTH.sub("", name)
        filled.setdefault(title, []).append(_Filled(grid, values))
        unfolded.setdefault(title, grid)  # keeps its place among the sheets
    return unfolded | {title: _table(title, given) for title, given in filled.items()}


def _is_entitled(grid: Grid, form: Form) -> bool:
    texts = [grid.sheet or "", *(text for row in grid.rows[:_TITLE_ROWS] for text in row)]
    said = [plain_name(text) for text in texts]
    return any(plain_name(title) in text for title in form.titles for text in said)


def _values(grid: Grid, form: Form) -> Mapping[str, Position] | None:
    """Where each label's value stands; None if the sheet is a table, or not the whole form."""
    if find_header(grid, form.labels()) is not None:
        return None
    wanted = [*form.labels(), *form.ignore]
    known = {plain_name(_parts(label)[0]) for label in wanted}
    found: dict[tuple[str, int], Position] = {}
    counts = Counter[str]()
    for row, column, label in _labels(grid, known):
        counts[label] += 1
        found[label, counts[label]] = row, _value_column(grid, row, column, known)
    places = {
        label: found.get((plain_name(name), n)) for label in wanted for name, n in [_parts(label)]
    }
    complete = all(places[label] for label in form.labels())
    return {label: place for label, place in places.items() if place} if complete else None


def _parts(label: str) -> tuple[str, int]:
    match = _LABEL.match(label)
    return (match["label"], int(match["nth"] or 1)) if match else (label, 1)


def _labels(grid: Grid, known: set[str]) -> Iterator[tuple[int, int, str]]:
    for row, cells in enumerate(grid.rows[:SEARCHED_ROWS]):
        for column, text in enumerate(cells):
            if text and plain_name(text) in known:
                yield row, column, plain_name(text)


def _value_column(grid: Grid, row: int, column: int, known: set[str]) -> int:
    """The next filled cell to the right, unless that is a label: then a blank one."""
    cells = grid.rows[row]
    filled = (n for n in range(column + 1, len(cells)) if cells[n].strip())
    right = next(filled, None)
    if right is not None and plain_name(cells[right]) not in known:
        return right
    return len(cells) if right == column + 1 else column + 1


def _table(title: str, filled: Sequence[_Filled]) -> Grid:
    """One row for each filled form, under the labels; above them what the first says of itself."""
    first = filled[0]
    labels = list(first.values)
    above = [text for row in first.grid.rows[: first.first_row] for text in row if text.strip()]
    units = units_in_labels(text for row in first.grid.rows for text in row)
    head = [[title], above, [f"单位：{units[0]}"] if len(units) == 1 else []]
    head.append([_parts(label)[0] for label in labels])
    rows, origins = [*head], {}
    for form_filled in filled:
        grid = form_filled.grid
        places = [form_filled.values.get(label) for label in labels]
        for column, place in enumerate(places):
            if place:
                origins[len(rows), column] = grid.place(*place)
        rows.append([grid.cell(*place) if place else "" for place in places])
    numbers = [first.grid.number(0)] * len(head) + [f.grid.number(f.first_row) for f in filled]
    is_paged = bool(first.grid.numbers)
    return Grid(title, rows, numbers=numbers if is_paged else (), origins=origins)
