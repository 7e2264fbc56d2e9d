from pathlib import Path

import pytest
from datasette.plugins import pm

from pipelines.exceptions import WarehouseError
from pipelines.portal import plugin
from pipelines.portal.app import build_app
from pipelines.portal.serve import DATASETTE_SETTINGS
from pipelines.settings import Settings
from tests import write
from tests.portal.conftest import DATASET, getter


def test_site_is_served_with_the_settings_of_the_command_line(settings: Settings) -> None:
    app = build_app(settings)
    assert {name: app.setting(name) for name in DATASETTE_SETTINGS} == DATASETTE_SETTINGS
    answer = getter(app)(f"/sunledger/edition.json?dataset={DATASET}&_shape=array")
    assert {row["number"] for row in answer.json()} == {1, 2}
    assert answer.headers["access-control-allow-origin"] == "*"


def test_two_sites_in_one_process_share_one_plugin(settings: Settings) -> None:
    build_app(settings)
    build_app(settings)
    assert [module for module in pm.get_plugins() if module is plugin] == [plugin]


@pytest.mark.parametrize("missing", ["public/sunledger.db", "metadata.json"])
def test_nothing_published_says_what_to_do(tmp_path: Path, missing: str) -> None:
    for name in {"public/sunledger.db", "metadata.json"} - {missing}:
        write(tmp_path / name, "{}")
    with pytest.raises(WarehouseError, match=rf"{missing} is missing: run `sunledger publish`"):
        build_app(Settings(home=tmp_path))
