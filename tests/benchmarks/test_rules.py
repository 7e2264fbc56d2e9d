"""What the rules are timed over are budgets an inspection would accept, but for the faults made."""

from collections import Counter
from itertools import islice

import pytest

from benchmarks.budgets import FAULTY_ONE_IN, budgets
from benchmarks.page import PAGE, markers, with_figures
from benchmarks.rules import Timed, figures, stage_budgets, time_rules
from pipelines.database import open_staging
from pipelines.inspection.functions import FUNCTIONS
from pipelines.model import Catalogue
from pipelines.tables import Tables
from tests import REPOSITORY

ROWS = 12_000
# Rules the faults made are found by, and rules that say that the first year has none before it.
FOUND_BY = {
    "department-budget-is-sum-of-its-units",
    "spending-is-basic-plus-project",
    "text-of-budget-agrees-with-its-tables",
    "total-is-sum-of-classes",
    "totals-agree-across-tables",
}
FIRST_YEAR = {"total-of-budget-is-of-last-years-order"}


@pytest.fixture(scope="module")
def timed(catalogue: Catalogue) -> dict[str, Timed]:
    tables, engine = Tables(catalogue), open_staging(FUNCTIONS)
    assert stage_budgets(engine, tables, ROWS).total() >= ROWS
    return {each.rule: each for each in time_rules(engine, tables)}


def test_every_rule_of_the_family_is_timed(timed: dict[str, Timed], catalogue: Catalogue) -> None:
    assert set(timed) == set(catalogue.families["department-budget"].rules)


def test_budgets_break_nothing_but_what_the_faults_break(timed: dict[str, Timed]) -> None:
    assert {name for name, each in timed.items() if each.row_count} == FOUND_BY | FIRST_YEAR


def test_budgets_are_the_same_every_time(catalogue: Catalogue) -> None:
    first, again = (list(islice(budgets(catalogue), FAULTY_ONE_IN)) for _ in range(2))

    assert first == again
    assert len({(budget.dataset, budget.year) for budget in first}) == FAULTY_ONE_IN


def test_figures_take_the_place_of_the_old_ones() -> None:
    page = (REPOSITORY / PAGE).read_text(encoding="utf-8")
    staged = Counter({"bgt03_expense": 3_000, "bgt06_fund_func": 0})

    timed = [Timed("quick", 0, 0.25, 0.2), Timed("slow", 7, 1.5, 1.0)]
    begin, end = markers("rules")

    written = with_figures(page, "rules", figures(staged, timed))

    assert written.split(begin)[0] == page.split(begin)[0]
    assert written.split(end)[1] == page.split(end)[1]
    assert "3,000 rows in 1 tables; 2 rules take 1.8 s together, **1.2 s**" in written
    assert written.index("| `slow` | 1.50 | 1.00 | 7 |") < written.index(
        "| `quick` | 0.25 | 0.20 | 0 |"
    )
    fresh = figures(staged, [])
    assert with_figures(written, "rules", fresh) == with_figures(page, "rules", fresh)
