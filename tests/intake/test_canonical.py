"""Whole columns against the exact reader of each cell."""

from collections.abc import Callable
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.intake.canonical import decimals_in, read_column, read_money_column
from pipelines.intake.values import (
    READERS,
    UNIT_FACTORS,
    amount_in,
    decimal_of,
    money_text,
)
from pipelines.model import map_texts

PRINTED = [
    *("0", "-0", "00", "1", "-1", "+1", "01", "1.0", "1.50", "1.5", ".5", "5.", "0.05", "-0.00"),
    *("-0.01", "0.001", "1,234.50", "12,34", "１,２３４", "1e7", "1 000", "9" * 15, "9" * 16),
    *("9" * 18, "9" * 19, "9" * 12 + ".99", "9" * 13 + ".99", "9999999999999999.99", "0.125"),
    *("10000000000000000", "9999999999999999", "123456789012.123456", "1.1234567", "-999999999999"),
    *("595元", "1.5万元", "下浮20.50%", "98.00", "单位", "", " 1", "1 ", "NA", "nan", "²", "1０"),
    *(
        "2024-02-29",
        "2023-02-29",
        "2024-2-9",
        "2024年2月9日",
        "2024/02/09",
        "2024-04-31",
        "0000-01-01",
    ),
    *("2024-02", "2024-13", "2024年2月", "2024", "2024-02-09T08:30+08:00", "2024-02-09 08:30"),
    *("2024-02-09T24:00+08:00", "true", "false", "TRUE", "是", "否", "1/0", "银杏", "0.1234567"),
    *("1000000000.000001", "123456789.123456", "1234567890.12345", "0.10", "100", "1e400"),
]
TEXTS = st.lists(
    st.none()
    | st.sampled_from(PRINTED)
    | st.decimals(-(10**9), 10**9, places=2).map(str)
    | st.from_regex(r"\A-?[0-9]{1,14}(\.[0-9]{0,8})?\Z")
    | st.dates().map(str)
)


def column_of(texts: list[str | None]) -> pa.ChunkedArray:
    half = len(texts) // 2
    return pa.chunked_array([texts[:half], texts[half:]], pa.string())


def money_reader(factor: Decimal) -> Callable[[str], str | None]:
    def read(text: str) -> str | None:
        yuan = amount_in(text, factor, None)
        return None if yuan is None else money_text(yuan)

    return read


@pytest.mark.parametrize("kind", READERS)
@given(texts=TEXTS)
def test_column_is_read_as_its_cells_are(kind: str, texts: list[str | None]) -> None:
    column = column_of([*PRINTED, *texts])

    read = read_column(column, kind, READERS[kind])

    assert read.to_pylist() == map_texts(column, READERS[kind]).to_pylist()


@pytest.mark.parametrize("unit", UNIT_FACTORS)
@given(texts=TEXTS)
def test_column_of_amounts_is_read_as_its_cells_are(unit: str, texts: list[str | None]) -> None:
    column, read = column_of([*PRINTED, *texts]), money_reader(UNIT_FACTORS[unit])

    amounts = read_money_column(column, UNIT_FACTORS[unit], read)

    assert amounts.to_pylist() == map_texts(column, read).to_pylist()


@pytest.mark.parametrize("unit", UNIT_FACTORS)
@pytest.mark.parametrize("texts", [["1.50"], ["0.00", "12.34"], ["1.5", "2"], ["1.50"] * 9_000])
def test_amounts_printed_alike_are_read_as_their_cells_are(unit: str, texts: list[str]) -> None:
    read = money_reader(UNIT_FACTORS[unit])

    amounts = read_money_column(column_of(texts), UNIT_FACTORS[unit], read)

    assert amounts.to_pylist() == [read(text) for text in texts]


def test_column_that_is_canonical_already_is_handed_on_as_it_is() -> None:
    column = pa.chunked_array([["1.50", None, "-0.25", "2000000.00"]])

    read = read_money_column(column, Decimal(1), money_reader(Decimal(1)))

    assert read.chunk(0).buffers()[2].address == column.chunk(0).buffers()[2].address


@given(texts=TEXTS)
def test_most_decimals_of_a_column_are_those_of_its_cells(texts: list[str | None]) -> None:
    def decimals(text: str) -> int:
        number = decimal_of(text)
        return 0 if number is None else -number.as_tuple().exponent

    expected = max((decimals(t) for t in texts if t is not None), default=0)

    assert decimals_in(column_of(texts), decimals) == expected
