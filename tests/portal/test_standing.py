import asyncio

from datasette.app import Datasette

from pipelines.portal.reading import read_at_once
from pipelines.portal.standing import read_standing, snapshots_of
from tests.portal.conftest import DATASET


def standing(app: Datasette, dataset: str = DATASET) -> dict:
    return asyncio.run(read_at_once(app, lambda connection: read_standing(connection, dataset)))


def test_rows_of_each_year_stand_from_their_own_snapshot(app: Datasette) -> None:
    assert standing(app) == {"tree_line": {"2024": 4, "2025": 4}}


def test_refused_snapshot_stands_nowhere(app: Datasette) -> None:
    assert snapshots_of(standing(app)) == {"2024", "2025"}


def test_nothing_stands_of_what_was_never_published(app: Datasette) -> None:
    assert standing(app, "no-such") == {}
    assert snapshots_of({"tree_line": {}}) == set()
