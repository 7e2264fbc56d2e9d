"""Text as a workbook can hold it."""

import re

# What XML 1.0 cannot hold, and what the format would read as an escape.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
LONGEST = 32_000  # characters of a cell: the format's limit is 32,767
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31


def writable(text: str) -> str:
    r"""The text as it stands in a part of a workbook.

    >>> writable("a\x00b"), writable("_x0041_")
    ('a[U+0000]b', '_x005F_x0041_')
    """
    return _ESCAPE.sub("_x005F_", _shown(text))


def given(text: str) -> str:
    """The text as xlsxwriter is given it: that writes escapes itself.

    What looks like its own markup of rich text it would write as markup: a space tells them apart.

    >>> given("_x0041_"), given("<r>1</r>")
    ('_x0041_', '<r>1</r> ')
    """
    shown = _shown(text)
    return f"{shown} " if shown.startswith("<r>") and shown.endswith("</r>") else shown


def _shown(text: str) -> str:
    """What cannot be written shown by its number, cut to what a cell can hold."""
    return _UNWRITABLE.sub(lambda match: f"[U+{ord(match[0]):04X}]", text[:LONGEST])


def sheet_name(wanted: str, taken: set[str]) -> str:
    """A name a sheet may have that is not taken; it is taken from then on.

    >>> taken = set()
    >>> sheet_name("收入/支出", taken), sheet_name("收入:支出", taken)
    ('收入 支出', '收入 支出 2')
    """
    own = _FORBIDDEN.sub(" ", wanted).strip("' ")[:_LONGEST_NAME] or "1"
    numbered = (f"{own[: _LONGEST_NAME - 4]} {n}" for n in range(2, len(taken) + 3))
    name = next(n for n in (own, *numbered) if n.casefold() not in taken)
    taken.add(name.casefold())
    return name
