"""What happens to the machine: several runs at once, a disk nobody may write on, a log cut off."""

import ctypes
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from pipelines.publication import warehouse
from tests import REPOSITORY, make_repository
from tests.plain_line import DATASET, FOLDER, NOW, Line
from tests.reader import edition_files, problems, read

SNAPSHOT = f"{FOLDER}/snapshots/2024.csv"
OVERRIDE = 1  # CAP_DAC_OVERRIDE: what lets root write where nobody may
DROP = 24  # PR_CAPBSET_DROP


@pytest.fixture
def line(tmp_path: Path) -> Line:
    return Line(make_repository(tmp_path / "repository"), tmp_path / "home")


def run_at_once(home: Path, *roots: Path) -> list[str]:
    """How runs of these repositories ended that began at the same moment."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.several_runs", *map(str, roots)],
        cwd=REPOSITORY,
        env=os.environ | {"SUNLEDGER_HOME": str(home), "SUNLEDGER_REPOSITORY": str(roots[0])},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def assert_one_publishes(endings: list[str]) -> None:
    """The others found it done, or were told that another is at it and to wait."""
    assert "ok" in endings
    for ending in endings:
        assert ending == "ok" or ("BusyError" in ending and "wait" in ending), ending


def publish_in_rounds(line: Line, rounds: int) -> None:
    for number in range(1, rounds + 1):
        line.edit(SNAPSHOT, f"梧桐,{number + 1}", f"梧桐,{number + 2}")
        assert_one_publishes(run_at_once(line.home, *[line.root] * 4))
        assert read(line.home, "select max(number) from edition where number < 99") == [(number,)]
        assert problems(line.home) == []


@pytest.mark.fault("C03")
def test_four_runs_at_once_make_one_edition(line: Line) -> None:
    publish_in_rounds(line, 1)


@pytest.mark.slow
@pytest.mark.fault("C03")
def test_twenty_times_four_runs_at_once_make_twenty_editions(line: Line) -> None:
    publish_in_rounds(line, 20)


@pytest.mark.slow
@pytest.mark.fault("C04")
def test_runs_of_different_figures_at_once_follow_each_other_and_none_is_lost(
    line: Line, tmp_path: Path
) -> None:
    other = Line(shutil.copytree(line.root, tmp_path / "other"), line.home)
    other.edit(SNAPSHOT, "梧桐,2", "梧桐,7")

    assert_one_publishes(run_at_once(line.home, line.root, other.root))

    assert problems(line.home) == []
    for each in (line, other):  # who was told to wait comes again
        assert run_at_once(line.home, each.root) == ["ok"]
    assert problems(line.home) == []
    assert read(line.home, "select max(number) from edition")[0][0] >= 2


def give_up_override() -> None:
    """As somebody who is not root; who is not root has nothing to give up."""
    ctypes.CDLL(None).prctl(DROP, OVERRIDE, 0, 0, 0)


@pytest.mark.fault("C06")
def test_home_nobody_may_write_into_stays_as_it_is_and_the_error_names_it(line: Line) -> None:
    line.publish()
    before = edition_files(line.home)
    line.edit(SNAPSHOT, "梧桐,2", "梧桐,7")
    paths = [line.home, *line.home.rglob("*")]
    modes = {path: path.stat().st_mode for path in paths}
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)

    done = subprocess.run(
        [sys.executable, "-m", "pipelines", "publish"],
        cwd=REPOSITORY,
        env=os.environ | {"SUNLEDGER_HOME": str(line.home), "SUNLEDGER_REPOSITORY": str(line.root)},
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=give_up_override,
    )

    for path, mode in modes.items():
        path.chmod(mode)
    said = "".join(done.stderr.split())
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert str(line.home) in said
    assert "SUNLEDGER_HOME" in said
    assert edition_files(line.home) == before
    assert problems(line.home) == []
    assert line.publish()[0].edition == 2


@pytest.mark.fault("C08")
def test_log_of_the_warehouse_cut_off_anywhere_leaves_one_edition_or_the_next_whole(
    line: Line, tmp_path: Path
) -> None:
    line.publish()
    line.edit(SNAPSHOT, "梧桐,2", "梧桐,7")
    name = line.settings.warehouse.name
    with closing(sqlite3.connect(line.settings.warehouse)) as reader:
        reader.execute("begin")
        reader.execute("select count(*) from edition").fetchall()  # so that the log is kept
        line.publish()
        whole = shutil.copytree(line.home, tmp_path / "whole")
    log = (whole / f"{name}-wal").read_bytes()
    (whole / f"{name}-shm").unlink(missing_ok=True)
    states = []

    for length in [*range(0, len(log), max(1, len(log) // 150)), len(log) - 1, len(log)]:
        cut = tmp_path / "cut.db"
        shutil.copyfile(whole / name, cut)
        (tmp_path / "cut.db-wal").write_bytes(log[:length])
        with closing(sqlite3.connect(cut)) as connection:
            state = connection.execute(
                "select (select max(number) from edition), (select latest_edition from dataset), "
                "(select sum(tree_count) from tree_line)"
            ).fetchall()
            assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
        states += [state] if state not in states[-1:] else []

    assert [rows[0][:2] for rows in states] == [(1, 1), (2, 2)]
    assert states[0][0][2] != states[1][0][2]


@pytest.mark.fault("C12")
def test_clock_that_goes_backwards_changes_no_order(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, days in enumerate((0, -400, 3), start=1):
        now = NOW + timedelta(days=days)
        monkeypatch.setattr(warehouse, "_now", now.isoformat)
        line.edit(SNAPSHOT, f"梧桐,{number + 1}", f"梧桐,{number + 2}")
        (result,) = line.publish(now=now)
        assert result.edition == number

    moments = [moment for (moment,) in read(line.home, "select published_at from edition")]
    assert sorted(moments) != moments
    assert read(line.home, "select latest_edition from dataset") == [(3,)]
    newest = json.loads((line.home / f"editions/{DATASET}/3/manifest.json").read_bytes())
    assert newest["previous"]["edition"] == 2
    assert problems(line.home) == []
