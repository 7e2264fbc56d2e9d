"""The power fails while an edition is written: the log of writes is replayed without its end."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.publication import store
from tests.write_log import Disk, WriteLog, logged, write_disk

DATASET = "elm-town-trees"
FILES = ("SHA256SUMS", "manifest.json", "tree_line.csv", "tree_line.json")


def content(number: int) -> dict[str, bytes]:
    """One table is the same in every edition: it is stored once."""
    made = {name: f"{name} of edition {number}\n".encode() * 20 for name in FILES}
    return made | {"tree_line.csv": b"1,2,3\n" * 50}


def whole(*numbers: int) -> Disk:
    """A disk with these editions and nothing else."""
    return {
        f"editions/{DATASET}/{number}/{name}": data
        for number in numbers
        for name, data in content(number).items()
    }


def publish(root: Path, number: int) -> None:
    """As a run does: files are made in the building folder, and some are given as bytes."""
    store.remove_unpublished(root, DATASET, number - 1)
    building = store.building_folder(root, DATASET)
    files: dict[str, bytes | Path] = {}
    for at, (name, data) in enumerate(content(number).items()):
        if at % 2:
            files[name] = data
        else:
            (building / name).write_bytes(data)
            files[name] = building / name
    store.write_edition(root, DATASET, number, files)


def record(home: Path, before: tuple[int, ...]) -> WriteLog:
    """The log of publishing the edition after those that are there."""
    root = home / "editions"
    home.mkdir(exist_ok=True)
    write_disk(home, whole(*before))
    with logged(home) as log:
        publish(root, len(before) + 1)
    return log


def read_disk(home: Path) -> Disk:
    paths = (path for path in home.rglob("*") if path.is_file())
    return {str(path.relative_to(home)): path.read_bytes() for path in paths}


def replay(
    log: WriteLog, before: tuple[int, ...], home: Path, states: int
) -> tuple[list[str], int]:
    """What is wrong after power cuts at every step, `states` drawn at each, and how many differ."""
    chance, number, found, count = random.Random(7), len(before) + 1, [], 0  # noqa: S311
    for at in range(len(log.steps) + 1):
        known = []
        for _ in range(states):
            disk = log.after_power_cut(at, chance)
            if disk in known:
                continue
            known.append(disk)
            count += 1
            if not whole(*before).items() <= disk.items():
                found.append(f"{at}: a published edition is not whole")
            if at == len(log.steps) and not whole(number).items() <= disk.items():
                found.append(f"{at}: an edition that may be recorded is not whole")
            shutil.rmtree(home, ignore_errors=True)
            home.mkdir()
            write_disk(home, disk)
            publish(home / "editions", number)
            if read_disk(home) != whole(*before, number):
                found.append(f"{at}: the next run ends otherwise")
    return found, count


@pytest.fixture(params=[(), (1,)], ids=["first", "second"])
def before(request: pytest.FixtureRequest) -> tuple[int, ...]:
    """The editions that lie there before."""
    return request.param


@pytest.mark.fault("C07")
def test_power_cut_at_any_step_leaves_published_editions_whole_and_the_next_run_completes(
    tmp_path: Path, before: tuple[int, ...]
) -> None:
    log = record(tmp_path / "recorded", before)

    assert len(log.steps) >= 18
    assert replay(log, before, tmp_path / "cut", 3)[0] == []


@pytest.mark.slow
@pytest.mark.fault("C07")
def test_thousand_power_cuts_leave_published_editions_whole(
    tmp_path: Path, before: tuple[int, ...]
) -> None:
    log = record(tmp_path / "recorded", before)

    found, count = replay(log, before, tmp_path / "cut", 600)

    assert found == []
    assert count >= 1_000


def flush_no_file(path: Path) -> None:
    if path.is_dir():
        flush(path)


def flush_no_folder(path: Path) -> None:
    if path.is_file():
        flush(path)


def flush_no_parent(path: Path) -> None:
    if path.is_file() or path.name.startswith("."):
        flush(path)


def flush_no_staging(path: Path) -> None:
    if not path.name.startswith("."):
        flush(path)


flush = store.flush
FLUSHING = [flush_no_file, flush_no_folder, flush_no_parent, flush_no_staging]


@pytest.mark.parametrize("mutant", FLUSHING)
def test_power_cuts_find_a_store_that_does_not_flush(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mutant: Callable[[Path], None]
) -> None:
    monkeypatch.setattr(store, "flush", mutant)

    log = record(tmp_path / "recorded", (1,))

    assert replay(log, (1,), tmp_path / "cut", 8)[0]


def write_unflushed(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def remove_newest(root: Path, dataset: str, latest: int) -> None:
    """The sweep takes a published edition."""
    shutil.rmtree(root / dataset / str(latest), ignore_errors=True)


@pytest.mark.parametrize(
    ("name", "mutant"),
    [
        ("write_flushed", write_unflushed),
        ("remove_unpublished", remove_newest),
    ],
)
def test_power_cuts_find_a_store_with_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, mutant: Callable
) -> None:
    monkeypatch.setattr(store, name, mutant)
    log = record(tmp_path / "recorded", (1,))
    monkeypatch.undo()

    assert replay(log, (1,), tmp_path / "cut", 8)[0]
