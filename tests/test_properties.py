"""What must hold for any table: written and read again, nothing is lost and nothing is added."""

import csv
import io
import tempfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipelines.intake.values import UNIT_FACTORS, money_text, number_text
from pipelines.intake.workbook import read_workbook_grids
from pipelines.model import rows_of
from tests import write
from tests.intake import TABLE, correct, csv_grid, records, stage

# Any character that can be seen, and what quoting is for.
VISIBLE = st.characters(codec="utf-8", categories=["L", "M", "N", "P", "S", "Zs"])
CELL = st.text(VISIBLE | st.sampled_from("\",;\n\r\t '="), max_size=12)
ROWS = st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=6)
HEADER = ["项目", "次数", "金额"]  # not UTF-8 when written in GB18030

# Names as a table of repairs may have them: no total, no note, no dash, no header.
LETTERS = "银杏梧桐槐柳甲乙丙abc（）、 ·1"
NAME = st.text(LETTERS, min_size=1, max_size=8).map(str.strip).filter(bool)
FEN = st.integers(-(10**15), 10**15)
LINES = st.lists(
    st.tuples(NAME, st.none() | st.integers(0, 10**9), st.none() | FEN),
    min_size=1,
    max_size=8,
    unique_by=lambda line: line[0],
)
Line = tuple[str, int | None, int | None]


def csv_text(rows: Sequence[Sequence[object]]) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue()


def yuan(fen: int | None) -> str:
    return "" if fen is None else format(Decimal(fen).scaleb(-2), "f")


def printed(lines: Sequence[Line]) -> list[list[object]]:
    rows = [[name, "" if n is None else n, yuan(fen)] for name, n, fen in lines]
    return [HEADER, *rows]


def canonical(lines: Sequence[Line]) -> list[tuple[str, str | None, str | None]]:
    return [
        (
            name,
            None if n is None else str(n),
            None if fen is None else money_text(Decimal(fen) / 100),
        )
        for name, n, fen in lines
    ]


def staged(text: str, unit: str = "元", suffix: str = "") -> list[tuple]:
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder) / "2024.csv", suffix + text)
        result = stage(path, {"unit": unit})
    assert not result.findings
    return list(rows_of(result.tables[TABLE].data, "item_name", "repair_count", "repair_amount"))


@given(ROWS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_read_as_it_was_written(encoding: str, rows: list[list[str]]) -> None:
    written = [HEADER, *rows]

    used, grid = csv_grid(csv_text(written).encode(encoding), None)

    assert used == encoding
    assert not grid.findings
    assert [row for row in grid.rows if row] == written


@given(ROWS)
def test_row_of_a_csv_file_is_numbered_by_the_line_it_begins_in(rows: list[list[str]]) -> None:
    written = [[f"第{n}行", *row] for n, row in enumerate(rows)]
    text = csv_text(written)

    _, grid = csv_grid(text.encode("utf-8-sig"), None)

    lines = io.StringIO(text, newline="").readlines()
    for number, row in enumerate(grid.rows):
        if row:
            assert row[0] in lines[number]


@settings(max_examples=40)
@given(ROWS)
def test_text_of_a_workbook_is_read_as_it_was_written(rows: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "2024.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet("表")
            for number, row in enumerate([HEADER, *rows]):
                for column, text in enumerate(row):
                    sheet.write_string(number, column, text)
        grids, findings = read_workbook_grids(path.read_bytes())

    assert not findings
    grid = grids["表"]
    assert not grid.findings
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row):
            assert grid.cell(number, column) == text.strip()


NUMBERS = st.decimals(-(10**11), 10**11, places=2)


@settings(max_examples=40)
@given(st.lists(NUMBERS, min_size=1, max_size=10))
@example([Decimal("0.1"), Decimal("0.29"), Decimal("156211123.45"), Decimal("47.91")])
def test_number_of_a_workbook_is_the_one_the_clerk_typed(numbers: list[Decimal]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "2024.xlsx"
        with xlsxwriter.Workbook(path) as book:
            book.add_worksheet("表").write_column(0, 0, [float(n) for n in numbers])
        grids, _ = read_workbook_grids(path.read_bytes())

    assert [row[0] for row in grids["表"].rows] == [number_text(n) for n in numbers]


@settings(max_examples=40)
@given(LINES)
def test_table_written_as_printed_is_staged_as_it_is(lines: list[Line]) -> None:
    assert staged(csv_text(printed(lines))) == canonical(lines)


@settings(max_examples=40)
@given(LINES)
def test_canonical_table_is_staged_as_itself(lines: list[Line]) -> None:
    once = staged(csv_text(printed(lines)))

    again = staged(csv_text([HEADER, *(["" if v is None else v for v in row] for row in once)]))

    assert again == once


@settings(max_examples=40)
@given(LINES, st.sampled_from(sorted(UNIT_FACTORS)))
def test_unit_a_table_is_printed_in_makes_no_difference(lines: list[Line], unit: str) -> None:
    rows = [
        [
            name,
            "" if n is None else n,
            "" if fen is None else format(Decimal(yuan(fen)) / UNIT_FACTORS[unit], "f"),
        ]
        for name, n, fen in lines
    ]

    assert staged(csv_text([HEADER, *rows]), unit) == canonical(lines)


@settings(max_examples=40)
@given(LINES, st.randoms(use_true_random=False))
def test_order_of_rows_makes_no_difference_to_any_row(lines: list[Line], chance: Random) -> None:
    shuffled = list(lines)
    chance.shuffle(shuffled)

    assert sorted(staged(csv_text(printed(shuffled))), key=str) == sorted(canonical(lines), key=str)


@settings(max_examples=40)
@given(LINES, st.integers(0, 7), st.integers(0, 10**9))
def test_correction_and_a_file_without_the_error_come_to_the_same(
    lines: list[Line], which: int, count: int
) -> None:
    number = which % len(lines)
    name, was, fen = lines[number]
    right = [*lines[:number], (name, count, fen), *lines[number + 1 :]]
    shown = "" if was is None else str(was)

    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder) / "2024.csv", csv_text(printed(lines)))
        correction = correct((number + 2, "B"), shown, str(count), path.name)
        corrected = stage(path, {"unit": "元"}, corrections=[correction])

    assert not corrected.findings
    rows = records(corrected.tables[TABLE].data).values()
    found = [(r["item_name"], r["repair_count"], r["repair_amount"]) for r in rows]
    assert found == canonical(right)
