"""Real files as they were found, with everything that is wrong with them."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipelines.intake.formats import read_file
from pipelines.intake.header import find_header
from pipelines.intake.normalise import normalise_snapshot
from pipelines.intake.read import read_snapshot
from pipelines.intake.snapshot import take_snapshot
from pipelines.intake.values import amount_in, money_text
from pipelines.model import Catalogue, Dataset, Resource, SnapshotEntry, Staged
from tests.intake import csv_grid

# 类/款/项 in three columns under merged headers; two blocks side by side.
FORMS = {
    "支出总表": ["类", "款", "项", "功能分类科目名称", "合计", "基本支出", "项目支出"],
    "收支总表": ["本年收入/项目", "本年收入/预算数", "本年支出/项目"],
}


def stage_file(catalogue: Catalogue, dataset: Dataset, path: Path, **resource: Any) -> Staged:
    """A found file read as one of the datasets is, with another map of its columns."""
    resources = (Resource.model_validate(resource),) if resource else dataset.resources
    entry = SnapshotEntry(path=path.name, date=dataset.snapshots[0].date)
    changes: Mapping[str, Any] = {
        "snapshots": (entry,),
        "folder": path.parent,
        "resources": resources,
        "corrections": (),
    }
    own = dataset.model_copy(update=changes)
    snapshot = take_snapshot(own, entry)
    source = read_snapshot(snapshot, own, catalogue.families[own.family])
    return normalise_snapshot(snapshot, source, own, catalogue)


@pytest.mark.parametrize("name", ["department_budget_template", "unit_budget_template"])
def test_official_forms_have_their_headers_found(found_data: Path, name: str) -> None:
    content = read_file(found_data / f"budget/{name}.xlsx")

    assert not content.findings
    for ending, labels in FORMS.items():
        (sheet,) = (g for title, g in content.grids.items() if title[2:] == ending)
        header = find_header(sheet, labels)
        assert header is not None
        assert len({header.column(label) for label in labels}) == len(labels)
        assert sheet.spans


def test_all_tender_files_are_read_to_the_last_row(found_data: Path) -> None:
    rows = {
        "yichang_award_candidates.csv": 6254,
        "yichang_award_results_2025-05-26.csv": 205,
        "yichang_award_results_2025-06-10.csv": 265,
        "yichang_award_results_2025-08-06.csv": 470,
    }

    assert {p.name for p in (found_data / "tender").glob("*.csv")} == set(rows)
    for name, count in rows.items():
        encoding, grid = csv_grid((found_data / "tender" / name).read_bytes(), None)
        assert encoding in ("utf-8", "utf-8-sig")
        # Some names were pasted with characters without width.
        assert {f.rule for f in grid.findings} <= {"text-shows-all-it-holds"}
        assert sum(bool(row) for row in grid.rows) == count + 1
        assert {len(row) for row in grid.rows if row} == {len(grid.rows[0])}


@pytest.mark.fault("N12")
def test_every_text_file_is_read_or_says_why_not(found_data: Path) -> None:
    paths = sorted(found_data.rglob("*.csv"))

    assert len(paths) > 20
    for path in paths:
        encoding, grid = csv_grid(path.read_bytes(), None)
        assert encoding in ("utf-8", "utf-8-sig", "gb18030"), path.name
        assert len(grid.rows) > 1, path.name


def test_divisions_of_2009_are_recognised_as_gb18030(found_data: Path) -> None:
    path = found_data / "codelists/regions_jackjet_2009.csv"

    encoding, grid = csv_grid(path.read_bytes(), None)

    assert encoding == "gb18030"
    assert "北京市" in {cell for row in grid.rows for cell in row}


def test_prices_are_amounts_only_where_they_are_nothing_else(found_data: Path) -> None:
    path = found_data / "tender/yichang_award_candidates.csv"
    _, grid = csv_grid(path.read_bytes(), None)
    column = grid.rows[0].index("price_text")

    prices = {row[column].strip() for row in grid.rows[1:] if row}
    rates = {price for price in prices if "%" in price or "率" in price}
    amounts = {price for price in prices if amount_in(price, Decimal(1), 1000) is not None}

    assert "下浮率20.50%" in rates
    assert not rates & amounts
    assert len(amounts) > 1000


INTENTIONS = [
    "shandong_intention.xlsx",
    "shandong_intention_out1.xlsx",
    "shandong_intention_out3.xlsx",
]


@pytest.mark.parametrize("name", INTENTIONS)
def test_rows_shifted_by_a_column_are_found_and_none_is_read(
    found_data: Path, catalogue: Catalogue, name: str
) -> None:
    # Headers of the notices stand inside the data; what follows is shifted: 否 stands under 金额.
    path = found_data / "procurement" / name
    grid = read_file(path).grids["Sheet1"]
    printed = {n: row[6] for n, row in enumerate(grid.rows[1:], start=2) if row[6]}
    shifted = {n for n, text in printed.items() if text in ("是", "否", "拟面向中小企业预留")}

    staged = stage_file(
        catalogue,
        catalogue.datasets["shandong-provincial-procurement-intentions"],
        path,
        table="intention",
        sheet="Sheet1",
        unit="万元",
        columns={"project_name": "项目名称", "budget_amount": "金额", "expected_month": "预计时间"},
        ignore=["序号", "分类2", "地市", "客户名称", "link"],
    )

    assert shifted
    unread = [f for f in staged.findings if f.field == "budget_amount"]
    assert {f.place.row for f in unread} == shifted
    frame = staged.tables["intention"].frame
    for row, text in printed.items():
        expected = None if row in shifted else money_text(Decimal(text) * 10_000)
        assert frame.loc[row, "budget_amount"] == expected
    assert set(frame["expected_month"].dropna()) <= {f"2026-{month:02d}" for month in range(1, 13)}


def test_column_without_a_label_is_found_in_a_provincial_table(
    found_data: Path, catalogue: Catalogue
) -> None:
    # The last column says where a vaccine is made; its label is missing.
    path = found_data / "procurement/河南省.xlsx"

    staged = stage_file(
        catalogue,
        catalogue.datasets["yichang-public-resources-award-candidates"],
        path,
        table="candidate",
        sheet="工作表1",
        unit="元",
        columns={"bidder_name": "投标人名称", "bid_price_text": "投标报价"},
        ignore=["疫苗种类（名称）", "剂型", "包装", "剂量", "规格"],
    )

    assert [(f.rule, f.value) for f in staged.findings] == [("columns-are-mapped", "H")]
    frame = staged.tables["candidate"].frame
    assert len(frame) > 100
    assert "282.00元/支" in set(frame["bid_price_text"])
    per_dose = frame[frame["bid_price_text"].fillna("").str.contains("/")]
    assert per_dose["bid_amount"].isna().all()


@pytest.mark.parametrize(
    ("name", "kind", "rows"), [("四川省.xls", "xls", 127), ("湖北省.htm", "html", 142)]
)
def test_file_is_read_as_what_it_is_whatever_it_is_called(
    found_data: Path, tmp_path: Path, name: str, kind: str, rows: int
) -> None:
    path = tmp_path / "2024.xlsx"
    path.write_bytes((found_data / "procurement" / name).read_bytes())

    content = read_file(path)

    (grid,) = content.grids.values()
    assert (content.kind, len(grid.rows)) == (kind, rows)
    said = [(f.severity, f.value, f.expected) for f in content.findings if f.severity == "info"]
    assert said == [("info", ".xlsx", kind)]


def test_award_prices_of_an_old_workbook_are_read_under_its_merged_title(found_data: Path) -> None:
    content = read_file(found_data / "procurement/四川省.xls")

    (grid,) = content.grids.values()
    header = find_header(grid, ["产品编号", "药品通用名", "谈判挂网价格"])
    assert not content.findings
    assert not grid.findings
    assert header is not None
    assert header.last_row == 2
    assert grid.label(1, 23) == "2017年度第二类疫苗挂网阳光采购结果"
    price = header.column("谈判挂网价格")
    assert grid.cell(3, price or 0) == "220"
    days = [grid.cell(row, 13) for row in range(3, len(grid.rows))]
    assert "2020-03-08" in days


def test_table_cut_into_four_on_a_web_page_is_one(found_data: Path) -> None:
    content = read_file(found_data / "procurement/湖北省.htm")

    (grid,) = content.grids.values()
    header = find_header(grid, ["序号", "疫苗名称", "成交价格（元）"])
    assert header is not None
    first = header.last_row + 1
    numbers = [grid.cell(row, 0) for row in range(first, len(grid.rows))]
    assert numbers == [str(n) for n in range(1, 122)]
    assert not grid.findings


def test_byte_outside_the_declared_charset_is_recorded_with_its_offset(found_data: Path) -> None:
    # It is half a character at the end of the page's description, outside the table.
    content = read_file(found_data / "procurement/湖北省.htm")

    (finding,) = content.findings
    assert content.encoding == "gb18030"
    assert (finding.rule, finding.severity) == ("text-decodes", "warning")
    assert (finding.place.row, finding.value, finding.detail) == (8, "0xB8", "byte 647")
