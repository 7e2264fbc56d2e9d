from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pipelines.intake.read import read_snapshot
from pipelines.intake.snapshot import take_snapshot
from pipelines.model import Catalogue
from tests import write
from tests.intake import TABLE, brief, correct, read, records, stage, write_workbook

CSV = "项目,次数,金额\n银杏,1,1.50\n梧桐,2,0.50\n"
HEADER = ["项目", "次数", "金额"]
LEFT_AND_RIGHT = {
    "blocks": [
        {
            "columns": {"item_name": "内/项目", "repair_amount": "内/金额"},
            "constants": {"side": "in"},
        },
        {
            "columns": {"item_name": "外/项目", "repair_amount": "外/金额"},
            "constants": {"side": "out"},
        },
    ]
}


def write_csv(folder: Path, text: str) -> Path:
    return write(folder / "2024.csv", text)


def test_table_is_read_by_titles_as_text_with_its_source_rows(tmp_path: Path) -> None:
    path = write_csv(tmp_path, "维修费用表,,\n,,单位：万元\n" + CSV + ",,\n合计,3,2.00\n")

    result = read(path)

    (table,) = result.tables
    assert records(table.data) == {
        4: {"item_name": "银杏", "repair_count": "1", "repair_amount": "1.50"},
        5: {"item_name": "梧桐", "repair_count": "2", "repair_amount": "0.50"},
        7: {"item_name": "合计", "repair_count": "3", "repair_amount": "2.00"},
    }
    assert table.columns == {"item_name": "A", "repair_count": "B", "repair_amount": "C"}
    assert (table.sheet, table.unit, table.note) == (None, "万元", None)
    assert (result.encoding, result.findings) == ("utf-8", ())


@pytest.mark.parametrize("label", ["次数", "repair_count", "费用"])
@pytest.mark.parametrize("required", ["项目", "item_name"])
def test_column_is_mapped_by_title_name_or_another_label(
    tmp_path: Path, required: str, label: str
) -> None:
    result = read(write_csv(tmp_path, f"{required},{label}\n银杏,1\n"))

    assert not result.findings
    assert len(result.tables[0].columns) == 2


def test_code_split_over_columns_is_joined_from_left_to_right(tmp_path: Path) -> None:
    rows = [["编码", None, None, "金额"], ["类", "款", "项", None], [208, "05", "01", 1.5]]
    path = write_workbook(tmp_path / "2024.xlsx", {"表": rows}, merged=["A1:C1", "D1:D2"])

    result = read(path, {"sheet": "表", "columns": {"item_name": ["类", "款", "项"]}})

    (table,) = result.tables
    assert records(table.data) == {3: {"item_name": "2080501", "repair_amount": "1.5"}}
    assert table.columns["item_name"] == "A"


def test_columns_of_the_same_label_are_told_apart_by_number(tmp_path: Path) -> None:
    path = write_csv(tmp_path, "类,类,金额\n1,银杏,2\n")

    result = read(path, {"columns": {"item_name": "类[2]", "side": "类[1]"}})

    assert records(result.tables[0].data) == {
        2: {"item_name": "银杏", "side": "1", "repair_amount": "2"}
    }


def test_blocks_side_by_side_become_tables_of_their_own(tmp_path: Path) -> None:
    rows = [
        ["内", None, "外", None],
        ["项目", "金额", "项目", "金额"],
        ["墙", 1, "路", 2],
        [None, None, "桥", 3],
    ]
    path = write_workbook(tmp_path / "2024.xlsx", {"表": rows}, merged=["A1:B1", "C1:D1"])

    result = read(path, {"sheet": "表", **LEFT_AND_RIGHT})

    assert not result.findings
    assert [dict(t.constants) for t in result.tables] == [{"side": "in"}, {"side": "out"}]
    assert [records(t.data) for t in result.tables] == [
        {3: {"item_name": "墙", "repair_amount": "1"}},
        {
            3: {"item_name": "路", "repair_amount": "2"},
            4: {"item_name": "桥", "repair_amount": "3"},
        },
    ]
    assert [t.columns["repair_amount"] for t in result.tables] == ["B", "D"]


