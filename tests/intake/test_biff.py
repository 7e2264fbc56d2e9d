import pytest

from pipelines.intake.biff import read_marks
from pipelines.intake.limits import UnreadableError
from tests.intake.old_workbook import (
    ErrorValue,
    Formatted,
    Formula,
    OldSheet,
    record,
    workbook_stream,
)

PERCENT = 10  # a format every program knows by number


def test_what_is_marked_in_a_sheet_is_read() -> None:
    rows = [["支出", 1], [Formula(2), ErrorValue()], [Formatted(0.5, PERCENT), Formatted(1, "00")]]
    sheet = OldSheet(rows, hidden_rows=[1], hidden_columns=[3])

    marks = read_marks(workbook_stream({"空": OldSheet([]), "表": sheet}, is_1904=True))

    empty, read = marks.sheets
    assert (empty.rows, empty.columns) == (0, 0)
    assert (read.rows, read.columns) == (3, 2)
    assert read.formulas == [(1, 0)]
    assert read.errors == [(1, 1, 0x17)]
    assert read.formats == {(2, 0): PERCENT, (2, 1): 164}
    assert (read.hidden_rows, read.hidden_columns) == ({1}, {3})
    assert (marks.patterns, marks.is_1904) == ({164: "00"}, True)


def test_cells_packed_into_one_record_are_counted() -> None:
    # MULRK: row 2, columns 1 to 3, each with its style and its number.
    cells = b"".join(style.to_bytes(2, "little") + b"\0\0\xf0\x3f" for style in (0, 1, 1))
    packed = record(0xBD, b"\2\0\1\0" + cells + b"\3\0")
    stream = workbook_stream({"表": OldSheet([[Formatted(1, PERCENT)]])})
    end = stream.rindex(record(0x0A))

    (sheet,) = read_marks(stream[:end] + packed + stream[end:]).sheets

    assert (sheet.rows, sheet.columns) == (3, 4)
    assert sheet.formats == {(0, 0): PERCENT, (2, 2): PERCENT, (2, 3): PERCENT}


def test_every_cut_of_a_workbook_is_refused_or_read() -> None:
    whole = workbook_stream({"表": OldSheet([["银杏", 1]])})

    for size in range(0, len(whole) - 1, 3):
        with pytest.raises(UnreadableError):
            read_marks(whole[:size])
