from dataclasses import replace
from datetime import datetime

import pytest

from pipelines.inspection.quotes import Quotes
from pipelines.model import Finding, Place, Schema, Staged
from pipelines.redaction import CHINA, HIDDEN
from tests.inspection import SHEET, make_schema, make_table
from tests.plain_line import staged_tables

BECAUSE = {"because": "理由", "because_en": "Why"}
SCHEMA = make_schema(
    {"name": "id"},
    {"name": "opened_at", "role": "minute"},
    {"name": "bidder", "disclosure": {"public_from": "opened_at"}, **BECAUSE},
    {"name": "account", "disclosure": "withheld", **BECAUSE},
    {"name": "remark"},
    key=["id"],
)
NOON = datetime(2025, 6, 13, 12, tzinfo=CHINA)
ROWS = (
    {"id": "1", "opened_at": "2025-06-14T09:00+08:00", "bidder": "甲建筑公司", "account": "张三"},
    {"id": "2", "opened_at": "2025-06-12T09:00+08:00", "bidder": "乙建筑公司", "account": "是"},
)


def staged(schema: Schema = SCHEMA) -> Staged:
    table = replace(make_table(schema, *ROWS, first_row=2), closed=frozenset({"D"}))
    return replace(staged_tables({}), tables={schema.name: table})


def shown(now: datetime | None = NOON, schema: Schema = SCHEMA, **told: object) -> Finding:
    quotes = Quotes(staged(schema), {schema.name: schema}, now)
    place = Place(SHEET, told.pop("row", 2), told.pop("column", None))
    found = Finding("a-rule", "error", told.pop("table", schema.name), place, **told)
    return quotes.presentable(found)


def test_finding_of_an_open_cell_is_quoted_as_it_is() -> None:
    found = shown(field="remark", value="银杏", expected="梧桐", detail="处", difference_fen=5)

    assert (found.value, found.expected, found.detail) == ("银杏", "梧桐", "处")
    assert found.difference_fen == 5


def test_finding_of_a_withheld_cell_tells_its_place_alone() -> None:
    found = shown(field="account", value="张三", expected="李四", detail="x", difference_fen=5)

    assert (found.value, found.expected, found.detail) == (HIDDEN, HIDDEN, None)
    assert found.difference_fen is None
    assert found.place == Place(SHEET, 2)


def test_missing_value_of_a_withheld_cell_is_still_missing() -> None:
    assert shown(field="account", value=None).value is None


def test_embargoed_cell_is_quoted_once_it_is_open() -> None:
    closed = shown(field="bidder", value="甲建筑公司", row=2)
    opened = shown(field="bidder", value="乙建筑公司", row=3)
    later = shown(datetime(2025, 6, 14, 9, tzinfo=CHINA), field="bidder", value="甲建筑公司")

    assert (closed.value, opened.value, later.value) == (HIDDEN, "乙建筑公司", "甲建筑公司")
    assert shown(None, field="bidder", value="乙建筑公司", row=3).value == HIDDEN


@pytest.mark.parametrize("text", ["张三", "付给张三的钱", "甲建筑公司、丙公司"])
def test_closed_text_is_hidden_whatever_field_quotes_it(text: str) -> None:
    assert shown(field="remark", value=text).value == HIDDEN
    assert shown(field=None, table=None, row=None, value=text).value == HIDDEN
    assert shown(field="remark", value="x", expected=text).expected == HIDDEN


def test_closed_text_that_says_nothing_by_itself_hides_nothing_else() -> None:
    assert shown(field="remark", value="是否公开").value == "是否公开"


def test_cell_of_a_closed_column_is_hidden_where_intake_names_no_field() -> None:
    assert shown(field=None, table=None, column="D", value="=A1").value == HIDDEN
    assert shown(field=None, table=None, column="E", value="=A1").value == "=A1"


def test_sheet_of_which_nothing_is_known_is_not_quoted_where_columns_may_be_closed() -> None:
    place = Place("另一张表", 2, "A")
    schemas = {SCHEMA.name: SCHEMA}
    found = Finding("cells-hold-values", "error", None, place, value="=A1")

    assert Quotes(staged(), schemas, NOON).presentable(found).value == HIDDEN
    open_schema = make_schema({"name": "id"}, key=["id"])
    nothing = replace(staged_tables({}), tables={})
    assert Quotes(nothing, {"a_table": open_schema}, NOON).presentable(found).value == "=A1"


def test_nothing_of_a_table_that_is_not_public_is_quoted() -> None:
    limited = make_schema(
        *({"name": n} for n in ("id", "opened_at", "bidder", "account", "remark")),
        key=["id"],
        disclosure="limited",
        **BECAUSE,
    )

    assert shown(NOON, limited, field="id", value="1").value == HIDDEN


def test_personal_numbers_are_hidden_everywhere() -> None:
    found = shown(field="remark", value="电话13900000000", detail="13900000000")

    assert (found.value, found.detail) == ("电话139********", "139********")
    quotes = Quotes(staged(), {SCHEMA.name: SCHEMA}, NOON)
    named = Finding("a-rule", "error", None, Place("张三13900000000", None))
    assert quotes.presentable(named).place.sheet == "张三139********"
