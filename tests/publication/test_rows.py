from pathlib import Path

import pytest

from pipelines.catalogue import load_catalogue
from pipelines.model import (
    Catalogue,
    Finding,
    LegalBasis,
    License,
    Outcome,
    Place,
    Reason,
    Source,
)
from pipelines.publication.rows import (
    dataset_row,
    field_rows,
    finding_row,
    label_rows,
    outcome_row,
    rule_row,
)
from tests import make_repository


@pytest.fixture
def small(tmp_path: Path) -> Catalogue:
    root = make_repository(tmp_path)
    return load_catalogue(root / "schemas", root / "datasets")


@pytest.fixture
def reasons(small: Catalogue) -> dict[str, Reason]:
    return dict(small.reasons)


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


def test_rule_is_published_with_its_whole_query_and_a_check_with_none(small: Catalogue) -> None:
    row = rule_row(small.rules["class-is-sum-of-items"])
    assert row["sql"].startswith("select p.dataset, p.snapshot, 'tree_line' as table_name")
    assert "{table}" not in row["sql"]
    assert (row["since"], row["severity"], row["family"]) == ("2020-01-01", "error", "street-tree")
    assert {rule_row(check)["sql"] for check in small.checks.values()} == {None}


def test_dictionary_has_one_row_for_each_field_in_its_order(small: Catalogue) -> None:
    rows = list(field_rows(small))
    assert [row["name"] for row in rows] == list(small.schemas["tree_line"].names)
    by_name = {row["name"]: row for row in rows}
    assert by_name["tree_count"] == {
        "table_name": "tree_line",
        "name": "tree_count",
        "title": "数量",
        "title_en": "Count",
        "description": "树木数量。",
        "description_en": "Number of trees.",
        "type": "integer",
        "unit": "棵",
        "codelist": None,
    }
    assert by_name["tree_code"]["codelist"] == "tree-kind"


def test_label_of_a_code_is_that_of_its_newest_entry(small: Catalogue) -> None:
    codelist = small.codelists["tree-kind"]
    (ginkgo,) = [code for code in codelist.codes if code.code == "101"]
    older = ginkgo.model_copy(update={"name": "白果", "valid_from": None, "valid_to": 2019})
    rows = label_rows(codelist.model_copy(update={"codes": (*codelist.codes, older)}))
    assert sorted(row["code"] for row in rows) == ["1", "101", "102"]
    (row,) = [row for row in rows if row["code"] == "101"]
    assert (row["label"], row["name"], row["valid_from"]) == ("101 银杏", "银杏", 2020)


def test_dataset_says_who_answers_for_it_and_where_it_comes_from(small: Catalogue) -> None:
    (dataset,) = small.datasets.values()
    basis = {"act": "条例", "act_en": "Act", "article": "第二条", "article_en": "art. 2"}
    more = {
        "legal_basis": (LegalBasis(**basis), LegalBasis(**basis | {"article": "第三条"})),
        "sources": (*dataset.sources, Source(title="勘误")),
        "licenses": (License(name="a", title="许可甲"), License(name="b", title="许可乙")),
    }
    row = dataset_row(dataset.model_copy(update=more))
    assert row["publisher_name_en"] == "Elm Town"
    assert row["sources"] == "养护费用表（第 1 页）；勘误"
    assert row["legal_basis"] == "条例第二条；条例第三条"
    assert row["licence"] == "许可甲；许可乙"
    assert dataset_row(dataset)["licence"] is None


def test_finding_is_told_in_words_with_its_place_and_basis(small: Catalogue) -> None:
    rule = small.rules["class-is-sum-of-items"]
    place = Place("养护", 4, "E")
    finding = Finding(
        rule.name, "error", "tree_line", place, "care_amount", "1.80", "1.50", difference_fen=30
    )
    row = finding_row(finding, rule, small.schemas["tree_line"])
    assert (row["source_row"], row["source_cell"]) == (4, "养护!E4")
    assert (row["value"], row["expected"], row["difference_fen"]) == ("1.80", "1.50", 30)
    assert row["message"] == "1.80，各项之和为 1.50"
    assert row["message_en"] == "1.80, its items add up to 1.50"
    assert (row["basis"], row["basis_en"]) == ("养护办法第三条", "Care of Trees, art. 3")
    assert row.keys() >= {"severity", "rule", "table_name", "field"}
