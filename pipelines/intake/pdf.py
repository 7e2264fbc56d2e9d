"""Tables of a text-layer PDF: one that runs over pages is one, with the lines printed above it.

A row is numbered page × 1,000 + line on that page, lines of text and rows of tables counted from
the top.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from pipelines.codelists import plain_name
from pipelines.intake.confined import run_confined
from pipelines.intake.grid import Grid, Span
from pipelines.intake.limits import UnreadableError
from pipelines.model import LINES_PER_PAGE, Finding, Place

_NEAR = 3  # points: rules that should be one line are never further apart
_PAGE_NUMBER = re.compile(
    r"[-—–─·\s]*(第\s*)?[0-9]{1,4}(\s*页)?(\s*[/／共]\s*[0-9]{1,4}\s*页?)?[-—–─·\s]*"
)
_CONTINUED = re.compile(r"[（(]?\s*续\s*表?\s*[0-9一二三四五六七八九十]*\s*[)）]?")
# What stands above a table and is not its title.
_NO_TITLE = re.compile(r"单\s*位\s*[:：]|部\s*门\s*[:：]|公开\s*[0-9]+\s*表|^[（(].*[)）]$")
_TITLE = re.compile(r"[\u4e00-\u9fff].*[\u4e00-\u9fff].*[\u4e00-\u9fff]")
_LONGEST_TITLE, _HEADER_ROWS = 60, 4
_FIGURE = re.compile(r"-?[0-9][0-9,.]*")
_LATIN_BREAK = re.compile(r"(?<=[A-Za-z])\s*\n\s*(?=[A-Za-z])")
_BREAK = re.compile(r"\s*\n\s*")
# A PDF holds places, not spaces: between Chinese characters a gap is the setter's.
_CHINESE = r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”‘’]"
_GAP = re.compile(rf"(?<={_CHINESE}) +(?={_CHINESE})")
_UNMAPPED = re.compile(r"\(cid:[0-9]+\)")

Box = tuple[float, float, float, float]


def read_pdf_grids(data: bytes) -> tuple[dict[str, Grid], list[Finding]]:
    """Every ruled table by its printed title, and the pages that are pictures.

    Raises: UnreadableError if it is encrypted, damaged, without text or tables, or too large.
    """
    pages = run_confined("pipelines.intake.pdf_pages", data)
    tables = list(_tables(pages))
    pictures = [page["number"] for page in pages if page["is_picture"]]
    if not any(page["lines"] or page["tables"] for page in pages) and pictures:
        raise UnreadableError("没有文字层，是扫描件/no text layer: a scan")
    if not tables:
        raise UnreadableError("没有带框线的表格/no ruled table")
    names: dict[str, Grid] = {}
    for table in tables:
        name = table.title()
        name = f"{name}（{n}）" if (n := _taken(names, name)) else name
        names[name] = table.grid(name)
    return names, [_picture_finding(number) for number in pictures]


def _taken(names: Iterable[str], name: str) -> int:
    """The number that tells a name from those before it; 0 if it is new."""
    same = sum(known == name or known.startswith(f"{name}（") for known in names)
    return same + 1 if same else 0


def _picture_finding(number: int) -> Finding:
    place = Place(None, number * LINES_PER_PAGE + 1, None, is_paged=True)
    detail = f"第 {number} 页是图片/page {number} is a picture"
    return Finding("file-is-readable", "error", place=place, detail=detail)


@dataclass(frozen=True)
class _Line:
    """A line outside tables: its number, and its texts that stand apart."""

    number: int
    segments: list[str]

    @property
    def text(self) -> str:
        """The whole line."""
        return " ".join(self.segments)


@dataclass(frozen=True)
class _Part:
    """What one page holds of a table: its cells, and the number of its first row."""

    number: int
    cells: Sequence[tuple[Box, str]]

    @property
    def edges(self) -> list[float]:
        """Where its columns begin and the last one ends, from the left."""
        return _merged(x for (x0, _, x1, _), _ in self.cells for x in (x0, x1))

    @property
    def rises(self) -> list[float]:
        """Where its rows begin and the last one ends, from the top."""
        return _merged(y for (_, top, _, bottom), _ in self.cells for y in (top, bottom))

    @property
    def height(self) -> int:
        """How many rows it has."""
        return len(self.rises) - 1

    @property
    def rows(self) -> list[list[str]]:
        """The texts of each row, without its blank cells."""
        rises = self.rises
        rows: list[list[str]] = [[] for _ in range(self.height)]
        for (_, top, _, _), text in self.cells:
            if text:
                rows[_index(rises, top)].append(text)
        return rows


@dataclass
class _Table:
    """A table while it is put together: the lines above it, its parts, the lines below each."""

    page: int
    above: list[_Line]
    parts: list[_Part]
    below: dict[int, list[_Line]] = field(default_factory=dict)

    @property
    def edges(self) -> list[float]:
        """The column edges of all its parts."""
        return _merged(x for part in self.parts for x in part.edges)

    def title(self) -> str:
        """The lowest line above it that is a title, or its own first lines; else its page."""
        lines = [line.text for line in reversed(self.above)]
        lines += [row[0] for row in self.parts[0].rows[:_HEADER_ROWS] if len(row) == 1]
        titles = (t for t in lines if _TITLE.search(t) and not _NO_TITLE.search(t))
        return next((t for t in titles if len(t) <= _LONGEST_TITLE), f"第{self.page}页")

    def continues_on(self, page: int, part: _Part, above: Sequence[str]) -> bool:
        """Whether a page's first table goes on with this one."""
        if page != self.page + len(self.parts) or self._is_closed():
            return False
        known = {plain_name(line.text) for line in self.above}
        repeated = (plain_name(_CONTINUED.sub("", text)) in known for text in above)
        said = (_is_furniture(text) for text in above)
        mine, other = self.edges, part.edges
        return (
            all(r or s for r, s in zip(repeated, said, strict=True))
            and abs(mine[0] - other[0]) <= _NEAR
            and abs(mine[-1] - other[-1]) <= _NEAR
            and (_within(other, mine) or _within(mine, other))
            and not self._begins_anew(part)
        )

    def _begins_anew(self, part: _Part) -> bool:
        """Whether a part begins like this table, and goes on otherwise before there are figures.

        A header is repeated as a whole; a form for each project repeats its title only.
        """
        mine, other = self.parts[0].rows, part.rows
        same = 0
        while same < min(len(mine), len(other)) and mine[same] == other[same]:
            same += 1
        figures = (any(map(_FIGURE.fullmatch, row)) for row in mine[same : same + 1])
        return same > 0 and not any(figures)

    def _is_closed(self) -> bool:
        """Whether words stand below its last part."""
        last = self.below.get(len(self.parts) - 1, [])
        return not all(_is_furniture(line.text) for line in last)

    def grid(self, name: str) -> Grid:
        """The table with the lines above and below it as rows of one cell."""
        rows = [line.segments for line in self.above]
        numbers = [line.number for line in self.above]
        asides = set(range(len(rows)))
        spans: list[Span] = []
        edges = self.edges
        for index, part in enumerate(self.parts):
            first = len(rows)
            numbers += range(part.number, part.number + part.height)
            rows += [[""] * (len(edges) - 1) for _ in range(part.height)]
            spans += _place(part, edges, rows, first)
            below = self.below.get(index, [])
            asides |= set(range(len(rows), len(rows) + len(below)))
            numbers += [line.number for line in below]
            rows += [line.segments for line in below]
        grid = Grid(name, rows, spans, numbers=numbers, asides=frozenset(asides))
        return replace(grid, findings=[*grid.text_findings(), *_unmapped_findings(grid)])