def test_several_sheets_of_a_workbook_are_read_each_with_its_unit_and_note(tmp_path: Path) -> None:
    sheets = {
        "甲": [["单位：元", None, None], HEADER, ["银杏", 1, 5]],
        "乙": [["单位：万元", None, None], HEADER, ["梧桐", 1, 5], ["注：含绿化带", None, None]],
    }
    path = write_workbook(tmp_path / "2024.xlsx", sheets)

    found = [read(path, {"sheet": name}).tables[0] for name in sheets]

    assert [(t.sheet, t.unit, t.note) for t in found] == [
        ("甲", "元", None),
        ("乙", "万元", "注：含绿化带"),
    ]


def test_first_row_may_lie_inside_the_header(tmp_path: Path) -> None:
    rows = [["项目", "金额", None], ["银杏", 5, "报价"], ["梧桐", 6, "三千"]]
    path = write_workbook(tmp_path / "2024.xlsx", {"表": rows})
    columns = {"item_name": "项目", "repair_amount": "金额", "price_text": "报价"}

    result = read(path, {"sheet": "表", "columns": columns, "first_row": 2})

    assert records(result.tables[0].data) == {
        2: {"item_name": "银杏", "repair_amount": "5", "price_text": ""},
        3: {"item_name": "梧桐", "repair_amount": "6", "price_text": "三千"},
    }


DROPPED = {
    "blank rows": ",,\n , ,\n",
    "the header again": "项目,次数,金额\n",
    "the header again, spaced": "项 目,次　数,金额\n",
    "a note": "注：含绿化带,,\n",
    "a numbered note": "注1：含绿化带,,\n",
    "a note in one cell": "注：含绿化带\n",
}


@pytest.mark.parametrize("name", DROPPED)
def test_row_that_is_no_data_is_left_out(tmp_path: Path, name: str) -> None:
    head, first, second = CSV.splitlines(keepends=True)

    result = read(write_csv(tmp_path, head + first + DROPPED[name] + second))

    assert not result.findings
    names = [values["item_name"] for values in records(result.tables[0].data).values()]
    assert names == ["银杏", "梧桐"]


# Real names of the functional classification.
@pytest.mark.parametrize("name", ["注册审评事务", "注入资本金"])
def test_item_whose_name_begins_like_a_note_is_data(tmp_path: Path, name: str) -> None:
    result = read(write_csv(tmp_path, CSV.replace("梧桐", name)))

    assert records(result.tables[0].data)[3]["item_name"] == name
    assert result.tables[0].note is None


def test_notes_are_kept_in_their_order(tmp_path: Path) -> None:
    result = read(write_csv(tmp_path, "注：一,,\n" + CSV + "注2：二,,\n注三,,\n"))

    assert result.tables[0].note == "注：一\n注2：二\n注三"


def test_note_of_the_descriptor_stands_where_the_table_prints_none(tmp_path: Path) -> None:
    resource = {"note": "本表为空"}

    printed = read(write_csv(tmp_path, CSV + "注：一,,\n"), resource).tables[0].note
    declared = read(write_csv(tmp_path, CSV), resource).tables[0].note

    assert (printed, declared) == ("注：一", "本表为空")


# — what is not as declared —


def found_in(folder: Path, text: str, **resource: Any) -> list[tuple]:
    return brief(read(write_csv(folder, text), resource).findings)


UNMAPPED: dict[str, tuple[str, Mapping[str, Any], list[tuple]]] = {
    "with data": ("项目,天数\n银杏,5\n", {}, [("columns-are-mapped", "B1", "天数", None)]),
    "ignored knowingly": ("项目,天数\n银杏,5\n", {"ignore": ["天数"]}, []),
    "without data": ("项目,天数\n银杏,\n", {}, []),
    "without data but a note": ("项目,天数\n银杏,\n,注：无\n", {}, []),
    "without a label": ("项目,\n银杏,5\n", {}, [("columns-are-mapped", "B1", "B", None)]),
    "an item that begins like a note": (
        "项目,内容\n银杏,注射\n",
        {},
        [("columns-are-mapped", "B1", "内容", None)],
    ),
}


