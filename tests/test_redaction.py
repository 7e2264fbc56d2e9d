from datetime import UTC, datetime

import pytest

from pipelines.model import SOURCE_ROW, Schema, WithheldRows
from pipelines.redaction import (
    CHINA,
    by_table,
    closed_cells,
    disclosure_problems,
    next_opening,
    without_rows,
)
from tests.inspection import make_schema, make_table

BECAUSE = {"because": "理由", "because_en": "Why"}
WITHHELD = {"disclosure": "withheld", **BECAUSE}
EMBARGO = {"disclosure": {"public_from": "opened_at"}, **BECAUSE}
OPENED_AT = {"name": "opened_at", "role": "minute"}
NOON = datetime(2025, 6, 13, 12, tzinfo=CHINA)


def make(*fields: dict, **more: object) -> Schema:
    return make_schema({"name": "id"}, *fields, key=["id"], **more)


def closed_rows(schema: Schema, now: datetime | None, *rows: dict) -> dict[str, list[int]]:
    data = make_table(schema, *rows, first_row=2).data
    closed = closed_cells(data, schema, now)
    return {name: data[SOURCE_ROW].filter(rows).to_pylist() for name, rows in closed.items()}


@pytest.mark.parametrize("kind", ["withheld", "limited"])
def test_cells_of_a_field_that_is_not_public_are_closed_at_all_times(kind: str) -> None:
    schema = make({"name": "x", "disclosure": kind, **BECAUSE})

    assert closed_rows(schema, NOON, {"id": "1", "x": "甲"}, {"id": "2"}) == {"x": [2]}


def test_everything_of_a_table_that_is_not_public_is_closed() -> None:
    schema = make({"name": "x"}, disclosure="limited", **BECAUSE)

    assert closed_rows(schema, NOON, {"id": "1", "x": "甲"}) == {"id": [2], "x": [2]}


@pytest.mark.parametrize(
    ("moment", "is_closed"),
    [
        ("2025-06-13T12:01+08:00", True),
        ("2025-06-13T12:00+08:00", False),
        ("2025-06-12T23:59+08:00", False),
        ("2025-06-13", True),  # a day ends at midnight
        ("2025-06-12", False),
        ("很快", True),
        (None, True),
    ],
)
def test_embargo_stands_until_the_moment_in_the_same_row(
    moment: str | None, is_closed: bool
) -> None:
    schema = make(OPENED_AT, {"name": "x", **EMBARGO})

    found = closed_rows(schema, NOON, {"id": "1", "opened_at": moment, "x": "甲"})

    assert found == ({"x": [2]} if is_closed else {})


def test_clock_of_another_zone_tells_the_same_time() -> None:
    schema = make(OPENED_AT, {"name": "x", **EMBARGO})
    row = {"id": "1", "opened_at": "2025-06-13T12:00+08:00", "x": "甲"}

    assert closed_rows(schema, datetime(2025, 6, 13, 4, tzinfo=UTC), row) == {}
    assert closed_rows(schema, datetime(2025, 6, 13, 3, 59, tzinfo=UTC), row) == {"x": [2]}


def test_without_a_clock_no_embargo_has_ended() -> None:
    schema = make(OPENED_AT, {"name": "x", **EMBARGO})

    assert closed_rows(schema, None, {"id": "1", "opened_at": "1999-01-01T00:00+08:00", "x": "甲"})


def test_next_opening_is_the_earliest_of_the_closed_cells() -> None:
    schema = make(OPENED_AT, {"name": "x", **EMBARGO})
    moments = ["2025-07-01T09:00+08:00", "2025-06-20", "2025-06-01T09:00+08:00", None]
    rows = [{"id": str(n), "opened_at": m, "x": "甲"} for n, m in enumerate(moments)]
    data = make_table(schema, *rows).data

    closed = closed_cells(data, schema, NOON)["x"]

    assert next_opening(data, schema.by_name["x"], closed) == "2025-06-20T23:59+08:00"


def test_rows_are_taken_out_by_their_source_rows() -> None:
    schema = make({"name": "x"})
    table = make_table(schema, {"id": "1"}, {"id": "2"}, {"id": "3"}, first_row=7)
    rows = by_table(
        [WithheldRows("a_table", "a", frozenset({7})), WithheldRows("a_table", "b", frozenset({9}))]
    )

    assert rows == {"a_table": {7, 9}}
    assert without_rows(table, rows["a_table"]).data["id"].to_pylist() == ["2"]
    assert without_rows(table, frozenset()) is table


PROBLEMS = {
    "closed key": (
        make_schema({"name": "id", **WITHHELD}, key=["id"]),
        "key",
    ),
    "closed facet": (
        make({"name": "x", **WITHHELD}, facets=["x"]),
        "facet",
    ),
    "amount of a closed text": (
        make(
            {"name": "x", **WITHHELD},
            {"name": "y", "type": "number", "unit": "元", "amountOf": "x"},
        ),
        "y follows from it",
    ),
    "opened by nothing": (make({"name": "x", **EMBARGO}), "no field opened_at"),
    "opened by a text": (
        make({"name": "opened_at"}, {"name": "x", **EMBARGO}),
        "neither a day nor a minute",
    ),
    "opened by what is closed": (
        make({**OPENED_AT, **WITHHELD}, {"name": "x", **EMBARGO}),
        "not public itself",
    ),
    "required and embargoed": (
        make(OPENED_AT, {"name": "x", "constraints": {"required": True}, **EMBARGO}),
        "required",
    ),
    "rows that add up": (make({"name": "x"}, onError="withhold", totals=["合计"]), "add up"),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_what_is_declared_closed_and_yet_shown_is_a_problem(name: str) -> None:
    schema, said = PROBLEMS[name]

    assert any(said in problem for problem in disclosure_problems(schema))


def test_schema_that_holds_together_has_no_problem() -> None:
    schema = make(
        OPENED_AT, {"name": "x", **EMBARGO}, {"name": "y", "disclosure": "limited", **BECAUSE}
    )

    assert list(disclosure_problems(schema)) == []
