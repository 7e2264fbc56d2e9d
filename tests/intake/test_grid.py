import pytest

from pipelines.intake.grid import MAX_CELL_LENGTH, Grid, Span
from tests.intake import brief

GRID = Grid("表", [["支出", "", "备注"], ["类", "款"]], [Span(0, 0, 0, 1), Span(0, 2, 1, 2)])


@pytest.mark.parametrize(
    ("row", "column", "text"),
    [(0, 0, "支出"), (0, 1, ""), (1, 2, ""), (1, 9, ""), (9, 0, ""), (-1, 0, ""), (0, -1, "")],
)
def test_cell_beyond_the_edge_is_blank(row: int, column: int, text: str) -> None:
    assert GRID.cell(row, column) == text


@pytest.mark.parametrize(
    ("row", "column", "label"),
    [(0, 0, "支出"), (0, 1, "支出"), (1, 1, "款"), (0, 2, "备注"), (1, 2, "备注"), (1, 3, "")],
)
def test_merged_cell_counts_for_all_it_covers(row: int, column: int, label: str) -> None:
    assert GRID.label(row, column) == label


def test_width_is_that_of_the_longest_row() -> None:
    assert GRID.width == 3
    assert Grid(None, []).width == 0


@pytest.mark.parametrize(("row", "column"), [(0, 0), (1, 2), (5, 1)])
def test_one_cell_can_be_changed_also_beyond_the_edge(row: int, column: int) -> None:
    changed = GRID.with_cell(row, column, "改")

    assert changed.cell(row, column) == "改"
    others = {(r, c) for r in range(6) for c in range(4)} - {(row, column)}
    assert all(changed.cell(r, c) == GRID.cell(r, c) for r, c in others)


def test_changing_a_cell_leaves_the_grid_as_it_was() -> None:
    GRID.with_cell(0, 0, "改")

    assert GRID.cell(0, 0) == "支出"


@pytest.mark.parametrize(
    ("row", "column", "address"), [(0, 0, "表!A1"), (11, 26, "表!AA12"), (3, None, "表!4")]
)
def test_place_is_the_address_a_spreadsheet_shows(
    row: int, column: int | None, address: str
) -> None:
    assert GRID.place(row, column).cell() == address


def test_place_in_a_file_without_sheets_has_no_sheet() -> None:
    assert Grid(None, []).place(1, 2).cell() == "C2"


def test_character_that_cannot_be_seen_is_found_and_shown() -> None:
    grid = Grid("表", [["好\t\n", "坏\x00\u202e"]])

    assert brief(grid.text_findings()) == [
        ("cells-hold-values", "表!B1", "坏[U+0000][U+202E]", None)
    ]


def test_cell_longer_than_a_spreadsheet_can_hold_is_found() -> None:
    grid = Grid("表", [["长" * MAX_CELL_LENGTH, "长" * (MAX_CELL_LENGTH + 1)]])

    assert [(f.rule, f.place.cell()) for f in grid.text_findings()] == [
        ("file-is-readable", "表!B1")
    ]
