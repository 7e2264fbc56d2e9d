"""A published figure changes with a reason that is printed, or the snapshot is refused."""

import csv
import io
import json
from pathlib import Path

import pytest

from pipelines.model import Result
from pipelines.publication.revision import RULE
from pipelines.wording import word_finding
from tests import make_repository, write
from tests.plain_line import CORRECTION, DATASET, FOLDER, TABLE, Line
from tests.reader import problems

DESCRIPTOR = f"{FOLDER}/datapackage.yaml"
SNAPSHOT = f"{FOLDER}/snapshots/2024.csv"
AS_A_MATTER_OF_COURSE = (
    "revision: {reason: 示例随时修订, reason_en: The example is revised at any time}\n"
)
COUNT = 'column: D\n  was: "2"\n  becomes: "5"'
REASON, ANOTHER = "漏计三棵", "又漏计两棵"


@pytest.fixture
def line(tmp_path: Path) -> Line:
    """A dataset whose figures do not change as a matter of course, published once."""
    line = Line(make_repository(tmp_path / "repository"), tmp_path / "home")
    line.edit(DESCRIPTOR, AS_A_MATTER_OF_COURSE, "")
    assert line.publish()[0].outcome == "published"
    return line


def receive(line: Line, old: str, new: str) -> Result:
    line.edit(SNAPSHOT, old, new)
    return line.publish()[0]


def declare(line: Line, reason: str) -> None:
    text = (line.root / DESCRIPTOR).read_text(encoding="utf-8")
    entry = next(row for row in text.splitlines() if "snapshots/2024.csv" in row)
    plain = entry.split(", revision:")[0] if ", revision:" in entry else entry.removesuffix("}")
    revision = f"revision: {{reason: {reason}, reason_en: Counted again}}"
    line.edit(DESCRIPTOR, entry, f"{plain}, {revision}}}")


def told(line: Line) -> list[tuple]:
    columns = "table_name, source_cell, field, value, expected, difference_fen, message"
    return line.rows(f"select {columns} from finding where rule = ? order by id", RULE)


def test_figure_that_changes_without_a_reason_is_refused_at_its_cell(line: Line) -> None:
    line.edit(SNAPSHOT, "落叶树,3,1.50", "落叶树,3,1.70")
    line.edit(SNAPSHOT, "合计,,,3,1.5", "合计,,,3,1.7")
    result = receive(line, "梧桐,2,0.5", "梧桐,2,0.7")

    assert (result.outcome, result.edition) == ("refused", 1)
    ours = [found for found in told(line) if found[1] == "E6"]
    assert ours == [
        (
            *(TABLE, "E6", "care_amount", "7000.00", "5000.00", 200_000),
            "第 1 版里年度 2024，树种编码 102 的行："
            "养护费原为 5000.00，现为 7000.00，没有说明理由。",
        )
    ]
    assert problems(line.home) == []
    assert line.rows(f"select care_amount from {TABLE} where tree_code = '102'") == [("5000.00",)]


def test_row_of_figures_that_vanishes_without_a_reason_is_refused(line: Line) -> None:
    line.edit(SNAPSHOT, "1,,落叶树,3,1.50\n", "1,,落叶树,1,1.00\n")
    line.edit(SNAPSHOT, "合计,,,3,1.5", "合计,,,1,1")
    result = receive(line, "1,02,梧桐,2,0.5\n", "")

    assert result.outcome == "refused"
    (gone,) = [found for found in told(line) if found[3] is None]
    assert gone[:5] == (TABLE, None, "care_amount", None, "5000.00")
    assert "编码 102" in gone[6]
    outcomes = line.rows("select outcome, count from rule_outcome where rule = ?", RULE)
    assert outcomes == [("broken", len(told(line)))]


def test_row_that_is_new_and_a_figure_where_there_was_none_need_no_reason(line: Line) -> None:
    with (line.root / "schemas/codelists/tree-kind.csv").open("a", encoding="utf-8") as file:
        file.write("103,1,item,槐,Tree,2020,,true,树木名录\n")

    assert (
        receive(line, "1,02,梧桐,2,0.5\n", "1,02,梧桐,2,0.5\n1,03,槐,,0\n").outcome == "published"
    )
    assert receive(line, "1,03,槐,,0\n", "1,03,槐,4,0\n").outcome == "published"
    assert line.rows("select number, reason from edition") == [(1, None), (2, None), (3, None)]