@pytest.mark.parametrize("name", UNMAPPED)
def test_column_nothing_is_said_of_is_found(tmp_path: Path, name: str) -> None:
    text, resource, expected = UNMAPPED[name]

    assert found_in(tmp_path, text, **resource) == expected


def test_two_columns_of_one_label_are_found(tmp_path: Path) -> None:
    found = found_in(tmp_path, "项目,金额,金额\n银杏,1,2\n")

    assert found == [
        ("columns-are-mapped", "B1", "金额", None),
        ("columns-are-mapped", "C1", "金额", None),
    ]


def test_missing_label_is_named(tmp_path: Path) -> None:
    path = write_csv(tmp_path, CSV)

    result = read(path, {"columns": {"item_name": "项目", "repair_amount": "年/合计"}})

    assert not result.tables
    assert brief(result.findings) == [("headers-are-found", None, None, "年/合计")]


@pytest.mark.fault("I06")
def test_required_label_printed_twice_finds_no_header(tmp_path: Path) -> None:
    assert found_in(tmp_path, "项目,项目\n银杏,1\n") == [("headers-are-found", None, None, "项目")]


RAGGED = {
    "a cell too few": ("银杏,1\n", "2"),
    "a cell too many": ("银杏,1,2,3\n", "4"),
    "thousands separators without quotes": ("银杏,1,156,211\n", "4"),
}


@pytest.mark.parametrize("name", RAGGED)
@pytest.mark.fault("I04", "N9")
def test_row_of_another_length_is_found(tmp_path: Path, name: str) -> None:
    row, count = RAGGED[name]

    assert found_in(tmp_path, CSV + row) == [("rows-fit-the-header", "4", count, "3")]


def test_every_row_of_another_length_is_found(tmp_path: Path) -> None:
    found = found_in(tmp_path, CSV + "银杏\n,,\n\n梧桐,1,2,3\n")

    assert [cell for _, cell, _, _ in found] == ["4", "7"]


def test_title_rows_above_may_have_any_length(tmp_path: Path) -> None:
    assert found_in(tmp_path, "维修费用表\n单位：元\n" + CSV) == []


def test_file_in_two_encodings_gives_no_table(tmp_path: Path) -> None:
    path = write(tmp_path / "2024.csv", CSV.encode() + "悬铃木,1,1\n".encode("gb18030"))

    result = read(path)

    assert not result.tables
    assert [(f.rule, f.place.row, f.detail) for f in result.findings] == [
        ("text-decodes", 4, f"byte {len(CSV.encode())}")
    ]


def test_declared_encoding_is_used(tmp_path: Path) -> None:
    path = write(tmp_path / "2024.csv", CSV.encode("utf-16"))

    result = read(path, entry={"encoding": "utf-16"})

    assert result.encoding == "utf-16"
    assert result.tables[0].data.num_rows == 2


@pytest.mark.parametrize("name", ["2024.json", "2024.htm", "2024.pdf", "2024"])
def test_text_is_taken_for_a_table_only_under_the_name_of_one(tmp_path: Path, name: str) -> None:
    result = read(write(tmp_path / name, CSV))

    assert not result.tables
    assert [f.rule for f in result.findings] == ["file-is-readable"]


def test_every_missing_sheet_is_found(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "2024.xlsx", {"甲": [HEADER, ["银杏", 1, 1]]})

    found = [read(path, {"sheet": name}).findings for name in ("乙", "丙")]
    both = read(path, {"sheet": "乙"}, {"sheet": "丙"}).findings

    assert brief(both) == [*brief(found[0]), *brief(found[1])]
    assert brief(both) == [
        ("sheets-are-present", None, "乙", "甲"),
        ("sheets-are-present", None, "丙", "甲"),
    ]


