"""How Datasette is started: the words of its command line, and the settings behind them.

Imports nothing of Datasette's, so that a command that only needs the words starts quickly.
"""

from pipelines.exceptions import WarehouseError
from pipelines.publication.states import CURRENT
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
    arguments = ["serve", str(settings.public / CURRENT), "--metadata", str(settings.metadata)]
    arguments += ["--host", host, "--port", str(port), "--cors"]
    for name, value in DATASETTE_SETTINGS.items():
        arguments += ["--setting", name, str(int(value))]
    return arguments


def require_publication(settings: Settings) -> None:
    """Stop early when there is nothing to serve.

    Raises: WarehouseError naming the missing file and the command that makes it.
    """
    for path in (settings.public / CURRENT, settings.metadata):
        if not path.is_file():
            raise WarehouseError(f"{path} is missing: run `sunledger publish` first")
