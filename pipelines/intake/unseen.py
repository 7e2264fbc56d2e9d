"""Characters a reader does not see: two texts that look the same are not.

Each set is stated once, as ranges; the patterns for one text (Python) and for a column (RE2), and
how such characters begin in bytes, follow from it.
"""

import re
from collections.abc import Iterable

import numpy as np

Range = tuple[int, int]  # code points, the last one included

# Characters without width.
_WITHOUT_WIDTH: tuple[Range, ...] = (
    (0xAD, 0xAD),
    (0x34F, 0x34F),
    (0x61C, 0x61C),
    (0x115F, 0x1160),
    (0x180E, 0x180E),
    (0x200B, 0x200F),
    (0x2060, 0x2064),
    (0xFEFF, 0xFEFF),
    (0xE0000, 0xE007F),
)
# Control characters (C0, DEL, C1) but tab and line breaks, and marks that turn the direction of
# text: what a reader sees is not what is stored.
_CONTROLS: tuple[Range, ...] = (
    (0x00, 0x08),
    (0x0B, 0x0C),
    (0x0E, 0x1F),
    (0x7F, 0x9F),
    (0x202A, 0x202E),
    (0x2066, 0x2069),
)


def _class(ranges: Iterable[Range], code: str) -> str:
    return "[" + "".join(f"{code.format(a)}-{code.format(b)}" for a, b in ranges) + "]"


UNSEEN = re.compile(_class(_WITHOUT_WIDTH, r"\U{:08x}"))
CONTROL = re.compile(_class(_CONTROLS, r"\U{:08x}"))
IN_COLUMN = _class((*_WITHOUT_WIDTH, *_CONTROLS), r"\x{{{:x}}}")  # both, for RE2
_BREAKS = (b"\n", b"\r", b"\t")
_DELETE = 0x7F


def _beginnings() -> dict[int, list[int]]:
    """The first byte of each such character beyond ASCII in UTF-8, and the bytes behind it."""
    found: dict[int, set[int]] = {}
    for first, last in (*_WITHOUT_WIDTH, *_CONTROLS):
        for code in range(max(first, 0x80), last + 1):
            data = chr(code).encode()
            found.setdefault(data[0], set()).add(data[1])
    return {first: sorted(second) for first, second in found.items()}


_BEGINNINGS = _beginnings()


def may_hide(data: bytes) -> bool:
    """Whether bytes in UTF-8 may hold such a character; surely not if the answer is no.

    Two bytes are looked at: quotation marks (“) begin like marks that turn the direction of text.
    """
    codes = np.frombuffer(data, np.uint8)
    if np.count_nonzero(codes < 0x20) != sum(map(data.count, _BREAKS)) or _DELETE in data:
        return True
    for first, second in _BEGINNINGS.items():
        if first not in data:
            continue
        after = np.minimum(np.flatnonzero(codes == first) + 1, len(codes) - 1)
        if np.isin(codes[after], second).any():
            return True
    return False