def test_sheet_is_missed_too_where_the_file_is_not_what_its_name_says(tmp_path: Path) -> None:
    path = write(tmp_path / "2024.xlsx", "<table><tr><td>项目<td>金额<tr><td>银杏<td>1</table>")

    result = read(path, {"sheet": "表1"}, {"sheet": "乙"})

    assert brief(result.findings) == [
        ("file-is-what-its-name-says", None, ".xlsx", "html"),
        ("sheets-are-present", None, "乙", "表1"),
    ]


def test_optional_sheet_may_be_missing(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "2024.xlsx", {"甲": [HEADER]})

    result = read(path, {"sheet": "乙", "optional": True})

    assert not result.findings
    assert not result.tables


def test_hidden_sheet_counts_as_missing(tmp_path: Path) -> None:
    sheets = {"甲": [HEADER, ["银杏", 1, 1]], "乙": [HEADER]}
    path = write_workbook(tmp_path / "2024.xlsx", sheets, hidden=["甲"])

    result = read(path, {"sheet": "甲"})

    assert brief(result.findings) == [
        ("sheets-are-shown", "甲", "甲", None),
        ("sheets-are-present", None, "甲", "乙"),
    ]


def test_workbook_that_cannot_be_opened_is_one_finding(tmp_path: Path) -> None:
    result = read(write(tmp_path / "2024.xlsx", b"PK"), {"sheet": "甲"}, {"sheet": "乙"})

    assert [f.rule for f in result.findings] == ["file-is-readable"]


def test_formula_is_found_once_however_many_tables_a_sheet_holds(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "2024.xlsx", {"甲": [HEADER, ["银杏", 1, "=1+1"]]})

    result = read(path, {"sheet": "甲"}, {"sheet": "甲"})

    assert brief(result.findings) == [("cells-hold-values", "甲!C2", "=1+1", None)]


def test_formula_in_a_sheet_that_is_not_read_does_not_matter(tmp_path: Path) -> None:
    sheets = {"甲": [HEADER, ["银杏", 1, 1]], "草稿": [["=1+1"]]}
    path = write_workbook(tmp_path / "2024.xlsx", sheets)

    assert not read(path, {"sheet": "甲"}).findings


# — units —

STATED = {
    "alone": ("单位：万元", "万元"),
    "half-width": ("单位: 元", "元"),
    "with a space before the colon": ("单位 ：千元", "千元"),
    "behind the publisher": ("编制单位：榆树镇  单位：亿元", "亿元"),
    "in brackets": ("（单位：万元）", "万元"),
    "as the unit of amounts": ("金额单位：万元", "万元"),
    "as the unit of money": ("货币单位：元", "元"),
    "unknown": ("单位：斤", "斤"),
    "only the publisher": ("编制单位：榆树镇", None),
    "only the buyer": ("采购单位：元宝镇", None),
    "not at all": ("维修费用表", None),
}


@pytest.mark.parametrize("name", STATED)
@pytest.mark.fault("I25", "N7")
def test_unit_is_read_above_the_table(tmp_path: Path, name: str) -> None:
    text, unit = STATED[name]

    result = read(write_csv(tmp_path, f"{text}\n{CSV}"))

    assert result.tables[0].unit == unit


def test_unit_nearest_above_the_table_is_its_own(tmp_path: Path) -> None:
    path = write_csv(tmp_path, "单位：元\n树种,棵数\n银杏,3\n单位：万元\n" + CSV)

    result = read(path)

    assert result.tables[0].unit == "万元"


