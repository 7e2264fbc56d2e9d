import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests import REPOSITORY, write
from tests.documents import read_document, shown_commands

READMES = (Path("README.md"), Path("README.zh-CN.md"))
SEEN = re.compile(r"^## (?:What you will see|会看到什么)\n(?P<text>.*?)^## ", re.M | re.S)
DATASET_NAME = re.compile(r"`([a-z]+(?:-[a-z]+){2,})`")


def make_clone(root: Path) -> Path:
    """What a stranger has: the last commit, and nothing that is not in it."""
    clone = root / "clone"
    subprocess.run(["git", "clone", "--quiet", REPOSITORY, clone], check=True)
    return clone


def run_in(clone: Path, home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """`./run …` in a clone, with the packages of this interpreter instead of an installation.

    The script trusts an environment by the stamp in it. This one borrows our programs and has the
    clone's stamp, so that nothing is installed, and our own environment is never written to. The
    clone's code comes first on the path: it is what runs.
    """
    venv = home.parent / "venv"
    if not venv.exists():
        venv.mkdir()
        (venv / "bin").symlink_to(Path(sys.prefix) / "bin")
        stamp = (clone / ".ci/requirements.lock").read_bytes()
        stamp += (clone / "pyproject.toml").read_bytes()
        (venv / "installed-requirements.lock").write_bytes(stamp)
    places = {
        "SUNLEDGER_HOME": str(home),
        "SUNLEDGER_VENV": str(venv),
        "PYTHONPATH": str(clone),
    }
    environment = {n: v for n, v in os.environ.items() if not n.startswith("PREFECT_")} | places
    return subprocess.run(
        ["./run", *words], cwd=clone, env=environment, capture_output=True, text=True, timeout=600
    )


def test_both_readmes_show_the_same_commands() -> None:
    english, chinese = (shown_commands(read_document(page)) for page in READMES)
    assert english == chinese
    assert english[:3] == [["publish"], ["test"], ["serve"]]


def test_commands_of_the_readme_exist_in_a_clone(tmp_path: Path) -> None:
    clone = make_clone(tmp_path)
    for name, *_ in shown_commands(read_document(READMES[0])):
        if name == "test":  # it would run this test again
            assert "\n    test)\n" in (clone / "run").read_text(encoding="utf-8")
            continue
        result = run_in(clone, tmp_path / "home", name, "--help")
        assert result.returncode == 0, result.stderr
        assert f"sunledger {name}" in result.stdout


def test_installation_that_is_stopped_is_not_taken_for_done(tmp_path: Path) -> None:
    clone = make_clone(tmp_path)
    installer = write(tmp_path / "bin/uv", "#!/bin/sh\nexit 3\n")
    installer.chmod(0o755)
    venv = tmp_path / "venv"
    stamp = write(venv / "installed-requirements.lock", "of another lock file\n")
    environment = os.environ | {
        "PATH": f"{installer.parent}:{os.environ['PATH']}",
        "SUNLEDGER_VENV": str(venv),
    }
    result = subprocess.run(
        ["./run", "check"], cwd=clone, env=environment, capture_output=True, timeout=60
    )
    assert result.returncode == 3
    assert stamp.read_text(encoding="utf-8") == "of another lock file\n"


@pytest.mark.slow
def test_readme_holds_in_a_fresh_clone(tmp_path: Path) -> None:
    clone, home = make_clone(tmp_path), tmp_path / "home"

    first = run_in(clone, home, "publish")
    assert first.returncode == 0, first.stderr
    with closing(sqlite3.connect(home / "sunledger.db")) as database:
        refused = {
            n
            for (n,) in database.execute("select dataset from inspection where outcome = 'refused'")
        }
        editions = dict(database.execute("select name, latest_edition from dataset"))
    for page in READMES:
        seen = SEEN.search(read_document(page))
        assert seen
        assert set(DATASET_NAME.findall(seen["text"])) == refused
    assert {name for name, number in editions.items() if number is None} == refused
    assert editions["yichang-public-resources-award-results"] == 3

    again = run_in(clone, home, "publish")
    assert again.returncode == 0, again.stderr
    assert "0 new editions" in again.stdout
    assert run_in(clone, home, "check").returncode == 0
    status = subprocess.run(
        ["git", "status", "--short"], cwd=clone, capture_output=True, text=True, check=True
    )
    assert status.stdout == ""
