import datetime
import random
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.formula import ArrayFormula

from pipelines.intake import limits
from pipelines.intake.formats import read_file
from pipelines.intake.grid import Grid
from pipelines.model import Finding
from tests import write
from tests.intake import brief, write_workbook


def rewrite(path: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """The same archive with one member changed."""
    with zipfile.ZipFile(path) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    members[name] = change(members[name])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, data in members.items():
            archive.writestr(member, data)
    return path


def read_grids(path: Path) -> tuple[Mapping[str, Grid], tuple[Finding, ...]]:
    content = read_file(path)
    return content.grids, content.findings


NOON = datetime.datetime(2024, 3, 1, 12)  # noqa: DTZ001 - spreadsheets know no time zone
CELLS = {
    "text code with leading zeros": ("02", "02"),
    "number": (208, "208"),
    "decimal as the clerk typed it": (0.1, "0.1"),
    "sum of decimals as the clerk sees it": (47.91, "47.91"),
    "large number": (156211123, "156211123"),
    "large number with decimals": (156211123.45, "156211123.45"),
    "large number of all fifteen digits": (1234567890123.45, "1234567890123.45"),
    "small number without exponent": (0.00001, "0.00001"),
    "negative": (-5.5, "-5.5"),
    "day": (datetime.date(2024, 3, 1), "2024-03-01"),
    "day with a time of midnight": (NOON.replace(hour=0), "2024-03-01"),
    "minute": (NOON.replace(minute=30), "2024-03-01 12:30:00"),
    "truth": (True, "TRUE"),
    "text": ("  银杏  ", "银杏"),
    "nothing": (None, ""),
}


@pytest.mark.parametrize("name", CELLS)
def test_cell_is_read_as_text(tmp_path: Path, name: str) -> None:
    value, text = CELLS[name]
    path = write_workbook(tmp_path / "a.xlsx", {"表": [[value, "。"]]})

    grids, findings = read_grids(path)

    assert grids["表"].rows == [[text, "。"]]
    assert not findings
    assert not grids["表"].findings


def test_merged_cells_are_kept_as_spans(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {"表": [["支出", None], [1, 2]]}, merged=["A1:B1"])

    grids, _ = read_grids(path)

    assert [grids["表"].label(0, column) for column in range(2)] == ["支出", "支出"]
    assert [grids["表"].cell(0, column) for column in range(2)] == ["支出", ""]


@pytest.mark.fault("S03")
def test_hidden_sheets_do_not_leave_the_building(tmp_path: Path) -> None:
    sheets = {"公开": [[1]], "内部": [[2]]}
    path = write_workbook(tmp_path / "a.xlsx", sheets, hidden=["内部"])

    grids, findings = read_grids(path)

    assert set(grids) == {"公开"}
    assert brief(findings) == [("sheets-are-shown", "内部", "内部", None)]


def test_white_space_around_a_sheet_name_does_not_count(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {" 表 ": [[1]]})

    grids, _ = read_grids(path)

    assert set(grids) == {"表"}


def test_formulas_and_error_values_are_found_and_not_evaluated(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("表")
        sheet.write_formula("A1", "=1+1", None, 2)  # a cached value, as Excel stores it
        sheet.write_formula("B2", "=A1/0", None, "#DIV/0!")

    grids, _ = read_grids(tmp_path / "a.xlsx")

    assert brief(grids["表"].findings) == [
        ("cells-hold-values", "表!A1", "=1+1", None),
        ("cells-hold-values", "表!B2", "=A1/0", None),
    ]


def test_error_value_without_a_formula_is_found(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "表"
    book.active["A1"] = "#REF!"
    book.active["A1"].data_type = "e"
    book.save(tmp_path / "a.xlsx")

    grids, _ = read_grids(tmp_path / "a.xlsx")

    assert brief(grids["表"].findings) == [("cells-hold-values", "表!A1", "#REF!", None)]


def test_array_formula_is_shown_as_it_is_written(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "表"
    book.active["A1"] = ArrayFormula("A1:A2", "=SUM(B1:B2)")
    book.save(tmp_path / "a.xlsx")

    grids, _ = read_grids(tmp_path / "a.xlsx")

    assert brief(grids["表"].findings) == [("cells-hold-values", "表!A1", "=SUM(B1:B2)", None)]


def test_text_that_begins_like_a_formula_is_text(tmp_path: Path) -> None:
    book = Workbook()
    book.active["A1"] = "=1+1"
    book.active["A1"].data_type = "s"
    book.save(tmp_path / "a.xlsx")

    grids, _ = read_grids(tmp_path / "a.xlsx")

    assert grids["Sheet"].rows == [["=1+1"]]
    assert not grids["Sheet"].findings


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("银杏_x000D_\n梧桐", "银杏\r\n梧桐"),  # a line break as Excel stores the one of Windows
        ("银杏_x000D_", "银杏"),
        ("_x005F_x000D_", "_x000D_"),
        ("a_x0041_b", "aAb"),
        ("_xD83D_", "_xD83D_"),
        ("编号_x1_2", "编号_x1_2"),
    ],
)
def test_characters_the_format_escapes_are_read_as_meant(
    tmp_path: Path, stored: str, text: str
) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {"表": [["HERE", 1]]})
    rewrite(path, "xl/worksheets/sheet1.xml", lambda d: d.replace(b"HERE", stored.encode()))

    grids, _ = read_grids(path)

    assert grids["表"].cell(0, 0) == text
    assert not grids["表"].findings


def test_control_character_the_format_escapes_is_found(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {"表": [["HERE", 1]]})
    rewrite(path, "xl/worksheets/sheet1.xml", lambda d: d.replace(b"HERE", b"a_x0007_b"))

    grids, _ = read_grids(path)

    assert brief(grids["表"].findings) == [("cells-hold-values", "表!A1", "a[U+0007]b", None)]


def test_character_that_turns_the_direction_of_text_is_found(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {"表": [["银\u202e杏"]]})

    grids, _ = read_grids(path)

    assert brief(grids["表"].findings) == [("cells-hold-values", "表!A1", "银[U+202E]杏", None)]


def test_only_cell_in_the_last_corner_is_refused_at_once(tmp_path: Path) -> None:
    book = Workbook()
    book.active["XFD1048576"] = "角"
    book.save(tmp_path / "a.xlsx")

    grids, findings = read_grids(tmp_path / "a.xlsx")

    assert not grids
    assert [f.rule for f in findings] == ["file-is-readable"]


@pytest.mark.fault("I12", "N4")
def test_claimed_dimension_is_not_believed(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {"表": [["银杏"]]})
    rewrite(
        path,
        "xl/worksheets/sheet1.xml",
        lambda d: d.replace(b'ref="A1:A1"', b'ref="A1:XFD1048576"'),
    )

    grids, findings = read_grids(path)

    assert grids["表"].rows == [["银杏"]]
    assert not findings


def test_archive_that_unpacks_to_a_gigabyte_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {"表": [["银杏"]]})
    monkeypatch.setattr(limits, "MAX_UNPACKED_BYTES", 1_000_000)
    rewrite(path, "xl/styles.xml", lambda data: data + b" " * 1_000_000)

    grids, findings = read_grids(path)

    assert path.stat().st_size < 10_000
    assert not grids
    assert [f.rule for f in findings] == ["file-is-readable"]


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(12))
    + b"]><worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>"
    b"<sheetData><row r='1'><c r='A1' t='str'><v>&m;</v></c></row></sheetData></worksheet>"
)
OUTSIDE = (
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    b"<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>"
    b"<sheetData><row r='1'><c r='A1' t='str'><v>&a;</v></c></row></sheetData></worksheet>"
)


