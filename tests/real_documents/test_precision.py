"""Every known defect is found at its cell, and documents that balance raise no error."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from pipelines.catalogue import load_catalogue
from pipelines.cli.inspecting import Target, inspect_target
from pipelines.inspection.inspect import inspect_snapshot
from pipelines.intake.normalise import normalise_snapshot
from pipelines.intake.read import read_snapshot
from pipelines.intake.recognise import Wanted
from pipelines.intake.snapshot import take_snapshot
from pipelines.model import Dataset, Finding
from pipelines.tables import Tables
from tests import REPOSITORY
from tests.real_documents import SEVERITIES, Defect, load_defects, score

DEFECTS = load_defects()
BOOKS = sorted({(d.dataset, d.snapshot) for d in DEFECTS if d.is_in_a_table})
TABLES = Tables(load_catalogue(REPOSITORY / "schemas", REPOSITORY / "datasets"))


@cache
def inspected(name: str, snapshot: str, *, corrected: bool) -> tuple[Finding, ...]:
    """The findings of a workbook of the repository, with its declared corrections or without."""
    dataset = TABLES.catalogue.datasets[name]
    if not corrected:
        dataset = dataset.model_copy(update={"corrections": ()})
    return findings_of(dataset, snapshot)


def findings_of(dataset: Dataset, snapshot: str) -> tuple[Finding, ...]:
    taken = take_snapshot(dataset, dataset.entry(snapshot))
    source = read_snapshot(taken, dataset, TABLES.catalogue.families[dataset.family])
    staged = normalise_snapshot(taken, source, dataset, TABLES.catalogue)
    return inspect_snapshot(staged, dataset, TABLES).findings


def known(name: str, snapshot: str, *, corrected: bool = False) -> list[Defect]:
    """The defects of a workbook that are left after its corrections."""
    own = [d for d in DEFECTS if (d.dataset, d.snapshot) == (name, snapshot)]
    left = ("", "corrected") if not corrected else ("",)
    return [d for d in own if d.state in left]


def named(findings: tuple[Finding, ...]) -> list[tuple[Finding, str | None]]:
    return [(f, f.place.cell()) for f in findings]


@pytest.mark.parametrize(("name", "snapshot"), BOOKS)
def test_known_defects_of_a_workbook_are_all_found_and_nothing_else(
    name: str, snapshot: str
) -> None:
    findings = named(inspected(name, snapshot, corrected=False))

    for severity in SEVERITIES:
        found = score(severity, known(name, snapshot), findings)
        assert not found.missed
        assert not found.false


@pytest.mark.parametrize(("name", "snapshot"), BOOKS)
def test_what_is_expected_instead_is_said(name: str, snapshot: str) -> None:
    findings = named(inspected(name, snapshot, corrected=False))

    for defect in known(name, snapshot):
        said = {f.expected for f, place in findings if defect.is_named_by(f, place)}
        assert said == {defect.expected or None}, defect.id


@pytest.mark.parametrize(("name", "snapshot"), BOOKS)
def test_document_that_balances_raises_no_error(name: str, snapshot: str) -> None:
    """With its corrections, where any are declared."""
    left = [d for d in known(name, snapshot, corrected=True) if d.severity == "error"]

    errors = [f for f in inspected(name, snapshot, corrected=True) if f.severity == "error"]

    assert bool(errors) == bool(left)


def test_precision_and_recall_over_all_workbooks(print_score: Callable[[str], None]) -> None:
    findings, defects = [], []
    for name, snapshot in BOOKS:
        book = f"{name} {snapshot} "
        own = inspected(name, snapshot, corrected=False)
        findings += [(f, book + (f.place.cell() or "")) for f in own]
        defects += [replace(d, cell=book + d.cell) for d in known(name, snapshot)]

    print_score(f"{len(BOOKS)} workbooks as published, without corrections")
    for severity in SEVERITIES:
        found = score(severity, defects, findings)
        print_score(f"  {found.line}")
        assert not found.missed
        assert not found.false
    prose = sum(not d.is_in_a_table for d in DEFECTS)
    print_score(f"  besides, {prose} known in the explanations, which no table holds: not checked")


# — the PDF files themselves, as anybody would inspect them —

DOCUMENTS = sorted({d.document for d in DEFECTS})


@pytest.fixture(scope="module")
def in_pdf(found_data: Path) -> Callable[[str], list[tuple[Finding, str | None]]]:
    """The findings of a PDF file alone, with the places where they stand on its pages."""

    @cache
    def inspect(document: str) -> list[tuple[Finding, str | None]]:
        path = found_data / "budget" / f"{document}.pdf"
        report, _ = inspect_target(Target(path), TABLES, Wanted())
        return [(f, f.place.address or f.place.sheet) for f in report.inspection.findings]

    return inspect


@pytest.fixture(scope="module")
def on_page(found_data: Path) -> Callable[[str], list[Defect]]:
    """The defects of a document, each with its place as a reader of the PDF file counts it.

    A line on a page is a line of text above the table or a row of the table.
    """

    @cache
    def place(document: str) -> list[Defect]:
        own = [d for d in DEFECTS if d.document == document and d.is_in_a_table]
        with pdfplumber.open(found_data / "budget" / f"{document}.pdf") as pdf:
            above = {page: _lines_above(pdf.pages[int(page) - 1]) for page in {d.page for d in own}}
        return [replace(d, cell=_cell_on_page(d, above[d.page])) for d in own]

    return place


def _lines_above(page: Any) -> int:
    """How many lines of text stand above the table of a page."""
    (table,) = page.find_tables()
    text = page.crop((0, 0, page.width, table.bbox[1])).extract_text()
    return len(text.splitlines())


def _cell_on_page(defect: Defect, lines_above: int) -> str:
    if not defect.raw_row:
        return TITLES[defect.id]
    letter = "ABCDEFGHIJKL"[int(defect.raw_column.removeprefix("c")) - 1]
    return f"第{defect.page}页{letter}{int(defect.raw_row) + lines_above}"


# Of a whole table, the title it goes by in the PDF file.
TITLES = {
    "wanli-2024-t9-declared-empty": "部门“三公”经费和机关运行经费预算表",
    "finance-2025-t6-no-statement": "2025年预算单位政府性基金预算支出功能分类预算表",
    "finance-2025-t7-no-statement": "2025年预算单位国有资本经营预算支出功能分类预算表",
}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_known_defects_of_a_pdf_file_are_all_found_on_its_pages_and_nothing_else(
    document: str, in_pdf: Callable, on_page: Callable
) -> None:
    for severity in SEVERITIES:
        found = score(severity, on_page(document), in_pdf(document))
        assert not found.missed
        assert not found.false


def test_precision_and_recall_over_all_pdf_files(
    in_pdf: Callable, on_page: Callable, print_score: Callable[[str], None]
) -> None:
    findings, defects = [], []
    for document in DOCUMENTS:
        findings += [(f, f"{document} {place}") for f, place in in_pdf(document)]
        defects += [replace(d, cell=f"{document} {d.cell}") for d in on_page(document)]

    print_score(f"{len(DOCUMENTS)} PDF files, without descriptor")
    for severity in SEVERITIES:
        found = score(severity, defects, findings)
        print_score(f"  {found.line}")
        assert not found.missed
        assert not found.false
