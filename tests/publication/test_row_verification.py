import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from pipelines.publication.row_verification import MOST_TOLD, row_differences
from tests.plain_line import DATASET, TABLE, Line

Told = Callable[..., list[str]]


@pytest.fixture
def told(line: Line, tmp_path: Path) -> Told:
    """What is told after a statement has changed what readers see."""
    line.publish()
    folder = line.settings.editions / DATASET / "1"

    def told(*statements: str) -> list[str]:
        copy = tmp_path / "changed.db"
        copy.write_bytes((line.settings.public / "sunledger.db").read_bytes())
        with closing(sqlite3.connect(copy)) as connection, connection:
            for statement in statements:
                connection.execute(statement)
        return [found.what_en for found in row_differences(copy, folder, DATASET)]

    return told


def test_rows_that_are_those_of_the_files_are_no_difference(told: Told) -> None:
    assert told() == []


def test_every_changed_cell_is_named_with_its_row_and_both_values(told: Told) -> None:
    (line,) = told(f"update {TABLE} set tree_count = 5 where tree_code = '102'")

    assert line == (
        "fiscal_year=2024;tree_code=102: tree_count is 5 in the database and 2 in the download"
    )


def test_changed_amount_is_named_also_where_only_its_twin_was_changed(told: Told) -> None:
    where = "where tree_code = '102'"
    both = told(f"update {TABLE} set care_amount = '1.00', care_amount_fen = 100 {where}")

    assert "care_amount is 1.00 in the database" in both[0]
    assert told(f"update {TABLE} set care_amount_fen = 1 {where}") == [
        "care_amount_fen is not care_amount in 1 rows"
    ]


def test_row_too_many_and_row_missing_are_named(told: Told) -> None:
    removed = told(f"delete from {TABLE} where tree_code = '102'")
    added = told(
        f"insert into {TABLE} (dataset, fiscal_year, tree_code) values ('{DATASET}', 2024, '999')"
    )

    assert removed[0] == "fiscal_year=2024;tree_code=102: not in the database"
    assert added[0] == "fiscal_year=2024;tree_code=999: not in the download"


def test_long_list_is_counted(told: Told) -> None:
    rows = ", ".join(f"('{DATASET}', 2024, 'x{n}')" for n in range(MOST_TOLD + 5))
    found = told(f"insert into {TABLE} (dataset, fiscal_year, tree_code) values {rows}")

    assert found[MOST_TOLD] == "5 more rows differ"
