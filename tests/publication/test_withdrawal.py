import json
import subprocess
from pathlib import Path

import pytest

from pipelines.exceptions import BusyError, UsageError
from pipelines.publication.home_verification import verify_home
from pipelines.publication.keys import known_keys
from pipelines.publication.lock import locked
from pipelines.publication.verification import Problem
from tests import SNAPSHOT_CSV, make_repository, write
from tests.plain_line import DATASET, FOLDER, TABLE, Line
from tests.reader import problems

ROWS = f"select tree_code, tree_count, snapshot from {TABLE} order by snapshot, source_row"


@pytest.fixture(scope="module")
def three_editions(tmp_path_factory: pytest.TempPathFactory) -> Line:
    """Three editions of one file, received again and again."""
    folder = tmp_path_factory.mktemp("elm")
    line = Line(make_repository(folder / "repository"), folder / "home")
    line.publish()
    for count in ("7", "8"):
        receive(line, count)
    return line


@pytest.fixture
def line(three_editions: Line, tmp_path: Path) -> Line:
    """The same, for one test to change."""
    return three_editions.copied(tmp_path)


def receive(line: Line, count: str) -> str:
    text = SNAPSHOT_CSV.replace("梧桐,2", f"梧桐,{count}")
    write(line.root / f"{FOLDER}/snapshots/2024.csv", text)
    return line.publish()[0].outcome


def folder(line: Line, number: int) -> Path:
    return line.settings.editions / DATASET / str(number)


def counts(line: Line) -> list[tuple]:
    return line.rows(f"select tree_count from {TABLE} where tree_code = '102'")


def verified(line: Line) -> list[Problem]:
    settings = line.settings
    state = settings.public / "sunledger.db"
    return list(verify_home(settings.editions, state, known_keys(settings.keys), None, None))


def test_withdrawn_newest_edition_gives_way_to_the_one_before(line: Line) -> None:
    assert counts(line) == [(8,)]

    line.withdraw(3)

    assert counts(line) == [(7,)]
    assert line.rows("select latest_edition from dataset") == [(2,)]
    assert line.rows("select edition, reason from withdrawal") == [(3, "数字有误")]
    assert line.rows("select distinct edition from change") == [(2,)]
    assert line.rows("select snapshot, unit from resource") == [("2024", "万元")]
    assert problems(line.home) == []


def test_withdrawn_older_edition_leaves_the_newest_where_it_is(line: Line) -> None:
    line.withdraw(2, replaced_by=3)

    assert counts(line) == [(8,)]
    assert line.rows("select latest_edition from dataset") == [(3,)]
    assert line.rows("select edition, replaced_by from withdrawal") == [(2, 3)]
    assert problems(line.home) == []


def test_dataset_whose_every_edition_is_withdrawn_has_no_rows(line: Line) -> None:
    for number in (3, 1, 2):
        line.withdraw(number)

    assert line.rows(f"select count(*) from {TABLE}") == [(0,)]
    assert line.rows("select count(*) from resource") == [(0,)]
    assert line.rows("select latest_edition from dataset") == [(None,)]
    assert problems(line.home) == []


def test_number_is_never_used_again_and_withdrawn_rows_are_not_published_again(
    line: Line,
) -> None:
    line.withdraw(3)

    assert line.publish()[0].outcome == "withdrawn"
    assert counts(line) == [(7,)]
    assert receive(line, "9") == "published"
    assert line.rows("select number from edition order by number") == [(1,), (2,), (3,), (4,)]
    assert line.rows("select old, new from change where edition = 4 and field = 'tree_count'") == [
        ("7", "9")
    ]
    assert receive(line, "8") == "withdrawn"
    assert problems(line.home) == []


def test_tombstone_says_what_who_and_why_and_is_signed(line: Line) -> None:
    line.withdraw(3, reason_en="A wrong figure")
    said = json.loads((folder(line, 3) / "withdrawn.json").read_text("utf-8"))

    assert said["reason"] == "数字有误"
    assert said["reason_en"] == "A wrong figure"
    assert said["withdrawn_by"] == "榆树镇"
    assert said["edition"] == 3
    key = line.settings.keys / "sunledger.pub"
    command = ["minisign", "-Vm", folder(line, 3) / "withdrawn.json", "-p", key]
    assert b"withdrawn: dataset elm-town-trees edition 3" in subprocess.check_output(command)


