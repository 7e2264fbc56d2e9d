from pathlib import Path

import pytest

from pipelines.catalogue import load_catalogue
from pipelines.model import Outcome, Reason
from pipelines.publication.rows import outcome_row
from tests import make_repository


@pytest.fixture
def reasons(tmp_path: Path) -> dict[str, Reason]:
    root = make_repository(tmp_path)
    return dict(load_catalogue(root / "schemas", root / "datasets").reasons)


def test_outcome_says_how_many_rows_were_left_open_and_why(reasons: dict[str, Reason]) -> None:
    left_open = {"date-missing": 1200, "calendar-unknown": 3}

    row = outcome_row(Outcome("a-rule", "broken", 2, cannot_check=left_open), reasons)

    assert row == {
        "rule": "a-rule",
        "outcome": "broken",
        "count": 2,
        "cannot_check_count": 1203,
        "reason": "3 行无法核对：放假安排尚未公布；1,200 行无法核对：缺少日期",
        "reason_en": "3 not checked: the holidays of the year are not yet announced; "
        "1,200 not checked: a date is missing",
    }


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        (Outcome("a-rule", "holds"), None),
        (Outcome("a-rule", "not applied", 0, "数据集没有表", "no such table"), "数据集没有表"),
    ],
)
def test_outcome_without_open_rows_counts_none(
    reasons: dict[str, Reason], outcome: Outcome, reason: str | None
) -> None:
    row = outcome_row(outcome, reasons)

    assert (row["cannot_check_count"], row["reason"]) == (0, reason)
