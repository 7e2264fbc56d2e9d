"""Finds where a table's header ends and which column each printed label names."""

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from pipelines.codelists import plain_name
from pipelines.intake.grid import Grid

MAX_HEADER_ROWS = 6
SEARCHED_ROWS = 60
YEAR = re.compile(r"^(?:19|20)[0-9]{2}年(?:度)?")  # what a title or a label may begin with
_OCCURRENCE = re.compile(r"^(?P<label>.+)\[(?P<nth>[1-9][0-9]?)\]$", re.DOTALL)

Path = tuple[str, ...]


@dataclass(frozen=True)
class Header:
    """The header of a table: its last row (0-based), and each column's labels from the top.

    `beside` are the cells (row, column) below it that hold a label and not a value.
    """

    last_row: int
    paths: Sequence[Path]
    beside: frozenset[tuple[int, int]] = frozenset()

    def column(self, label: str) -> int | None:
        """The column a label names, or None if it names none or several."""
        found = _columns(self.paths, label)
        return found[0] if len(found) == 1 else None

    def bottom(self, column: int) -> str:
        """The lowest label of a column."""
        path = self.paths[column]
        return path[-1] if path else ""


def find_header(grid: Grid, labels: Sequence[str]) -> Header | None:
    """The first header under which every label names exactly one column."""
    for row in range(min(SEARCHED_ROWS, len(grid.rows))):
        if _names_all(header_at(grid, row), labels):
            return header_at(grid, _below_merged(grid, row))
    return None


def find_header_above(grid: Grid, labels: Sequence[str], first_row: int) -> Header | None:
    """The header of a form whose data begin at `first_row` (0-based), still inside the header.

    Labels printed in that row itself, beside its figures, count for their own columns only.
    """
    if first_row > len(grid.rows):
        return None
    above, within = header_at(grid, first_row - 1), header_at(grid, first_row)
    paths, beside = list(above.paths), set()
    for label in labels:
        column = within.column(label)
        if above.column(label) is None and column is not None:
            paths[column] = within.paths[column]
            beside.add((first_row, column))
    header = Header(first_row - 1, paths, frozenset(beside))
    return header if _names_all(header, labels) else None


def _names_all(header: Header, labels: Iterable[str]) -> bool:
    return all(header.column(label) is not None for label in labels)


def missing_labels(grid: Grid, labels: Iterable[str]) -> list[str]:
    """The labels that stand in none of the rows a header is looked for in."""
    present = {plain_name(text) for row in grid.rows[:SEARCHED_ROWS] for text in row}
    return [label for label in labels if not stands_among(label, present)]


def stands_among(label: str, present: Container[str]) -> bool:
    """Whether a label, or the lowest step of one, is among texts in plain form."""
    steps = _parts(label)[0]
    return plain_name("/".join(steps)) in present or plain_name(steps[-1]) in present


def _below_merged(grid: Grid, row: int) -> int:
    """The last row of the merged cells that begin in a header row and reach further down."""
    return max([row, *(s.bottom for s in grid.spans if s.top <= row <= s.bottom)])


def header_at(grid: Grid, last_row: int) -> Header:
    """The header that ends in a row (0-based), whatever stands there."""
    first = max(0, last_row - MAX_HEADER_ROWS + 1)
    rows = range(first, last_row + 1)
    return Header(last_row, [_path(grid, rows, column) for column in range(grid.width)])


def _path(grid: Grid, rows: range, column: int) -> Path:
    labels: list[str] = []
    for row in rows:
        label = plain_name(grid.label(row, column))
        if label and label != (labels[-1] if labels else None):
            labels.append(label)
    return tuple(labels)


def _parts(label: str) -> tuple[Path, int]:
    """The steps of a label from the top, and which of several columns is meant (0: the only)."""
    match = _OCCURRENCE.match(label)
    text, nth = (match["label"], int(match["nth"])) if match else (label, 0)
    return tuple(text.split("/")), nth


def _columns(paths: Sequence[Path], label: str) -> list[int]:
    parts, nth = _parts(label)
    whole = plain_name("/".join(parts))
    found = [i for i, path in enumerate(paths) if path and path[-1] == whole]
    if not found:
        steps = tuple(map(plain_name, parts))
        found = [i for i, path in enumerate(paths) if _leads_to(path, steps)]
    if not found:  # 2024年机关运行经费预算数 is 机关运行经费预算数 of the year
        found = [i for i, path in enumerate(paths) if path and YEAR.sub("", path[-1]) == whole]
    return found[nth - 1 : nth] if nth else found


def _leads_to(path: Path, steps: Path) -> bool:
    """Whether the steps occur in that order from the top and the last one is at the bottom."""
    if not path or path[-1] != steps[-1]:
        return False
    above = iter(path[:-1])
    return all(step in above for step in steps[:-1])
