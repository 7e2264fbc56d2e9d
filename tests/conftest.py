"""Fixtures the whole suite shares; what tests import lies in the packages' `__init__.py`."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from pipelines.catalogue import load_catalogue
from pipelines.model import Catalogue
from tests import REPOSITORY
from tests.prefect_server import each_for_itself, flows, plain_flows, prefect_server

__all__ = ["each_for_itself", "flows", "plain_flows", "prefect_server"]

# The same examples on every machine and in every run, and no folder of remembered ones. How long
# making them takes says how busy the machine is.
settings.register_profile(
    "suite",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept",
        action="store_true",
        help="write what rules find in breaks.csv to expected.csv, to be reviewed as a diff",
    )


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The repository's own families, code lists, checks and datasets."""
    return load_catalogue(REPOSITORY / "schemas", REPOSITORY / "datasets")


@pytest.fixture(scope="session")
def found_data() -> Path:
    """Real files as they were found; they are not part of the project."""
    folder = REPOSITORY.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"the found files are not there: {folder.relative_to(REPOSITORY.parent)}")
    return folder
