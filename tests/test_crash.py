import hashlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from pipelines.publication.site import write_metadata
from tests import REPOSITORY, make_repository, write
from tests.plain_line import DATASET, FOLDER, Line
from tests.reader import problems, read

# Each publisher with a fault put in, and where the sweep must at least find it.
MUTANTS = (
    *("record_before_writing", "write_in_place", "commit_in_two", "leave_orphans"),
    *("move_link_in_two", "lead_to_what_is_not_there", "write_state_in_place"),
    *("publish_again", "sweep_too_much", "forget_the_state"),
)
WITHDRAWING_MUTANTS = ("purge_before_recording", "withdraw_in_two")
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
    "os.rename sunledger.db.draft",
    "os.rename sunledger.db.next",
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


def states_before(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Line]:
    """A home before its first edition, and one before its second."""
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
    return lines


def sweep_one(line: Line, *words: str) -> dict:
    return json.loads(start_sweep(line, *words).communicate()[0])


def sweep_both(lines: dict[str, Line], *words: str) -> dict[str, dict]:
    started = {
        "first": start_sweep(lines["first"], *(w for w in words if w not in MUTANTS)),
        "second": start_sweep(lines["second"], *words),
    }
    return {name: json.loads(sweep.communicate()[0]) for name, sweep in started.items()}


@pytest.fixture(scope="module")
def mutants(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict]:
    """A sweep before the second edition, with the mutants after it."""
    return sweep_both(states_before(tmp_path_factory), *MUTANTS)["second"]


@pytest.mark.parametrize("which", [pytest.param("first", marks=pytest.mark.slow), "second"])
@pytest.mark.fault("C01")
def test_run_killed_at_any_point_leaves_the_old_or_the_new_state_whole(
    tmp_path_factory: pytest.TempPathFactory, which: str
) -> None:
    swept = sweep_one(states_before(tmp_path_factory)[which])[""]

    assert set(swept["points"]) >= WHAT_HAPPENS
    assert swept["faults"] == {}


@pytest.mark.slow
@pytest.mark.parametrize("mutant", MUTANTS)
def test_sweep_finds_a_publisher_with_a_fault(mutants: dict, mutant: str) -> None:
    assert mutants[mutant]["faults"]


def sweep_withdrawal(tmp_path_factory: pytest.TempPathFactory, *mutants: str) -> dict[str, dict]:
    """A sweep over a withdrawal of the newest of two editions."""
    folder = tmp_path_factory.mktemp("withdrawn")
    line = Line(make_repository(folder / "repository"), folder / "before")
    line.publish()
    line.edit(f"{FOLDER}/snapshots/2024.csv", "梧桐,2", "梧桐,7")
    line.publish()
    write_metadata(line.root / "metadata.yml", line.settings.metadata, line.catalogue)
    return json.loads(start_sweep(line, "withdraw", *mutants).communicate()[0])


