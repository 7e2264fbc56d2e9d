import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pipelines.publication.manifest import VOUCHERS
from tests import REPOSITORY, SNAPSHOT_CSV, make_repository, write
from tests.plain_line import DATASET, FOLDER, TABLE, Line
from tests.reader import edition_files, problems

GOLDEN = REPOSITORY / "tests/golden" / DATASET / "1"
SNAPSHOT = f"{FOLDER}/snapshots/2024.csv"


@pytest.fixture
def line(tmp_path: Path) -> Line:
    return Line(make_repository(tmp_path / "repository"), tmp_path / "home")


def test_edition_is_the_golden_one_byte_for_byte(
    line: Line, request: pytest.FixtureRequest
) -> None:
    """What vouches for the files, and the report, speak of every rule and change with a word."""
    line.publish()

    folder = line.settings.editions / DATASET / "1"
    files = {
        path.name: path.read_bytes()
        for path in folder.iterdir()
        if path.name not in VOUCHERS and not path.name.startswith("inspection.")
    }
    if request.config.getoption("--accept", default=False):
        for name, data in files.items():
            write(GOLDEN / name, data)
    assert files == {path.name: path.read_bytes() for path in GOLDEN.iterdir()}


@pytest.mark.parametrize(
    "same",
    [
        SNAPSHOT_CSV,
        "".join([*SNAPSHOT_CSV.splitlines(True)[:3], *reversed(SNAPSHOT_CSV.splitlines(True)[3:])]),
        SNAPSHOT_CSV.encode("gb18030"),
        SNAPSHOT_CSV.replace("银杏", '"银杏"').replace("\n", "\r\n"),
    ],
    ids=["unchanged", "re-sorted", "re-encoded", "re-quoted"],
)
def test_same_figures_sent_again_make_no_edition(line: Line, same: str | bytes) -> None:
    line.publish()
    before = edition_files(line.home)
    write(line.root / SNAPSHOT, same)

    (result,) = line.publish()

    assert (result.outcome, result.edition) == ("unchanged", 1)
    assert edition_files(line.home) == before
    assert problems(line.home) == []


def test_published_edition_never_changes(line: Line) -> None:
    line.publish()
    first = edition_files(line.home)
    for count in ("7", "8", "9"):
        text = SNAPSHOT_CSV.replace("梧桐,2", f"梧桐,{count}")
        write(line.root / SNAPSHOT, text)
        line.publish()

    assert [n for (n,) in line.rows("select number from edition")] == [1, 2, 3, 4]
    assert first.items() <= edition_files(line.home).items()
    assert problems(line.home) == []


def test_edition_left_without_a_record_gives_its_number_to_the_next(line: Line) -> None:
    line.publish()
    write(line.settings.editions / DATASET / "2" / f"{TABLE}.csv", "orphan\n")
    line.edit(SNAPSHOT, "梧桐,2", "梧桐,7")

    (result,) = line.publish()

    assert result.edition == 2
    assert problems(line.home) == []


def test_years_published_in_turn_stand_together_in_one_edition(line: Line) -> None:
    line.add_snapshot(
        "2025", SNAPSHOT_CSV.replace("1.5", "2.5").replace("1.00", "2.00"), partition=True
    )

    results = line.publish()

    assert [r.edition for r in results] == [1, 2]
    assert line.rows(f"select fiscal_year, sum(care_amount_fen) from {TABLE} group by 1") == [
        (2024, 4500000),
        (2025, 7500000),
    ]
    assert problems(line.home) == []


@pytest.mark.fault("C15")
def test_home_that_is_restored_elsewhere_verifies_and_goes_on(line: Line, tmp_path: Path) -> None:
    line.publish()
    restored = Line(line.root, shutil.copytree(line.home, tmp_path / "another place"))

    assert problems(restored.home) == []
    (same,) = restored.publish()
    line.edit(SNAPSHOT, "梧桐,2", "梧桐,7")
    (changed,) = restored.publish()

    assert (same.outcome, changed.edition) == ("unchanged", 2)
    assert problems(restored.home) == []


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        ("update edition set sha256 = 'x'", "not the edition that is recorded"),
        ("delete from edition", "latest edition"),
        (f"delete from {TABLE} where tree_code = '101'", "shows 3 rows"),
        (f"update {TABLE} set care_amount = '1.00' where tree_code = '101'", "shows 4 rows"),
        ("update edition set row_count = 5", "rows"),
    ],
)
def test_reader_who_verifies_notices_a_changed_database(
    line: Line, damage: str, expected: str
) -> None:
    line.publish()
    with closing(sqlite3.connect(line.home / "public" / "sunledger.db")) as connection, connection:
        connection.execute(damage)

    assert expected in " ".join(problems(line.home))


@pytest.mark.parametrize("name", [f"{TABLE}.csv", f"{TABLE}.json", "datapackage.json"])
def test_reader_who_verifies_notices_one_flipped_bit_anywhere(line: Line, name: str) -> None:
    line.publish()
    path = line.settings.editions / DATASET / "1" / name
    whole = path.read_bytes()

    for position in range(0, len(whole), 41):
        flipped = bytes([whole[position] ^ 1])
        path.write_bytes(whole[:position] + flipped + whole[position + 1 :])
        assert f"{name}: not the bytes" in " ".join(problems(line.home))


def test_reader_who_verifies_notices_a_file_too_few(line: Line) -> None:
    line.publish()
    (line.settings.editions / DATASET / "1" / f"{TABLE}.json").unlink()

    assert "lists" in " ".join(problems(line.home))
