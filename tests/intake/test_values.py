from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.intake.values import (
    READERS,
    UNIT_FACTORS,
    amount_in,
    boolean_text,
    date_text,
    decimal_of,
    integer_text,
    minute_text,
    money_text,
    month_text,
    number_text,
    plain_number_text,
)

# Other digits than 0 to 9, and marks that Unicode's compatibility forms would turn into digits.
NO_DIGITS = ["٣", "३", "①", "²", "Ⅳ", "一", "½", "㉟"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234.50", "1234.50"),
        ("１２３４．５０", "1234.50"),
        ("1,234,567.8", "1234567.8"),
        ("１，２３４", "1234"),
        ("-5", "-5"),
        ("－5", "-5"),
        ("+5", "5"),
        ("007", "7"),
        (" 5 ", "5"),
        ("\u00a05\u3000", "5"),
        ("65717882 .11", "65717882.11"),
    ],
)
def test_plain_decimal_is_read_exactly(text: str, number: str) -> None:
    assert decimal_of(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        *("", "-", "—", "元", "5元", "5%", "12,34", "1,2345", ",123", "1.", ".5", "1.2.3", "--5"),
        *("1e7", "1E400", "NaN", "nan", "Infinity", "-inf", "0x1F", "1_000", "(5)", "5-6"),
        *(
            "2 3",
            "100\u3000200",
            "１ ２",
            "约5",
            "下浮率20.50%",
            "220元/人份",
            "9" * 5000,
            "5" + "\0",
        ),
        *NO_DIGITS,
        *("5" + mark for mark in NO_DIGITS),
    ],
)
@pytest.mark.fault("I21", "I22", "N8")
def test_text_that_is_more_or_less_than_a_number_is_not_read(text: str) -> None:
    assert decimal_of(text) is None
    assert integer_text(text) is None
    assert plain_number_text(text) is None


@pytest.mark.parametrize(
    ("text", "canonical"),
    [("5", "5"), ("5.0", "5"), ("１,０００", "1000"), ("-0", "0"), ("5.5", None), ("", None)],
)
def test_integer_is_whole(text: str, canonical: str | None) -> None:
    assert integer_text(text) == canonical


def test_integer_fits_the_database() -> None:
    assert integer_text(str(2**63 - 1)) == str(2**63 - 1)
    assert integer_text(str(2**63)) is None
    assert integer_text(str(-(2**63))) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1500.500", "1500.5"),
        ("1E+5", "100000"),
        ("0.000", "0"),
        ("-0.0", "0"),
        ("1E-7", "0.0000001"),
    ],
)
def test_number_is_written_plainly(value: str, text: str) -> None:
    assert number_text(Decimal(value)) == text


MONEY = {
    # printed, its unit → yuan with two decimals
    "yuan": ("1", "元", "1.00"),
    "fen": ("0.05", "元", "0.05"),
    "tens of thousands": ("47.91", "万元", "479100.00"),
    "six decimals of tens of thousands": ("15621.112300", "万元", "156211123.00"),
    "hundreds of millions": ("1.56211123", "亿元", "156211123.00"),
    "thousands": ("0.00001", "千元", "0.01"),
    "millions": ("3", "百万元", "3000000.00"),
    "what floats get wrong": ("0.29", "万元", "2900.00"),
    "what floats get wrong, in fen": ("1.15", "元", "1.15"),
    "negative": ("-0.5", "万元", "-5000.00"),
    "negative nothing": ("-0.00", "元", "0.00"),
    "a trillion": ("9999999999999.99", "元", "9999999999999.99"),
    "part of a fen": ("0.125", "元", None),
    "part of a fen, in tens of thousands": ("0.0000001", "万元", None),
    "too large for the database": ("10000000000000000", "元", None),
}


@pytest.mark.parametrize("name", MONEY)
def test_money_is_exact(name: str) -> None:
    printed, unit, yuan = MONEY[name]

    amount = amount_in(printed, UNIT_FACTORS[unit], None)

    assert amount is not None
    assert money_text(amount) == yuan


AMOUNTS = {
    # text, factor of the column, least amount → yuan
    "own unit": ("595000.00元", None, None, "595000.00"),
    "own unit wins": ("5万元", Decimal(1), None, "50000"),
    "own unit with a space": ("5 万元", None, None, "50000"),
    "own unit in full width": ("１，２３４．５０元", None, None, "1234.50"),
    "column's unit": ("5", Decimal(10_000), None, "50000"),
    "no unit at all": ("5", None, None, None),
    "large enough": ("1000", Decimal(1), 1000, "1000"),
    "small: it may be a rate": ("98.00", Decimal(1), 1000, None),
    "small, but with its own unit": ("98.00元", Decimal(1), 1000, "98.00"),
    "a rate": ("下浮率20.50%", Decimal(1), None, None),
    "a percentage": ("98%", Decimal(1), None, None),
    "a price per thing": ("220元/人份", Decimal(1), None, None),
    "two amounts": ("5元6元", Decimal(1), None, None),
    "a foreign unit": ("5美元", Decimal(1), None, None),
    "a sign alone": ("-元", Decimal(1), None, None),
}


@pytest.mark.parametrize("name", AMOUNTS)
def test_amount_is_read_only_where_the_text_is_nothing_else(name: str) -> None:
    text, factor, least, yuan = AMOUNTS[name]

    expected = None if yuan is None else Decimal(yuan)
    assert amount_in(text, factor, least) == expected


