from pathlib import Path

import pytest

from pipelines.intake.formats import read_file
from pipelines.intake.grid import Grid, Span
from tests import write
from tests.intake import brief, read, records

TABLE = "<table><tr><th>项目<th>次数<th>金额<tr><td>银杏<td>1<td>1.50</table>"
ROWS = [["项目", "次数", "金额"], ["银杏", "1", "1.50"]]


def grids_of(folder: Path, page: str) -> dict[str, Grid]:
    content = read_file(write(folder / "2024.htm", f"<html><body>{page}"))
    assert content.kind == "html"
    return dict(content.grids)


def test_table_is_read_with_its_tags_left_open(tmp_path: Path) -> None:
    assert grids_of(tmp_path, TABLE)["表1"].rows == ROWS


CELLS = {
    "spaces of the markup": ("\n\t <b>银</b>\n 杏 ", "银 杏"),
    "a line break": ("银杏<br>梧桐", "银杏\n梧桐"),
    "paragraphs": ("<p>银杏</p><p>梧桐</p>", "银杏\n梧桐"),
    "entities": ("&lt;银&#26447;&nbsp;", "<银杏"),
    "a script": ("银杏<script>x='密'</script>", "银杏"),
    "a comment": ("银杏<!-- 密 -->", "银杏"),
    "a picture": ("<img alt='密'>", ""),
}


@pytest.mark.parametrize("name", CELLS)
def test_cell_is_read_as_it_is_seen(tmp_path: Path, name: str) -> None:
    markup, text = CELLS[name]

    grid = grids_of(tmp_path, f"<table><tr><td>{markup}<td>。</table>")["表1"]

    assert grid.rows == [[text, "。"]]


def test_cells_that_span_are_merged_ranges(tmp_path: Path) -> None:
    page = """<table>
      <tr><td rowspan=2>名称</td><td colspan=2>支出</td><td rowspan="2">备注</td></tr>
      <tr><td>基本</td><td>项目</td></tr>
      <tr><td>银杏</td><td>1</td><td>2</td><td></td></tr></table>"""

    grid = grids_of(tmp_path, page)["表1"]

    assert grid.rows == [
        ["名称", "支出", "", "备注"],
        ["", "基本", "项目", ""],
        ["银杏", "1", "2", ""],
    ]
    assert grid.spans == [Span(0, 0, 1, 0), Span(0, 1, 0, 2), Span(0, 3, 1, 3)]


def test_cell_that_spans_beyond_the_table_ends_with_it(tmp_path: Path) -> None:
    page = "<table><tr><td rowspan=9>甲<td>乙<tr><td>丙<td>丁</table>"

    grid = grids_of(tmp_path, page)["表1"]

    assert grid.rows == [["甲", "乙"], ["", "丙", "丁"]]
    assert grid.spans == [Span(0, 0, 1, 0)]


def test_title_and_unit_above_the_table_stand_above_it(tmp_path: Path) -> None:
    path = write(
        tmp_path / "2024.htm",
        f"<html><h1>维修费用表</h1><p>编制单位：榆树镇</p><p>单位：万元</p>{TABLE}<p>注：含绿化带</p>",
    )

    result = read(path)

    (table,) = result.tables
    assert not result.findings
    assert (table.unit, table.sheet) == ("万元", "表1")
    assert records(table.data) == {
        5: {"item_name": "银杏", "repair_count": "1", "repair_amount": "1.50"}
    }


def test_note_below_belongs_to_the_table_above(tmp_path: Path) -> None:
    grids = grids_of(tmp_path, f"{TABLE}<p>注：一</p><p>单位：元</p>{TABLE}")

    assert [grid.rows[-1] for grid in grids.values()] == [["注：一"], ROWS[1]]
    assert grids["表2"].rows[0] == ["单位：元"]
    assert grids["表1"].asides == {2}


def test_table_cut_in_two_without_a_word_between_is_one(tmp_path: Path) -> None:
    page = f"{TABLE}<div>&nbsp;</div><table><tr><td>梧桐<td rowspan=2>2<td>3<tr><td>槐<td>4</table>"

    (grid,) = grids_of(tmp_path, page).values()

    assert grid.rows == [*ROWS, ["梧桐", "2", "3"], ["槐", "", "4"]]
    assert grid.spans == [Span(2, 1, 3, 1)]


@pytest.mark.parametrize(
    "between", ["<p>二、</p>", "<table><tr><td>别的</table>"], ids=["text", "table"]
)
def test_tables_with_something_between_stay_apart(tmp_path: Path, between: str) -> None:
    grids = grids_of(tmp_path, f"{TABLE}{between}{TABLE}")

    assert len(grids) >= 2
    assert [grid.rows[-2:] for grid in grids.values() if grid.width == 3] == [ROWS, ROWS]


