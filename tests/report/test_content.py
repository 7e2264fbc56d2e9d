from dataclasses import replace

import pytest

from pipelines.model import Catalogue, Finding, Inspection, Place
from pipelines.report.content import MOST_LISTED, Report
from tests.report.conftest import Inspected


def report_of(findings: list[Finding], like: Report) -> Report:
    return replace(like, inspection=Inspection(tuple(findings), ()))


def finding(row: int, value: str = "a", field: str = "function_name", **more: str) -> Finding:
    place = Place("表", row, "C")
    name = more.get("rule", "code-has-its-listed-name")
    return Finding(name, "error", "bgt05_general_func", place, field, value, "b")


def test_findings_stand_together_by_rule_table_and_field(welfare_home: Inspected) -> None:
    report, _ = welfare_home

    assert sum(len(group.lines) for group in report.groups) == len(report.inspection.findings)
    keys = [(g.rule.name, g.finding.table, g.finding.field) for g in report.groups]
    assert len(set(keys)) == len(keys)
    names = next(g for g in report.groups if g.rule.name == "code-has-its-listed-name")
    assert len(names.lines) == 14
    assert names.rows == [(13, 13), (21, 27), (29, 34)]


def test_the_same_value_is_counted_and_not_repeated(welfare_home: Inspected) -> None:
    report = report_of([*(finding(n) for n in (5, 6, 7, 9)), finding(8, "c")], welfare_home[0])

    (group,) = report.groups

    assert [(v.finding.value, v.rows) for v in group.values] == [
        ("a", [(5, 7), (9, 9)]),
        ("c", [(8, 8)]),
    ]


def test_groups_of_one_rule_make_a_chapter(welfare_home: Inspected) -> None:
    report = report_of(
        [finding(1), finding(2, rule="code-is-listed"), finding(3, field="function_code")],
        welfare_home[0],
    )

    assert [[len(g.lines) for g in chapter] for chapter in report.chapters] == [[1, 1], [1]]


def test_beyond_the_bound_every_group_keeps_its_share(welfare_home: Inspected) -> None:
    many = [finding(n) for n in range(1, 5_001)]
    few = [finding(7, field="function_code")]

    report = report_of([*many, *few], welfare_home[0])

    assert len(report.lines) == 5_001
    assert len(report.listed) <= MOST_LISTED
    assert few[0] in [line.finding for line in report.listed]


def test_how_to_mend_speaks_of_one_value_or_of_any(welfare_home: Inspected) -> None:
    one = report_of([finding(1)], welfare_home[0]).groups[0]
    two = report_of([finding(1), finding(2, "c")], welfare_home[0]).groups[0]

    assert "“b”" in (one.mend("zh") or "")
    assert "“b”" not in (two.mend("zh") or "")
    assert "{" not in (two.mend("en") or "")


@pytest.mark.parametrize(("errors", "verdict"), [(0, "clean"), (1, "errors")])
def test_the_verdict_follows_from_the_errors(
    welfare_home: Inspected, errors: int, verdict: str
) -> None:
    assert report_of([finding(1)] * errors, welfare_home[0]).verdict == verdict


def test_what_could_not_be_read_is_not_clean(welfare_home: Inspected, catalogue: Catalogue) -> None:
    report = Report(welfare_home[0].snapshot, catalogue, Inspection((), ()))

    assert report.verdict == "unreadable"
    assert report.groups == []


def test_every_check_says_how_to_mend_in_both_languages(catalogue: Catalogue) -> None:
    for check in catalogue.checks.values():
        assert check.mend, check.name
        assert check.mend_en, check.name
