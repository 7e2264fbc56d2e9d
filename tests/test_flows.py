import fcntl
import shutil
import threading
from pathlib import Path
from types import ModuleType

import pytest
from typer.testing import CliRunner

from pipelines.cli import app
from pipelines.exceptions import BusyError, RepositoryError, StoreError
from pipelines.model import Result
from tests import SNAPSHOT_CSV, make_repository, write
from tests.plain_line import DATASET, FOLDER, TABLE, Line
from tests.reader import edition_files, problems, public_tables

OAK, PLANE = "oak-town-trees", "plane-town-trees"
SNAPSHOT = f"{FOLDER}/snapshots/2024.csv"
RULE = "schemas/street-tree/rules/class-is-sum-of-items.sql"


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Line:
    """The small repository with a second dataset, as the settings of this process see it."""
    line = Line(make_repository(tmp_path / "repository"), tmp_path / "home")
    add_dataset(line, OAK)
    monkeypatch.setenv("SUNLEDGER_REPOSITORY", str(line.root))
    monkeypatch.setenv("SUNLEDGER_HOME", str(line.home))
    return line


def add_dataset(line: Line, name: str) -> None:
    shutil.copytree(line.root / FOLDER, line.root / "datasets" / name)
    line.edit(f"datasets/{name}/datapackage.yaml", f"name: {DATASET}", f"name: {name}")


def published(flows: ModuleType, line: Line, *names: str) -> dict[str, Result]:
    """Runs the line; says how each dataset's newest snapshot ended."""
    results = flows.run(list(names))
    assert problems(line.home) == []
    return {result.dataset: result for result in results}


