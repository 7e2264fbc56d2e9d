"""Resident identity numbers: of eighteen and of fifteen digits, split, grown or partly masked.

Basis: GB 11643-1999; Personal Information Protection Law, art. 28.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from stdnum import numdb
from stdnum.cn import ric

GAP = r"[\s.\-\u2010-\u2015\u2212_·•/()]{0,3}"
# First two digits of a region (GB/T 2260), residence permits of Hong Kong, Macao and Taiwan too;
# a foreigner's permit of 2023 has a 9 before the province.
_PROVINCE = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|9[1-8])"
_MONTH = r"(?:0[1-9]|1[0-2])"
_DAY = rf"{_MONTH}(?:0[1-9]|[12][0-9]|3[01])"
_MASK = "*×✱●•■█#"
_SHAPED = re.compile(rf"{_PROVINCE}[0-9]{{4}}(?:19|20)[0-9]{{2}}{_DAY}[0-9]{{3}}[0-9Xx]")
_NUMBER = re.compile(rf"(?<![0-9])(?=([1-9](?:{GAP}[0-9]){{16}}{GAP}[0-9Xx])(?![0-9]))")
_RUN = re.compile(r"(?<![0-9A-Za-z])[0-9]{17,}[Xx]?[0-9]*")
_NAMED = re.compile(
    r"(?:身份证(?:件)?|公民身份|身份)(?:证?号码?|编号)?(?:[:为是\s]|号)*([0-9]{17}[0-9Xx]|[0-9]{15})(?![0-9])"
)
_OLD = re.compile(
    rf"(?<![0-9A-Za-z.])({_PROVINCE}[0-9]{{4}} ?[0-9]{{2}}{_DAY} ?[0-9]{{3}})"
    r"(?![0-9A-Za-z]|\.[0-9]|元|万|亿)"
)
_MASKED = re.compile(
    # Whatever its length: region, year and month of birth stand before the mask.
    rf"(?<![0-9])(?:{_PROVINCE}[0-9]{{4}}(?:19|20)[0-9]{{2}}{_MONTH}[0-9*×]{{2}}[{_MASK}]{{2,}}[0-9Xx*×]*"
    # Of the length of an identity number: a province before it.
    rf"|(?={_PROVINCE}[0-9xX{_MASK}]{{13}}(?:[0-9xX{_MASK}]{{3}})?(?![0-9A-Za-z{_MASK}]))"
    rf"[0-9]{{3,14}}(?:[{_MASK}]{{2,}}|[xX]{{4,}})[0-9]{{0,6}}[0-9Xx{_MASK}]*)"
)
Span = tuple[int, int]


def identity_spans(text: str, *, is_identifier: bool) -> Iterator[Span]:
    """Where identity numbers stand; in an identifier's field a bare one of 15 digits is a code."""
    for match in _NUMBER.finditer(text):
        if is_identity_number(re.sub(GAP, "", match[1])):
            yield match.span(1)
    for match in () if is_identifier else _RUN.finditer(text):
        if _has_grown(match[0]):
            yield match.span()
    for match in _NAMED.finditer(text):
        yield match.span(1)
    for match in () if is_identifier else _OLD.finditer(text):
        if is_old_identity_number(match[1].replace(" ", "")):
            yield match.span(1)


def masked_spans(text: str) -> Iterator[Span]:
    """Where numbers stand of which enough is left to tell region and person."""
    for match in _MASKED.finditer(text):
        yield match.span()


def is_identity_number(text: str) -> bool:
    """Whether 18 characters are an identity number: province, day of birth, check character.

    Counties come and go, and a person's number may name one founded after the birth, so only the
    province is looked at.
    """
    if not _SHAPED.fullmatch(text) or not _is_day(text[6:14]):
        return False
    return ric.calc_check_digit(text) == text[-1].upper()


def is_old_identity_number(digits: str) -> bool:
    """Whether 15 digits, as issued until 1999, have a county, now or formerly, and a birthday."""
    known = any("county" in properties for _, properties in _places().info(digits[:6]))
    return known and not digits[:6].endswith("00") and _is_day("19" + digits[6:12])


def is_shaped_like_identity(digits: str) -> bool:
    """Whether a province and a day of birth stand somewhere as in an identity number."""
    return _SHAPED.search(digits) is not None


def _has_grown(run: str) -> bool:
    """Whether an identity number begins or ends a longer run of digits."""
    ends = {18, len(run), run.upper().find("X") + 1} if len(run) > 18 else set()
    return any(is_identity_number(run[end - 18 : end]) for end in ends if end >= 18)


@cache
def _places() -> numdb.NumDB:
    """Divisions of GB/T 2260 now and formerly, as python-stdnum lists them."""
    return numdb.get("cn/loc")


def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return True
