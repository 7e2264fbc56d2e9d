from pathlib import Path

import pytest

from pipelines.intake.formats import read_file
from pipelines.intake.grid import Span
from tests.intake import brief, read, records
from tests.intake.open_document import MANIFEST, cell, row, write_ods


def number(value: str, text: str, **more: str) -> str:
    return cell(text, value_type="float", value=value, **more)


CELLS = {
    "text": (cell("  银杏 "), "银杏"),
    "text of two lines": (cell("银杏\n梧桐"), "银杏\n梧桐"),
    "text code": (cell("02", value_type="string"), "02"),
    "number": (number("1234567.5", "1,234,567.50"), "1234567.5"),
    "percent": (cell("12.3%", value_type="percentage", value="0.1234"), "12.34%"),
    "currency": (cell("¥3.50", value_type="currency", value="3.5"), "3.5"),
    "unit in the format": (number("3.5", "3.50万元"), "3.5万元"),
    "day": (cell("2024年3月1日", value_type="date", date_value="2024-03-01"), "2024-03-01"),
    "moment": (
        cell("3月1日", value_type="date", date_value="2024-03-01T12:30:00"),
        "2024-03-01 12:30:00",
    ),
    "truth": (cell("是", value_type="boolean", boolean_value="true"), "TRUE"),
    "text without a paragraph": (
        '<table:table-cell office:value-type="string" office:string-value="银杏"/>',
        "银杏",
    ),
    "spaces and tabs": (
        "<table:table-cell><text:p>银<text:s text:c='2'/>杏<text:tab/>一</text:p>"
        "</table:table-cell>",
        "银  杏\n一",
    ),
    "comment beside the text": (
        "<table:table-cell><office:annotation><text:p>密</text:p></office:annotation>"
        "<text:p>银杏</text:p></table:table-cell>",
        "银杏",
    ),
}


@pytest.mark.parametrize("name", CELLS)
def test_cell_is_read_as_it_is_shown(tmp_path: Path, name: str) -> None:
    xml, text = CELLS[name]

    content = read_file(write_ods(tmp_path / "2024.ods", {"表": row(xml, "。")}))

    assert content.kind == "ods"
    assert not content.findings
    assert content.grids["表"].rows == [[text, "。"]]
    assert not content.grids["表"].findings


FAULTS = {
    "formula": (
        number("2", "2", formula="of:=[.A1]+1"),
        ("cells-hold-values", "=[.A1]+1"),
    ),
    "divided by its format": (number("35000", "3.5"), ("numbers-are-shown-as-stored", "35000")),
    "hidden by its format": (number("5", ""), ("numbers-are-shown-as-stored", "5")),
}


@pytest.mark.parametrize("name", FAULTS)
def test_cell_that_does_not_hold_what_it_shows_is_found(tmp_path: Path, name: str) -> None:
    xml, (rule, value) = FAULTS[name]

    content = read_file(write_ods(tmp_path / "2024.ods", {"表": row("。", xml)}))

    assert [(f.rule, f.place.cell(), f.value) for f in content.grids["表"].findings] == [
        (rule, "表!B1", value)
    ]


def test_merged_cells_are_kept_as_spans(tmp_path: Path) -> None:
    head = cell("支出", columns_spanned="2", rows_spanned="1") + "<table:covered-table-cell/>"
    rows = row(head) + row("类", "款")

    content = read_file(write_ods(tmp_path / "2024.ods", {"表": rows}))

    assert content.grids["表"].spans == [Span(0, 0, 0, 1)]
    assert content.grids["表"].label(0, 1) == "支出"


def test_repeated_cells_and_rows_stand_as_often_as_they_say(tmp_path: Path) -> None:
    rows = (
        row(cell("银杏", columns_repeated="2"), attributes='table:number-rows-repeated="2"')
        + row(cell(), attributes='table:number-rows-repeated="3"')
        + row("梧桐")
        + row(cell(columns_repeated="16384"), attributes='table:number-rows-repeated="1048000"')
    )

    content = read_file(write_ods(tmp_path / "2024.ods", {"表": rows}))

    assert content.grids["表"].rows == [["银杏"] * 2, ["银杏"] * 2, [], [], [], ["梧桐"]]


def test_hidden_sheet_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "2024.ods"

    content = read_file(write_ods(path, {"公开": row("1"), "内部": row("密")}, hidden=("内部",)))

    assert set(content.grids) == {"公开"}
    assert brief(content.findings) == [("sheets-are-shown", "内部", "内部", None)]


@pytest.mark.parametrize("how", ["collapse", "filter"])
def test_hidden_row_and_column_are_found_and_not_read(tmp_path: Path, how: str) -> None:
    hide = f'table:visibility="{how}"'
    rows = (
        f"<table:table-column/><table:table-column {hide}/>"
        + row("项目", "底价", "金额")
        + row("银杏", "9", "1", attributes=hide)
        + row("梧桐", "8", "2")
    )

    content = read_file(write_ods(tmp_path / "2024.ods", {"表": rows}))

    grid = content.grids["表"]
    assert grid.rows == [["项目", "", "金额"], ["", "", ""], ["梧桐", "", "2"]]
    assert brief(grid.findings) == [
        ("nothing-is-hidden", "表!2", "2 行/row", None),
        ("nothing-is-hidden", "表", "B 列/column", None),
    ]


def test_table_of_an_open_document_is_read_like_any_other(tmp_path: Path) -> None:
    rows = row("单位：万元") + row("项目", "次数", "金额") + row("银杏", "1", number("1.5", "1.50"))

    result = read(write_ods(tmp_path / "2024.ods", {"表": rows}), {"sheet": "表"})

    (table,) = result.tables
    assert (table.unit, result.findings) == ("万元", ())
    assert records(table.data)[3] == {
        "item_name": "银杏",
        "repair_count": "1",
        "repair_amount": "1.5",
    }


def test_encrypted_open_document_is_refused(tmp_path: Path) -> None:
    manifest = MANIFEST.replace(b"/>", b"><manifest:encryption-data/></manifest:manifest>")

    content = read_file(write_ods(tmp_path / "2024.ods", {"表": row("1")}, manifest=manifest))

    (finding,) = content.findings
    assert finding.rule == "file-is-readable"
    assert "密码" in (finding.detail or "")
