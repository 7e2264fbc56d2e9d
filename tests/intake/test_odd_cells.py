import pytest

from pipelines.intake.limits import MAX_CELL_LENGTH
from pipelines.intake.odd_cells import odd_rows
from tests.intake import csv_grid


def rows_found(*cells: str) -> list[int]:
    data = "".join(f"{cell},银杏\n" for cell in cells).encode()
    return [row for row, _ in odd_rows(csv_grid(data)[1].rows)]


@pytest.mark.parametrize(
    "odd",
    ["a\u200bb", "\u00ad", "\U000e0041", "a\x00b", "\x7f", "\x85", "\u202e", "\u2069", "\ufeffa"],
)
@pytest.mark.parametrize("among", ["a", "桂花"])
def test_row_with_such_a_cell_is_found_among_many(odd: str, among: str) -> None:
    assert rows_found(*[among] * 20_000, odd, *[among] * 9_000) == [20_000]


def test_overlong_cell_is_found() -> None:
    assert rows_found("a", "a" * (MAX_CELL_LENGTH + 1), "a") == [1]


def test_plain_cells_are_not_looked_at_one_by_one() -> None:
    assert rows_found("a", "\tb", "“桂花”", "（一）", "1，2") == []
