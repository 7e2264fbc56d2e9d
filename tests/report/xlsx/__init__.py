"""A workbook with all that bureaus put into theirs."""

import io
import struct
import zlib

import xlsxwriter

RICH = "富文本"


def tiny_png() -> bytes:
    """A red point."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\x00\xff\x00\x00")
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def bureau_workbook(*, commented: bool = False) -> bytes:
    """Two sheets and a hidden one: formats, merges, a picture, a chart, validation, a name."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    bold, amount = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
    sheet = book.add_worksheet("支出 表")
    sheet.set_column("B:B", 30, amount)
    sheet.set_row(6, 40, bold)
    sheet.merge_range("A1:C1", "2024年部门支出预算总表", bold)
    sheet.write("A3", "205")
    sheet.write("B3", 12.5, amount)
    sheet.write_rich_string("C3", bold, RICH, "的一格")
    sheet.merge_range("A4:A5", "206")
    sheet.insert_image("E2", "seal.png", {"image_data": io.BytesIO(tiny_png())})
    sheet.data_validation("C6:C9", {"validate": "list", "source": ["是", "否"]})
    sheet.conditional_format("B3:B9", {"type": "cell", "criteria": "<", "value": 0, "format": bold})
    sheet.freeze_panes(2, 0)
    sheet.set_footer("&C第 &P 页")
    if commented:
        sheet.write_comment("B3", "局里的批注", {"author": "局"})
        sheet.write_comment("C3", "另一条")
    other = book.add_worksheet("收入表")
    other.write("A1", "收入")
    other.activate()
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "='支出 表'!$B$3:$B$4"})
    other.insert_chart("C3", chart)
    hidden = book.add_worksheet("内部")
    hidden.write("A1", "不公开")
    hidden.hide()
    book.define_name("'收入表'!合计", "='收入表'!$A$1")
    book.define_name("总额", "='支出 表'!$B$3")
    book.close()
    return file.getvalue()
