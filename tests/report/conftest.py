"""Reports on real files, made once."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from pipelines.cli.inspecting import Target, inspect_target
from pipelines.intake.grid import Grid
from pipelines.intake.recognise import Wanted
from pipelines.model import Catalogue
from pipelines.report.content import Report
from pipelines.tables import Tables
from tests import REPOSITORY

Inspected = tuple[Report, Mapping[str, Grid]]
WELFARE_HOME = (
    REPOSITORY / "datasets/shanghai-putuo-social-welfare-home-department-budget/snapshots/2024.xlsx"
)


def inspected(path: Path, catalogue: Catalogue) -> Inspected:
    """The report on a file and its sheets, as the command line makes them."""
    return inspect_target(Target(path), Tables(catalogue), Wanted())


@pytest.fixture(scope="session")
def welfare_home(catalogue: Catalogue) -> Inspected:
    """A unit budget with errors as they were published."""
    return inspected(WELFARE_HOME, catalogue)