@pytest.mark.parametrize("xml", [BOMB, OUTSIDE], ids=["billion laughs", "external entity"])
def test_xml_entities_are_not_followed(tmp_path: Path, xml: bytes) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {"表": [["银杏"]]})
    rewrite(path, "xl/worksheets/sheet1.xml", lambda _: xml)

    grids, findings = read_grids(path)

    assert not grids
    assert [f.rule for f in findings] == ["file-is-readable"]


NO_WORKBOOKS = {
    "nothing": b"",
    "text": "项目,金额\n".encode(),
    "the old binary format": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512,
    "an empty archive": b"PK\x05\x06" + b"\0" * 18,
}


@pytest.mark.parametrize("name", NO_WORKBOOKS)
def test_file_that_is_no_workbook_is_found(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / "a.xlsx", NO_WORKBOOKS[name])

    grids, findings = read_grids(path)

    assert not grids
    assert [(f.rule, f.severity) for f in findings] == [("file-is-readable", "error")]
    assert str(tmp_path) not in (findings[0].detail or "")


def test_workbook_cut_short_anywhere_is_found(tmp_path: Path) -> None:
    whole = write_workbook(tmp_path / "a.xlsx", {"表": [["银杏", 1]]}).read_bytes()

    for size in range(0, len(whole) - 1, 97):
        grids, findings = read_grids(write(tmp_path / "b.xlsx", whole[:size]))
        assert not grids
        assert [f.rule for f in findings] == ["file-is-readable"]


@pytest.mark.parametrize("seed", range(40))
def test_damaged_workbook_is_read_or_found_and_never_stops_the_program(
    tmp_path: Path, seed: int
) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {"表": [["银杏", 1], ["梧桐", 2]]}, merged=["A1:B1"])
    chance = random.Random(seed)  # noqa: S311 - the same damage every time
    with zipfile.ZipFile(path) as archive:
        name = chance.choice(archive.namelist())

    def damage(data: bytes) -> bytes:
        at = chance.randrange(len(data))
        return data[:at] + bytes([chance.randrange(32, 127)]) * 3 + data[at + 3 :]

    grids, findings = read_grids(rewrite(path, name, damage))

    assert bool(grids) != bool(findings)
    assert {f.rule for f in findings} <= {"file-is-readable"}


def test_reading_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {"表": [["银杏", 1]]})
    before = path.read_bytes()

    read_file(path)

    assert path.read_bytes() == before
    assert load_workbook(path).sheetnames == ["表"]