def recorded_runs() -> dict[str, str]:
    """How the server recorded the latest run of each flow, by its name."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.sorting import FlowRunSort

    with get_client(sync_client=True) as client:
        found = client.read_flow_runs(sort=FlowRunSort.START_TIME_ASC)
    return {run.name: run.state_name for run in found}


@pytest.mark.usefixtures("prefect_server")
def test_first_run_publishes_and_the_second_finds_nothing_new(
    flows: ModuleType, line: Line
) -> None:
    first = published(flows, line)
    tables, files = public_tables(line.home), edition_files(line.home)
    second = published(flows, line)

    assert {(name, r.outcome, r.edition) for name, r in first.items()} == {
        (DATASET, "published", 1),
        (OAK, "published", 1),
    }
    assert {(name, r.outcome, r.edition) for name, r in second.items()} == {
        (DATASET, "unchanged", 1),
        (OAK, "unchanged", 1),
    }
    assert edition_files(line.home) == files
    assert public_tables(line.home) == tables
    assert line.settings.metadata.is_file()


@pytest.mark.usefixtures("prefect_server")
def test_each_dataset_ends_for_itself_and_a_disk_that_recovers_is_tried_again(
    flows: ModuleType, line: Line
) -> None:
    published(flows, line)
    add_dataset(line, PLANE)
    line.edit(f"datasets/{PLANE}/snapshots/2024.csv", "银杏,1,1.00", "银杏,1,77177.77")
    gone = line.root / f"datasets/{OAK}/snapshots/2024.csv"
    gone.unlink()
    gone.mkdir()  # opening it is refused, every time
    line.edit(SNAPSHOT, "梧桐,2", "梧桐,7")
    moved = (line.root / SNAPSHOT).rename(line.root / "moved.csv")
    back = threading.Timer(1.5, moved.rename, [line.root / SNAPSHOT])
    back.start()

    results = published(flows, line)

    back.join()
    assert (results[DATASET].outcome, results[DATASET].edition) == ("published", 2)
    assert (results[PLANE].outcome, results[PLANE].errors) == ("refused", 1)
    assert (results[OAK].outcome, results[OAK].edition) == ("failed", None)
    assert "2024.csv：不是文件，是文件夹 a folder" in results[OAK].reason
    assert line.rows("select number from edition where dataset = ?", OAK) == [(1,)]
    recorded = recorded_runs()
    assert [recorded[name] for name in (DATASET, OAK, PLANE)] == [
        "Completed",
        "Failed",
        "Completed",
    ]
    assert_prefect_knows_names_and_no_figures()


@pytest.mark.usefixtures("prefect_server")
def test_command_reports_a_fault_of_the_program_and_ends_with_2(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)  # the width of the terminal, or none
    line.edit(RULE, "select p.dataset, p.snapshot,", "select p.snapshot, p.dataset,")

    result = CliRunner().invoke(app, ["publish"])

    assert result.exit_code == 2
    assert "故障 failed" in result.output
    assert "class-is-sum-of-items" in result.output


def assert_prefect_knows_names_and_no_figures() -> None:
    from prefect.settings import PREFECT_HOME, PREFECT_SERVER_DATABASE_CONNECTION_URL

    database = str(PREFECT_SERVER_DATABASE_CONNECTION_URL.value())
    folder = Path(database.removeprefix("sqlite+aiosqlite:///")).parent
    files = [p for root in (folder, PREFECT_HOME.value()) for p in root.rglob("*") if p.is_file()]
    recorded = b"".join(path.read_bytes() for path in files)
    assert PLANE.encode() in recorded
    assert b"77177" not in recorded
    assert "银杏".encode() not in recorded


def test_flow_publishes_what_the_plain_functions_publish(
    plain_flows: ModuleType, line: Line, tmp_path: Path
) -> None:
    line.use_key()
    published(plain_flows, line, DATASET)
    plain = Line(line.root, tmp_path / "plain")

    plain.publish()

    assert edition_files(plain.home) == edition_files(line.home)
    assert public_tables(plain.home) == public_tables(line.home)


def test_only_the_named_dataset_is_published(plain_flows: ModuleType, line: Line) -> None:
    assert list(published(plain_flows, line, OAK)) == [OAK]
    assert {path.name for path in line.settings.editions.iterdir()} == {OAK}


def test_rule_that_cannot_be_run_is_a_fault_not_a_finding(
    plain_flows: ModuleType, line: Line
) -> None:
    line.edit(RULE, "select p.dataset, p.snapshot,", "select p.snapshot, p.dataset,")

    with pytest.raises(RepositoryError, match="class-is-sum-of-items"):
        plain_flows.run()

    assert line.rows("select count(*) from inspection") == [(0,)]


def test_published_snapshot_may_not_vanish_from_the_repository(
    plain_flows: ModuleType, line: Line
) -> None:
    published(plain_flows, line)
    line.edit(f"{FOLDER}/datapackage.yaml", "snapshots/2024.csv", "snapshots/renamed.csv")
    (line.root / SNAPSHOT).rename(line.root / f"{FOLDER}/snapshots/renamed.csv")

    with pytest.raises(RepositoryError, match="2024 is gone"):
        plain_flows.run()


def test_corrected_figure_of_an_earlier_year_makes_an_edition(
    plain_flows: ModuleType, line: Line
) -> None:
    line.add_snapshot("2025", SNAPSHOT_CSV, partition=True)
    published(plain_flows, line, DATASET)
    line.edit(SNAPSHOT, "梧桐,2", "梧桐,7")

    result = published(plain_flows, line, DATASET)

    assert result[DATASET].snapshot == "2025"
    query = f"select fiscal_year, tree_count from {TABLE} where tree_code = '102' order by 1"
    assert line.rows(query) == [(2024, 7), (2025, 2)]
    assert line.rows("select number, snapshot from edition") == [
        (1, "2024"),
        (2, "2025"),
        (3, "2024"),
    ]


def test_year_that_was_refused_is_published_once_it_is_right(
    plain_flows: ModuleType, line: Line
) -> None:
    line.add_snapshot("2025", SNAPSHOT_CSV, partition=True)
    line.edit(SNAPSHOT, "落叶树,3,1.50", "落叶树,3,1.80")
    published(plain_flows, line, DATASET)
    assert line.rows("select snapshot from edition") == [("2025",)]
    line.edit(SNAPSHOT, "落叶树,3,1.80", "落叶树,3,1.50")

    published(plain_flows, line, DATASET)

    assert line.rows("select snapshot from edition") == [("2025",), ("2024",)]
    assert line.rows(f"select distinct fiscal_year from {TABLE} order by 1") == [(2024,), (2025,)]


def test_older_state_of_an_undivided_dataset_never_takes_newer_figures_back(
    plain_flows: ModuleType, line: Line
) -> None:
    line.add_snapshot("2025", SNAPSHOT_CSV)
    published(plain_flows, line, DATASET)
    line.edit(SNAPSHOT, "梧桐,2", "梧桐,7")

    published(plain_flows, line, DATASET)

    assert line.rows("select number from edition") == [(1,), (2,)]
    assert line.rows(f"select distinct fiscal_year from {TABLE}") == [(2025,)]


def test_what_a_stopped_run_left_behind_is_taken_away(plain_flows: ModuleType, line: Line) -> None:
    published(plain_flows, line)
    folder = line.settings.editions / DATASET
    write(folder / "2" / f"{TABLE}.csv", "orphan")
    write(folder / ".staging" / f"{TABLE}.csv", "half")

    published(plain_flows, line)

    assert {path.name for path in folder.iterdir()} == {"1"}


def test_home_that_lost_its_warehouse_is_left_alone(plain_flows: ModuleType, line: Line) -> None:
    line.publish()
    line.settings.warehouse.unlink()
    files = edition_files(line.home)

    with pytest.raises(StoreError, match="is missing"):
        plain_flows.run()

    assert edition_files(line.home) == files


def test_run_stops_at_once_while_another_is_publishing(plain_flows: ModuleType, line: Line) -> None:
    line.home.mkdir()
    with line.settings.lock.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        with pytest.raises(BusyError, match="another run"):
            plain_flows.run()

    assert {path.name for path in line.home.iterdir()} == {"publish.lock"}


@pytest.mark.parametrize("broken", ["no such dataset", "no such family"])
def test_repository_that_does_not_hold_together_stops_the_run(
    plain_flows: ModuleType, line: Line, broken: str
) -> None:
    names = []
    if broken == "no such family":
        line.edit(f"{FOLDER}/datapackage.yaml", "family: street-tree", "family: shrub")
    else:
        names = ["elm"]

    with pytest.raises(RepositoryError, match=r"shrub|elm"):
        plain_flows.run(names)

    assert not line.settings.warehouse.exists()
