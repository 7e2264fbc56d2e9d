"""Text as a workbook can hold it."""

import re

# What XML 1.0 cannot hold, and what the format would read as an escape.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_LONGEST = 32_000  # characters of a cell: the format's limit is 32,767


def writable(text: str) -> str:
    r"""The text with what cannot be written shown by its number, cut to what a cell can hold.

    >>> writable("a\x00b"), writable("_x0041_")
    ('a[U+0000]b', '_x005F_x0041_')
    """
    shown = _UNWRITABLE.sub(lambda match: f"[U+{ord(match[0]):04X}]", text[:_LONGEST])
    return _ESCAPE.sub("_x005F_", shown)
