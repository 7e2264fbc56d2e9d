"""A form says what it asks for, and what is filled in is read back without a map of columns."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.catalogue import load_catalogue
from pipelines.cli.inspecting import Target, inspect_target
from pipelines.intake.formats import read_file
from pipelines.intake.normalise import normalise_snapshot
from pipelines.intake.read import read_snapshot
from pipelines.intake.recognise import Wanted as Known
from pipelines.intake.recognise import recognise
from pipelines.intake.snapshot import take_file, take_snapshot
from pipelines.model import Catalogue, Field, Schema, Staged
from pipelines.report.content import Report
from pipelines.tables import Tables
from pipelines.template.columns import form_columns
from pipelines.template.workbook import FIRST_ROW, Wanted, write_template
from tests import REPOSITORY, make_repository, write

BUDGET = "shanghai-putuo-wanli-street-department-budget"
FAMILIES = sorted(path.parent.name for path in REPOSITORY.glob("schemas/*/family.yaml"))


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def inspected(path: Path, catalogue: Catalogue) -> Report:
    return inspect_target(Target(path), Tables(catalogue), Known())[0]


def entered(field: Field, value: str | None) -> Any:
    """A canonical value as a clerk types it into a form in 元."""
    if value is None:
        return None
    if field.type == "date":
        return date.fromisoformat(value)
    if field.type == "boolean":
        return {"true": "是", "false": "否"}[value]
    return float(value) if field.type in ("number", "integer", "year") else value


def fill(sheet: Worksheet, schema: Schema, staged: Staged, catalogue: Catalogue) -> None:
    """Every row of a table, in the columns of its form; its note below."""
    table = staged.tables[schema.name]
    columns = form_columns(schema, "元", catalogue, None)
    for number, row in enumerate(table.rows(*(c.field.name for c in columns)), FIRST_ROW + 1):
        for place, (column, value) in enumerate(zip(columns, row[1:], strict=True), 1):
            cell = sheet.cell(number, place)
            cell.value = entered(column.field, value)
            if isinstance(value, str) and value.startswith("="):
                cell.data_type = "s"  # a text, such as the target =1.00(次)
    if table.note:
        sheet.cell(FIRST_ROW + 1 + table.row_count, 1).value = table.note


@pytest.fixture(scope="module")
def published(catalogue: Catalogue) -> Staged:
    """A budget that balances, as it was published."""
    dataset = catalogue.datasets[BUDGET]
    snapshot = take_snapshot(dataset, dataset.entry("2023"))
    source = read_snapshot(snapshot, dataset, catalogue.families[dataset.family])
    return normalise_snapshot(snapshot, source, dataset, catalogue)


@pytest.fixture
def filled(tmp_path: Path, catalogue: Catalogue, published: Staged) -> Path:
    """Its form, filled in with the same figures."""
    family = catalogue.families[catalogue.datasets[BUDGET].family]
    book = opened(write_template(Wanted(family, year=2023), catalogue))
    for schema in family.schemas.values():
        sheet = book[schema.title]
        sheet["A2"] = "编制单位：上海市普陀区人民政府万里街道办事处"
        if schema.name in published.tables:
            fill(sheet, schema, published, catalogue)
    path = tmp_path / "填好.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("name", FAMILIES)
def test_every_table_of_an_empty_form_is_recognised(
    tmp_path: Path, catalogue: Catalogue, name: str
) -> None:
    family = catalogue.families[name]
    path = write(tmp_path / "表样.xlsx", write_template(Wanted(family, year=2024), catalogue))

    result = recognise(read_file(path).grids, take_file(path), catalogue, Known())

    assert result.dataset is not None
    assert result.dataset.family == name
    assert {c.table for c in result.found} == set(family.schemas)
    assert all(c.is_complete for c in result.found)
    assert {u.sheet for u in result.unread} == {"填表说明", "代码表"}
    for candidate in result.found:
        schema = family.schemas[candidate.table]
        asked = {c.field.name for c in form_columns(schema, "元", catalogue, 2024)}
        assert set(candidate.layout.columns) == asked


def test_a_form_filled_in_is_read_as_what_was_published(
    filled: Path, catalogue: Catalogue, published: Staged
) -> None:
    report = inspected(filled, catalogue)

    assert report.verdict == "clean", list(report.inspection.findings)
    staged = report.staged
    assert staged is not None
    for name, table in published.tables.items():
        own = list(staged.tables[name].rows(*(c for c in table.data.column_names[:-1])))
        expected = list(table.rows(*(c for c in table.data.column_names[:-1])))
        assert [row[1:] for row in own] == [row[1:] for row in expected], name


MISTAKES = [
    ("支出预算总表", "A7", "71102", "code-is-listed"),
    ("支出预算总表", "C7", 1.005, "amounts-are-whole-fen"),
    ("支出预算总表", "C7", "约一万", "values-are-readable"),
    ("支出预算总表", "C7", None, "required-values-are-present"),
    ("支出预算总表", "C5", "=1+1", "cells-hold-values"),
    ("收入预算总表", "B7", "另一个名称", "code-has-its-listed-name"),
    ("财务收支预算总表", "A5", "两边", "values-fit-the-schema"),
    ("绩效指标表", "A6", "电话 13912345678", "no-personal-data"),
]


@pytest.mark.parametrize(("title", "cell", "value", "rule"), MISTAKES)
def test_every_planted_mistake_is_found_in_its_cell(
    filled: Path, catalogue: Catalogue, title: str, cell: str, value: Any, rule: str
) -> None:
    book = openpyxl.load_workbook(filled)
    book[title][cell].value = value
    book.save(filled)

    report = inspected(filled, catalogue)

    assert report.verdict == "errors"
    found = {(f.rule, f.place.sheet, f.place.address) for f in report.inspection.findings}
    assert (rule, title, cell) in found


def test_a_form_in_another_unit_is_read_in_that_unit(tmp_path: Path) -> None:
    root = make_repository(tmp_path / "repository")
    catalogue = load_catalogue(root / "schemas", root / "datasets")
    family = catalogue.families["street-tree"]
    book = opened(write_template(Wanted(family, unit="万元"), catalogue))
    sheet = book["行道树养护"]
    rows = [
        [2024, "1", "落叶树", 2, 1.5],
        [2024, "101", "银杏", 2, 1.5],
        [2024, "合计", "", 2, 1.5],
    ]
    for number, row in enumerate(rows, FIRST_ROW + 1):
        for place, value in enumerate(row, 1):
            sheet.cell(number, place).value = value
    book.save(tmp_path / "树.xlsx")

    report = inspected(tmp_path / "树.xlsx", catalogue)

    assert report.verdict == "clean", report.inspection.findings
    assert report.staged is not None
    (table,) = report.staged.tables.values()
    assert [row[1] for row in table.rows("care_amount")] == ["15000.00"] * 3


def test_the_form_helps_whoever_fills_it_in(catalogue: Catalogue) -> None:
    family = catalogue.families["department-budget"]
    book = opened(write_template(Wanted(family, "bgt05_general_func", 2024), catalogue))
    sheet = book["一般公共预算支出功能分类预算表"]

    assert sheet["A1"].value == "2024年一般公共预算支出功能分类预算表"
    assert sheet["E2"].value == "单位：元"
    assert [sheet.cell(4, n).value for n in range(3, 6)] == [
        *("预算数（元）", "基本支出预算数（元）", "项目支出预算数（元）"),
    ]
    assert sheet.freeze_panes == f"A{FIRST_ROW + 1}"
    assert {str(r) for r in sheet.merged_cells.ranges} == {"A1:E1", "A3:A4", "B3:B4", "C3:E3"}
    assert sheet.column_dimensions["A"].width > 15
    checks = {str(v.sqref)[0]: v for v in sheet.data_validations.dataValidation}
    assert set(checks) == set("ABCDE")
    assert checks["A"].type == "list"
    assert checks["A"].formula1.startswith("'代码表'!$A$3:$A$")
    assert checks["C"].formula1 == "AND(ISNUMBER(C5),ROUND(C5,2)=C5)"
    assert "必填" in checks["C"].prompt


def test_codes_are_text_so_that_zeros_survive(catalogue: Catalogue) -> None:
    family = catalogue.families["department-budget"]
    sheet = opened(write_template(Wanted(family, "bgt05_general_func", 2024), catalogue))[
        "一般公共预算支出功能分类预算表"
    ]

    assert sheet.column_dimensions["A"].number_format == "@"
    assert sheet.column_dimensions["C"].number_format == "#,##0.00"


def test_the_lists_are_those_of_the_year(catalogue: Catalogue) -> None:
    family = catalogue.families["department-budget"]

    def codes(year: int) -> set[str]:
        book = opened(write_template(Wanted(family, "bgt05_general_func", year), catalogue))
        sheet = book["代码表"]
        assert sheet.sheet_state == "visible"
        return {row[0] for row in sheet.iter_rows(min_row=3, values_only=True) if row[0]}

    listed = catalogue.codelists["function"].codes
    for year in (2023, 2025):
        expected = {c.code for c in listed if c.in_force(year)}
        assert expected <= codes(year)
        assert "合计" in codes(year)


def test_the_legend_explains_every_column_and_what_is_checked(catalogue: Catalogue) -> None:
    family = catalogue.families["department-budget"]
    book = opened(write_template(Wanted(family, "bgt05_general_func", 2024), catalogue))
    texts = {str(c.value) for row in book["填表说明"].iter_rows() for c in row if c.value}

    schema = family.schemas["bgt05_general_func"]
    for column in form_columns(schema, "元", catalogue, 2024):
        assert column.field.title in texts
        assert any(column.field.description in text for text in texts)
    for rule in family.rules.values():
        told = any(rule.title in text for text in texts)
        assert told == (schema.name in rule.tables), rule.name


def test_the_same_form_has_the_same_bytes(catalogue: Catalogue) -> None:
    wanted = Wanted(catalogue.families["department-budget"], year=2024)

    assert write_template(wanted, catalogue) == write_template(wanted, catalogue)


def test_without_a_year_the_title_leaves_room_for_it(tmp_path: Path, catalogue: Catalogue) -> None:
    data = write_template(Wanted(catalogue.families["department-budget"]), catalogue)
    path = write(tmp_path / "表样.xlsx", data)

    result = recognise(read_file(path).grids, take_file(path), catalogue, Known())

    assert opened(data).worksheets[1]["A1"].value.strip().startswith("年")
    assert result.lacks_year
