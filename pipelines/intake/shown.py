"""What a spreadsheet's cell shows: the digits as stored, the scale and unit as printed.

A number format may multiply (`0%`), print a unit (`0.00"万元"`), pad a code (`0000000`) or divide
in silence (`0!.0,`). What it prints around a number is read with it; a format that hides or divides
it cannot be read, and says so. (ECMA-376 part 1, 18.8.31)
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

# A spreadsheet keeps 15 digits of a number; the rest of a double is noise, or lost already.
MAX_DIGITS = 15
_LARGEST = Decimal(10) ** MAX_DIGITS
_LONGEST = 255  # of a format, and of a number printed by one
_HIDES = "格式不显示数字/the format shows no number"
_NOISE = Decimal("1e-9")
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|[_*].|\[\$(?P<currency>[^\]-]*)[^\]]*\]'
    r"|\[(?P<bracket>[^\]]*)\]|(?P<general>General|G/通用格式)|(?P<digit>[0#?])|(?P<point>\.)"
    r"|(?P<comma>,)|(?P<percent>%)|E[+-][0#?]+|(?P<literal>.)",
    re.DOTALL | re.IGNORECASE,
)
_SECTION = re.compile(r'(?:"[^"]*"?|[\\!_*].|\[[^\]]*\]|[^;])*', re.DOTALL)
_CONDITION = re.compile(r"(?P<compare><=|>=|<>|<|>|=)(?P<bound>-?[0-9]+(?:\.[0-9]+)?)")
# Formats of days that a Chinese spreadsheet knows by number and does not write down (ECMA-376
# part 1, 18.8.30, zh-cn): without them a day would be read as the number 45322.
CHINESE_DATES = {
    **dict.fromkeys((27, 36, 50, 52, 57), "yyyy年m月"),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), "m月d日"),
    30: "m-d-yy",
    31: "yyyy年m月d日",
}
_PLAIN = re.compile(r"-?[0-9]{1,400}(\.[0-9]{1,400})?([eE][+-]?[0-9]{1,3})?")
_PRINTED = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?(?=(?P<rest>[^0-9]*)$)")
# They say yuan, or place a sign: no part of the number.
_DECORATION = re.compile(r"[¥￥()+\-\s]|RMB|CNY")


@dataclass(frozen=True)
class Shown:
    """A cell as text, and why what it shows cannot be told from what it holds."""

    text: str
    fault: str | None = None


@dataclass(frozen=True)
class _Look:
    """What one section of a format does to a number."""

    prefix: str = ""
    suffix: str = ""
    percent: int = 0
    padding: int = 0
    has_digits: bool = True
    fault: str | None = None


def show_number(value: int | float, pattern: str) -> Shown:
    """A number as its cell shows it, with all digits stored.

    >>> show_number(0.1234, "0%").text, show_number(3.5, '0.00"万元"').text
    ('12.34%', '3.5万元')
    >>> show_number(101, "0000000").text, show_number(-1234.5, "¥#,##0.00").text
    ('0000101', '-1234.5')
    >>> show_number(35000, '0!.0,"万"').fault is None
    False
    """
    stored = Decimal(repr(value))
    if not stored.is_finite():
        return Shown(str(value), "不是有限的数/not a finite number")
    number, fault = _kept(stored)
    look = _look(_section(pattern[:_LONGEST], number))
    hides = _HIDES if number and not look.has_digits else None
    if fault := fault or look.fault or hides:
        return Shown(_plain(stored), fault)
    whole, point, rest = _plain(abs(number).scaleb(2 * look.percent)).partition(".")
    sign = "-" if number < 0 else ""
    return Shown(f"{sign}{look.prefix}{whole.zfill(look.padding)}{point}{rest}{look.suffix}")


def show_printed(stored: str, printed: str) -> Shown:
    """A number of which both the stored digits and the text shown are known.

    >>> show_printed("0.1234", "12.3%").text, show_printed("3.5", "3.50万元").text
    ('12.34%', '3.5万元')
    >>> show_printed("35000", "3.5").fault is None
    False
    """
    if not _PLAIN.fullmatch(stored):
        return Shown(stored or printed, f"不是数/not a number: {stored[:40]}")
    number, fault = _kept(Decimal(stored))
    match = _PRINTED.search(printed[:_LONGEST])
    if fault or not match:
        return Shown(_plain(number), fault or (_HIDES if number else None))
    shifted = abs(number).scaleb(2) if "%" in printed else abs(number)
    whole, _, decimals = match[0].replace(",", "").partition(".")
    if abs(shifted - Decimal(f"{whole}.{decimals or 0}")) > Decimal(1).scaleb(-len(decimals)):
        return Shown(_plain(number), f"显示为/shown as {printed[:40]}")
    digits, point, rest = _plain(shifted).partition(".")
    around = (_DECORATION.sub("", text) for text in (printed[: match.start()], match["rest"]))
    prefix, suffix = around
    padded = digits.zfill(len(whole)) if "," not in match[0] else digits
    return Shown(f"{'-' if number < 0 else ''}{prefix}{padded}{point}{rest}{suffix}")


def show_day(value: date, pattern: str) -> str:
    """A day or a moment in ISO 8601, as far as its format shows it: a month may have no day.

    >>> show_day(datetime(2026, 3, 1), 'yyyy"年"m"月"'), show_day(datetime(2026, 3, 1), "yyyy/m/d")
    ('2026-03', '2026-03-01')
    """
    if isinstance(value, datetime) and value.time().isoformat() != "00:00:00":
        return value.isoformat(sep=" ")
    day = f"{value:%Y-%m-%d}".rjust(10, "0")
    parts = set(re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", pattern).lower()) & set("ymd")
    return {frozenset("ym"): day[:7], frozenset("y"): day[:4]}.get(frozenset(parts), day)


def _plain(number: Decimal) -> str:
    """All its digits, without exponent or trailing zeros."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _kept(number: Decimal) -> tuple[Decimal, str | None]:
    """The digits a spreadsheet keeps, and a fault when the number has more that count."""
    if abs(number) >= _LARGEST:
        return number, f"超过 {MAX_DIGITS} 位/more than {MAX_DIGITS} digits"
    excess = len(number.as_tuple().digits) - MAX_DIGITS
    if excess <= 0:
        return number, None
    exponent = number.as_tuple().exponent
    kept = number.quantize(Decimal(1).scaleb(int(exponent) + excess))
    if abs(kept - number) < _NOISE:
        return kept, None
    return number, f"超过 {MAX_DIGITS} 位/more than {MAX_DIGITS} digits"


