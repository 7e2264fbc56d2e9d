from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipelines.catalogue import load_catalogue
from pipelines.intake.normalise import normalise_snapshot
from pipelines.intake.read import read_snapshot
from pipelines.intake.snapshot import take_snapshot
from pipelines.model import Staged, StagedTable
from tests import SCHEMA_YAML, SNAPSHOT_CSV, make_repository, write
from tests.intake import SCHEMA, TABLE, brief, read, records, stage, write_workbook

YUAN = {"unit": "元"}
UNITS = "元、千元、万元、百万元、亿元"


def write_csv(folder: Path, text: str) -> Path:
    return write(folder / "2024.csv", text)


def amounts(table: StagedTable) -> list[str | None]:
    return table.data["repair_amount"].to_pylist()


# — form —


def test_table_has_every_field_of_the_schema_in_its_order(tmp_path: Path) -> None:
    path = write_csv(tmp_path, "金额,项目\n1.5,银杏\n")

    staged = stage(path, YUAN)

    assert records(staged.tables[TABLE].data) == {
        2: {
            "item_name": "银杏",
            "repair_count": None,
            "repair_amount": "1.50",
            "price_text": None,
            "price_amount": None,
            "side": None,
            "line_number": "1",
        }
    }
    assert staged.tables[TABLE].data.column_names[:3] == [
        "item_name",
        "repair_count",
        "repair_amount",
    ]


@pytest.mark.parametrize("blank", ["", "-", "—", "－", "  "])
def test_missing_values_are_none_and_nothing_else(tmp_path: Path, blank: str) -> None:
    path = write_csv(tmp_path, f"项目,次数,金额\n银杏,{blank},{blank}\n")

    staged = stage(path, YUAN)

    row = records(staged.tables[TABLE].data)[2]
    assert (row["repair_count"], row["repair_amount"]) == (None, None)
    assert not staged.findings


def test_nothing_and_zero_are_not_the_same(tmp_path: Path) -> None:
    staged = stage(write_csv(tmp_path, "项目,金额\n银杏,0\n梧桐,—\n"), YUAN)

    assert amounts(staged.tables[TABLE]) == ["0.00", None]


def test_every_cell_is_text_or_none(tmp_path: Path) -> None:
    rows = [["项目", "次数", "金额"], ["银杏", 3, 1.5], ["梧桐", None, 2], [208, 1.0, None]]
    path = write_workbook(tmp_path / "2024.xlsx", {"表": rows})

    table = stage(path, {"sheet": "表", **YUAN}).tables[TABLE]

    kinds = {type(value) for _, *values in table.rows(*SCHEMA.names) for value in values}
    assert kinds == {str, type(None)}
    assert {type(value) for value in table.frame.to_numpy().ravel()} == kinds


@pytest.mark.fault("I26", "N9")
def test_numbers_of_eighteen_digits_stay_apart(tmp_path: Path) -> None:
    # Two real numbers a float would make one.
    path = write_csv(tmp_path, "项目,金额\n310107199001011234,1\n310107199001011235,\n")

    data = stage(path, YUAN).tables[TABLE].data

    assert data["item_name"].to_pylist() == ["310107199001011234", "310107199001011235"]


@pytest.mark.parametrize("name", ["NA", "None", "null", "nan", "N/A", "#N/A"])
@pytest.mark.fault("N9")
def test_words_that_look_like_nothing_stay_words(tmp_path: Path, name: str) -> None:
    data = stage(write_csv(tmp_path, f"项目,金额\n{name},1\n"), YUAN).tables[TABLE].data

    assert data["item_name"].to_pylist() == [name]


# — units —

UNIT_CASES: dict[str, tuple[str, dict[str, Any], str | None]] = {
    "stated": ("单位：万元\n项目,金额\n银杏,1.5\n", {}, "15000.00"),
    "declared": ("项目,金额\n银杏,1.5\n", {"unit": "千元"}, "1500.00"),
    "stated and declared alike": ("单位：元\n项目,金额\n银杏,1.5\n", {"unit": "元"}, "1.50"),
    "label wins for its column": ("单位：元\n项目,费用(万元)\n银杏,1.5\n", {}, "15000.00"),
    "publisher is no unit": ("编制单位：万元镇 单位：元\n项目,金额\n银杏,1.5\n", {}, "1.50"),
    "unit behind the figure": ("单位：元\n项目,金额\n银杏,1.5万元\n", {}, "15000.00"),
}


