import json
import os
import subprocess
import sys

import pytest

from pipelines.publication.site import write_metadata
from tests import REPOSITORY, make_repository
from tests.plain_line import FOLDER, Line

# Each publisher with a fault put in, and where the sweep must at least find it.
MUTANTS = ("record_before_writing", "write_in_place", "commit_in_two", "leave_orphans")
# What a run does that nothing else in it does: a sweep that misses one of these is no sweep.
WHAT_HAPPENS = {
    "open publish.lock",
    "open .metadata.json.new",
    "os.rename .metadata.json.new",
    "os.mkdir .staging",
    "cut in half",
    "os.rename .staging",
    "fsync",
    "BEGIN IMMEDIATE",
    "INSERT INTO edition (dataset,",
    "commit",
}


def start_sweep(line: Line, *mutants: str) -> subprocess.Popen:
    environment = os.environ | {
        "SUNLEDGER_REPOSITORY": str(line.root),
        "SUNLEDGER_HOME": str(line.home.with_name("home")),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "tests.crash_sweep", str(line.home), *mutants],
        cwd=REPOSITORY,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.fixture(scope="module")
def sweeps(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict]:
    """Two sweeps side by side: of a home's first edition, and of a second one."""
    folders = {name: tmp_path_factory.mktemp(name) for name in ("first", "second")}
    lines = {
        name: Line(make_repository(folder / "repository"), folder / "before")
        for name, folder in folders.items()
    }
    lines["first"].home.mkdir()
    second = lines["second"]
    second.publish()
    write_metadata(second.root / "metadata.yml", second.settings.metadata, second.catalogue)
    second.edit(f"{FOLDER}/snapshots/2024.csv", "梧桐,2", "梧桐,7")
    started = {"first": start_sweep(lines["first"]), "second": start_sweep(second, *MUTANTS)}
    return {name: json.loads(sweep.communicate()[0]) for name, sweep in started.items()}


@pytest.mark.parametrize("which", ["first", "second"])
def test_run_killed_at_any_point_leaves_the_old_or_the_new_state_whole(
    sweeps: dict, which: str
) -> None:
    swept = sweeps[which][""]

    assert set(swept["points"]) >= WHAT_HAPPENS
    assert swept["faults"] == {}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_sweep_finds_a_publisher_with_a_fault(sweeps: dict, mutant: str) -> None:
    assert sweeps["second"][mutant]["faults"]