def _section(pattern: str, number: Decimal) -> str:
    """The section of a format that a number falls in: positive; negative; zero."""
    sections = list(_sections(pattern))
    for section in sections:
        match = _CONDITION.search("".join(re.findall(r"\[([^\]]*)\]", section)))
        if match:
            if _holds(number, match["compare"], Decimal(match["bound"])):
                return section
        elif len(sections) > 1 and any("[" in s and _CONDITION.search(s) for s in sections):
            return section
    if number < 0 and len(sections) > 1:
        return sections[1]
    return sections[2] if number == 0 and len(sections) > 2 else sections[0]


def _sections(pattern: str) -> Iterator[str]:
    start = 0
    while start <= len(pattern):
        match = _SECTION.match(pattern, start)
        section = match[0] if match else ""
        yield section
        start += len(section) + 1


def _holds(number: Decimal, compare: str, bound: Decimal) -> bool:
    return {
        "<": number < bound,
        ">": number > bound,
        "<=": number <= bound,
        ">=": number >= bound,
        "=": number == bound,
        "<>": number != bound,
    }[compare]


@lru_cache(maxsize=1_000)
def _look(section: str) -> _Look:
    tokens = [match for match in _TOKEN.finditer(section) if match.lastgroup]
    places = [n for n, t in enumerate(tokens) if t.lastgroup in ("digit", "general")]
    if not places:
        return _Look(has_digits="@" in section)
    first, last = places[0], places[-1]
    inner = tokens[first : last + 1]
    if any(_literal(t) for t in inner) or _is_scaled(tokens, first, last):
        fault = f"数字格式改变了数值/the format changes the number: {section}"
        return _Look(fault=fault)
    whole = inner[: next((n for n, t in enumerate(inner) if t.lastgroup == "point"), len(inner))]
    padding = sum(t["digit"] == "0" for t in whole)
    percent = sum(t.lastgroup == "percent" for t in tokens)
    suffix = _around(tokens[last + 1 :])
    return _Look(_around(tokens[:first]), suffix + "%" * percent, percent, padding)


def _is_scaled(tokens: list[re.Match[str]], first: int, last: int) -> bool:
    """Whether a comma stands behind the digits, before the point or at the end: it divides."""
    kinds = [t.lastgroup for t in tokens]
    before_point = (
        (kinds[n], kinds[n + 1]) == ("comma", "point") for n in range(first, len(kinds) - 1)
    )
    return kinds[last + 1 : last + 2] == ["comma"] or any(before_point)


def _literal(token: re.Match[str]) -> str:
    return next((token[n] for n in ("quoted", "escaped", "currency", "literal") if token[n]), "")


def _around(tokens: list[re.Match[str]]) -> str:
    """The words printed before or behind a number, without signs and the yuan's."""
    return _DECORATION.sub("", "".join(map(_literal, tokens)))
