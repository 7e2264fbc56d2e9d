"""What a field's checks let pass, Frictionless reads: held against Frictionless itself."""

from typing import Any

import pyarrow as pa
import pytest
from frictionless import Field
from hypothesis import given
from hypothesis import strategies as st

from pipelines.exceptions import RepositoryError
from pipelines.inspection.screen import _FORMS, screen_field


@pytest.mark.parametrize(("kind", "form"), _FORMS)
@given(data=st.data())
def test_text_of_the_form_is_read_by_frictionless(
    kind: str, form: str, data: st.DataObject
) -> None:
    text = data.draw(st.from_regex(rf"\A(?:{_FORMS[kind, form]})\Z", fullmatch=True))
    field = Field.from_descriptor({"name": "x", "type": kind, "format": form})

    value, notes = field.read_cell(text)

    assert text == "" or (value is not None and not notes), text


def doubtful(field: dict[str, Any], *texts: str | None) -> list[str]:
    screen = screen_field({"name": "x", **field}, [""])
    return screen.doubtful(pa.array(texts, pa.string())).to_pylist()


@pytest.mark.parametrize(
    ("field", "sure", "others"),
    [
        ({"type": "string"}, ["", "NA", "银杏"], []),
        ({"type": "integer"}, ["5", "-5", "007"], ["5.0", "５", "+5", "9" * 19]),
        ({"type": "number"}, ["5", "-0.5"], ["1e5", "1,000", "NaN"]),
        ({"type": "date"}, ["2024-12-31", "2024-02-29"], ["2024-1-1", "2024-02-30"]),
        ({"type": "boolean"}, ["true", "0"], ["是"]),
        ({"type": "boolean", "trueValues": ["是"], "falseValues": ["否"]}, ["是", "否"], ["true"]),
        ({"type": "year"}, ["2024"], ["24"]),
        ({"type": "number", "decimalChar": ","}, ["5"], ["0,5", "0.5"]),
        ({"type": "number", "groupChar": "1"}, [], ["5", "11"]),
        ({"type": "integer", "constraints": {"minimum": 0}}, ["0", "5"], ["-1", "-0"]),
        ({"type": "number", "constraints": {"maximum": "0.5"}}, ["0.5", "-9"], ["0.500000001"]),
        ({"type": "string", "constraints": {"maxLength": 2}}, ["银杏"], ["银杏树"]),
        ({"type": "string", "constraints": {"pattern": "[0-9]{2}"}}, ["20"], ["2", "２０", "20\n"]),
        ({"type": "integer", "constraints": {"enum": [1, 2]}}, ["1"], ["01", "3"]),
        ({"type": "date", "format": "%d/%m/%Y"}, [], ["01/02/2024"]),
        ({"type": "money"}, [], ["5"]),
        ({}, [], ["5"]),
    ],
)
def test_texts_that_are_not_surely_right_are_told_once(
    field: dict[str, Any], sure: list[str], others: list[str]
) -> None:
    assert doubtful(field, None, *sure, *others, *others) == others


def test_list_of_codes_is_the_whole_truth_and_not_left_to_frictionless() -> None:
    field = {"name": "x", "type": "string", "constraints": {"enum": ["a"], "maxLength": 3}}

    assert set(screen_field(field, [""]).own) == {"enum"}


def test_pattern_that_is_none_is_refused_with_its_field() -> None:
    field = {"name": "x", "type": "string", "constraints": {"pattern": "[0-9"}}

    with pytest.raises(RepositoryError, match="field x: pattern \\[0-9"):
        screen_field(field, [""])
