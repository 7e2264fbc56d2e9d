from pathlib import Path

import pytest
from datasette.cli import cli

from pipelines.exceptions import WarehouseError
from pipelines.portal.serve import DATASETTE_SETTINGS, datasette_arguments
from pipelines.publication.states import CURRENT
from pipelines.settings import Settings


def test_datasette_understands_every_argument(settings: Settings) -> None:
    command, *arguments = datasette_arguments(settings, "127.0.0.1", 8001)
    context = cli.commands[command].make_context(command, arguments)
    given = dict(context.params["settings"])
    assert given == DATASETTE_SETTINGS
    assert context.params["files"] == (str(settings.public / CURRENT),)
    assert context.params["port"] == 8001
    assert context.params["cors"]


def test_nothing_published_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="sunledger publish"):
        datasette_arguments(Settings(home=tmp_path), "127.0.0.1", 8001)