@pytest.mark.parametrize("name", UNIT_CASES)
def test_amounts_become_yuan(tmp_path: Path, name: str) -> None:
    text, resource, expected = UNIT_CASES[name]

    staged = stage(write_csv(tmp_path, text), resource)

    assert amounts(staged.tables[TABLE]) == [expected]
    assert not staged.findings


UNIT_FAULTS: dict[str, tuple[str, dict[str, Any], tuple]] = {
    "missing": ("项目,金额\n银杏,1\n", {}, (None, UNITS)),
    "unknown": ("单位：斤\n项目,金额\n银杏,1\n", {}, ("斤", UNITS)),
    "a publisher": ("单位：榆树镇\n项目,金额\n银杏,1\n", {}, ("榆树镇", UNITS)),
    "not the declared one": ("单位：万元\n项目,金额\n银杏,1\n", YUAN, ("万元", "元")),
    "unknown in the label": (
        "单位：元\n项目,费用(美元)\n银杏,1\n",
        {"columns": {"item_name": "项目", "repair_amount": "费用(美元)"}},
        ("美元", UNITS),
    ),
}


@pytest.mark.parametrize("name", UNIT_FAULTS)
def test_amounts_whose_unit_is_not_known_are_not_read(tmp_path: Path, name: str) -> None:
    text, resource, (value, expected) = UNIT_FAULTS[name]

    staged = stage(write_csv(tmp_path, text), resource)

    assert TABLE not in staged.tables
    assert brief(staged.findings) == [("unit-is-stated", None, value, expected)]


def test_table_without_amounts_needs_no_unit(tmp_path: Path) -> None:
    staged = stage(write_csv(tmp_path, "项目,次数\n银杏,1\n"))

    assert not staged.findings
    assert staged.tables[TABLE].unit is None


# — what cannot be read —

