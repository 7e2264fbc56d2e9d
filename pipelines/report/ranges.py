"""Rows in as few words as possible."""

from collections.abc import Iterable

Range = tuple[int, int]


def row_ranges(rows: Iterable[int]) -> list[Range]:
    """The rows as inclusive ranges, in order; a row that occurs twice counts once.

    >>> row_ranges([7, 5, 6, 130, 5])
    [(5, 7), (130, 130)]
    """
    ranges: list[Range] = []
    for row in sorted(set(rows)):
        if ranges and row == ranges[-1][1] + 1:
            ranges[-1] = ranges[-1][0], row
        else:
            ranges.append((row, row))
    return ranges


def ranges_text(ranges: Iterable[Range], separator: str = "、") -> str:
    """Ranges as a reader writes them.

    >>> ranges_text([(5, 120), (130, 130)])
    '5–120、130'
    """
    return separator.join(f"{a}–{b}" if a < b else str(a) for a, b in ranges)
