import json
from pathlib import Path

import pytest

from pipelines.model import text_table
from pipelines.publication.formats.as_json import write_json, write_json_lines
from tests.plain_line import TABLE, Line

ROW = ("2024", "101", '"\\\n\x01银', "item", None, "-0.05")
OBJECT = {
    "fiscal_year": 2024,
    "tree_code": "101",
    "tree_name": '"\\\n\x01银',
    "line_level": "item",
    "tree_count": None,
    "care_amount": "-0.05",
}


@pytest.mark.parametrize("count", [0, 1, 2, 70_000])
def test_array_is_what_the_standard_library_writes_an_object_a_line(
    line: Line, tmp_path: Path, count: int
) -> None:
    schema = line.catalogue.schemas[TABLE]

    write_json(tmp_path / "a.json", schema, text_table(schema.names, [ROW] * count))

    text = (tmp_path / "a.json").read_text(encoding="utf-8")
    lines = ",\n".join([json.dumps(OBJECT, ensure_ascii=False)] * count)
    assert text == (f"[\n{lines}\n]\n" if count else "[]\n")


@pytest.mark.parametrize("count", [0, 1, 2])
def test_lines_are_objects_with_nothing_between(line: Line, tmp_path: Path, count: int) -> None:
    schema = line.catalogue.schemas[TABLE]

    write_json_lines(tmp_path / "a.jsonl", schema, text_table(schema.names, [ROW] * count))

    expected = (json.dumps(OBJECT, ensure_ascii=False) + "\n") * count
    assert (tmp_path / "a.jsonl").read_text(encoding="utf-8") == expected
