import pyarrow as pa

from pipelines.intake.column_rows import ColumnRows, is_trimmed, row_batches, rows_not_of_width

ROWS = [["a", "1"], ["b"], ["c", "3"], [], ["e", "5", "x"]]


def column_rows() -> ColumnRows:
    columns = pa.table({"0": ["a", "", "c", "", ""], "1": ["1", "", "3", "", ""]})
    return ColumnRows(columns, {1: ["b"], 3: [], 4: ["e", "5", "x"]})


def test_rows_kept_as_columns_are_rows() -> None:
    rows = column_rows()

    assert rows == ROWS
    assert [rows[n] for n in range(-5, 5)] == ROWS + ROWS
    assert rows[1:4] == ROWS[1:4]
    assert (len(rows), rows.width) == (5, 3)


def test_columns_say_what_rows_say() -> None:
    for rows in (ROWS, column_rows()):
        (batch,) = row_batches(rows)
        assert [batch.printed(n).to_pylist() for n in range(4)] == [
            ["a", "b", "c", "", "e"],
            ["1", "", "3", "", "5"],
            ["", "", "", "", "x"],
            ["", "", "", "", ""],
        ]


def test_one_row_may_be_changed() -> None:
    assert column_rows().with_row(2, ["d", "4"])[1:3] == [["b"], ["d", "4"]]


def test_rows_of_another_width_are_told() -> None:
    for width in (2, 3):
        expected = [(n, row) for n, row in enumerate(ROWS) if len(row) != width]
        assert list(rows_not_of_width(column_rows(), width)) == expected
        assert list(rows_not_of_width(ROWS, width)) == expected


def test_white_space_is_what_python_strips() -> None:
    every = [f"x{chr(n)}x{chr(n)}" for n in range(0x11_0000) if not 0xD800 <= n < 0xE000]
    spaced = [text for text in every if text.strip() != text]

    assert is_trimmed([pa.chunked_array([[t for t in every if t.strip() == t]])])
    assert len(spaced) > 20
    assert not any(is_trimmed([pa.chunked_array([[text]])]) for text in spaced)
