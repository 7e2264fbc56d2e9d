import io

import openpyxl
import pytest
import xlsxwriter

from pipelines.model import Catalogue
from pipelines.template.columns import form_columns
from pipelines.template.legend import write_legend


@pytest.fixture
def texts(catalogue: Catalogue) -> list[str]:
    """The cells of the legend of two tables."""
    family = catalogue.families["department-budget"]
    schemas = [family.schemas[n] for n in ("bgt05_general_func", "bgt09_sangong")]
    forms = [(s, form_columns(s, "元", catalogue, 2024)) for s in schemas]
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    formats = {name: book.add_format() for name in ("title", "head", "wrapped")}
    write_legend(book.add_worksheet("说明"), formats, family, forms, catalogue)
    book.close()
    rows = openpyxl.load_workbook(file)["说明"].iter_rows(values_only=True)
    return [str(value) for row in rows for value in row if value]


def test_it_says_what_obliges_and_how_to_fill_in(texts: list[str], catalogue: Catalogue) -> None:
    family = catalogue.families["department-budget"]

    assert texts[0] == f"{family.title} {family.title_en}"
    assert any(family.legal_basis[0].act in text for text in texts)
    assert any("代码表" in text for text in texts)


def test_every_column_has_its_meaning_kind_unit_and_list(texts: list[str]) -> None:
    for told in ("支出功能分类科目编码", "文字 text", "数字 number", "元", "必填 required"):
        assert told in texts
    assert any("支出功能分类科目" in text and "Func" in text for text in texts)


def test_only_rules_of_these_tables_are_told(texts: list[str], catalogue: Catalogue) -> None:
    for rule in catalogue.families["department-budget"].rules.values():
        is_told = any(text.startswith(rule.title + "\n") for text in texts)
        assert is_told == bool({"bgt05_general_func", "bgt09_sangong"} & set(rule.tables))
