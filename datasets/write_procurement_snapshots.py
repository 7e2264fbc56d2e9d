"""Writes the snapshot of the Shandong procurement intentions from a folder of collected notices.

    python datasets/write_procurement_snapshots.py SOURCE_FOLDER

The folder holds `shandong_intention_out2.xlsx`, in which every intention stands twice: once in its
columns and once shifted by one. The first is taken, and written as the workbook such lists really
come as: a title, the unit in a row of its own, a merged header repeated before every buyer's
block, amounts as text and months without a day. The same input makes the same bytes.
"""

import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter
from openpyxl import load_workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

SOURCE_FILE = "shandong_intention_out2.xlsx"
SNAPSHOTS = Path(__file__).parent / "shandong-provincial-procurement-intentions" / "snapshots"
TITLE = "山东省省级预算单位政府采购意向"
UNIT = "单位：万元"
GROUP = "采购项目"
COLUMNS = (
    "序号",
    "采购单位",
    "发布日期",
    "采购项目名称",
    "采购需求概况",
    "预算金额",
    "拟面向中小企业预留",
    "预计采购时间",
    "备注",
    "公告网址",
)
GROUPED = (3, 4)  # the columns under the merged label
WIDTHS = (6, 28, 12, 36, 60, 12, 12, 14, 10, 30)
# What is taken of the source besides buyer and day, in the order of the columns.
TAKEN = (
    "采购项目名称",
    "采购需求概况",
    "预算金额(万元)",
    "拟面向中小企业预留",
    "预计采购时间",
    "备注",
    "Link",
)
# A notice is titled with its buyer and the months it covers.
NOTICE_TITLE = re.compile(r"(?P<buyer>.+?)[0-9]{4}年[0-9]{2}月\(至\)[0-9]{2}月政府采购意向")

Intention = tuple[str, ...]


def read_intentions(path: Path) -> Iterator[Intention]:
    """The rows that stand in their columns, without a number, in the order of the source."""
    labels, *rows = load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True)
    for cells in rows:
        row = {str(k): "" if v is None else str(v) for k, v in zip(labels, cells, strict=True)}
        match = NOTICE_TITLE.fullmatch(row["标题"])
        if match and row["子序号"].isdigit():
            yield (match["buyer"], row["发布时间"][:10], *(row[label] for label in TAKEN))


def write_header(sheet: Worksheet, row: int, style: Format) -> int:
    """The two rows of the header; returns the row below."""
    sheet.merge_range(row, GROUPED[0], row, GROUPED[-1], GROUP, style)
    for column, label in enumerate(COLUMNS):
        if column in GROUPED:
            sheet.write_string(row + 1, column, label, style)
        else:
            sheet.merge_range(row, column, row + 1, column, label, style)
    return row + 2


def write_workbook(path: Path, intentions: list[Intention]) -> None:
    """One block with a header of its own for every buyer."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path), {"strings_to_urls": False}) as book:
        book.set_properties({"created": datetime(2026, 1, 30, tzinfo=UTC)})
        sheet = book.add_worksheet("采购意向")
        bold = book.add_format({"bold": True, "align": "center"})
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.merge_range(0, 0, 0, len(COLUMNS) - 1, TITLE, bold)
        sheet.write_string(1, len(COLUMNS) - 1, UNIT)
        row, buyer = 2, ""
        for number, intention in enumerate(intentions, start=1):
            if intention[0] != buyer:
                row, buyer = write_header(sheet, row, bold), intention[0]
            for column, text in enumerate((str(number), *intention)):
                sheet.write_string(row, column, text)
            row += 1


def write_snapshot(source: Path) -> None:
    """The only snapshot, named after its latest day."""
    intentions = list(read_intentions(source / SOURCE_FILE))
    day = max(intention[1] for intention in intentions)
    write_workbook(SNAPSHOTS / f"{day}.xlsx", intentions)
    print(f"{day}.xlsx: {len(intentions)} intentions")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    write_snapshot(Path(sys.argv[1]))
