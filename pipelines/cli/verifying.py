"""Says what of the published editions is not as it was published."""

from collections.abc import Iterator
from pathlib import Path

import typer

from pipelines.cli.console import say, stop
from pipelines.exceptions import SunledgerError, UsageError
from pipelines.publication.fetching import is_address
from pipelines.publication.home_verification import verify_home, warehouse_problems
from pipelines.publication.keys import keys_in, known_keys
from pipelines.publication.manifest import MANIFEST
from pipelines.publication.mirror import verify_address
from pipelines.publication.states import CURRENT, current_state
from pipelines.publication.verification import Keys, Problem, verify_path
from pipelines.settings import load_settings


def verify_editions(what: str | None, number: int | None, key: Path | None) -> None:
    """Print each problem; ends with 1 if there is any, with 2 if nothing can be verified.

    `what` is a dataset, a folder somebody holds, or the address of an edition.
    """
    try:
        problems = list(_problems(what, number, key))
    except (SunledgerError, OSError) as error:
        stop(error)
    for problem in problems:
        say(f"{problem.where}: {problem.what} / {problem.what_en}")
    faults = sum(problem.is_fault for problem in problems)
    if faults:
        say(f"{faults} 处不符 / {faults} problems")
        raise typer.Exit(1)
    say("一切相符 / everything is as it was published")


def _problems(what: str | None, number: int | None, key: Path | None) -> Iterator[Problem]:
    settings = load_settings()
    known = keys_in(key) if key else known_keys(settings.keys)
    if what is not None and is_address(what):
        yield from verify_address(what, _some(known))
    elif what is not None and _is_folder(what):
        folder = Path(what)
        yield from verify_path(folder, _some(known or known_keys(folder / "keys")))
    else:
        state = current_state(settings.public)
        if state is None:
            text = f"{settings.home} 里还没有发布过 / nothing has been published there"
            raise UsageError(text)
        if what is None:
            yield from warehouse_problems(settings.warehouse, state.path)
        yield from verify_home(settings.editions, settings.public / CURRENT, known, what, number)


def _is_folder(what: str) -> bool:
    """A dataset of that name goes first; a folder of the same is written ./NAME."""
    return "/" in what or what.startswith(".") or (Path(what) / MANIFEST).exists()


def _some(keys: Keys) -> Keys:
    if not keys:
        raise UsageError(
            "没有公钥可以核对签名：用 --key 给出公布者的公钥（网站的 /keys/sunledger.pub）"
            " / no public key to check signatures with: give the publisher's with --key"
            " (/keys/sunledger.pub of the site)"
        )
    return keys
