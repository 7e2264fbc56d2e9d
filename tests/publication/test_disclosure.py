import json
from datetime import datetime
from pathlib import Path

import pytest

from pipelines.model import Disclosed
from pipelines.redaction import CHINA, HIDDEN
from tests import write
from tests.fair import CANARIES, DATASET, FOLDER, make_line
from tests.plain_line import Line
from tests.reader import problems

BEFORE = datetime(2025, 6, 13, 17, 59, tzinfo=CHINA)
CORRECTION = """\
- snapshot: 2025-06.xlsx
  table: stall
  row: 2
  column: {column}
  was: "{was}"
  becomes: "{becomes}"
  because: 笔误
  because_en: A slip
  source: 勘误
"""


@pytest.fixture
def line(tmp_path: Path) -> Line:
    return make_line(tmp_path)


def disclosed(line: Line, now: datetime = BEFORE) -> Disclosed:
    return line.disclose("2025-06", DATASET, now)


def test_only_public_tables_fields_and_rows_are_left(line: Line) -> None:
    staged = disclosed(line).staged

    assert set(staged.tables) == {"stall"}
    data = staged.tables["stall"].data
    assert "account_text" not in data.column_names
    assert "contact_name" not in data.column_names
    assert data["stall_id"].to_pylist() == ["S1", "S2"]
    assert data["applicant_names"].to_pylist() == [None, "早已开标的商行"]


def test_each_redaction_says_how_much_and_why(line: Line) -> None:
    found = {
        (r.table, r.field): (r.kind, r.count, r.because, r.until)
        for r in disclosed(line).staged.redactions
    }

    assert found == {
        ("stall", "联系电话"): ("withheld", 1, "个人电话", None),
        ("stall", "account_text"): ("withheld", 1, "银行账号不公开", None),
        ("stall", "contact_name"): ("limited", 1, "仅供办事人员", None),
        ("stall", "applicant_names"): ("embargoed", 1, "开标前保密", "2025-06-13T18:00+08:00"),
        ("stall", "applicant_count"): ("embargoed", 1, "开标前保密", "2025-06-13T18:00+08:00"),
        ("stall_memo", None): ("limited", 1, "内部事务信息", None),
    }


def test_redactions_stand_in_the_data_package_of_the_edition(line: Line) -> None:
    line.publish(name=DATASET, now=BEFORE)

    package = json.loads((line.settings.editions / DATASET / "1/datapackage.json").read_bytes())

    assert [r["name"] for r in package["resources"]] == ["stall"]
    assert {r["field"] for r in package["redactions"]} >= {"account_text", "applicant_names"}
    assert package["withheld_rows"][0]["row_count"] == 1
    fields = [f["name"] for f in package["resources"][0]["schema"]["fields"]]
    assert fields == [
        *("stall_id", "publish_date", "stall_name", "opened_at"),
        *("applicant_names", "applicant_count", "fee_amount"),
    ]


def test_query_that_speaks_of_closed_columns_is_not_published(line: Line) -> None:
    line.publish(name=DATASET)

    queries = dict(line.rows("select name, sql is not null from rule where family = 'fair'"))

    assert queries == {
        "fee-is-due": 1,
        "account-is-given": 0,
        "stall-tells-too-much": 0,
        "memo-is-short": 0,
    }


@pytest.mark.parametrize(
    ("column", "was", "becomes", "shown"),
    [
        ("C", "糖画", "糖人", ("糖画", "糖人")),
        ("H", CANARIES["withheld field"], "账号戊己", (HIDDEN, HIDDEN)),
        ("E", CANARIES["embargoed cell"], "另一家商行", (HIDDEN, HIDDEN)),
        ("J", CANARIES["column the dataset withholds"], "八八号分机", (HIDDEN, HIDDEN)),
    ],
)
def test_correction_of_a_closed_cell_is_told_without_its_quotes(
    line: Line, column: str, was: str, becomes: str, shown: tuple[str, str]
) -> None:
    text = CORRECTION.format(column=column, was=was, becomes=becomes)
    write(line.root / f"{FOLDER}/corrections.yaml", text)

    (result,) = line.publish(name=DATASET, now=BEFORE)

    assert result.outcome == "published", line.rows("select message from finding")
    assert line.rows("select was, becomes from correction") == [shown]
    package = (line.settings.editions / DATASET / "1/datapackage.json").read_text("utf-8")
    assert [(c["was"], c["becomes"]) for c in json.loads(package)["corrections"]] == [shown]


def test_limited_dataset_says_so_and_publishes_nothing_else(line: Line) -> None:
    limited = "disclosure: limited\nbecause: 内部参考\nbecause_en: For the staff\ncadence:"
    line.edit(f"{FOLDER}/datapackage.yaml", "cadence:", limited)

    (result,) = line.publish(name=DATASET)

    assert (result.outcome, result.edition, result.row_count) == ("limited", None, 0)
    assert line.rows("select disclosure, because from dataset") == [("limited", "内部参考")]
    assert line.rows("select kind, count, table_name, field from redaction") == [
        ("limited", 4, "", "")
    ]
    assert line.rows("select count(*) from stall") == [(0,)]
    quoted = "select distinct table_name, source_cell, field, value, expected from finding"
    assert line.rows(quoted) == [(None,) * 5]
    assert not line.settings.editions.exists()
    assert problems(line.home) == []


def test_dataset_that_becomes_limited_has_its_rows_taken_out(line: Line) -> None:
    line.publish(name=DATASET)
    limited = "disclosure: limited\nbecause: 内部参考\nbecause_en: For the staff\ncadence:"
    line.edit(f"{FOLDER}/datapackage.yaml", "cadence:", limited)

    line.publish(name=DATASET)

    assert line.rows("select count(*) from stall") == [(0,)]
    assert line.rows("select count(*) from resource") == [(0,)]


def test_field_that_becomes_withheld_loses_its_column(line: Line) -> None:
    line.publish(name=DATASET)
    name = "早已开标的商行"
    assert name.encode() in line.settings.warehouse.read_bytes()
    field = "disclosure: {public_from: opened_at},\n     because: 开标前保密, because_en: Secret"
    line.edit(
        "schemas/fair/stall.yaml", field, field.replace("{public_from: opened_at}", "withheld")
    )

    line.publish(name=DATASET)

    columns = {row[1] for row in line.rows("pragma table_info(stall)")}
    assert "applicant_names" not in columns
    assert "applicant_count" in columns
    assert line.rows("select count(*) from stall") == [(2,)]
    assert name.encode() not in line.settings.warehouse.read_bytes()


def test_table_that_becomes_limited_is_taken_away(line: Line) -> None:
    limited = "disclosure: limited\nbecause: 内部事务信息\nbecause_en: Internal affairs\n"
    line.edit("schemas/fair/stall_memo.yaml", limited, "")
    line.publish(name=DATASET)
    assert line.rows("select count(*) from stall_memo") == [(1,)]
    line.edit(
        "schemas/fair/stall_memo.yaml",
        "primaryKey: [memo_id]\n",
        f"primaryKey: [memo_id]\n{limited}",
    )

    line.publish(name=DATASET)

    tables = {name for (name,) in line.rows("select name from sqlite_master")}
    assert "stall_memo" not in tables
