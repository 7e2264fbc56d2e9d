"""How much a file may ask of the machine, and the refusal when it asks for more.

The largest real form is far below each limit; what exhausts a machine is far above.
"""

from pathlib import Path

MAX_FILE_BYTES = 100_000_000
MAX_UNPACKED_BYTES = 200_000_000
MAX_MEMBERS = 5_000
MAX_SHEETS = 500
MAX_COLUMNS = 1_000
MAX_CELLS = 5_000_000
MAX_TEXT = 100_000_000  # characters over all cells of a sheet
# What a spreadsheet's cell can hold; a longer text has swallowed rows, or is meant to exhaust us.
MAX_CELL_LENGTH = 32_767
MAX_LINE_BYTES = 20_000_000  # of separated values: a row of a thousand long cells is shorter
MAX_TEXT_LENGTH = 1_000_000  # of one text while it is read, in characters


class UnreadableError(Exception):
    """Raised by a reader when nothing of a file can be read; becomes a finding with its words."""


def refuse_above(limit: int, count: int, what: str) -> None:
    """Raises: UnreadableError when there are more than so many."""
    if count > limit:
        raise UnreadableError(f"{what}: {count:,} > {limit:,}")


def read_bytes(path: Path) -> bytes:
    """The bytes of a file that is read as a whole.

    Raises: UnreadableError if it is larger than any real form; OSError if it cannot be read.
    """
    refuse_above(MAX_FILE_BYTES, path.stat().st_size, "文件字节数/bytes")
    return path.read_bytes()
