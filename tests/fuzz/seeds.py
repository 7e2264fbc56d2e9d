"""Small real files of every kind a reader is offered; what fuzzing starts from."""

import io
import tempfile
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from functools import partial
from pathlib import Path

import xlsxwriter

from tests.intake import write_workbook
from tests.intake.old_workbook import ErrorValue, Formatted, Formula, OldSheet, write_xls
from tests.intake.open_document import cell, row, write_ods
from tests.intake.page_document import Paper, pdf_bytes

ROWS = [
    ["维修费用表", None, None],
    ["单位：万元", None, None],
    ["项目", "次数", "金额"],
    ["银杏，老", 3, 1234.5],
    ["“梧桐”", 0.1234, date(2024, 3, 1)],
    ["合计", True, "-"],
    ["注：1", None, None],
]
FORMATS = ['0.00"万元"', "0%", "yyyy年m月", "0!.0,", "[<1]0;;@", "hh:mm"]
CSV = '项目,次数,金额\n"银杏, 老",3,"1,234.50"\r\n梧桐,0,-\n"两\n行",1,2\n'


def _built(write: Callable[[Path], object]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "seed"
        write(path)
        return path.read_bytes()


def _formatted(path: Path) -> None:
    """A workbook with formats, merged and hidden ranges, a formula, a comment and a rich text."""
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("表")
        bold, red = book.add_format({"bold": True}), book.add_format({"color": "red"})
        page.merge_range("A1:C1", "维修费用表")
        page.write_rich_string("A2", bold, "单位：", red, "万元")
        for n, pattern in enumerate(FORMATS):
            page.write_number(2, n, 45_322.5, book.add_format({"num_format": pattern}))
        day = book.add_format({"num_format": 31})
        page.write_datetime("A4", datetime(2024, 3, 1, 9), day)  # noqa: DTZ001
        page.write_datetime("B4", time(9, 30), book.add_format({"num_format": 21}))
        page.write_formula("C4", "=1+1", None, 2)
        page.write_comment("C4", "见附注")
        page.write_boolean("D4", True)
        page.set_row(4, None, None, {"hidden": True})
        page.write("A5", "藏")
        page.set_column("E:E", None, None, {"hidden": True})
        book.add_worksheet("表二 ").write("A1", "乙")
        book.add_worksheet("藏").hide()


def _archive() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("表/甲.csv", CSV)
        archive.writestr("乙.xlsx", XLSX[0])
        archive.writestr("丙.htm", HTML[0])
        archive.writestr("说明.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    return packed.getvalue()


_HIDDEN_ROW = "table:visibility='collapse'"


def _number(text: str, value: str, **more: str) -> str:
    return cell(text, value_type="float", value=value, **more)


_ODS_ROWS = "".join(
    [
        row(cell("维修费用表", columns_spanned="3", rows_spanned="1")),
        row("项目", "次数", "金额"),
        row("银杏", _number("3", "3"), cell("12.3%", value_type="percentage", value="0.1234")),
        row(
            cell("3月", value_type="date", date_value="2024-03-01"),
            cell("是", value_type="boolean", boolean_value="true"),
        ),
        row("合计", _number("4", "4", formula="of:=1+3"), attributes=_HIDDEN_ROW),
        row(cell("x", columns_repeated="3"), attributes="table:number-rows-repeated='3'"),
    ]
)
_OLD = OldSheet(
    [
        ["维修费用表"],
        ["项目", "次数", "金额"],
        ["银杏", 3, Formatted(0.1234, "0%")],
        ["梧桐", Formatted(45_322, 31), Formatted(45_322.5, "yyyy-mm-dd hh:mm")],
        ["藏", True, Formatted(0.5, 30)],
        ["合计", Formula(3), ErrorValue()],
    ],
    merged=[(0, 0, 0, 2)],
    hidden_rows=[4],
    hidden_columns=[3],
)
CSVS = [CSV.encode(), CSV.encode("gb18030"), CSV.encode("utf-8-sig"), CSV.encode("utf-16")]
XLSX = [_built(lambda p: write_workbook(p, {"表": ROWS}, merged=["A1:C1"])), _built(_formatted)]
ODS = [_built(lambda p: write_ods(p, {"表": _ODS_ROWS, "藏": row("x")}, hidden=("藏",)))]
XLS = [
    _built(partial(write_xls, sheets={"表": _OLD, "乙": OldSheet([[1]])}, is_1904=old))
    for old in (False, True)
]
HTML = [
    (
        "<html><head><meta charset=utf-8></head><body><h1>维修</h1><p>单位：万元<table><caption>表"
        "</caption><tr><th rowspan=2>项目<th colspan=2>数</tr><tr><td>次<td>元</tr>"
        "<tr style='display:none'><td>银杏<td>3<td>1,234.50</tr></table><p>注：1</body></html>"
    ).encode(),
    "<table><tr><td><table><tr><td>甲<td hidden>乙</table></table>".encode("gb18030"),
]
PDF = [
    pdf_bytes(
        [
            Paper()
            .line("维修费用表")
            .line("单位：", "万元")
            .table([["项目", "金额"], ["甲", "1.50"]]),
            Paper().table([["梧桐", "2"], ["合计", "<"]]).line("— 2 —"),
        ],
        compress=compress,
    )
    for compress in (False, True)
]
ZIP = [_archive()]
