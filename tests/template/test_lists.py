import io

import openpyxl
import xlsxwriter

from pipelines.model import Catalogue, Code, Codelist
from pipelines.template.lists import Lists, codes_in_force


def code(name: str, first: int | None, last: int | None) -> Code:
    return Code(
        code=name,
        parent=None,
        level="item",
        name=f"{name}的名称",
        name_en=None,
        valid_from=first,
        valid_to=last,
        verified=True,
        source="",
    )


def codelist(*codes: Code) -> Codelist:
    texts = {"title": "表", "title_en": "List", "description": "", "description_en": ""}
    coverage = ({"from": 2000, "complete": True, "source": ""},)
    return Codelist.model_validate(
        {**texts, "name": "own", "levels": ("item",), "coverage": coverage, "codes": codes}
        | {"basis": "", "basis_en": ""}
    )


LIST = codelist(code("101", 2000, 2020), code("102", 2010, None))


def test_only_what_is_in_force_is_offered() -> None:
    assert [c.code for c in codes_in_force(LIST, 2005)] == ["101"]
    assert [c.code for c in codes_in_force(LIST, 2015)] == ["101", "102"]
    assert [c.code for c in codes_in_force(LIST, 2024)] == ["102"]


def test_without_a_year_the_newest_state_is_offered() -> None:
    assert [c.code for c in codes_in_force(LIST, None)] == ["102"]
    assert [c.code for c in codes_in_force(codelist(code("101", 2000, 2001)), None)] == ["101"]


def test_a_list_is_written_once_with_the_totals_of_its_table(catalogue: Catalogue) -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    formats = {"text": book.add_format(), "head": book.add_format()}
    own = catalogue.model_copy(update={"codelists": {"own": LIST}})
    lists = Lists(book.add_worksheet("代码表"), formats, own, 2024)

    sources = [
        lists.source("own", ("合计",), names=False),
        lists.source("own", ("合计",), names=True),
        lists.source("own", (), names=False),
    ]
    book.close()

    assert sources == ["='代码表'!$A$3:$A$4", "='代码表'!$B$3:$B$4", "='代码表'!$D$3"]
    sheet = openpyxl.load_workbook(file)["代码表"]
    assert [c.value for c in sheet["A"][2:]] == ["102", "合计"]
    assert [c.value for c in sheet["B"][2:]] == ["102的名称", "合计"]
