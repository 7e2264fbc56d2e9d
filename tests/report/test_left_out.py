from dataclasses import replace

from pipelines.intake.recognise import Recognition, Unread
from pipelines.report.left_out import left_out
from tests.report.conftest import Inspected

UNREAD = (
    Unread("封面", "no table"),
    Unread("目录", "no table"),
    Unread("甲", "several tables", ("bgt03_expense", "bgt05_general_func")),
    Unread("乙", "table read already", ("bgt03_expense",)),
)


def test_each_sheet_has_its_reason_and_those_without_a_table_share_one(
    welfare_home: Inspected,
) -> None:
    report = replace(welfare_home[0], recognition=Recognition(None, unread=UNREAD))

    first, second, plain = left_out(report, "zh")

    assert "甲" in first
    assert "支出预算总表（bgt03_expense）" in first
    assert "--as" in first
    assert "乙" in second
    assert plain == "封面、目录 — 里面没有认得出的表"


def test_a_dataset_leaves_nothing_out(welfare_home: Inspected) -> None:
    assert left_out(replace(welfare_home[0], recognition=None), "en") == []
