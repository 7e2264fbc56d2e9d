from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.inspection.withholding import Withholding, only_of_the_whole, rows_to_withhold
from pipelines.model import Finding, Place, Schema, Staged, WithheldRows
from tests.fair import DATASET, ROWS, make_line
from tests.inspection import SHEET, make_schema, make_table
from tests.plain_line import staged_tables

SCHEMA = make_schema({"name": "id"}, {"name": "x"}, key=["id"], onError="withhold")
BLOCKING = make_schema({"name": "id"}, {"name": "x"}, key=["id"])


def staged(*ids: str, schema: Schema = SCHEMA) -> Staged:
    table = make_table(schema, *({"id": i, "x": "甲"} for i in ids), first_row=2)
    return replace(staged_tables({}), tables={"a_table": table})


def error(row: int | None, rule: str = "a-rule", **more: object) -> Finding:
    told = {"field": "x", "table": "a_table", "severity": "error"} | more
    return Finding(rule, place=Place(SHEET, row), **told)


def withheld(*findings: Finding, schema: Schema = SCHEMA) -> tuple[WithheldRows, ...]:
    return rows_to_withhold(findings, staged("1", "2", "3", schema=schema), {"a_table": schema})


def test_rows_with_errors_are_kept_back_by_rule() -> None:
    found = withheld(error(2), error(3), error(3, "b-rule"), error(4, severity="warning"))

    assert found == (
        WithheldRows("a_table", "a-rule", frozenset({2, 3})),
        WithheldRows("a_table", "b-rule", frozenset({3})),
    )


BLOCKS = {
    "of the file": error(None, table=None),
    "of the table": error(None),
    "of no table": error(2, table=None),
    "of a row that is not in the table": error(99),
    "of a correction": error(2, "corrections-still-match"),
}


@pytest.mark.parametrize("name", BLOCKS)
def test_error_that_is_not_of_a_row_blocks_all_the_same(name: str) -> None:
    assert withheld(BLOCKS[name]) == ()
    assert withheld(error(2), BLOCKS[name]) == ()


def test_table_that_does_not_say_so_is_blocked() -> None:
    assert withheld(error(2), schema=BLOCKING) == ()


def test_table_of_which_no_row_would_be_left_is_blocked() -> None:
    assert withheld(error(2), error(3), error(4)) == ()


def test_rows_that_are_the_same_are_all_kept_back() -> None:
    double = error(4, "keys-are-unique", field="id")

    (found,) = rows_to_withhold([double], staged("1", "2", "1"), {"a_table": SCHEMA})

    assert found.rows == {2, 4}


def test_remark_that_only_the_missing_rows_cause_is_not_made() -> None:
    whole = [error(2, severity="warning")]
    rest = [error(2, severity="warning"), error(3, severity="warning"), error(3)]

    assert only_of_the_whole(rest, whole) == [rest[0], rest[2]]


def test_what_was_found_of_kept_back_rows_is_set_aside() -> None:
    withholding = Withholding({"a_table": SCHEMA})
    found = [error(2), error(2, "b-rule", severity="info"), error(3, severity="info")]
    before = replace(staged("1", "2"), findings=(error(2), error(3, severity="info")))

    assert withholding.keep_back(found, before)

    assert [(f.rule, f.is_withheld) for f in withholding.set_aside] == [
        ("a-rule", True),
        ("b-rule", True),
    ]
    rest = withholding.rest(before)
    assert rest.tables["a_table"].data["id"].to_pylist() == ["2"]
    assert [f.place.row for f in rest.findings] == [3]
    assert not withholding.keep_back([error(3, severity="info")], rest)


def test_withheld_row_comes_back_when_it_is_mended(tmp_path: Path) -> None:
    line = make_line(tmp_path)
    (first,) = line.publish(name=DATASET)
    assert (first.outcome, first.withheld) == ("published", 1)
    query = "select table_name, rule, row_count, amount_field, amount_fen from withheld"
    assert line.rows(query) == [("stall", "fee-is-due", 1, "fee_amount", 0)]
    mended = make_line(tmp_path, [*ROWS[:2], (*ROWS[2][:6], 30, None)])

    (second,) = mended.publish(name=DATASET)

    assert (second.outcome, second.edition, second.withheld) == ("published", 2, 0)
    assert line.rows(query) == []
    changes = line.rows('select "key", kind from change')
    assert changes == [("stall_id=S3", "added")]


def test_kept_back_row_breaks_its_rule_and_blocks_nothing(tmp_path: Path) -> None:
    line = make_line(tmp_path)
    line.publish(name=DATASET)

    outcome = "select outcome, count from rule_outcome where rule = 'fee-is-due'"
    assert line.rows(outcome) == [("broken", 1)]
    found = "select severity, is_withheld, source_row, field from finding where rule = 'fee-is-due'"
    assert line.rows(found) == [("error", 1, 4, "fee_amount")]
    counts = "select outcome, error_count, withheld_count, row_count from inspection"
    assert line.rows(counts) == [("published", 1, 1, 2)]


def test_amount_of_kept_back_rows_is_told(tmp_path: Path) -> None:
    rows = [*ROWS[:2], ("S4", "", "没有日期", None, None, None, 12.5, None)]
    line = make_line(tmp_path, [*rows, ("S2", "2025-06-01", "面人", None, None, None, 7, None)])

    (result,) = line.publish(name=DATASET)

    assert (result.outcome, result.withheld) == ("published", 3)
    query = "select rule, row_count, amount_fen from withheld order by rule"
    assert line.rows(query) == [
        ("keys-are-unique", 2, 25050 + 700),
        ("required-values-are-present", 1, 1250),
    ]
    assert line.rows("select stall_id from stall") == [("S1",)]
