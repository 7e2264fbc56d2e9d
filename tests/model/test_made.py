from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from pipelines.model import (
    Edition,
    Finding,
    Inspection,
    Outcome,
    Place,
    Snapshot,
    Staged,
    StagedTable,
)

SNAPSHOT = Snapshot("trees", "2024", Path("2024.csv"), date(2024, 3, 1), "0" * 64, 9)


def staged_table(name: str, columns: dict[str, str], cells: dict, **more) -> StagedTable:
    return StagedTable(name, "表", pa.table(cells), columns, None, 1, None, **more)


@pytest.mark.parametrize(
    ("place", "cell"),
    [
        (Place("支出总表", 13, "C"), "支出总表!C13"),
        (Place(None, 13, "C"), "C13"),
        (Place(None, 13), "13"),
        (Place("支出总表", None), "支出总表"),
        (Place("支出总表", None, "C"), "支出总表"),
        (Place(None, None), None),
        (Place(None, 8005, "D", is_paged=True), "第8页D5"),
        (Place(None, 8005, None, is_paged=True), "第8页第5行"),
    ],
)
def test_place_is_written_as_far_as_it_is_known(place: Place, cell: str | None) -> None:
    assert place.cell() == cell


def test_value_in_blocks_side_by_side_is_placed_in_the_block_that_holds_it() -> None:
    left = staged_table("t", {"name": "A"}, {"name": ["银杏", "梧桐"], "source_row": [4, 5]})
    right = staged_table("t", {"name": "D"}, {"name": ["国槐", "梧桐"], "source_row": [4, 5]})
    cells = {"name": ["银杏", "国槐", "梧桐", "梧桐"], "source_row": [4, 4, 5, 5]}
    table = staged_table("t", {}, cells, blocks=(left, right))

    assert table.place(4, "name", "国槐").cell() == "表!D4"
    assert table.place(4, "name", "银杏").cell() == "表!A4"
    assert table.place(5, "name", "梧桐").cell() == "表!5"  # both hold it: which is not known
    assert table.place(9, "name", "国槐").cell() == "表!9"
    assert table.place(4, "other", "国槐").cell() == "表!4"


def test_row_without_blocks_is_placed_in_the_columns_of_its_table() -> None:
    table = staged_table("t", {"name": "B"}, {"name": ["银杏"], "source_row": [4]})
    assert table.place(4, "name", "anything").cell() == "表!B4"
    assert table.place(4, None, None).cell() == "表!4"


def test_value_that_stands_in_no_row_of_its_own_has_its_own_place() -> None:
    own = {(4, "name"): Place("表（2）", 7, "E")}
    table = staged_table("t", {"name": "B"}, {"name": ["银杏"], "source_row": [4]})
    table = replace(table, cells=own)

    assert table.place(4, "name", "银杏").cell() == "表（2）!E7"
    assert table.place(4, "other", "银杏").cell() == "表!4"


def test_rows_come_with_their_source_row_and_the_fields_asked_for() -> None:
    cells = {"name": ["银杏", None], "count": ["1", "2"], "source_row": [4, 7]}
    table = staged_table("t", {}, cells)
    assert list(table.rows("count", "name")) == [(4, "1", "银杏"), (7, "2", None)]
    assert table.frame.to_dict("index") == {
        4: {"name": "银杏", "count": "1"},
        7: {"name": None, "count": "2"},
    }


def test_rows_are_counted_over_all_tables() -> None:
    tables = {
        name: staged_table(name, {}, {"a": ["x"] * n, "source_row": list(range(n))})
        for name, n in (("one", 1), ("three", 3))
    }
    assert Staged(SNAPSHOT, None, tables, ()).row_count == 4
    edition = Edition("trees", 1, "0" * 64, {name: table.data for name, table in tables.items()})
    assert edition.row_count == 4


@pytest.mark.parametrize(
    ("severities", "is_refused"),
    [
        ((), False),
        (("warning", "info", "warning"), False),
        (("warning", "error"), True),
    ],
)
def test_an_error_and_nothing_less_refuses_a_file(severities: tuple, is_refused: bool) -> None:
    findings = tuple(Finding("a-rule", severity) for severity in severities)
    inspection = Inspection(findings, (Outcome("a-rule", "broken", len(findings)),))
    assert inspection.is_refused is is_refused
    assert inspection.count("warning") == severities.count("warning")