def _tables(pages: Iterable[Mapping[str, Any]]) -> Iterator[_Table]:
    table: _Table | None = None
    for page in pages:
        above: list[_Line] = []
        is_first = True
        for item in _items(page):
            if isinstance(item, _Line):
                above.append(item)
                continue
            words = [line.text for line in above]
            if table and is_first and table.continues_on(page["number"], item, words):
                table.below.setdefault(len(table.parts) - 1, []).extend(above)
                table.parts.append(item)
            else:
                if table:
                    yield table
                table = _Table(page["number"], above, [item])
            above, is_first = [], False
        if table and not is_first:
            table.below.setdefault(len(table.parts) - 1, []).extend(above)
    if table:
        yield table


def _items(page: Mapping[str, Any]) -> Iterator[_Line | _Part]:
    """The lines and tables of a page from the top, numbered as they are counted there."""
    lines = [(top, segments, None) for top, segments in page["lines"]]
    tables = [(min(c[1] for c in cells), None, cells) for cells in page["tables"] if cells]
    number = page["number"] * LINES_PER_PAGE + 1
    for _, segments, cells in sorted([*lines, *tables], key=lambda item: item[0]):
        if segments:
            yield _Line(number, list(map(_joined, segments)))
            number += 1
            continue
        part = _Part(number, [((x0, y0, x1, y1), _joined(t)) for x0, y0, x1, y1, t in cells])
        yield part
        number += part.height


def _place(
    part: _Part, edges: Sequence[float], rows: Sequence[list[str]], first: int
) -> Iterator[Span]:
    """Write the part's cells into rows from `first` on; the ranges of those that span several."""
    rises = part.rises
    for (x0, top, x1, bottom), text in part.cells:
        left, right = _index(edges, x0), _index(edges, x1) - 1
        upper, lower = first + _index(rises, top), first + _index(rises, bottom) - 1
        rows[upper][left] = text
        if right > left or lower > upper:
            yield Span(upper, left, lower, right)


def _unmapped_findings(grid: Grid) -> Iterator[Finding]:
    """Cells with a character whose font does not say what it is."""
    for row, cells in enumerate(grid.rows):
        for column, text in enumerate(cells):
            if _UNMAPPED.search(text):
                place = grid.place(row, column)
                yield Finding("cells-hold-values", "error", place=place, value=text[:200])


def _is_furniture(text: str) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(text) or _CONTINUED.fullmatch(text))


def _joined(text: str) -> str:
    """A cell's lines as one: Chinese and numbers go on without a space, Latin words with one."""
    return _GAP.sub("", _BREAK.sub("", _LATIN_BREAK.sub(" ", text.strip())))


def _merged(positions: Iterable[float]) -> list[float]:
    """The positions in order, those that are near each other once."""
    ordered = sorted(positions)
    return [*ordered[:1], *(b for a, b in pairwise(ordered) if b - a > _NEAR)]


def _index(positions: Sequence[float], position: float) -> int:
    return min(range(len(positions)), key=lambda n: abs(positions[n] - position))


def _within(some: Iterable[float], others: Sequence[float]) -> bool:
    return all(min(abs(x - other) for other in others) <= _NEAR for x in some)
