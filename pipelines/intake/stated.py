"""What a file says once for all its tables: the fiscal year, and who publishes."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from pipelines.intake.grid import Grid

_YEAR = re.compile(r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})\s*年")
_YEAR_IN_NAME = re.compile(r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})(?![0-9])")
_DIGITS = str.maketrans(
    "〇○零一二三四五六七八九０１２３４５６７８９", "000123456789" + "0123456789"
)
_PUBLISHER = re.compile(
    r"(?:编制|填报|公开|预算|预算主管)(?:单位|部门)\s*[:：]\s*(?P<name>\S.*)?", re.DOTALL
)
_LONGEST = 60  # a longer text is prose, which speaks of other years and bodies too


def short_texts(grid: Grid, rows: Iterable[int]) -> Iterator[str]:
    """The cells of some rows that may be a title or a line above a table."""
    for row in rows:
        for text in grid.rows[row] if row < len(grid.rows) else ():
            if text.strip() and len(text) <= _LONGEST:
                yield text.strip()


def stated_years(texts: Iterable[str]) -> Counter[int]:
    """How often each year is stated, in digits or in Chinese numerals.

    >>> stated_years(["2024年部门收入预算总表", "二〇二四年度", "共 12024 元"])
    Counter({2024: 2})
    """
    found = (_YEAR.finditer(text.translate(_DIGITS)) for text in texts)
    return Counter(int(match["year"]) for matches in found for match in matches)


def years_in_name(name: str) -> Counter[int]:
    """The years a file's name holds.

    >>> years_in_name("2024年区级部门预算-v2"), years_in_name("20240301")
    (Counter({2024: 1}), Counter())
    """
    return Counter(int(match["year"]) for match in _YEAR_IN_NAME.finditer(name))


def only_year(years: Counter[int]) -> int | None:
    """The year that is stated most often; None if there is none, or several equally often."""
    (first, count), *others = [*years.most_common(2), (None, 0)]
    return first if not others or others[0][1] < count else None


def stated_publishers(grid: Grid, rows: Iterable[int]) -> Iterator[str]:
    """Who is named in lines such as 编制单位：…, in the same cell or in the next that is filled."""
    for row in rows:
        cells = [t.strip() for t in grid.rows[row] if t.strip()] if row < len(grid.rows) else []
        for text, after in zip(cells, [*cells[1:], ""], strict=False):
            match = _PUBLISHER.match(text)
            name = (match["name"] or after) if match else ""
            if name and "：" not in name and ":" not in name and len(name) <= _LONGEST:
                yield name.strip()
