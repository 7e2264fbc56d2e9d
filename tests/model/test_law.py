from datetime import date

import pytest
from pydantic import ValidationError

from pipelines.model import Parameter, Rule

WORDS = dict.fromkeys(
    ("title", "title_en", "basis", "basis_en", "article", "article_en"), "-"
) | dict.fromkeys(("why", "why_en", "message", "message_en"), "-")


def rule(**more) -> Rule:
    given = {"name": "r", "family": "f", "severity": "error", "since": None, **WORDS, **more}
    return Rule.model_validate(given)


def test_severity_is_one_of_three() -> None:
    with pytest.raises(ValidationError, match="severity"):
        rule(severity="fatal")


def test_rule_for_several_tables_is_one_query_over_all_of_them() -> None:
    repeated = rule(tables=("a", "b"), sql="select '{table}' from {table}", repeated=True)
    assert repeated.query() == "select 'a' from a\nunion all\nselect 'b' from b"
    assert repeated.query(["b"]) == "select 'b' from b"
    assert rule(tables=("a",), sql="select '{table}'").query(["b"]) == "select '{table}'"
    assert rule().query() == ""


def parameter(**value: object) -> Parameter:
    texts = dict.fromkeys(("title", "title_en", "description", "description_en"), "-")
    basis = dict.fromkeys(("basis", "basis_en", "article", "article_en"), "-")
    first = {"value": 20, "valid_from": date(2015, 1, 1), "verified": True, **basis, **value}
    return Parameter.model_validate({"name": "p", "unit": "日", **texts, "values": [first]})


def test_threshold_is_a_whole_number() -> None:
    assert parameter().values[0].value == 20
    with pytest.raises(ValidationError, match="value"):
        parameter(value=20.5)


def test_threshold_of_a_place_names_it_by_its_code() -> None:
    assert parameter(division_code="310000").values[0].division_code == "310000"
    with pytest.raises(ValidationError, match="division_code"):
        parameter(division_code="上海")
