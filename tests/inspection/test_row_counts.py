from pathlib import Path

import pytest

from pipelines.wording import word_finding
from tests import SNAPSHOT_CSV, make_repository, write
from tests.plain_line import FOLDER, Line

RULE = "row-count-is-as-expected"
SNAPSHOT = f"{FOLDER}/snapshots/2024.csv"
CODES = "schemas/codelists/tree-kind.csv"
HEAD = SNAPSHOT_CSV[: SNAPSHOT_CSV.index("1,,")]


@pytest.fixture
def line(tmp_path: Path) -> Line:
    """A dataset of forty kinds of trees that is published."""
    line = Line(make_repository(tmp_path / "repository"), tmp_path / "home")
    codes = "".join(f"1{n:02d},1,item,树{n},Tree,2020,,true,树木名录\n" for n in range(3, 40))
    with (line.root / CODES).open("a", encoding="utf-8") as file:
        file.write(codes)
    write(line.root / SNAPSHOT, rows(38))
    assert line.publish()[0].outcome == "published"
    return line


def rows(count: int) -> str:
    """The table with so many rows, its class included."""
    items = "".join(f"1,{n:02d},树{n},1,1\n" for n in range(3, count + 2))
    return f"{HEAD}1,,落叶树,{count - 1},{count - 1}\n{items}"


def told(line: Line) -> list[tuple[str, str]]:
    found = line.disclose().inspection.findings
    check = line.catalogue.checks[RULE]
    worded = [word_finding(f, check, None, "zh") for f in found if f.rule == RULE]
    return [(w.message, w.mend or "") for w in worded]


@pytest.mark.fault("I08")
def test_file_that_lost_most_rows_is_held_until_somebody_says_it_is_right(line: Line) -> None:
    write(line.root / SNAPSHOT, rows(3))

    (held,) = line.publish()

    assert (held.outcome, held.edition) == ("refused", 1)
    ((message, mend),) = told(line)
    assert message == "共 3 行，已公开的 2024 有 38 行。由人核对以后再公开。"
    assert "row_count: 3" in mend
    assert line.rows("select count(*) from tree_line") == [(38,)]
    line.edit(f"{FOLDER}/datapackage.yaml", "date: 2024-03-01,", "date: 2024-03-01, row_count: 3,")
    (approved,) = line.publish()
    assert (approved.outcome, approved.edition) == ("published", 2)


@pytest.mark.fault("I08")
def test_file_that_lost_some_rows_is_published(line: Line) -> None:
    write(line.root / SNAPSHOT, rows(8))

    assert line.publish()[0].outcome == "published"


def test_number_of_rows_that_is_stated_must_be_right(line: Line) -> None:
    line.edit(f"{FOLDER}/datapackage.yaml", "date: 2024-03-01,", "date: 2024-03-01, row_count: 40,")

    assert line.publish()[0].outcome == "refused"
    assert told(line)[0][0] == "共 38 行，datapackage.yaml 声明有 40 行。由人核对以后再公开。"
