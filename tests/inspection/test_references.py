from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from pipelines.inspection.references import foreign_keys
from tests.inspection.frictionless_reference import Row, batches_of

TEXT = {"type": "string"}


def missing(
    own: Mapping[str, Any], rows: Sequence[Row], other: Mapping[str, Any], known: Sequence[Row]
) -> list[tuple]:
    """The rows that refer to nothing, and what they say."""
    first = {f["name"]: f for f in own["fields"]}
    key = {
        "fields": list(first),
        "reference": {"resource": "other", "fields": [f["name"] for f in other["fields"]]},
    }
    (reference,) = foreign_keys({**own, "foreignKeys": [key]}, {"other": other})
    found = reference.faults(batches_of(own, rows, 2), batches_of(other, known, 2))
    return [(fault.row, fault.texts) for fault in found]


def fields(*kinds: Mapping[str, Any]) -> dict[str, Any]:
    return {"fields": [{"name": f"f{n}", **kind} for n, kind in enumerate(kinds)]}


@pytest.mark.parametrize(
    ("own", "other", "text"),
    [
        (TEXT, TEXT, "1"),
        ({"type": "integer"}, {"type": "integer"}, "01"),
        ({"type": "integer"}, {"type": "number"}, "1.0"),
        ({"type": "date", "format": "%d/%m/%Y"}, {"type": "date"}, "2024-01-02"),
    ],
)
def test_value_that_stands_in_the_other_table_is_found_whatever_its_form(
    own: dict, other: dict, text: str
) -> None:
    said = "02/01/2024" if own.get("format") else "1"

    assert not missing(fields(own), [(said,)], fields(other), [(text,)])


def test_row_that_refers_to_nothing_is_found_in_any_batch() -> None:
    rows = [("a",), ("b",), ("c",), ("b",), (None,)]

    found = missing(fields(TEXT), rows, fields(TEXT), [("a",), ("c",)])

    assert found == [(3, ("b",)), (5, ("b",))]


def test_all_fields_of_a_reference_count_together() -> None:
    two = fields(TEXT, TEXT)

    found = missing(two, [("a", "1"), ("a", "2"), ("a", None)], two, [("a", "1"), ("b", "2")])

    assert found == [(3, ("a", "2")), (4, ("a", None))]


def test_numbers_are_not_texts() -> None:
    found = missing(fields(TEXT), [("01",)], fields({"type": "integer"}), [("1",)])

    assert found == [(2, ("01",))]


def test_reference_to_a_table_that_is_not_there_is_left_out() -> None:
    key = {"fields": ["f0"], "reference": {"resource": "other", "fields": ["f0"]}}

    assert not list(foreign_keys({**fields(TEXT), "foreignKeys": [key]}, {}))
