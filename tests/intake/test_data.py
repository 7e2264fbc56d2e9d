import pyarrow as pa
import pytest

from pipelines.intake.data import count_texts, read_data
from pipelines.intake.grid import Grid
from pipelines.intake.header import find_header
from pipelines.intake.long_rows import LongRows
from pipelines.intake.rows import row_kinds
from pipelines.model import SOURCE_ROW

HEADER = ["类", "款", "金额"]
BODY = [["208", "05", "1"], ["", "", ""], ["", "06", ""], ["注：含追加", "", ""]]
MAPPING = {"code": [0, 1], "amount": [2]}


def grids() -> dict[str, Grid]:
    body = pa.table([pa.array(c, pa.string()) for c in zip(*BODY, strict=True)], list("012"))
    return {
        "rows": Grid(None, [HEADER, *BODY], is_ruled=False),
        "columns": Grid(None, LongRows([HEADER], body, [], [1, 4]), is_ruled=False),
        "both": Grid(None, LongRows([HEADER, *BODY[:2]], body.slice(2), [], [4]), is_ruled=False),
    }


@pytest.mark.parametrize("name", grids())
def test_texts_of_several_columns_are_joined_and_kept_apart_too(name: str) -> None:
    grid = grids()[name]
    header = find_header(grid, HEADER)
    assert header is not None
    kinds = row_kinds(grid, header)

    whole, parts = read_data(grid, header, kinds, MAPPING)

    assert whole.to_pydict() == {
        "code": ["20805", "06"],
        "amount": ["1", ""],
        SOURCE_ROW: [2, 4],
    }
    assert parts["code"].to_pydict() == {"A": ["208", ""], "B": ["05", "06"], SOURCE_ROW: [2, 4]}
    assert set(parts) == {"code"}
    assert [count_texts(grid, header, kinds, c) for c in (0, 1, 2, 9)] == [1, 2, 1, 0]


@pytest.mark.parametrize("name", grids())
def test_row_of_another_blocks_columns_is_left_out(name: str) -> None:
    grid = grids()[name]
    header = find_header(grid, HEADER)
    assert header is not None

    whole, parts = read_data(grid, header, row_kinds(grid, header), {"amount": [2]})

    assert (whole.to_pydict(), parts) == ({"amount": ["1"], SOURCE_ROW: [2]}, {})
