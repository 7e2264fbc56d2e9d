"""One cell's text → its canonical text, or nothing: exact, strict, never guessed.

Every function takes text without outer white space and returns None when the text is not what is
asked for; the caller makes that a finding.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Context, Decimal

# The words by which Chinese tables state the unit of their amounts, in yuan.
UNIT_FACTORS = {
    "元": Decimal(1),
    "千元": Decimal(1_000),
    "万元": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "亿元": Decimal(100_000_000),
}
# Enough digits for any product below: nothing is rounded on the way.
_EXACT = Context(prec=60)
LARGEST_YUAN = Decimal(10) ** 16  # its fen still fit the database's 64-bit integer
_LARGEST_INTEGER = 2**63 - 1
_MOST_DIGITS = 15  # what the database's numbers hold exactly
# Only the full-width forms, which mean the same: ² or ① behind a number would become a digit.
_HALF_WIDTH = {0x3000: " ", 0x00A0: " "} | {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_LOOSE_SPACE = re.compile(r"(?<![0-9]) +| +(?![0-9])")
_NUMBER = re.compile(r"[-+]?[0-9]{1,30}(\.[0-9]{1,12})?")
_GROUPED = re.compile(r"[-+]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]{1,12})?")
_AMOUNT = re.compile(r"(?P<number>[-+0-9.,]+)(?P<unit>元|千元|万元|百万元|亿元)?")
_DATE = re.compile(
    r"(?P<y>[0-9]{4})(?P<s>[-/.年])(?P<m>[0-9]{1,2})(?:(?P=s)|月)(?P<d>[0-9]{1,2})日?"
    r"(?: 00:00:00)?"
)
_MONTH = re.compile(r"(?P<y>[0-9]{4})(?:年|-|/)(?P<m>[0-9]{1,2})月?")
_MINUTE = re.compile(
    r"(?P<date>.+?[日0-9])[ T](?P<h>[0-9]{1,2})[时:](?P<m>[0-9]{1,2})分?(:00)?(\+08:00)?"
)
_YES_NO = {"是": "true", "否": "false", "true": "true", "false": "false", "1": "true", "0": "false"}


def _half_width(text: str) -> str:
    return text.translate(_HALF_WIDTH)


def _compact(text: str) -> str:
    """Half-width and without white space, but two numbers side by side stay two."""
    return _LOOSE_SPACE.sub("", _half_width(text))


def decimal_of(text: str) -> Decimal | None:
    """A plain decimal number; full-width digits and well-placed thousands separators are read.

    >>> decimal_of("１,234.50"), decimal_of("12,34"), decimal_of("1e7"), decimal_of("下浮率20.50%")
    (Decimal('1234.50'), None, None, None)
    """
    plain = _compact(text)
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    return Decimal(plain) if _NUMBER.fullmatch(plain) else None


def number_text(value: Decimal) -> str:
    """A number without exponent or trailing zeros.

    >>> number_text(Decimal("1500.500"))
    '1500.5'
    """
    text = format(value.normalize(_EXACT), "f")
    return "0" if text in ("-0", "0") else text


def money_text(yuan: Decimal) -> str | None:
    """An amount in yuan with two decimals; None if it is no whole number of fen, or too large.

    >>> money_text(Decimal("47.91") * 10000), money_text(Decimal("0.125"))
    ('479100.00', None)
    """
    rounded = yuan.quantize(Decimal("0.01"), context=_EXACT)
    if rounded != yuan or abs(yuan) >= LARGEST_YUAN:
        return None
    return format(abs(rounded) if rounded == 0 else rounded, "f")


def amount_in(text: str, factor: Decimal | None, at_least: int | None) -> Decimal | None:
    """The amount in yuan when the text is nothing but an amount.

    A unit written behind the number counts; a number without one is taken by `factor` (None: not
    at all) and only from `at_least` yuan on, because smaller ones may be rates.

    >>> amount_in("595000.00元", None, None), amount_in("98.00", Decimal(1), 1000)
    (Decimal('595000.00'), None)
    """
    match = _AMOUNT.fullmatch(_compact(text))
    number = decimal_of(match["number"]) if match else None
    if match is None or number is None:
        return None
    if match["unit"]:
        return _EXACT.multiply(number, UNIT_FACTORS[match["unit"]])
    if factor is None:
        return None
    yuan = _EXACT.multiply(number, factor)
    return yuan if at_least is None or yuan >= at_least else None


def date_text(text: str) -> str | None:
    """A day as ISO 8601, year first in the source.

    >>> date_text("2025年6月3日"), date_text("2025-06-13"), date_text("01/02/2024")
    ('2025-06-03', '2025-06-13', None)
    """
    match = _DATE.fullmatch(_half_width(text))
    if not match:
        return None
    try:
        return date(int(match["y"]), int(match["m"]), int(match["d"])).isoformat()
    except ValueError:
        return None


def month_text(text: str) -> str | None:
    """A month as ISO 8601: the source said no day.

    >>> month_text("2026年3月"), month_text("2026-13")
    ('2026-03', None)
    """
    match = _MONTH.fullmatch(_compact(text))
    if not match or not 1 <= int(match["m"]) <= 12:
        return None
    return f"{match['y']}-{int(match['m']):02d}"


def minute_text(text: str) -> str | None:
    """A minute in China Standard Time as ISO 8601.

    >>> minute_text("2025年06月13日 18时00分"), minute_text("2026-03-17 00:32")
    ('2025-06-13T18:00+08:00', '2026-03-17T00:32+08:00')
    """
    match = _MINUTE.fullmatch(_half_width(text))
    day = date_text(match["date"]) if match else None
    if match is None or day is None or int(match["h"]) > 23 or int(match["m"]) > 59:
        return None
    return f"{day}T{int(match['h']):02d}:{int(match['m']):02d}+08:00"


def boolean_text(text: str) -> str | None:
    """`true` or `false` for 是/否, true/false, 1/0."""
    return _YES_NO.get(text.lower())


def integer_text(text: str) -> str | None:
    """A whole number without leading zeros that the database can hold."""
    value = decimal_of(text)
    if value is None or value != int(value) or abs(value) > _LARGEST_INTEGER:
        return None
    return str(int(value))


def plain_number_text(text: str) -> str | None:
    """A number that is not money, without trailing zeros; None if it has more than 15 digits.

    >>> plain_number_text("31.2304160"), plain_number_text("31.230416666666667")
    ('31.230416', None)
    >>> plain_number_text("1" + "0" * 15)
    """
    value = decimal_of(text)
    if value is None or abs(value) >= 10**_MOST_DIGITS:
        return None
    if len(value.normalize(_EXACT).as_tuple().digits) > _MOST_DIGITS:
        return None
    return number_text(value)


# By Table Schema type, then by the role that narrows it.
READERS: dict[str, Callable[[str], str | None]] = {
    "string": lambda text: text,
    "integer": integer_text,
    "year": integer_text,
    "number": plain_number_text,
    "date": date_text,
    "boolean": boolean_text,
    "month": month_text,
    "minute": minute_text,
}
