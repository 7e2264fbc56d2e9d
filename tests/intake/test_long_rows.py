import pyarrow as pa
import pytest

from pipelines.intake.long_rows import LongRows

ROWS = [["标题"], ["项目", "金额"], ["银杏", "1.50"], ["梧桐", ""], ["槐树", "2"]]
BODY = pa.table([pa.array(c, pa.string()) for c in zip(*ROWS[2:], strict=True)], names=["0", "1"])
LONG = LongRows(ROWS[:2], BODY)


def test_rows_are_a_sequence_like_any_other() -> None:
    assert list(LONG) == ROWS
    assert [LONG[n] for n in range(len(LONG))] == ROWS
    assert (LONG[-1], LONG[1:4], LONG[:9]) == (ROWS[-1], ROWS[1:4], ROWS)
    assert LONG.width == 2


def test_row_beyond_the_end_is_an_error() -> None:
    with pytest.raises(IndexError):
        LONG[5]


@pytest.mark.parametrize(
    ("columns", "expected"), [([], [2, 3, 4]), ([0], [2, 3, 4]), ([0, 1], [3])]
)
def test_rows_without_a_figure_are_found(columns: list[int], expected: list[int]) -> None:
    assert list(LONG.without_figure(columns)) == expected
