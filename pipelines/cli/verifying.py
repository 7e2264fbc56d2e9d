"""Says what of the published editions is not as it was published."""

import typer

from pipelines.cli.console import say, stop
from pipelines.exceptions import SunledgerError, UsageError
from pipelines.publication.keys import known_keys
from pipelines.publication.states import current_state
from pipelines.publication.verification import verify_home
from pipelines.settings import load_settings


def verify_editions(dataset: str | None, number: int | None) -> None:
    """Print each problem; ends with 1 if there is any, with 2 if nothing can be verified."""
    settings = load_settings()
    state = current_state(settings.public)
    if state is None:
        stop(UsageError(f"{settings.home} 里还没有发布过 / nothing has been published there"))
    try:
        keys = known_keys(settings.keys)
        problems = list(verify_home(settings.editions, state.path, keys, dataset, number))
    except (SunledgerError, OSError) as error:
        stop(error)
    for problem in problems:
        say(f"{problem.where}: {problem.what} / {problem.what_en}")
    faults = sum(problem.is_fault for problem in problems)
    if faults:
        say(f"{faults} 处不符 / {faults} problems")
        raise typer.Exit(1)
    say("一切相符 / everything is as it was published")
