"""Every known defect is found at its cell, and documents that balance raise no error."""

from collections.abc import Callable
from functools import cache

import pytest

from pipelines.catalogue import load_catalogue
from pipelines.database import Tables
from pipelines.inspection.inspect import inspect_snapshot
from pipelines.intake.normalise import normalise_snapshot
from pipelines.intake.read import read_snapshot
from pipelines.intake.snapshot import take_snapshot
from pipelines.model import Dataset, Finding
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
    return [d for d in own if not corrected or d.state != "corrected"]


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
        defects += [_in(d, book) for d in known(name, snapshot)]

    print_score(f"{len(BOOKS)} workbooks as published, without corrections")
    for severity in SEVERITIES:
        found = score(severity, defects, findings)
        print_score(f"  {found.line}")
        assert not found.missed
        assert not found.false
    prose = sum(not d.is_in_a_table for d in DEFECTS)
    print_score(f"  besides, {prose} known in the explanations, which no table holds: not checked")


def _in(defect: Defect, book: str) -> Defect:
    return Defect(**{**defect.__dict__, "cell": book + defect.cell})
