from pathlib import Path

import pytest

from pipelines.model import Catalogue, Finding, Place, Rule, Schema
from pipelines.wording import (
    LANGUAGES,
    expectation,
    field_title,
    mend_any,
    table_title,
    word_finding,
)


@pytest.fixture
def schema(catalogue: Catalogue) -> Schema:
    return catalogue.schemas["bgt05_general_func"]


@pytest.fixture
def rule(catalogue: Catalogue) -> Rule:
    own = catalogue.checks["code-is-listed"]
    words = "{table} {row} {field} {value} {expected} {difference} {detail}"
    return own.model_copy(
        update={"message": words, "message_en": words, "mend": "改为“{expected}”"}
    )


def test_a_message_quotes_titles_and_amounts_in_each_language(rule: Rule, schema: Schema) -> None:
    place = Place("表", 7, "A")
    finding = Finding(rule.name, "error", schema.name, place, "function_code", "1", "2", 123456)

    zh, en = (word_finding(finding, rule, schema, language) for language in LANGUAGES)

    assert zh.message == f"{schema.title} 7 支出功能分类科目编码 1 2 1,234.56 元"
    assert en.message == f"{schema.title_en} 7 Function code 1 2 1,234.56 yuan"


def test_what_is_missing_is_a_dash(rule: Rule) -> None:
    said = word_finding(Finding(rule.name, "error"), rule, None, "zh")

    assert said.message == "— — — — — —"


def test_the_basis_is_the_findings_own_or_its_rules(rule: Rule) -> None:
    own = Finding(rule.name, "error", basis="目录", basis_en="List")
    acted = rule.model_copy(update={"basis": "法", "article": "第一条", "article_en": "art. 1"})

    assert word_finding(own, rule, None, "zh").basis == "目录"
    assert word_finding(own, rule, None, "en").basis == "List"
    assert word_finding(Finding(rule.name, "error"), acted, None, "zh").basis == "法第一条"
    assert word_finding(Finding(rule.name, "error"), acted, None, "en").basis.endswith(", art. 1")


def test_how_to_mend_speaks_of_one_or_of_any(rule: Rule) -> None:
    one = word_finding(Finding(rule.name, "error", expected="205"), rule, None, "zh")

    assert one.mend == "改为“205”"
    assert mend_any(rule, None, "zh") == "改为所列应有的内容"
    assert mend_any(rule.model_copy(update={"mend": None}), None, "zh") is None


@pytest.mark.parametrize(
    ("expected", "zh", "en"),
    [
        ("required", "不能为空", "must not be empty"),
        ("enum 甲、乙", "只能是：甲、乙", "must be one of: 甲、乙"),
        ("maxLength 10", "字数不能多于 10", "must have at most so many characters: 10"),
        ("integer", "整数", "a whole number"),
        ("minimum", "不能小于", "must be at least"),
        ("最低", "最低", "最低"),
        (None, None, None),
    ],
)
def test_what_was_expected_is_said_plainly(
    expected: str | None, zh: str | None, en: str | None
) -> None:
    assert (expectation(expected, "zh"), expectation(expected, "en")) == (zh, en)


def test_a_pattern_is_said_by_the_description_of_its_field(schema: Schema) -> None:
    field = schema.by_name["function_code"]

    said = expectation("pattern ^[0-9]+$", "zh", field)

    assert said == f"格式应为：{field.description.rstrip('。')}"
    assert expectation("pattern ^[0-9]+$", "en") == "must have the form: ^[0-9]+$"


def test_a_unit_is_said_to_be_one(schema: Schema) -> None:
    assert expectation("元", "en", schema.by_name["approved_amount"]) == "a number, in 元"


def test_titles_of_joined_fields_are_joined(schema: Schema) -> None:
    assert field_title("fiscal_year、function_code", schema, "en") == "Fiscal year, Function code"
    assert field_title("elsewhere", schema, "zh") == "elsewhere"
    assert field_title(None, schema, "zh") is None
    assert table_title("a", None, "zh") == "a"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_can_be_worded(catalogue: Catalogue, language: str) -> None:
    finding = Finding("x", "error", detail="d", value="v", expected="e", difference_fen=1)
    for rule in catalogue.rules.values():
        said = word_finding(finding, rule, None, language)
        assert said.message, Path(rule.name)
        assert said.basis
        assert "{" not in said.message + (said.mend or "")
