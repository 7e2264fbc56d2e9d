"""The ground truth is what the documents print, and what adding them up by hand comes to."""

from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests import REPOSITORY
from tests.real_documents import Defect, load_defects
from tests.real_documents.addition import (
    ACCOUNTS,
    PAGES,
    Document,
    Place,
    names_of_codes,
    unlike_the_list,
)

DEFECTS = load_defects()
IN_TABLES = [d for d in DEFECTS if d.is_in_a_table]
WITH_CELLS = [d for d in IN_TABLES if "!" in d.cell]
FUNCTIONAL = ("income", "spending", "public")
# A note stands below the rules of its table, so the raw tables do not hold it.
NOT_ADDED_UP = {
    "wanli-2024-t9-declared-empty",
    "finance-2025-t6-no-statement",
    "finance-2025-t7-no-statement",
}


@pytest.fixture(scope="module")
def documents(found_data: Path) -> dict[str, Document]:
    return {name: Document(found_data / "budget/raw_tables", name) for name in PAGES}


def place_of(defect: Defect) -> Place:
    column = int(defect.raw_column.removeprefix("c"))
    return defect.document, int(defect.page), int(defect.raw_row), column


def yuan(document: str, printed: Decimal | None) -> str:
    """As findings say it: the accounts are printed in 万元."""
    return f"{(printed or 0) * (10_000 if document == ACCOUNTS else 1):.2f}"


def test_every_line_says_what_is_wrong_and_on_what_evidence() -> None:
    ids = [d.id for d in DEFECTS]

    assert sorted(set(ids)) == sorted(ids)
    for defect in DEFECTS:
        assert defect.document in PAGES
        assert defect.printed
        assert defect.evidence
        assert defect.state in ("", "corrected", "declared", "prose")
        assert defect.follows_from in ("", *ids)
        assert (defect.severity in ("error", "warning", "info")) == defect.is_in_a_table


@cache
def cells(dataset: str, snapshot: str) -> dict[str, object]:
    path = REPOSITORY / "datasets" / dataset / "snapshots" / f"{snapshot}.xlsx"
    book = load_workbook(path)
    return {f"{s.title}!{c.coordinate}": c.value for s in book for row in s for c in row}


@pytest.mark.parametrize("defect", WITH_CELLS, ids=lambda d: d.id)
def test_workbook_prints_the_defect_in_the_cell(defect: Defect) -> None:
    value = cells(defect.dataset, defect.snapshot)[defect.cell]

    printed = defect.printed.replace(",", "")
    assert str(value) == printed or Decimal(str(value)) == Decimal(printed)


@pytest.mark.parametrize("defect", [d for d in IN_TABLES if d.raw_row], ids=lambda d: d.id)
def test_document_prints_the_defect_in_the_place(
    defect: Defect, documents: dict[str, Document]
) -> None:
    document, page, row, column = place_of(defect)

    printed = dict(documents[document].pages[page])[row]
    assert printed[column - 1] == defect.printed


def test_adding_up_finds_the_same_amounts(documents: dict[str, Document]) -> None:
    found: dict[Place, str] = {}
    for document in documents.values():
        for table in PAGES[document.name]:
            if table in (*FUNCTIONAL, "economic"):
                sums = document.sums(table)
                found |= {place: yuan(place[0], added) for place, added in sums}
        for summary, table in (("summary", "spending"), ("appropriation", "public")):
            others = document.other_amounts(summary, table)
            found |= {place: yuan(place[0], other) for place, other in others}
        found |= dict(document.funds())

    rules = ("sum-of", "classes-agree", "funds")
    known = {place_of(d): d.expected for d in IN_TABLES if any(r in d.rules for r in rules)}
    assert found == known


def test_reading_finds_the_same_codes(documents: dict[str, Document]) -> None:
    found: set[Place] = set()
    for document in documents.values():
        for table in (*FUNCTIONAL, "economic"):
            found |= set(document.badly_split(table))
        for table in FUNCTIONAL:
            found |= set(document.sections_without_items(table)) - {
                # 71102 would be a section without an item, were it a section.
                (name, page, row, 1)
                for name, page, row, _ in document.badly_split(table)
            }
    split = {place[:3] for place in found}
    for document in documents.values():
        unlike = unlike_the_list(document, documents[ACCOUNTS])
        found |= {place for place, _ in unlike if place[:3] not in split}
        found |= set(document.other_classes("summary", "spending"))
        found |= set(document.other_classes("appropriation", "public"))

    rules = ("code-", "names-are", "reaches")
    assert found == {place_of(d) for d in IN_TABLES if any(r in d.rules for r in rules)}


def test_functional_codes_have_one_name_in_all_documents(documents: dict[str, Document]) -> None:
    names = names_of_codes(list(documents.values()))

    assert len(names) > 80
    assert not {code: called for code, called in names.items() if len(called) > 1}


def test_names_of_economic_codes_are_those_of_the_printed_list(
    documents: dict[str, Document],
) -> None:
    known = {
        place_of(d): d.expected
        for d in IN_TABLES
        if d.rules == "code-has-its-listed-name" and "30210" not in d.id
    }

    found = {
        place: name
        for document in documents.values()
        for place, name in unlike_the_list(document, documents[ACCOUNTS])
        if name
    }

    assert {p: n.replace("（", "(").replace("）", ")") for p, n in known.items()} == found


def test_every_defect_in_a_table_is_added_up_or_read_by_hand() -> None:
    """So that none is known only because the program finds it."""
    rules = ("sum-of", "classes-agree", "funds", "code-", "names-are", "reaches")

    rest = {d.id for d in IN_TABLES if not any(r in d.rules for r in rules)}
    assert rest == NOT_ADDED_UP