def test_withdrawal_killed_at_any_point_is_not_begun_or_is_finished_by_the_next_run(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    withdrawn = sweep_withdrawal(tmp_path_factory)

    assert set(withdrawn[""]["points"]) >= {
        "INSERT INTO withdrawal (dataset,",
        "commit",
        "os.rename sunledger.db.next",
        "os.rename .withdrawn.json.new",
        "os.remove tree_line.csv",
    }
    assert withdrawn[""]["faults"] == {}


@pytest.mark.slow
def test_sweep_finds_a_withdrawal_with_a_fault(tmp_path_factory: pytest.TempPathFactory) -> None:
    withdrawn = sweep_withdrawal(tmp_path_factory, *WITHDRAWING_MUTANTS)

    assert [m for m in WITHDRAWING_MUTANTS if not withdrawn[m]["faults"]] == []


@pytest.mark.slow
def test_run_killed_at_every_single_point_leaves_the_old_or_the_new_state_whole(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    swept = sweep_both(states_before(tmp_path_factory), "whole")

    assert [swept[name][""]["faults"] for name in ("first", "second")] == [{}, {}]
    kills = sum(swept[name][""]["stopped"] for name in ("first", "second"))
    print(f"killed {kills} times")
    assert kills >= 500


@pytest.mark.slow
@pytest.mark.fault("C05")
def test_run_that_finds_the_disk_full_at_any_point_leaves_all_whole_and_can_be_repeated(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    swept = sweep_both(states_before(tmp_path_factory), "refuse_disk", "whole")

    assert [swept[name][""]["faults"] for name in ("first", "second")] == [{}, {}]
    assert all(swept[name][""]["stopped"] > 40 for name in ("first", "second"))


class Town:
    """A repository big enough to be killed in, a home, and a site that serves it."""

    kinds = 300

    def __init__(self, root: Path, api_url: str) -> None:
        self.root, self.home, self.round = make_repository(root / "repository"), root / "home", 0
        codes = "".join(
            f"2{n:03},2,item,树{n},Tree {n},2020,,true,树木名录\n" for n in range(self.kinds)
        )
        lists = self.root / "schemas/codelists/tree-kind.csv"
        lists.write_text(
            f"{lists.read_text(encoding='utf-8')}2,,class,树,Trees,2020,,true,树木名录\n{codes}",
            encoding="utf-8",
        )
        schema = self.root / "schemas/street-tree/tree_line.yaml"
        schema.write_text(schema.read_text(encoding="utf-8").replace("{1,3}", "{1,4}"), "utf-8")
        self.environment = os.environ | {
            "SUNLEDGER_REPOSITORY": str(self.root),
            "SUNLEDGER_HOME": str(self.home),
            "PREFECT_API_URL": api_url,
        }
        self.grow()

    def grow(self) -> None:
        """Every tree costs one yuan more; the total of an edition tells them apart."""
        self.round += 1
        trees = "".join(f"2,{n:03},树{n},1,{self.round}\n" for n in range(self.kinds))
        head = f"单位：元,,,,\n类,项,树种名称,数量,养护费\n2,,树,1,{self.round * self.kinds}\n"
        write(self.root / f"{FOLDER}/snapshots/2024.csv", head + trees)

    def start(self, *words: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "-m", "pipelines", *words],
            cwd=REPOSITORY,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def wait_for_publication(self, run: subprocess.Popen) -> None:
        """Until the run has written the site's metadata, which it does before any edition."""
        path = self.home / "metadata.json"
        before = path.stat().st_ino
        while run.poll() is None and path.stat().st_ino == before:
            time.sleep(0.002)


class Reader(threading.Thread):
    """Asks the site without pause and notes every answer that is not one whole edition."""

    SQL = """
        select e.number, e.row_count, d.latest_edition, count(t.source_row) as row_count_shown,
               sum(t.care_amount_fen) / 100 as total
          from edition e join dataset d on d.name = e.dataset
          join tree_line t on t.dataset = e.dataset
         where e.number = (select max(number) from edition) and t.line_level = 'item'
    """

    def __init__(self, address: str) -> None:
        super().__init__(daemon=True)
        self.client = httpx.Client(base_url=address, timeout=60)
        self.faults: list[str] = []
        self.asked, self.number, self.over = 0, 0, False

    def run(self) -> None:
        while not self.over:
            self.ask()
            self.asked += 1

    def ask(self) -> None:
        answer = self.client.get("/sunledger.json", params={"sql": self.SQL, "_shape": "objects"})
        page = self.client.get(f"/dataset/{DATASET}")
        if (answer.status_code, page.status_code) != (200, 200):
            self.faults.append(f"{answer.status_code} {page.status_code}")
            return
        (row,) = answer.json()["rows"]
        number = row["number"]
        if number < self.number or row["latest_edition"] != number:
            self.faults.append(f"after {self.number} came {row}")
        self.number = number
        if (row["row_count"], row["row_count_shown"]) != (Town.kinds + 1, Town.kinds):
            self.faults.append(f"not whole: {row}")
        folder = f"/downloads/{DATASET}/{number}"
        files = {
            name: self.client.get(f"{folder}/{name}").content
            for name in ("SHA256SUMS", "tree_line.csv", "tree_line.json", "datapackage.json")
        }
        for line in files.pop("SHA256SUMS").decode().splitlines():
            digest, name = line.split("  ")
            if hashlib.sha256(files[name]).hexdigest() != digest:
                self.faults.append(f"edition {number}: {name} is not what is listed")
        trees = json.loads(files["tree_line.json"])
        total = sum(float(t["care_amount"]) for t in trees if t["line_level"] == "item")
        if total != row["total"]:
            self.faults.append(
                f"edition {number}: {total} in the file, {row['total']} in the table"
            )


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture
def town(tmp_path: Path, prefect_server: None) -> Town:
    from prefect.settings import PREFECT_API_URL

    return Town(tmp_path, str(PREFECT_API_URL.value()))


@pytest.fixture
def readers(town: Town) -> Iterator[list[Reader]]:
    """Two readers of a site that is being served while it is published to."""
    assert town.start("publish").wait() == 0
    port = free_port()
    site = town.start("serve", "--port", str(port))
    address = f"http://127.0.0.1:{port}"
    while True:
        try:
            httpx.get(address)
            break
        except httpx.ConnectError:
            assert site.poll() is None
            time.sleep(0.2)
    readers = [Reader(address), Reader(address)]
    for reader in readers:
        reader.start()
    yield readers
    site.kill()
    site.wait()


@pytest.mark.slow
@pytest.mark.fault("C02")
def test_readers_never_see_half_an_edition_while_runs_are_killed_at_random(
    town: Town, readers: list[Reader]
) -> None:
    town.grow()
    run = town.start("publish")
    town.wait_for_publication(run)
    began = time.monotonic()
    while read(town.home, "select max(number) from edition") != [(2,)]:
        time.sleep(0.002)
    lasts = time.monotonic() - began
    assert run.wait() == 0
    chance = random.Random(20)  # noqa: S311 - a number that is the same every time is what is wanted

    landed = 0
    while landed < 20:
        town.grow()
        run = town.start("publish")
        town.wait_for_publication(run)
        time.sleep(chance.uniform(0, 1.2 * lasts))
        run.kill()
        landed += run.wait() == -signal.SIGKILL
        assert problems(town.home) == []

    assert town.start("publish").wait() == 0
    time.sleep(2)
    for reader in readers:
        reader.over = True
        reader.join()
    assert [reader.faults for reader in readers] == [[], []]
    assert all(reader.asked > 50 for reader in readers)
    assert problems(town.home) == []
    query = "select sum(care_amount_fen) from tree_line where line_level = 'item'"
    assert read(town.home, query) == [(town.round * town.kinds * 100,)]


@pytest.mark.slow
def test_second_of_two_runs_at_once_stops_with_2(town: Town) -> None:
    path = town.root / f"{FOLDER}/snapshots/2024.csv"
    text = path.read_bytes()
    path.unlink()
    os.mkfifo(path)  # a run that opens it waits until somebody writes
    first = town.start("publish")
    lock = town.home / "publish.lock"
    while not lock.exists():
        time.sleep(0.05)
        assert first.poll() is None
    time.sleep(0.5)

    second = town.start("publish")

    assert second.wait() == 2
    assert first.poll() is None
    first.kill()
    first.wait()
    path.unlink()
    write(path, text)
    assert town.start("publish").wait() == 0
    assert problems(town.home) == []
