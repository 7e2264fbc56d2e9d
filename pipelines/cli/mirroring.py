"""Copies a site's editions, and tells what came and what is wrong."""

from pathlib import Path

import typer

from pipelines.cli.console import note, say, stop
from pipelines.exceptions import SunledgerError
from pipelines.publication.keys import keys_in
from pipelines.publication.mirror import mirror


def mirror_site(url: str, folder: Path, key: Path | None) -> None:
    """Copy what is new; ends with 1 if anything is not as it was published, with 2 on a fault."""
    copied = faults = 0
    try:
        for edition in mirror(url, folder, keys_in(key) if key else {}):
            copied += edition.is_new
            if edition.is_new:
                note(f"{edition.dataset} 第 {edition.edition} 版 edition {edition.edition}")
            for problem in edition.problems:
                faults += problem.is_fault
                say(f"{problem.where}: {problem.what} / {problem.what_en}")
    except (SunledgerError, OSError) as error:
        stop(error)
    say(f"新复制 {copied} 版，{faults} 处不符。 / {copied} editions copied, {faults} problems.")
    if faults:
        raise typer.Exit(1)
