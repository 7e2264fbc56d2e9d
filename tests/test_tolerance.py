"""Rounding inside the last printed digit is a note, outside an error; never relative."""

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, insert

from pipelines.catalogue import load_catalogue
from pipelines.database import open_staging
from pipelines.inspection.functions import FUNCTIONS
from pipelines.tables import Tables
from tests import REPOSITORY

TABLES = Tables(load_catalogue(REPOSITORY / "schemas", REPOSITORY / "datasets"))
RULE = TABLES.catalogue.families["department-budget"].rules["total-is-sum-of-classes"]
TABLE = "bgt03_expense"
WHERE = {"dataset": "d", "snapshot": "s"}
DIGIT = st.sampled_from([1, 100, 10_000, 1_000_000])  # the fen in one unit of the last digit
EXACT = st.lists(st.integers(1, 10**13), min_size=1, max_size=9)
UNITS = st.lists(st.integers(1, 10**9), min_size=1, max_size=9)


def staging() -> Engine:
    engine = open_staging(FUNCTIONS)
    TABLES.metadata.create_all(engine)
    return engine


ENGINE = staging()


def severities(parts: Sequence[int], total: int, digit: int) -> list[tuple[int, str]]:
    """What the rule finds of classes and their total, all in fen: differences and severities."""
    lines = [(f"2{n:02}", "class", fen) for n, fen in enumerate(parts, start=1)]
    table, resource = TABLES.table(TABLE), TABLES.table("resource")
    with ENGINE.begin() as connection:
        connection.execute(delete(table))
        connection.execute(delete(resource))
        connection.execute(insert(resource), WHERE | {"table_name": TABLE, "rounding_fen": digit})
        for row, (code, level, fen) in enumerate([*lines, ("合计", "total", total)], start=8):
            spoken = {"function_code": code, "function_name": code, "line_level": level}
            amounts = {"approved_amount": "-", "approved_amount_fen": fen}
            place = {"fiscal_year": 2024, "publisher_name": "-", "source_row": row}
            connection.execute(insert(table), WHERE | spoken | amounts | place)
        found = connection.exec_driver_sql(RULE.query([TABLE])).all()
    return [(row.difference, row.severity) for row in found]


def rounded(fen: int, digit: int) -> int:
    return (2 * fen + digit) // (2 * digit) * digit


@settings(max_examples=60, deadline=None)
@given(EXACT, DIGIT)
def test_cells_rounded_each_by_itself_are_never_an_error(exact: list[int], digit: int) -> None:
    parts, total = [rounded(fen, digit) for fen in exact], rounded(sum(exact), digit)

    found = severities(parts, total, digit)

    gap = total - sum(parts)
    assert found == ([(gap, "info")] if gap else [])


@settings(max_examples=60, deadline=None)
@given(UNITS, DIGIT, st.integers(1, 20), st.sampled_from([-1, 1]))
def test_limit_is_half_a_digit_for_each_part_and_at_least_one_digit(
    units: list[int], digit: int, off: int, sign: int
) -> None:
    parts = [unit * digit for unit in units]

    ((difference, severity),) = severities(parts, sum(parts) + sign * off * digit, digit)

    assert difference == sign * off * digit
    assert severity == ("info" if off <= max(1, len(units) / 2) else "error")


@settings(max_examples=30, deadline=None)
@given(UNITS, DIGIT, st.integers(1, 10), st.lists(st.integers(1, 10**6), max_size=2))
def test_size_of_the_amounts_does_not_matter(
    units: list[int], digit: int, off: int, factors: list[int]
) -> None:
    parts = [[unit * factor * digit for unit in units] for factor in (1, *factors)]

    found = [severities(some, sum(some) + off * digit, digit) for some in parts]

    assert all(one == other for one, other in pairwise(found))
