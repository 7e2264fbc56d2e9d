from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.model import (
    ISO_DAY,
    SOURCE_ROW,
    batches_of,
    few_texts,
    map_texts,
    records_of,
    rows_of,
    text_array,
    text_table,
    with_columns,
)

TEXTS = st.none() | st.text(max_size=3)


@given(st.lists(st.tuples(TEXTS, TEXTS)))
def test_rows_come_back_as_they_went_in(rows: list[tuple]) -> None:
    table = text_table(["a", "b"], rows, range(len(rows)))

    assert list(rows_of(table)) == [(*row, n) for n, row in enumerate(rows)]
    assert list(rows_of(table, "b", "a")) == [(b, a) for a, b in rows]
    assert list(records_of(table)) == [
        {"a": a, "b": b, SOURCE_ROW: n} for n, (a, b) in enumerate(rows)
    ]


def test_table_without_rows_has_columns_of_text() -> None:
    assert text_table(["a"], [], []).schema.types == [pa.string(), pa.int64()]


def test_row_of_another_length_is_a_fault() -> None:
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        text_table(["a", "b"], [("1", "2"), ("3",)])


def test_batches_are_the_rows_in_their_order() -> None:
    table = text_table(["a"], [(str(n),) for n in range(150_000)])

    batches = list(batches_of(table))

    assert len(batches) > 1
    assert pa.concat_tables(batches) == table


@given(st.lists(st.lists(TEXTS)))
def test_every_different_text_is_read_once(chunks: list[list[str | None]]) -> None:
    read: list[str] = []

    def remember(text: str) -> str | None:
        read.append(text)
        return text.upper() if len(text) > 1 else None

    column = pa.chunked_array(chunks, pa.string())
    made = map_texts(column, remember)

    texts = [t for chunk in chunks for t in chunk]
    assert sorted(read) == sorted({t for t in texts if t is not None})
    assert made.to_pylist() == [t.upper() if t and len(t) > 1 else None for t in texts]


@pytest.mark.parametrize(
    ("texts", "few"),
    [(["a", "b"] * 9_000, 2), ([str(n) for n in range(5_000)], 5_000), (["a"], 1), ([], 0)],
)
def test_different_texts_stand_for_a_column_that_repeats_itself(texts: list[str], few: int) -> None:
    assert len(few_texts(text_array(texts))) == few


def is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def test_days_of_ten_thousand_years_are_known_by_their_form() -> None:
    ends = ("01-00", "01-31", "02-28", "02-29", "02-30", "04-31", "12-31", "13-01")
    texts = [f"{year:04}-{end}" for year in range(10_000) for end in ends]

    found = pc.match_substring_regex(text_array(texts), rf"\A(?:{ISO_DAY})\z").to_pylist()

    assert found == list(map(is_day, texts))


def test_column_takes_the_place_of_one_of_its_name() -> None:
    table = text_table(["a", "b"], [("1", "2")])

    changed = with_columns(table, {"c": text_array(["3"]), "a": text_array(["4"])})

    assert changed.to_pydict() == {"a": ["4"], "b": ["2"], "c": ["3"]}
