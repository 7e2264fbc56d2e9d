import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from pipelines.settings import REPOSITORY, Settings, load_settings, prepare_prefect


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The environment of a process that has set nothing, to be written to."""
    ours = ("SUNLEDGER_", "PREFECT_", "DO_NOT_TRACK")
    bare = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    monkeypatch.setattr(os, "environ", bare)
    return bare


def test_everything_lies_in_the_repository_unless_told_otherwise() -> None:
    settings = load_settings()
    assert settings.repository == REPOSITORY
    assert (REPOSITORY / "pyproject.toml").is_file()
    assert settings.home == REPOSITORY / "build"


def test_environment_says_where_things_lie(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(os.environ, "SUNLEDGER_HOME", str(tmp_path / "home"))
    monkeypatch.setitem(os.environ, "SUNLEDGER_REPOSITORY", str(tmp_path / "repository"))
    settings = load_settings()
    places = {
        tmp_path / "repository" / "schemas": settings.schemas,
        tmp_path / "repository" / "datasets": settings.datasets,
        tmp_path / "home" / "editions": settings.editions,
        tmp_path / "home" / "sunledger.db": settings.warehouse,
        tmp_path / "home" / "metadata.json": settings.metadata,
        tmp_path / "home" / "publish.lock": settings.lock,
    }
    assert list(places) == list(places.values())


def test_relative_place_is_meant_from_where_one_stands(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(os.environ, "SUNLEDGER_HOME", "here/../home")
    monkeypatch.setitem(os.environ, "SUNLEDGER_REPOSITORY", "repository")
    settings = load_settings()
    assert (settings.home, settings.repository) == (tmp_path / "home", tmp_path / "repository")


def test_settings_cannot_be_changed_while_a_run_goes_on() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Settings().home = Path("/elsewhere")


def test_prefect_keeps_to_the_home_and_tells_nobody(
    environment: dict[str, str], tmp_path: Path
) -> None:
    home = tmp_path / "not" / "yet" / "there"
    prepare_prefect(home)
    assert environment["PREFECT_HOME"] == str(home / "prefect")
    assert (home / "prefect").is_dir()
    assert environment["DO_NOT_TRACK"] == "1"
    assert environment["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"


def test_what_the_user_has_set_for_prefect_is_kept(
    environment: dict[str, str], tmp_path: Path
) -> None:
    own = {"PREFECT_HOME": "/own", "PREFECT_LOGGING_LEVEL": "DEBUG", "PREFECT_API_URL": "http://x"}
    environment |= own
    prepare_prefect(tmp_path)
    assert {name: environment[name] for name in own} == own


@pytest.mark.usefixtures("flows")  # Prefect is imported as ever, with an environment of its own
def test_prefect_understands_every_setting_it_is_given(
    environment: dict[str, str], tmp_path: Path
) -> None:
    prepare_prefect(tmp_path)
    given = {name for name in environment if name.startswith("PREFECT_")}
    from prefect.settings.legacy import _get_settings_fields
    from prefect.settings.models.root import Settings as PrefectSettings

    assert len(given) >= 6
    assert given <= set(_get_settings_fields(PrefectSettings))