@pytest.mark.parametrize(
    ("text", "day"),
    [
        *(("2025年6月3日", "2025-06-03"), ("2025-06-13", "2025-06-13"), ("2025/6/3", "2025-06-03")),
        *(("2025.06.03", "2025-06-03"), ("２０２５年６月３日", "2025-06-03")),
        *(("2025-06-13 00:00:00", "2025-06-13"), ("2024-02-29", "2024-02-29")),
        *(("2025-02-29", None), ("2025-13-01", None), ("0000-01-01", None), ("45322", None)),
        *(("01/02/2024", None), ("2024-03", None), ("2025年6月", None), ("20250603", None)),
        *(("2025-06/13", None), ("2025-06-13 09:30:00", None), ("二〇二五年六月三日", None)),
        *(("2025年6月3", "2025-06-03"), ("2025-06-1²", None), ("2025-06-٣", None), ("", None)),
    ],
)
@pytest.mark.fault("I24")
def test_day_is_read_year_first_and_never_guessed(text: str, day: str | None) -> None:
    assert date_text(text) == day


@pytest.mark.parametrize(
    ("text", "month"),
    [
        *(("2026年3月", "2026-03"), ("2026-03", "2026-03"), ("2026/3", "2026-03")),
        *(("２０２６年３月", "2026-03"), ("2026 年 3 月", "2026-03"), ("2026年12月", "2026-12")),
        *(("2026-13", None), ("2026-00", None), ("2026", None), ("2026年3月1日", None)),
        *(("3月", None), ("2026年3-4月", None), ("2026年一季度", None), ("26年3月", None)),
    ],
)
def test_month_is_read_and_no_day_is_made_up(text: str, month: str | None) -> None:
    assert month_text(text) == month


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        ("2025年06月13日 18时00分", "2025-06-13T18:00+08:00"),
        ("2025-06-13 18:00", "2025-06-13T18:00+08:00"),
        ("2025-06-13 18:00:00", "2025-06-13T18:00+08:00"),
        ("2025-06-13T18:00+08:00", "2025-06-13T18:00+08:00"),
        ("2025/6/3 8:05", "2025-06-03T08:05+08:00"),
        *(("2025-06-13 24:00", None), ("2025-06-13 18:60", None), ("2025-06-31 18:00", None)),
        *(("2025-06-13", None), ("18:00", None), ("2025-06-13T18:00+00:00", None)),
        *(("2025-06-13 18:00:30", None), ("2025-06-13 下午6时", None)),
    ],
)
def test_minute_is_read_in_chinese_time(text: str, minute: str | None) -> None:
    assert minute_text(text) == minute


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        *(("是", "true"), ("否", "false"), ("TRUE", "true"), ("False", "false")),
        *(("1", "true"), ("0", "false"), ("有", None), ("是的", None), ("", None), ("2", None)),
    ],
)
def test_yes_and_no_are_read(text: str, canonical: str | None) -> None:
    assert boolean_text(text) == canonical


def test_text_is_taken_as_it_is() -> None:
    assert READERS["string"]("下浮率２０．５０％") == "下浮率２０．５０％"


# What numbers and times are written with, and what only looks like it.
LIKELY = "0123456789０１９.．,，-－+:：/ \u3000年月日时分元万千亿百T是否²①٣−%"


# — canonical text is read as itself —

FEN = st.integers(min_value=-(10**18) + 1, max_value=10**18 - 1)


@given(FEN)
def test_canonical_money_is_read_as_itself(fen: int) -> None:
    text = money_text(Decimal(fen).scaleb(-2))
    assert text is not None

    amount = amount_in(text, UNIT_FACTORS["元"], None)

    assert amount is not None
    assert money_text(amount) == text


@given(FEN, st.sampled_from(sorted(UNIT_FACTORS)))
def test_money_printed_in_any_unit_comes_to_the_same_yuan(fen: int, unit: str) -> None:
    yuan = Decimal(fen).scaleb(-2)
    factor = UNIT_FACTORS[unit]
    printed = format(yuan / factor, "f")

    amount = amount_in(printed, factor, None)

    assert amount == yuan


CANONICAL = {
    "integer": st.integers(-(2**63) + 1, 2**63 - 1).map(str),
    "year": st.integers(1000, 2999).map(str),
    "number": st.decimals(1 - 10**9, 10**9 - 1, places=6).map(number_text),
    "date": st.dates().map(lambda day: day.isoformat()),
    "month": st.dates().map(lambda day: day.isoformat()[:7]),
    "minute": st.datetimes().map(lambda time: f"{time.isoformat()[:16]}+08:00"),
    "boolean": st.sampled_from(["true", "false"]),
    "string": st.text(min_size=1),
}


@given(st.data())
@pytest.mark.parametrize("kind", READERS)
def test_canonical_text_is_read_as_itself(kind: str, data: st.DataObject) -> None:
    text = data.draw(CANONICAL[kind])

    assert READERS[kind](text) == text


@given(st.text(LIKELY, max_size=24))
@pytest.mark.parametrize("kind", READERS)
def test_what_is_read_from_any_text_is_canonical_or_nothing(kind: str, text: str) -> None:
    once = READERS[kind](text)

    assert once is None or READERS[kind](once) == once
