"""What the commands print on: results on standard output, progress and faults beside it."""

import os
from typing import NoReturn

import typer
from rich.console import Console
from rich.markup import escape

out, err = Console(), Console(stderr=True)
_WIDE = 180  # where the output is a file or a pipe of no stated width


def stop(error: Exception) -> NoReturn:
    """Say why the command could not run, and end with 2."""
    err.print(f"[red]无法运行 could not run:[/] {escape(str(error))}", highlight=False)
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
