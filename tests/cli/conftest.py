"""The command line over a small repository, and a file handed in."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from pipelines.cli import app
from tests import make_repository, write
from tests.plain_line import FOLDER, Line

SNAPSHOT = f"{FOLDER}/snapshots/2024.csv"
RULE = "schemas/street-tree/rules/class-is-sum-of-items.sql"
Run = Callable[..., Result]


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Line:
    line = Line(make_repository(tmp_path / "repository"), tmp_path / "home")
    monkeypatch.setenv("SUNLEDGER_REPOSITORY", str(line.root))
    monkeypatch.setenv("SUNLEDGER_HOME", str(line.home))
    monkeypatch.delenv("COLUMNS", raising=False)  # the terminal's, or none
    return line


@pytest.fixture
def run(line: Line) -> Run:
    """`sunledger WORDS…` with its exit code and what it prints."""
    return lambda *words: CliRunner().invoke(app, list(words))


@pytest.fixture
def form(line: Line, tmp_path: Path) -> Path:
    """The snapshot as a clerk hands it in: a file that no descriptor knows."""
    table = "tree_code,tree_name,fiscal_year,数量,养护费\n"
    rows = "1,落叶树,2024,3,1.50\n101,银杏,2024,1,1.00\n102,梧桐,2024,2,0.5\n"
    return write(tmp_path / "inbox/树.csv", f"行道树养护,,,,单位：万元\n{table}{rows}")
