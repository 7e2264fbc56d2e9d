"""Tells that a text is separated by something else than commas; it is said, and never guessed at.

A file that Excel saves where the comma is the decimal sign has semicolons, its "Unicode text" has
tabs; each row is then one cell, and no header is found.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from pipelines.model import Finding, Place

_QUOTED = 200
_SEPARATORS = {
    ";": ("分号（;）", "semicolons (;)"),
    "\t": ("制表符（Tab）", "tabs"),
    "|": ("竖线（|）", "vertical bars (|)"),
    "，": ("全角逗号（，）", "full-width commas (，)"),
}


def separator_finding(lines: Iterable[str]) -> Finding | None:
    """What stands between the cells of some lines in place of commas, or None if commas do.

    More than half of the lines must hold the same number of it, and fewer the same of commas.
    """
    filled = [line for line in lines if line.strip()]
    most = max(len(filled) // 2, _usual(filled, ","))
    for separator, (said, said_en) in _SEPARATORS.items():
        if len(filled) > 1 and _usual(filled, separator) > most:
            return Finding(
                "cells-are-separated-by-commas",
                "error",
                place=Place(None, 1),
                value=filled[0][:_QUOTED],
                detail=said,
                detail_en=said_en,
            )
    return None


def _usual(lines: Sequence[str], separator: str) -> int:
    """How many lines hold the separator as often as most of those that hold it."""
    counts = Counter(count for line in lines if (count := line.count(separator)))
    return max(counts.values(), default=0)