def test_table_that_places_another_gives_its_words_to_that(tmp_path: Path) -> None:
    page = f"<table><tr><td>单位：万元{TABLE}</td><td>栏目</td></tr></table>"

    (grid,) = grids_of(tmp_path, page).values()

    assert grid.rows == [["单位：万元"], *ROWS]


def test_table_goes_by_its_caption(tmp_path: Path) -> None:
    page = TABLE.replace("<table>", "<table><caption>收入总表</caption>")

    assert set(grids_of(tmp_path, page + "<p>又</p>" + page)) == {"收入总表", "收入总表（2）"}


HIDDEN = {
    "row by its style": "<tr style='display: none'><td>槐<td>9<td>9",
    "row by its attribute": "<tr hidden><td>槐<td>9<td>9",
    "cell by its style": "<tr><td style='visibility:hidden'>槐<td><td>",
}


@pytest.mark.parametrize("name", HIDDEN)
def test_what_a_page_hides_is_found_and_not_read(tmp_path: Path, name: str) -> None:
    grid = grids_of(tmp_path, TABLE.replace("</table>", HIDDEN[name] + "</table>"))["表1"]

    assert [row for row in grid.rows if any(row)] == ROWS
    assert [f.rule for f in grid.findings] == ["nothing-is-hidden"]
    assert grid.findings[0].place.row == 3


def test_place_of_a_finding_counts_the_lines_above(tmp_path: Path) -> None:
    page = f"<p>单位：元</p>{TABLE.replace('1.50', 'a&#x202e;b')}"

    (grid,) = grids_of(tmp_path, page).values()

    assert brief(grid.findings) == [("cells-hold-values", "表1!C3", "a[U+202E]b", None)]


ENCODINGS = {
    "as its meta says": ("<meta charset=gbk>", "gbk", None, "gb18030"),
    "as its old meta says": (
        '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">',
        "gb18030",
        None,
        "gb18030",
    ),
    "as the dataset says": ("<meta charset=utf-8>", "gb18030", "gb18030", "gb18030"),
    "by its mark": ("", "utf-8-sig", None, "utf-8-sig"),
    "in two-byte characters": ("", "utf-16", None, "utf-16"),
    "strictly, where nothing is said": ("", "utf-8", None, "utf-8"),
    "strictly, where nothing is said of GB18030": ("", "gb18030", None, "gb18030"),
}


@pytest.mark.parametrize("name", ENCODINGS)
def test_page_is_decoded(tmp_path: Path, name: str) -> None:
    meta, written, declared, used = ENCODINGS[name]
    path = write(tmp_path / "2024.htm", f"<html>{meta}{TABLE}".encode(written))

    content = read_file(path, declared)

    assert (content.encoding, content.findings) == (used, ())
    assert content.grids["表1"].rows == ROWS


def test_byte_of_a_cell_that_does_not_decode_is_found_twice(tmp_path: Path) -> None:
    page = b"<html><meta charset=gbk>\n" + TABLE.encode("gbk").replace(b"1.50", b"1.\xff0")

    content = read_file(write(tmp_path / "2024.htm", page))

    (byte,) = content.findings
    assert (byte.severity, byte.place.row, byte.detail) == (
        "warning",
        2,
        f"byte {page.index(bytes([0xFF]))}",
    )
    (cell,) = content.grids["表1"].findings
    assert (cell.rule, cell.severity, cell.place.cell()) == ("text-decodes", "error", "表1!C2")


REFUSED = {
    "no table": (b"<html><p>\xe6\x97\xa0</p>", "没有表格"),
    "an encoding nobody knows": (b"<html><meta charset=klingon><table><tr><td>1", "klingon"),
    "no encoding that fits": (b"<html><table><tr><td>\xff\xff", "编码"),
    "a page of another encoding": (
        b"<html><meta charset=utf-8><table><tr><td>" + "银杏".encode("gb18030") * 2000,
        "utf-8",
    ),
    "NUL": (b"<html>\n<table><tr><td>a\0b", "第 2 行"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_page_that_cannot_be_read_is_one_finding_that_says_why(tmp_path: Path, name: str) -> None:
    page, said = REFUSED[name]

    content = read_file(write(tmp_path / "2024.htm", page))

    assert not content.grids
    (finding,) = content.findings
    assert finding.rule == "file-is-readable"
    assert said in (finding.detail or "")
