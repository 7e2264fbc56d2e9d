import io

import openpyxl

from pipelines.publication.cover import about_sheet
from tests.plain_line import FOLDER, TABLE, Line


def test_workbook_explains_itself(line: Line) -> None:
    line.edit(f"{FOLDER}/snapshots/2024.csv", "银杏,1,", "银杏甲,1,")
    edition = line.build()
    assert edition is not None

    book = openpyxl.load_workbook(io.BytesIO(line.downloads(edition)["tables.xlsx"]))

    names = ["说明 About", "行道树养护", "数据字典 Dictionary", "审核结果 Findings"]
    assert book.sheetnames == names
    about = dict(book["说明 About"].iter_rows(values_only=True))
    assert about["版本 Edition"] == 1
    assert about["行道树养护"] == "4 行 rows"
    dictionary = list(book["数据字典 Dictionary"].iter_rows(min_row=2, values_only=True))
    assert [row[1] for row in dictionary] == list(line.catalogue.schemas[TABLE].names)
    assert dictionary[1][6] == "树种"
    (finding,) = book["审核结果 Findings"].iter_rows(min_row=2, values_only=True)
    assert finding[3:5] == ("银杏甲", "银杏")


def test_table_that_is_left_out_says_where_it_is(line: Line) -> None:
    edition = line.build()
    assert edition is not None

    sheet = about_sheet(edition, line.disclose(), line.catalogue.schemas, [TABLE])

    assert "4 行 rows：本工作簿最多收 100,000 行" in str(dict(sheet.rows)["行道树养护"])
