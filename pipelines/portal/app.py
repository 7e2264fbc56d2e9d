"""Datasette in this process, with the plugin and the settings it is served with."""

from typing import Any

from datasette.app import Datasette
from datasette.plugins import pm
from datasette.utils import parse_metadata

from pipelines.portal import plugin
from pipelines.portal.pinned import serve_states
from pipelines.portal.serve import DATASETTE_SETTINGS, require_publication
from pipelines.publication.metadata import PLUGIN
from pipelines.publication.states import CURRENT
from pipelines.settings import Settings


def build_app(settings: Settings) -> Datasette:
    """Datasette over what is published, as `sunledger serve` runs it.

    Raises: WarehouseError if nothing has been published yet.
    """
    require_publication(settings)
    if not pm.is_registered(plugin):  # the entry point of the installed package has done so
        pm.register(plugin, name=PLUGIN)
    metadata: Any = parse_metadata(settings.metadata.read_text(encoding="utf-8"))
    files = [str(settings.public / CURRENT)]
    datasette = Datasette(files, metadata=metadata, cors=True, settings=DATASETTE_SETTINGS)
    serve_states(datasette)
    return datasette
