import pytest

from pipelines.model import Catalogue, Field
from pipelines.template.columns import Column, entry_rule, form_columns


def field(**options: object) -> Field:
    texts = {"title": "栏目", "title_en": "Column", "description": "说明", "description_en": "Text"}
    return Field.model_validate({"name": "a", "type": "string", **texts, **options})


def column(shown: str | None = None, **options: object) -> Column:
    return Column(field(**options), shown, None)


MONEY = {"type": "number", "unit": "元"}
RULES = [
    (column(type="boolean"), {"validate": "list", "source": ["是", "否"]}),
    (column(constraints={"enum": ["甲", "乙"]}), {"validate": "list", "source": ["甲", "乙"]}),
    (column("元", **MONEY), {"validate": "custom", "value": "=AND(ISNUMBER(A5),ROUND(A5,2)=A5)"}),
    (column("万元", **MONEY), {"validate": "custom", "value": "=AND(ISNUMBER(A5),ROUND(A5,6)=A5)"}),
    (
        column(type="integer", constraints={"minimum": 2000, "maximum": 2100}),
        {"validate": "integer", "criteria": "between", "minimum": 2000, "maximum": 2100},
    ),
    (
        column(type="number", constraints={"maximum": 1}),
        {"validate": "decimal", "criteria": "<=", "value": 1},
    ),
    (column(type="date"), {"validate": "custom", "value": "=ISNUMBER(A5)"}),
    (
        column(constraints={"maxLength": 10}),
        {"validate": "length", "criteria": "<=", "value": 10},
    ),
    (column(), {"validate": "any"}),
]


@pytest.mark.parametrize(("asked", "rule"), RULES)
def test_a_cell_takes_what_the_schema_allows(asked: Column, rule: dict[str, object]) -> None:
    assert entry_rule(asked, "A5") == rule


def test_any_number_may_be_entered_where_nothing_bounds_it() -> None:
    rule = entry_rule(column(type="integer"), "A5")

    assert (rule["validate"], rule["criteria"]) == ("integer", ">=")
    assert rule["value"] < -(10**12)


@pytest.mark.parametrize(
    ("asked", "heading", "format_"),
    [
        (column("元", **MONEY), "栏目（元）", "#,##0.00"),
        (column("万元", **MONEY), "栏目（万元）", "General"),
        (column("棵", type="integer"), "栏目（棵）", "General"),
        (column(), "栏目", "@"),
        (column(type="date"), "栏目", "yyyy-mm-dd"),
    ],
)
def test_the_heading_states_the_unit_and_the_format_keeps_the_value(
    asked: Column, heading: str, format_: str
) -> None:
    assert (asked.heading, asked.number_format) == (heading, format_)


def test_what_is_derived_or_stated_above_has_no_column(catalogue: Catalogue) -> None:
    schema = catalogue.schemas["bgt05_general_func"]

    names = [c.field.name for c in form_columns(schema, "元", catalogue, 2024)]

    left = set(schema.names) - set(names)
    assert left == {f.name for f in schema.fields if f.is_filled_by_program or f.stated is not None}


def test_codes_and_their_names_have_drop_downs(catalogue: Catalogue) -> None:
    schema = catalogue.schemas["bgt05_general_func"]

    code, name, *amounts = form_columns(schema, "元", catalogue, 2024)

    assert code.listed
    assert name.listed
    assert (code.listed.is_name, name.listed.is_name) == (False, True)
    assert all(amount.listed is None for amount in amounts)


def test_prompts_keep_to_what_the_format_allows(catalogue: Catalogue) -> None:
    for schema in catalogue.schemas.values():
        for asked in form_columns(schema, "元", catalogue, 2024):
            prompt = asked.prompt()
            assert len(prompt["input_title"]) <= 32
            assert len(prompt["input_message"]) <= 255
            assert 8 <= asked.width <= 40
