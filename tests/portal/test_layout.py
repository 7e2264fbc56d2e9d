import re

from markupsafe import Markup

from pipelines.portal.layout import columns_of, in_order, lay_out, relabel, width_class
from tests.portal import cells_of
from tests.portal.conftest import DATASET, Get

ABOUT = {"columns": {"name": {}, "amount": {"unit": "元"}, "amount_fen": {"twin": "amount"}}}


def read(get: Get, table: str) -> list[dict[str, str]]:
    """The rows of a table as they are shown, by the names of their columns."""
    html = get(f"/sunledger/{table}").text
    names = re.findall(r'<th[^>]* data-column="([^"]+)"', html)
    _, *rows = cells_of(html)
    return [dict(zip(names, row, strict=True)) for row in rows]


def test_row_begins_with_what_it_is_and_ends_with_where_it_came_from(get: Get) -> None:
    names = list(read(get, "tree_line")[0])
    assert names[:3] == ["Link", "dataset", "fiscal_year"]
    assert names[-3:] == ["care_amount", "snapshot", "source_row"]


def test_dataset_is_named_in_each_row_unless_only_one_was_asked_for(get: Get) -> None:
    assert read(get, "tree_line")[0]["dataset"] == "榆树镇行道树"
    rows = read(get, f"tree_line?dataset={DATASET}")
    assert len(rows) == 8
    assert "dataset" not in rows[0]


def test_finding_says_what_is_wrong_before_where_it_stands(get: Get) -> None:
    names = list(read(get, "finding")[0])
    assert names.index("message") < names.index("source_cell") < names.index("snapshot")


def test_cells_stand_under_their_heads(get: Get) -> None:
    first = read(get, "tree_line?_sort=source_row")[0]
    assert (first["Link"], first["fiscal_year"], first["source_row"]) == ("查看", "2024", "4")
    assert (first["care_amount"], first["snapshot"]) == ("15,000.00", "2024")


def test_integer_twin_of_an_amount_is_for_sql_alone(get: Get) -> None:
    html = get("/sunledger/tree_line").text
    assert "col-care_amount " in html
    assert "col-care_amount_fen" not in html


def test_column_the_metadata_does_not_know_comes_last() -> None:
    names = ["other", "amount", "Link", "name"]
    assert [c["column"] for c in in_order([{"column": n} for n in names], ABOUT)] == [
        "Link",
        "name",
        "amount",
        "other",
    ]


def test_column_is_left_out_only_where_no_row_has_a_value() -> None:
    assert columns_of([{"amount": "1.00"}, {"name": "a"}], ABOUT) == ["name", "amount"]
    assert columns_of([{"amount": "1.00"}], ABOUT) == ["amount"]


def test_amount_is_set_like_a_number_and_link_says_what_it_does() -> None:
    link = Markup('<a href="/t/1">1</a>')
    row = [
        {"column": "name", "value": link, "value_type": "pk", "is_special_link_column": True},
        {"column": "amount", "value": "1.00", "value_type": "str"},
        {"column": "amount_fen", "value": 100, "value_type": "int"},
    ]
    assert list(lay_out(row, ABOUT, {"amount": "元"})) == [
        ("col-name type-pk short", Markup('<a href="/t/1">查看</a>')),
        ("col-amount type-str short num", "1.00"),
    ]


def test_text_of_a_link_is_not_read_as_markup() -> None:
    assert relabel('<a href="/t/1"><b>1</a>', "行") == '<a href="/t/1"><b>行</a>'


def test_room_is_measured_in_what_is_seen() -> None:
    assert width_class(17 * "a") == "short"
    assert width_class(9 * "字") == "middle"
    assert width_class(79 * "a") == "middle"
    assert width_class(40 * "字") == "long"
