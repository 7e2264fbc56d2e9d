import csv
import io

import pytest

from pipelines.intake.limits import MAX_COLUMNS
from tests.intake import brief, csv_grid

TEXT = "项目,金额\n银杏,1.50\n梧桐,0.50\n"
ROWS = [["项目", "金额"], ["银杏", "1.50"], ["梧桐", "0.50"]]
SIG = "utf-8-sig"
GB_ROW = "悬铃木,2.00\n".encode("gb18030")

ENCODINGS = {
    "UTF-8": (TEXT.encode(), None, "utf-8"),
    "UTF-8 with a mark": (TEXT.encode("utf-8-sig"), None, "utf-8-sig"),
    "GB18030": (TEXT.encode("gb18030"), None, "gb18030"),
    "UTF-8 with a mark, declared": (TEXT.encode("utf-8-sig"), "utf-8", "utf-8"),
    "Shift JIS, declared": (TEXT.encode("shift_jis", "replace"), "shift_jis", "shift_jis"),
    "Big5, declared": ("項目,金額\n".encode("big5"), "big5", "big5"),
    "UTF-16, declared": (TEXT.encode("utf-16"), "utf-16", "utf-16"),
}


@pytest.mark.parametrize("name", ENCODINGS)
@pytest.mark.fault("I01")
def test_encoding_is_recognised_or_declared(name: str) -> None:
    data, declared, used = ENCODINGS[name]

    encoding, grid = csv_grid(data, declared)

    assert encoding == used
    assert "".join(grid.rows[0]) in ("项目金额", "項目金額", "?目金?")
    assert not grid.findings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_same_text_gives_the_same_rows_in_every_known_encoding(encoding: str) -> None:
    _, grid = csv_grid(TEXT.encode(encoding), None)

    assert grid.rows == ROWS


UNREADABLE = {
    # bytes, declared encoding → row, byte, what was expected
    "one GB18030 row in UTF-8": (TEXT.encode() + GB_ROW, None, (4, len(TEXT.encode()), "utf-8")),
    "one GB18030 row behind a mark": (b"\xef\xbb\xbf" + GB_ROW, None, (1, 3, SIG)),
    "a bad byte after a mark and Chinese": (TEXT.encode("utf-8-sig") + b"\xff", None, (4, 41, SIG)),
    "one GB18030 row, lines ended by CR": (
        TEXT.replace("\n", "\r").encode() + GB_ROW,
        None,
        (4, len(TEXT.encode()), "utf-8"),
    ),
    "GB18030 declared as UTF-8": (GB_ROW, "utf-8", (1, 0, "utf-8")),
    "a late bad byte": (
        TEXT.encode() + b"a,1\n" * 5000 + b"\xff,1\n",
        None,
        (5004, 20038, "utf-8"),
    ),
    "UTF-16 cut in half": (TEXT.encode("utf-16")[:-1], "utf-16", (3, 44, "utf-16")),
}


@pytest.mark.parametrize("name", UNREADABLE)
@pytest.mark.fault("I01", "I02", "N6")
def test_byte_that_does_not_decode_is_found_with_its_row(name: str) -> None:
    data, declared, (row, byte, expected) = UNREADABLE[name]

    encoding, grid = csv_grid(data, declared)

    assert encoding is None
    assert not grid.rows
    found = [(f.rule, f.place.row, f.value, f.expected, f.detail) for f in grid.findings]
    shown = f"0x{data[byte]:02X}"
    assert found == [("text-decodes", row, shown, expected, f"byte {byte}")]


def test_every_bad_row_of_a_mixed_file_is_found() -> None:
    data = GB_ROW + TEXT.encode() + GB_ROW

    _, grid = csv_grid(data, None)

    assert [f.place.row for f in grid.findings] == [1, 5]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_never_passes_for_another_encoding(encoding: str) -> None:
    _, grid = csv_grid(TEXT.encode(encoding), None)

    assert {f.rule for f in grid.findings} <= {"text-decodes", "cells-hold-values"}
    assert grid.findings