def test_reason_is_printed_wherever_the_change_is(line: Line) -> None:
    declare(line, REASON)
    result = receive(line, "梧桐,2", "梧桐,5")

    assert (result.outcome, result.edition) == ("published", 2)
    assert line.rows("select number, reason, reason_en from edition") == [
        (1, None, None),
        (2, REASON, "Counted again"),
    ]
    folder = line.settings.editions / DATASET / "2"
    stated = {"reason": REASON, "reason_en": "Counted again"}
    for name in ("manifest.json", "changes.json", "datapackage.json"):
        assert json.loads((folder / name).read_bytes())["revision"] == stated, name
    assert f"{REASON} (Counted again)" in (folder / "README.md").read_text(encoding="utf-8")
    assert "revision" not in json.loads((folder.parent / "1/manifest.json").read_bytes())
    assert problems(line.home) == []


def test_reason_serves_once(line: Line) -> None:
    declare(line, REASON)
    assert receive(line, "梧桐,2", "梧桐,5").outcome == "published"

    assert receive(line, "梧桐,5", "梧桐,7").outcome == "refused"
    declare(line, ANOTHER)
    assert line.publish()[0].outcome == "published"

    assert [r for (r,) in line.rows("select reason from edition")] == [None, REASON, ANOTHER]


def test_reason_of_an_edition_that_was_withdrawn_may_be_given_again(line: Line) -> None:
    declare(line, REASON)
    receive(line, "梧桐,2", "梧桐,5")
    line.withdraw(2)

    assert receive(line, "梧桐,5", "梧桐,7").outcome == "published"


def test_corrected_cell_has_its_reason_in_the_correction(line: Line) -> None:
    # What the file says is kept; the correction alone changes what is public.
    correction = CORRECTION.replace('column: E\n  was: "0.7"\n  becomes: "0.5"', COUNT)
    write(line.root / FOLDER / "corrections.yaml", correction)

    (result,) = line.publish()

    assert (result.outcome, result.edition) == ("published", 2)
    assert line.rows("select old, new from change") == [("2", "5")]
    assert line.rows("select reason, reason_en from edition where number = 2") == [
        ("印刷错误", "A misprint")
    ]


def test_dataset_may_give_one_reason_for_all(line: Line) -> None:
    line.edit(DESCRIPTOR, "snapshots:", f"{AS_A_MATTER_OF_COURSE}snapshots:")

    assert receive(line, "梧桐,2", "梧桐,5").outcome == "published"
    assert receive(line, "梧桐,5", "梧桐,7").outcome == "published"
    assert [r for (r,) in line.rows("select reason_en from edition")] == [
        None,
        *["The example is revised at any time"] * 2,
    ]


def test_message_says_how_to_go_on(line: Line) -> None:
    receive(line, "梧桐,2", "梧桐,5")
    (found, *_) = line.rows("select value, message_en from finding where rule = ?", RULE)
    assert found[1].startswith("in edition 1 the row of ")

    check = line.catalogue.checks[RULE]
    (finding, *_) = [f for f in judged(line) if f.rule == RULE]
    worded = word_finding(finding, check, None, "en")
    assert "(revision, with reason and reason_en)" in (worded.mend or "")


def judged(line: Line) -> list:
    from pipelines.publication.revision import judge_revision

    disclosed = line.disclose()
    dataset = line.catalogue.datasets[DATASET]
    previous = line.warehouse.latest_edition(dataset, line.settings.editions)
    edition = line.build("2024", previous)
    schemas = line.catalogue.families[dataset.family].public.schemas
    history = line.warehouse.history(DATASET)
    return list(judge_revision(edition, disclosed, schemas, history).disclosed.inspection.findings)


def test_changes_of_the_edition_are_the_rows_of_the_table(line: Line) -> None:
    declare(line, REASON)
    receive(line, "梧桐,2", "梧桐,5")

    text = (line.settings.editions / DATASET / "2/changes.csv").read_text(encoding="utf-8")

    listed = [tuple(row.values())[:6] for row in csv.DictReader(io.StringIO(text))]
    stored = line.rows('select table_name, key, kind, field, old, new from "change" order by id')
    assert listed == [tuple("" if v is None else v for v in row) for row in stored]
