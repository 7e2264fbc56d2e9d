"""What the commands print on: results on standard output, progress and faults beside it."""

import errno
import os
from typing import NoReturn

import typer
from rich.console import Console
from rich.markup import escape

out, err = Console(), Console(stderr=True)
_FULL = (
    "磁盘已满，已发布的没有改变：腾出空间后再运行 "
    "the disk is full, what was published is as it was: make room, then run this again"
)
_CLOSED = (
    "没有权限或者只读，已发布的没有改变：请改正权限或挂载方式；"
    "如果是 SUNLEDGER_HOME，也可以改设到能写入的文件夹 "
    "no permission, or read-only; what was published is as it was: mend the permissions or the "
    "mount, or, where it is SUNLEDGER_HOME, set it to a folder that can be written to"
)
_ADVICE = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EROFS: _CLOSED,
    errno.EACCES: _CLOSED,
    errno.EPERM: _CLOSED,
}
_WIDE = 180  # where the output is a file or a pipe of no stated width


def stop(error: Exception) -> NoReturn:
    """Say why the command could not run, and end with 2."""
    err.print(f"[red]无法运行 could not run:[/] {escape(str(error))}", highlight=False)
    advice = _ADVICE.get(error.errno or 0) if isinstance(error, OSError) else None
    if advice:
        note(advice)
    raise typer.Exit(2)


def say(text: str) -> None:
    """Print a line as it stands."""
    out.print(escape(text), highlight=False, soft_wrap=True)


def note(text: str) -> None:
    """Print a line beside the results."""
    err.print(escape(text), highlight=False, soft_wrap=True)


def wide() -> Console:
    """Standard output, wide enough for tables."""
    return out if out.is_terminal or "COLUMNS" in os.environ else Console(width=_WIDE)
