from pathlib import Path

import pytest

from pipelines.intake.columns import map_columns, required_labels
from pipelines.intake.grid import Grid
from pipelines.intake.header import Header
from pipelines.model import Resource
from tests.intake import SCHEMA, TABLE, read, write_workbook

HEADER = Header(0, [("项目",), ("费用",), ("金额",), ("报价",)])


def resource(**more: object) -> Resource:
    return Resource.model_validate({"table": TABLE, **more})


def mapped(header: Header, **more: object) -> dict[str, list[int]]:
    chosen = resource(**more)
    return dict(map_columns(header, chosen.parts()[0], chosen, SCHEMA))


def test_fields_are_found_by_their_first_label_that_is_printed() -> None:
    assert mapped(HEADER) == {"item_name": [0], "repair_amount": [2], "price_text": [3]}


def test_column_the_dataset_names_is_not_taken_for_another_field() -> None:
    found = mapped(HEADER, columns={"price_text": "金额"})

    assert found == {"price_text": [2], "item_name": [0], "repair_amount": [1]}


def test_field_given_as_a_constant_is_read_from_no_column() -> None:
    assert "price_text" not in mapped(HEADER, constants={"price_text": "五"})


def test_labels_of_the_dataset_are_those_required() -> None:
    grid = Grid("表", [["项目", "金额"]])

    assert required_labels(grid, resource(columns={"item_name": ["类", "款"]}), SCHEMA) == [
        "类",
        "款",
    ]
    assert required_labels(grid, resource(), SCHEMA) == ["项目"]


@pytest.mark.parametrize("width", [3, 5])
def test_column_with_figures_beyond_the_printed_header_is_found(tmp_path: Path, width: int) -> None:
    rows = [["项目", "金额"], ["银杏", 1, *[None] * (width - 3), 9]]
    path = write_workbook(tmp_path / "2024.xlsx", {"表": rows})

    result = read(path, {"sheet": "表"})

    letter = "ABCDE"[width - 1]
    assert [(f.rule, f.value) for f in result.findings] == [("columns-are-mapped", letter)]