UNREADABLE = {
    "words for an amount": ("金额", "五百", "values-are-readable", "元"),
    "a rate for an amount": ("金额", "下浮率20.50%", "values-are-readable", "元"),
    "an exponent": ("金额", "1e7", "values-are-readable", "元"),
    "no number": ("金额", "NaN", "values-are-readable", "元"),
    "a footnote mark": ("金额", "5①", "values-are-readable", "元"),
    "part of a fen": ("金额", "0.125", "amounts-are-whole-fen", "元"),
    "more than the database holds": ("金额", "1" + "0" * 16, "amounts-are-whole-fen", "元"),
    "part of a time": ("次数", "1.5", "values-are-readable", "次"),
    "a count no database holds": ("次数", "9" * 19, "values-are-readable", "次"),
    "two counts": ("次数", "2 3", "values-are-readable", "次"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_cell_that_cannot_be_read_stays_empty_and_is_found(tmp_path: Path, name: str) -> None:
    label, text, rule, expected = UNREADABLE[name]
    path = write_csv(tmp_path, f"项目,{label}\n银杏,1\n梧桐,{text}\n")

    staged = stage(path, YUAN)

    assert brief(staged.findings) == [(rule, "B3", text, expected)]
    field = "repair_amount" if label == "金额" else "repair_count"
    assert staged.tables[TABLE].data[field].to_pylist()[1] is None


def test_every_cell_that_cannot_be_read_is_found(tmp_path: Path) -> None:
    path = write_csv(tmp_path, "项目,次数\n银杏,甲\n梧桐,甲\n槐,乙\n")

    assert [f.place.cell() for f in stage(path).findings] == ["B2", "B3", "B4"]


# — derived fields —


def test_price_in_words_stays_text_and_has_no_amount(tmp_path: Path) -> None:
    prices = ["下浮率20.50%", "595000.00元", "1234567.89", "98.00", "3万元", "220元/人份"]
    rows = "".join(f"第{n},{price}\n" for n, price in enumerate(prices))

    data = stage(write_csv(tmp_path, "项目,报价\n" + rows), YUAN).tables[TABLE].data

    assert data["price_text"].to_pylist() == prices
    assert data["price_amount"].to_pylist() == [
        *(None, "595000.00", "1234567.89", None, "30000.00", None)
    ]


def test_price_without_a_unit_of_its_own_needs_the_columns(tmp_path: Path) -> None:
    data = stage(write_csv(tmp_path, "项目,报价\n银杏,5000\n梧桐,5000元\n")).tables[TABLE].data

    assert data["price_amount"].to_pylist() == [None, "5000.00"]


def test_blocks_are_stacked_and_lines_of_one_name_counted_apart(tmp_path: Path) -> None:
    rows = [
        ["内", None, "外", None],
        ["项目", "金额", "项目", "金额"],
        ["墙", 1, "路", 2],
        ["门", 3, "墙", 4],
        ["门", 5, "桥", 6],
    ]
    path = write_workbook(tmp_path / "2024.xlsx", {"表": rows}, merged=["A1:B1", "C1:D1"])
    blocks = [
        {
            "columns": {"item_name": f"{side}/项目", "repair_amount": f"{side}/金额"},
            "constants": {"side": side},
        }
        for side in ("内", "外")
    ]

    table = stage(path, {"sheet": "表", "blocks": blocks, **YUAN}).tables[TABLE]

    assert list(table.rows("item_name", "side", "line_number")) == [
        (3, "墙", "内", "1"),
        (4, "门", "内", "1"),
        (5, "门", "内", "2"),
        (3, "路", "外", "1"),
        (4, "墙", "外", "1"),
        (5, "桥", "外", "1"),
    ]


def test_column_that_differs_from_block_to_block_is_not_told(tmp_path: Path) -> None:
    path = write_csv(tmp_path, "甲,乙,金额\n墙,路,5\n")
    blocks = [
        {"columns": {"item_name": "甲", "repair_amount": "金额"}},
        {"columns": {"item_name": "乙", "repair_amount": "金额"}},
    ]

    table = stage(path, {"blocks": blocks, **YUAN}).tables[TABLE]

    assert table.columns == {"repair_amount": "C"}


def test_constants_fill_what_the_file_does_not_print(tmp_path: Path) -> None:
    path = write_csv(tmp_path, "项目,次数\n银杏,1\n梧桐,2\n")

    staged = stage(path, {"constants": {"side": "外"}}, constants={"price_text": "面议"})

    data = staged.tables[TABLE].data
    assert data["side"].to_pylist() == ["外", "外"]
    assert data["price_text"].to_pylist() == ["面议", "面议"]


def test_constant_that_cannot_be_read_is_found_like_a_cell(tmp_path: Path) -> None:
    path = write_csv(tmp_path, "项目\n银杏\n")

    staged = stage(path, entry={"constants": {"repair_count": "多次"}})

    assert brief(staged.findings) == [("values-are-readable", "2", "多次", "次")]


# — the last printed digit —


@pytest.mark.parametrize(
    ("unit", "printed", "fen"),
    [
        ("元", ["1", "2"], 100),
        ("元", ["1", "2.5"], 10),
        ("元", ["1.25"], 1),
        ("万元", ["1", "2.05"], 10_000),
        ("万元", ["5"], 1_000_000),
        ("亿元", ["1.5"], 1_000_000_000),
        ("万元", ["0.0000001"], 1),
        ("元", ["—"], 100),
    ],
)
def test_rounding_is_one_unit_of_the_last_printed_digit(
    tmp_path: Path, unit: str, printed: list[str], fen: int
) -> None:
    rows = "".join(f"第{n},{text}\n" for n, text in enumerate(printed))

    staged = stage(write_csv(tmp_path, f"项目,金额\n{rows}"), {"unit": unit})

    assert staged.tables[TABLE].rounding_fen == fen


# — codes, levels and totals: the street trees —


def stage_trees(root: Path, csv: str = SNAPSHOT_CSV, schema: str = SCHEMA_YAML) -> Staged:
    make_repository(root)
    write(root / "datasets/elm-town-trees/snapshots/2024.csv", csv)
    write(root / "schemas/street-tree/tree_line.yaml", schema)
    catalogue = load_catalogue(root / "schemas", root / "datasets")
    (dataset,) = catalogue.datasets.values()
    snapshot = take_snapshot(dataset, dataset.snapshots[0])
    source = read_snapshot(snapshot, dataset, catalogue.families[dataset.family])
    return normalise_snapshot(snapshot, source, dataset, catalogue)


def column(staged: Staged, name: str) -> list[str | None]:
    return staged.tables["tree_line"].data[name].to_pylist()


def test_level_is_what_the_list_of_the_year_says(tmp_path: Path) -> None:
    staged = stage_trees(tmp_path)

    assert column(staged, "tree_code") == ["1", "101", "102", "合计"]
    assert column(staged, "line_level") == ["class", "item", "item", "total"]
    assert column(staged, "fiscal_year") == ["2024"] * 4


def test_level_of_an_unknown_code_follows_from_its_digits(tmp_path: Path) -> None:
    staged = stage_trees(tmp_path, SNAPSHOT_CSV.replace("1,02,", "1,99,"))

    assert column(staged, "line_level") == ["class", "item", "item", "total"]


def test_level_of_a_code_of_no_known_length_is_left_open(tmp_path: Path) -> None:
    staged = stage_trees(tmp_path, SNAPSHOT_CSV.replace("1,02,", "1,2,"))

    assert column(staged, "line_level") == ["class", "item", None, "total"]


def test_level_may_stand_before_its_code_in_the_schema(tmp_path: Path) -> None:
    head, fields = SCHEMA_YAML.split("fields:\n")
    start, end = fields.index("  - {name: line_level"), fields.index("  - {name: tree_count")
    level = fields[start:end]
    reordered = f"{head}fields:\n{level}{fields.replace(level, '')}"

    staged = stage_trees(tmp_path, schema=reordered)

    assert column(staged, "line_level") == ["class", "item", "item", "total"]
    assert staged.tables["tree_line"].data.column_names[0] == "line_level"


@pytest.mark.parametrize(
    "printed", ["合计,,,3,1.5", ",,合计,3,1.5", ",,合　计,3,1.5", "合 计,,,3,1.5"]
)
def test_printed_total_goes_by_its_label_wherever_it_stands(tmp_path: Path, printed: str) -> None:
    staged = stage_trees(tmp_path, SNAPSHOT_CSV.replace("合计,,,3,1.5", printed))

    last = records(staged.tables["tree_line"].data)[8]
    assert (last["tree_code"], last["tree_name"], last["line_level"]) == ("合计", "合计", "total")
    assert last["care_amount"] == "15000.00"


def test_what_is_printed_beside_the_label_of_a_total_is_not_lost(tmp_path: Path) -> None:
    staged = stage_trees(tmp_path, SNAPSHOT_CSV.replace("合计,,,3", "合计,,槐,3"))

    last = records(staged.tables["tree_line"].data)[8]
    assert (last["tree_code"], last["tree_name"], last["line_level"]) == ("合计", "槐", "total")


# — all together —


def test_findings_of_the_reader_are_kept(tmp_path: Path) -> None:
    path = write_csv(tmp_path, "项目,天数\n银杏,5\n")

    assert stage(path).findings == read(path).findings


def test_reading_the_canonical_table_again_changes_nothing(tmp_path: Path) -> None:
    first = stage(
        write_csv(tmp_path, "单位：万元\n项目,次数,金额,报价\n银杏,１,1.5,98元\n梧桐,—,0,下浮5%\n")
    )
    table = first.tables[TABLE]
    printed = ["item_name", "repair_count", "repair_amount", "price_text"]
    text = table.frame[printed].to_csv(index=False)

    second = stage(write_csv(tmp_path, text), YUAN)

    again = second.tables[TABLE]
    assert again.data.select(SCHEMA.names).equals(table.data.select(SCHEMA.names))


def test_sum_of_many_small_amounts_is_exact(tmp_path: Path) -> None:
    rows = "".join(f"第{n},0.01\n" for n in range(1000))

    staged = stage(write_csv(tmp_path, "项目,金额\n" + rows), {"unit": "万元"})

    total = sum(Decimal(text or 0) for text in amounts(staged.tables[TABLE]))
    assert total == Decimal("100000.00")