@pytest.mark.parametrize(
    ("label", "units"),
    [
        ("费用(万元)", {"repair_amount": "万元"}),
        ("费用（万元）", {"repair_amount": "万元"}),
        ("费用(单位：万元)", {"repair_amount": "万元"}),
        ("费用(美元)", {"repair_amount": "美元"}),
        ("费用(含税)", {}),
        ("费用(元/次)", {}),
    ],
)
def test_unit_may_stand_in_the_label_of_a_column(
    tmp_path: Path, label: str, units: dict[str, str]
) -> None:
    path = write_csv(tmp_path, f"项目,{label}\n银杏,1\n")

    result = read(path, {"columns": {"item_name": "项目", "repair_amount": label}})

    assert result.tables[0].units == units


# — corrections —


def test_correction_changes_the_cell_it_names(tmp_path: Path) -> None:
    path = write_csv(tmp_path, CSV)
    correction = correct((3, "C"), "0.50", "0.75", path.name)

    result = read(path, corrections=[correction])

    assert records(result.tables[0].data)[3]["repair_amount"] == "0.75"
    assert result.corrections == (correction,)
    assert not result.findings
    assert path.read_text(encoding="utf-8") == CSV


@pytest.mark.parametrize(
    ("cell", "was", "found"),
    [((3, "C"), "0.60", "0.50"), ((3, "B"), "0.50", "2"), ((30, "C"), "0.50", "")],
)
def test_correction_that_no_longer_matches_is_found_and_changes_nothing(
    tmp_path: Path, cell: tuple[int, str], was: str, found: str
) -> None:
    path = write_csv(tmp_path, CSV)

    result = read(path, corrections=[correct(cell, was, "9", path.name)])

    place = f"{cell[1]}{cell[0]}"
    assert brief(result.findings) == [("corrections-still-match", place, found, was)]
    assert records(result.tables[0].data) == records(read(path).tables[0].data)


def test_correction_may_fill_a_cell_beyond_the_edge(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "2024.xlsx", {"表": [HEADER, ["银杏", 1, 1], ["梧桐", 2]]})

    result = read(path, {"sheet": "表"}, corrections=[correct((4, "A"), "", "槐", path.name)])

    assert records(result.tables[0].data)[4]["item_name"] == "槐"


def test_correction_of_another_snapshot_is_not_applied(tmp_path: Path) -> None:
    path = write_csv(tmp_path, CSV)

    result = read(path, corrections=[correct((3, "C"), "0.50", "9", "2023.csv")])

    assert not result.corrections
    assert records(result.tables[0].data)[3]["repair_amount"] == "0.50"


# — real files —


@pytest.mark.parametrize(
    "name", ["yichang-public-resources-award-results", "shandong-provincial-procurement-intentions"]
)
def test_own_datasets_are_read_without_a_finding(catalogue: Catalogue, name: str) -> None:
    dataset = catalogue.datasets[name]

    for entry in dataset.snapshots:
        snapshot = take_snapshot(dataset, entry)
        result = read_snapshot(snapshot, dataset, catalogue.families[dataset.family])
        assert not result.findings
        assert all(table.data.num_rows for table in result.tables)


def test_table_named_by_the_dataset_is_the_table_read(tmp_path: Path) -> None:
    result = read(write_csv(tmp_path, CSV))

    assert [t.table for t in result.tables] == [TABLE]


def test_rows_the_descriptor_gives_are_those_of_the_snapshot_alone(tmp_path: Path) -> None:
    path = tmp_path / "2024.csv"
    write(path, CSV)
    rows = [
        {"item_name": "围墙", "repair_count": 2, "side": "外"},
        {"item_name": "水井", "price_text": "5000元", "side": "内"},
        {"item_name": "屋顶", "repair_count": 3},
    ]

    table = stage(path, {"rows": rows}, constants={"side": "外"}).tables[TABLE]

    assert table.sheet is None
    assert list(table.rows("item_name", "repair_count", "side")) == [
        (1, "围墙", "2", "外"),
        (3, "屋顶", "3", "外"),
    ]


def test_table_with_no_row_given_for_the_snapshot_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "2024.csv"
    write(path, CSV)
    rows = [{"item_name": "围墙", "side": "内"}]

    assert not stage(path, {"rows": rows}, constants={"side": "外"}).tables
