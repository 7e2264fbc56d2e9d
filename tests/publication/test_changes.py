import json
import re
from collections.abc import Mapping, Sequence

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.model import Change, Schema, rows_of, text_table
from pipelines.publication.changes import build_changes, read_key

SCHEMA = Schema.model_validate(
    {
        "name": "fee",
        **dict.fromkeys(("title", "title_en", "description", "description_en"), "-"),
        "primaryKey": ["place", "fee_name"],
        "fields": [
            {"name": name, **dict.fromkeys(("title", "title_en"), "-"), "type": kind, "unit": unit}
            | {"description": "-", "description_en": "-"}
            for name, kind, unit in (
                ("place", "string", None),
                ("fee_name", "string", None),
                ("fee_amount", "number", "元"),
                ("remark", "string", None),
            )
        ],
    }
)
LETTERS = st.sampled_from('ab;=\\,"\n') | st.characters(codec="utf-8", exclude_characters="\0")
KEYS = st.tuples(st.text(LETTERS, min_size=1, max_size=3), st.text("a;=fe_nam\\", min_size=1))
FEN = st.integers(-(10**17), 10**17)
MONEY = FEN.map(lambda fen: f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}")
REST = st.tuples(st.none() | MONEY, st.none() | st.text(LETTERS, min_size=1))
TABLES = st.dictionaries(KEYS, REST, max_size=5).map(
    lambda rows: table(*(key + rest for key, rest in rows.items()))
)


def table(*rows: tuple) -> pa.Table:
    return text_table(SCHEMA.names, rows)


def changes(old: pa.Table, new: pa.Table) -> tuple[Change, ...]:
    return build_changes({"fee": old}, {"fee": new}, {"fee": SCHEMA})


def key_in(text: str) -> tuple[str, ...]:
    """The values of a key as a reader takes them out of the published text."""
    parts = re.findall(r"([a-z_]+)=((?:[^;\\]|\\.)*)(?:;|$)", text, re.DOTALL)
    assert [name for name, _ in parts] == list(SCHEMA.primary_key)
    values = tuple(re.sub(r"\\(.)", r"\1", value, flags=re.DOTALL) for _, value in parts)
    assert tuple(read_key(text).values()) == values
    return values


def applied(found: Sequence[Change], old: pa.Table) -> dict[tuple, dict]:
    rows = keyed(old)
    for change in found:
        key = key_in(change.key)
        if change.kind == "removed":
            assert filled(json.loads(change.old or "")) == rows.pop(key)
        elif change.kind == "added":
            assert key not in rows
            rows[key] = filled(json.loads(change.new or ""))
        else:
            assert rows[key][change.field] == change.old
            rows[key][change.field] = change.new
    return rows


def filled(row: Mapping[str, str]) -> dict[str, str | None]:
    return {name: row.get(name) for name in SCHEMA.names}


def keyed(data: pa.Table) -> dict[tuple, dict]:
    return {tuple(r[n] for n in SCHEMA.primary_key): r for r in data.to_pylist()}


@given(TABLES, TABLES)
def test_changes_applied_to_the_old_edition_give_the_new_one(old: pa.Table, new: pa.Table) -> None:
    assert applied(changes(old, new), old) == keyed(new)


@given(TABLES)
def test_same_tables_have_no_changes(same: pa.Table) -> None:
    assert changes(same, table(*list(rows_of(same))[::-1])) == ()


def test_added_and_removed_rows_are_told_whole() -> None:
    old = table(("甲", "证照", "5.00", None))
    new = table(("乙", "证照", "5.00", "新"))

    removed, added = changes(old, new)

    assert (removed.kind, removed.key) == ("removed", "place=甲;fee_name=证照")
    assert json.loads(removed.old or "") == {
        "place": "甲",
        "fee_name": "证照",
        "fee_amount": "5.00",
    }
    assert removed.new is None
    assert (added.kind, added.key, added.old) == ("added", "place=乙;fee_name=证照", None)
    assert json.loads(added.new or "")["remark"] == "新"


@pytest.mark.parametrize(
    ("old", "new", "difference"),
    [
        ("0.10", "0.30", 20),
        ("90071992547409.93", "90071992547409.92", -1),
        ("-0.05", "0.05", 10),
        ("5.00", None, None),
        (None, "5.00", None),
    ],
)
def test_changed_amount_has_its_difference_in_fen(
    old: str | None, new: str | None, difference: int | None
) -> None:
    (change,) = changes(table(("甲", "证照", old, None)), table(("甲", "证照", new, None)))

    assert (change.kind, change.field) == ("changed", "fee_amount")
    assert (change.old, change.new, change.difference_fen) == (old, new, difference)


def test_changed_text_has_no_difference() -> None:
    (change,) = changes(table(("甲", "证照", "5.00", "旧")), table(("甲", "证照", "5.00", "新")))

    assert (change.field, change.difference_fen) == ("remark", None)


def test_keys_that_would_run_together_stay_apart() -> None:
    old = table(("a;fee_name=b", "c", None, None))
    new = table(("a", "b;fee_name=c", None, None))

    assert [c.kind for c in changes(old, new)] == ["removed", "added"]


def test_every_row_of_a_new_table_is_added() -> None:
    found = build_changes({}, {"fee": table(("甲", "证照", None, None))}, {"fee": SCHEMA})

    assert [c.kind for c in found] == ["added"]
