"""What a scaffold leaves to be filled in, and where it still stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_PLACEHOLDER = re.compile(r"【请填写：(?P<zh>[^】\n]*)】|\[fill in: (?P<en>[^\]\n]*)\]")
_ENDINGS = (".yaml", ".sql", ".csv")


@dataclass(frozen=True)
class Left:
    """A place that is not filled in yet, with what belongs there."""

    path: Path
    line: int
    what: str


def to_fill(text: str) -> str:
    """A placeholder in Chinese.

    >>> to_fill("标题")
    '【请填写：标题】'
    """
    return f"【请填写：{text}】"


def to_fill_en(text: str) -> str:
    """A placeholder in English.

    >>> to_fill_en("title")
    '[fill in: title]'
    """
    return f"[fill in: {text}]"


def placeholders_in(path: Path) -> Iterator[Left]:
    """What is left in a file, line by line."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        for match in _PLACEHOLDER.finditer(line):
            yield Left(path, number, match["zh"] or match["en"])


def placeholders_below(*folders: Path) -> list[Left]:
    """What is left in the declarations below some folders."""
    paths = (
        path
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.suffix in _ENDINGS and path.is_file() and path.parent.name != "snapshots"
    )
    return [left for path in paths for left in placeholders_in(path)]
