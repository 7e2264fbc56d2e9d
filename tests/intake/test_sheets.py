import pytest

from pipelines.intake.grid import Grid, Span
from pipelines.intake.limits import UnreadableError
from pipelines.intake.sheets import Sheet, grids_by_name
from pipelines.intake.shown import Shown
from tests.intake import brief


def sheet_of(*rows: list[str], **more: object) -> Sheet:
    sheet = Sheet("表", **more)
    for row in rows:
        sheet.add_row(map(Shown, row))
    return sheet


@pytest.mark.fault("S03")
def test_hidden_rows_and_columns_with_content_are_found_once_each() -> None:
    sheet = sheet_of(
        ["甲", "密", ""],
        ["密", "密", ""],
        ["", "", ""],
        hidden_rows={1, 2, 9},
        hidden_columns={1, 2},
    )

    grid = sheet.grid()

    assert grid.rows == [["甲", "", ""], ["", "", ""], ["", "", ""]]
    assert brief(grid.findings) == [
        ("nothing-is-hidden", "表!2", "2 行/row", None),
        ("nothing-is-hidden", "表", "B 列/column", None),
    ]


def test_fault_of_a_hidden_cell_does_not_tell_what_is_hidden() -> None:
    sheet = Sheet("表", hidden_columns={0})
    sheet.add_row([Shown("密", "数字格式")])

    assert "密" not in str(sheet.grid().findings)


def test_faults_are_told_in_the_order_of_the_cells() -> None:
    sheet = sheet_of(["1", "2"], ["3", "4"])
    sheet.fault(1, 0, "cells-hold-values")
    sheet.fault(0, 1, "cells-hold-values")

    assert [f.place.cell() for f in sheet.grid().findings] == ["表!B1", "表!A2"]


def test_cell_set_beyond_the_edge_lets_the_sheet_grow() -> None:
    sheet = sheet_of(["1"])
    sheet.set_text(2, 1, "=2")

    assert sheet.rows == [["1"], [], ["", "=2"]]
    assert sheet.text(9, 9) == ""


def test_sheet_below_another_keeps_its_ranges_and_faults() -> None:
    upper, lower = sheet_of(["1", "2"]), sheet_of(["3", "4"], spans=[Span(0, 0, 0, 1)])
    lower.hidden_rows.add(0)
    lower.fault(0, 1, "cells-hold-values")

    upper.append(lower)

    assert upper.spans == [Span(1, 0, 1, 1)]
    assert upper.hidden_rows == {1}
    assert upper.faults == {(1, 1): ("cells-hold-values", None)}


def test_ranges_end_where_the_sheet_does_and_may_not_overlap() -> None:
    assert sheet_of(["1", "2"], spans=[Span(0, 0, 99, 99)]).grid().spans == [Span(0, 0, 0, 1)]
    with pytest.raises(UnreadableError, match="overlap"):
        sheet_of(["1", "2"], spans=[Span(0, 0, 0, 1), Span(0, 1, 0, 1)]).grid()


def test_of_two_sheets_of_one_name_neither_is_taken_for_the_other() -> None:
    grids, findings = grids_by_name([Grid("甲", [["1"]]), Grid("乙", []), Grid("甲", [["2"]])])

    assert set(grids) == {"乙"}
    assert brief(findings) == [("sheet-names-are-unique", "甲", "甲", None)]
