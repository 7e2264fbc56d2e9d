import subprocess
import sys

import pytest

from pipelines.exceptions import RepositoryError
from pipelines.inspection.explanation import CellReader, key_errors

TABLE = {"missingValues": ["", "-"]}


def test_text_is_read_with_what_is_wrong_with_it() -> None:
    field = {"name": "x", "type": "integer", "constraints": {"maximum": 9, "required": True}}
    reader = CellReader(field, TABLE)

    assert reader.read("5") == (5, {})
    assert reader.read("10") == (10, {"maximum": 'constraint "maximum" is "9"'})
    assert reader.read("五") == (None, {"type": 'type is "integer/default"'})
    assert reader.read("-") == (None, {"required": 'constraint "required" is "True"'})


def test_constraint_that_is_left_out_is_not_asked_about() -> None:
    field = {"name": "x", "type": "string", "constraints": {"enum": ["a"], "maxLength": 1}}

    assert CellReader(field, TABLE, ["enum"]).read("bc")[1] == {
        "maxLength": 'constraint "maxLength" is "1"'
    }


@pytest.mark.parametrize(
    ("field", "texts", "key"),
    [
        ({"type": "integer"}, ["01", "1", "+1"], "1"),
        ({"type": "number"}, ["1.50", "1.5", "15e-1"], "1.50"),
        ({"type": "date", "format": "any"}, ["2024-02-09", "Feb 9 2024"], "2024-02-09"),
        ({"type": "boolean"}, ["TRUE", "1"], "TRUE"),
        ({"type": "string"}, ["01"], "01"),
        ({"type": "integer"}, ["x"], None),
    ],
)
def test_texts_that_say_the_same_have_one_key(
    field: dict, texts: list[str], key: str | None
) -> None:
    reader = CellReader({"name": "x", **field}, TABLE)

    assert {reader.key_text(text) for text in texts} == {key}


def test_field_that_cannot_be_a_key_is_a_fault_of_the_schema() -> None:
    reader = CellReader({"name": "x", "type": "array"}, TABLE)

    with pytest.raises(RepositoryError, match="field x"):
        reader.key_text("[1]")


def test_rows_that_share_a_key_are_told_with_the_row_before() -> None:
    fields = [{"name": "a", "type": "integer"}, {"name": "b", "type": "string"}]

    found = list(key_errors({"fields": fields}, ["a", "b"], ["a"], [("1", "x"), ("01", "y")]))

    assert found == [("primary-key", 1, "", "the same as in the row at position 2")]


@pytest.mark.parametrize("package", ["frictionless", "sqlalchemy", "pandas", "openpyxl"])
def test_command_does_not_load_what_it_may_not_need(package: str) -> None:
    script = f"import sys, pipelines.cli.inspecting; sys.exit({package!r} in sys.modules)"

    assert subprocess.run([sys.executable, "-c", script]).returncode == 0