def test_utf_16_with_its_mark_is_said_once() -> None:
    _, grid = csv_grid(TEXT.encode("utf-16"), None)

    assert [f.detail for f in grid.findings] == ["UTF-16"]


@pytest.mark.parametrize("declared", ["klingon", "base64"])
def test_encoding_nobody_knows_is_found(declared: str) -> None:
    encoding, grid = csv_grid(TEXT.encode(), declared)

    assert encoding is None
    assert brief(grid.findings) == [("text-decodes", None, declared, None)]


@pytest.mark.fault("I03")
def test_mark_is_taken_away_once() -> None:
    _, grid = csv_grid("\ufeff\ufeff项目\n".encode(), None)

    assert grid.rows == [["\ufeff项目"]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way(end: str) -> None:
    _, grid = csv_grid(TEXT.replace("\n", end).encode(), None)

    assert grid.rows == ROWS


def test_cell_of_several_lines_keeps_the_rows_below_at_their_place() -> None:
    _, grid = csv_grid('项目,金额\n"银\n杏",1\n梧桐,2\n'.encode(), None)

    assert [grid.cell(row, 0) for row in range(4)] == ["项目", "银\n杏", "", "梧桐"]


STRAY_QUOTES = {
    "behind a quoted cell": ('a,b\n"x"y,1\n', 2),
    "never closed": ('a,b\n1,2\n"x,1\n3,4\n', 4),
    "opened in one row and closed in the next": ('a,b\n"x,1\n2,"y\n', 3),
}


@pytest.mark.parametrize("name", STRAY_QUOTES)
@pytest.mark.fault("I05", "N13")
def test_stray_quote_is_found_with_its_row(name: str) -> None:
    text, row = STRAY_QUOTES[name]

    _, grid = csv_grid(text.encode(), None)

    assert [(f.rule, f.place.row) for f in grid.findings] == [("quotes-come-in-pairs", row)]


CONTROLS = {
    "NUL": ("\0", "U+0000"),
    "bell": ("\x07", "U+0007"),
    "delete": ("\x7f", "U+007F"),
    "next line (C1)": ("\x85", "U+0085"),
    "right-to-left override": ("\u202e", "U+202E"),
    "isolate": ("\u2066", "U+2066"),
}


@pytest.mark.parametrize("name", CONTROLS)
@pytest.mark.fault("I03", "I23", "N8")
def test_control_character_is_found_in_its_cell(name: str) -> None:
    character, shown = CONTROLS[name]

    _, grid = csv_grid(f"项目,金额\n银杏,1{character}2\n".encode(), None)

    assert brief(grid.findings) == [("cells-hold-values", "B2", f"1[{shown}]2", None)]


def test_tabs_and_line_breaks_are_no_control_characters() -> None:
    _, grid = csv_grid('项目\n"a\tb\r\nc"\n'.encode(), None)

    assert grid.rows[1] == ["a\tb\r\nc"]
    assert not grid.findings


def test_cell_of_megabytes_is_refused_with_its_place() -> None:
    data = b"a,b\n1," + b"x" * 10_000_000 + b"\n"

    _, grid = csv_grid(data, None)

    assert [(f.rule, f.place.cell()) for f in grid.findings] == [("file-is-readable", "B2")]


@pytest.mark.fault("I10", "N5")
def test_file_of_a_hundred_thousand_columns_is_refused() -> None:
    encoding, grid = csv_grid(b",".join([b"x"] * 100_000) + b"\n", None)

    assert encoding is None
    (finding,) = grid.findings
    assert finding.rule == "file-is-readable"
    assert str(MAX_COLUMNS) in (finding.detail or "")


def test_formula_of_a_spreadsheet_stays_text() -> None:
    cells = ["=1+1", "+86", "-5", "@SUM(A1)", "\t=1"]
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)

    _, grid = csv_grid(buffer.getvalue().encode(), None)

    assert grid.rows == [cells]
    assert not grid.findings
