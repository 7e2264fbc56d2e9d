import pytest

from pipelines.cli.naming import named_table
from pipelines.exceptions import UsageError
from pipelines.model import Catalogue


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("department-budget", ("department-budget", None)),
        ("department-budget/bgt05_general_func", ("department-budget", "bgt05_general_func")),
        ("bgt05_general_func", ("department-budget", "bgt05_general_func")),
        ("tender", ("tender", "tender")),  # a table and its family of one name: the table
        ("tender/tender", ("tender", "tender")),
    ],
)
def test_a_family_or_a_table_is_named(
    catalogue: Catalogue, name: str, named: tuple[str, str | None]
) -> None:
    assert named_table(name, catalogue) == named


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("elm", "department-budget"),
        ("elm/bgt05_general_func", "final-accounts"),
        ("tender/bgt05_general_func", "tender_award"),
    ],
)
def test_what_is_not_there_is_answered_by_what_is(
    catalogue: Catalogue, name: str, listed: str
) -> None:
    with pytest.raises(UsageError, match=listed):
        named_table(name, catalogue)
