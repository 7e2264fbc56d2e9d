"""Loads the repository, and says that it holds together or why it does not."""

from collections.abc import Iterator

import typer

from pipelines.catalogue import load_catalogue
from pipelines.cli.console import say, stop
from pipelines.exceptions import SunledgerError
from pipelines.model import Catalogue
from pipelines.scaffold.placeholders import placeholders_below
from pipelines.settings import load_settings


def load() -> Catalogue:
    """What the repository declares; where it does not hold together the command ends with 2."""
    settings = load_settings()
    try:
        return load_catalogue(settings.schemas, settings.datasets)
    except SunledgerError as error:
        stop(error)


def check_repository() -> None:
    """Count what holds together; ends with 1 where a scaffold has not been filled in.

    Names the fields whose texts are judged one by one, and why.
    """
    catalogue, settings = load(), load_settings()
    left = placeholders_below(settings.schemas, settings.datasets)
    for place in left:
        say(f"{place.path.relative_to(settings.repository)}:{place.line}  {place.what}")
    if left:
        say(f"还有 {len(left)} 处没有填写 / {len(left)} places are still to be filled in")
        raise typer.Exit(1)
    try:
        for line in _judged_one_by_one(catalogue):
            say(line)
    except SunledgerError as error:
        stop(error)
    say(
        f"{len(catalogue.families)} families, {len(catalogue.schemas)} tables, "
        f"{len(catalogue.rules)} rules, {len(catalogue.codelists)} code lists, "
        f"{len(catalogue.datasets)} datasets: 一切相符 all hold together"
    )


def _judged_one_by_one(catalogue: Catalogue) -> Iterator[str]:
    from pipelines.inspection.structure import refuse_unsound_schemas, undecided_fields

    refuse_unsound_schemas(catalogue)
    for name, schema in catalogue.schemas.items():
        fields = undecided_fields(schema)
        if fields:
            yield f"{name}: 逐个内容由 Frictionless 判断 / judged text by text by Frictionless"
        for field, reasons in fields.items():
            yield f"  {field}: {'; '.join(reasons)}"
