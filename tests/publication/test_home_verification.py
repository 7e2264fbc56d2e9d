import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pipelines.publication.home_verification import verify_home, warehouse_problems
from pipelines.publication.keys import known_keys
from tests import make_repository
from tests.plain_line import DATASET, FOLDER, TABLE, Line

FEW, MANY = 4, 40  # positions of each file


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Line:
    """Two editions, and before them a third that was withdrawn."""
    folder = tmp_path_factory.mktemp("published")
    line = Line(make_repository(folder / "repository"), folder / "home")
    line.publish()
    for was, becomes in (("2", "7"), ("7", "8")):
        line.edit(f"{FOLDER}/snapshots/2024.csv", f"梧桐,{was}", f"梧桐,{becomes}")
        line.publish()
    line.withdraw(1)
    return line


@pytest.fixture
def line(published: Line, tmp_path: Path) -> Line:
    return Line(published.root, shutil.copytree(published.home, tmp_path / "home", symlinks=True))


def faults(line: Line) -> str:
    settings = line.settings
    state = settings.public / "sunledger.db"
    keys = known_keys(settings.keys)
    found = [
        *verify_home(settings.editions, state, keys, None, None),
        *warehouse_problems(settings.warehouse, state),
    ]
    return "\n".join(f"{p.where}: {p.what_en}" for p in found if p.is_fault)


def flip(path: Path, position: int) -> None:
    with path.open("r+b") as file:
        file.seek(position)
        (byte,) = file.read(1)
        file.seek(position)
        file.write(bytes([byte ^ 1]))


def positions(size: int, number: int = MANY) -> list[int]:
    return sorted({round(n * (size - 1) / (number - 1)) for n in range(number)})


@pytest.mark.parametrize("number", [FEW, pytest.param(MANY, marks=pytest.mark.slow)])
@pytest.mark.fault("C09")
def test_one_flipped_bit_anywhere_in_what_is_published_is_named(line: Line, number: int) -> None:
    """Of every file of every edition, and of the database that readers see."""
    assert faults(line) == ""
    files = [p for p in sorted(line.settings.editions.rglob("*")) if p.is_file()]
    state = (line.settings.public / "sunledger.db").resolve()
    assert len(files) > 15
    for path in [*files, state]:
        for position in positions(path.stat().st_size, number):
            flip(path, position)
            place = path.name if path == state else f"{path.parent.parent.name}/{path.parent.name}"
            assert place in faults(line), f"{path.name} at {position}"
            flip(path, position)
    assert faults(line) == ""


def test_flipped_bit_in_the_warehouse_is_named_wherever_a_query_could_see_it(line: Line) -> None:
    warehouse, before = line.settings.warehouse, everything(line.settings.warehouse)
    named = 0
    for position in positions(warehouse.stat().st_size, FEW * 2):
        flip(warehouse, position)
        is_named = str(warehouse) in faults(line)
        named += is_named
        assert is_named or everything(warehouse) == before, position
        flip(warehouse, position)
    assert named


def everything(path: Path) -> object:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        try:
            return list(connection.iterdump())
        except sqlite3.DatabaseError as error:
            return str(error)


@pytest.mark.fault("C11")
def test_state_readers_are_led_back_to_is_told(line: Line) -> None:
    public = line.settings.public
    oldest = min(p.name for p in public.glob("0*.db"))
    (public / "sunledger.db").unlink()
    (public / "sunledger.db").symlink_to(oldest)

    assert "it was rolled back" in faults(line)


def test_rows_in_the_database_are_held_against_the_downloads(line: Line) -> None:
    state = (line.settings.public / "sunledger.db").resolve()
    with closing(sqlite3.connect(state)) as connection, connection:
        connection.execute(f"update {TABLE} set tree_count = 6 where tree_code = '102'")

    told = faults(line)

    assert f"{state.name}: was changed" in told
    assert "tree_code=102: tree_count is 6 in the database and 8 in the download" in told


def test_rows_changed_before_they_are_published_are_told_of_the_warehouse(line: Line) -> None:
    with closing(sqlite3.connect(line.settings.warehouse)) as connection, connection:
        connection.execute(f"update {TABLE} set tree_count = 6 where tree_code = '102'")

    assert f"{line.settings.warehouse}: says other than what readers see" in faults(line)


def test_edition_that_cannot_be_compared_is_told(line: Line) -> None:
    (line.settings.editions / DATASET / "3" / "datapackage.json").write_text("{}")

    assert "cannot be compared with the files of edition 3" in faults(line)
