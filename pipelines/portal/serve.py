"""How Datasette is started: one list of settings for the command line and for tests."""

from typing import Any

import click
from datasette.app import Datasette
from datasette.cli import cli
from datasette.plugins import pm
from datasette.utils import parse_metadata

from pipelines.exceptions import WarehouseError
from pipelines.portal import plugin
from pipelines.publication.metadata import PLUGIN
from pipelines.settings import Settings

DATASETTE_SETTINGS: dict[str, int | bool] = {
    "default_page_size": 50,
    "max_returned_rows": 1000,
    "sql_time_limit_ms": 2000,
    "facet_time_limit_ms": 500,
    "default_facet_size": 20,
    "suggest_facets": False,  # three requests a second instead of four hundred
    "allow_csv_stream": False,  # a stream is cut off with status 200; editions hold whole files
    "allow_download": False,
    "max_csv_mb": 10,
    "truncate_cells_html": 400,
    "num_sql_threads": 6,
    "default_cache_ttl": 60,
}


def datasette_arguments(settings: Settings, host: str, port: int) -> list[str]:
    """The words after `datasette` that serve what is published.

    Raises: WarehouseError if nothing has been published yet.
    """
    require_publication(settings)
    arguments = ["serve", str(settings.warehouse), "--metadata", str(settings.metadata)]
    arguments += ["--host", host, "--port", str(port), "--cors"]
    for name, value in DATASETTE_SETTINGS.items():
        arguments += ["--setting", name, _word(value)]
    return arguments


def _word(value: int | bool) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value)


def build_app(settings: Settings) -> Datasette:
    """Datasette in this process, with the plugin and the settings it is served with.

    Raises: WarehouseError if nothing has been published yet.
    """
    require_publication(settings)
    register_plugin()
    metadata: Any = parse_metadata(settings.metadata.read_text(encoding="utf-8"))
    return Datasette(
        [str(settings.warehouse)], metadata=metadata, cors=True, settings=DATASETTE_SETTINGS
    )


def serve(settings: Settings, host: str, port: int) -> None:
    """Serve what is published until interrupted.

    Raises: WarehouseError if nothing has been published yet, or the address cannot be used.
    """
    arguments = datasette_arguments(settings, host, port)
    register_plugin()
    try:
        cli.main(args=arguments, prog_name="datasette", standalone_mode=False)
    except click.ClickException as error:
        raise WarehouseError(error.format_message()) from error


def register_plugin() -> None:
    """Make the plugin known, unless the installed package's entry point has done so."""
    if not pm.is_registered(plugin):
        pm.register(plugin, name=PLUGIN)


def require_publication(settings: Settings) -> None:
    """Stop early when there is nothing to serve.

    Raises: WarehouseError naming the missing file and the command that makes it.
    """
    for path in (settings.warehouse, settings.metadata):
        if not path.is_file():
            raise WarehouseError(f"{path} is missing: run `sunledger publish` first")