@pytest.mark.parametrize("is_purged", [False, True])
def test_verify_is_green_and_names_the_tombstone(line: Line, is_purged: bool) -> None:
    line.withdraw(2, is_purged=is_purged)

    (note,) = verified(line)

    assert not note.is_fault
    assert note.where == str(folder(line, 2))
    assert "由榆树镇撤回：数字有误" in note.what


def test_files_stay_where_they_are_unless_they_are_to_be_purged(line: Line) -> None:
    before = {path.name for path in folder(line, 2).iterdir()}
    own = {"withdrawn.json", "withdrawn.json.minisig"}
    line.withdraw(2)
    assert {path.name for path in folder(line, 2).iterdir()} == before | own

    line.withdraw(2, is_purged=True, reason="another reason")

    kept = {"manifest.json", "manifest.json.minisig", *own}
    assert {path.name for path in folder(line, 2).iterdir()} == kept
    assert line.rows("select reason, is_purged from withdrawal") == [("数字有误", 1)]
    assert not any(problem.is_fault for problem in verified(line))


def test_tombstone_that_was_changed_or_taken_away_is_named(line: Line) -> None:
    line.withdraw(2)
    path = folder(line, 2) / "withdrawn.json"
    whole = path.read_bytes()
    path.write_bytes(whole.replace("有误".encode(), "无误".encode()))
    assert any(p.is_fault and "withdrawn.json" in p.where for p in verified(line))
    path.write_bytes(whole)

    for file in folder(line, 2).glob("withdrawn*"):
        file.unlink()

    (fault,) = verified(line)
    assert "does not agree with what the database says of its withdrawal" in fault.what_en


@pytest.mark.parametrize(
    ("number", "more", "said"),
    [
        (9, {}, "has no edition 9; there are 1、2、3"),
        (3, {"replaced_by": 3}, "edition 3 cannot replace it"),
        (3, {"replaced_by": 4}, "edition 4 cannot replace it"),
        (3, {"reason": " "}, "say why"),
    ],
)
def test_what_cannot_be_withdrawn_changes_nothing(
    line: Line, number: int, more: dict, said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        line.withdraw(number, **more)

    assert line.rows("select count(*) from withdrawal") == [(0,)]
    assert counts(line) == [(8,)]


def test_withdrawal_waits_for_no_other_run(line: Line) -> None:
    with locked(line.settings.lock), pytest.raises(BusyError):
        line.withdraw(3)


def test_partition_that_was_withdrawn_goes_and_the_others_stay_as_they_were(tmp_path: Path) -> None:
    line = Line(make_repository(tmp_path / "repository"), tmp_path / "home")
    line.add_snapshot("2025", SNAPSHOT_CSV.replace("梧桐,2", "梧桐,6"), partition=True)
    line.publish("2024")
    before = line.rows(f"select * from {TABLE} order by source_row")
    line.publish("2025")
    assert len(line.rows(ROWS)) == 2 * len(before)

    line.withdraw(2)

    assert line.rows(f"select * from {TABLE} order by source_row") == before
    assert line.rows("select distinct snapshot from resource") == [("2024",)]
    assert [r.outcome for r in line.publish("2024", "2025")] == ["unchanged", "withdrawn"]
    assert problems(line.home) == []


def test_partition_that_was_revised_comes_back_as_it_was_under_its_own_snapshot(
    tmp_path: Path,
) -> None:
    line = Line(make_repository(tmp_path / "repository"), tmp_path / "home")
    line.add_snapshot("2025", SNAPSHOT_CSV.replace("梧桐,2", "梧桐,6"), partition=True)
    line.publish("2024", "2025")
    before = line.rows(ROWS)
    line.edit(f"{FOLDER}/snapshots/2024.csv", "梧桐,2", "梧桐,4")
    line.publish("2024")
    assert line.rows(ROWS) != before

    line.withdraw(3)

    assert sorted(line.rows(ROWS)) == sorted(before)
    assert problems(line.home) == []
