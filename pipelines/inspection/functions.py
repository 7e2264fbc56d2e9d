"""The few facts SQL cannot compute; registered in staging and in the public database alike."""

import re
from collections.abc import Callable
from datetime import date

from stdnum.cn import uscc

from pipelines.calendar import last_day, workdays_between
from pipelines.codelists import plain_name
from pipelines.ordinals import without_ordinal

LONGEST_NAME = 1_000  # characters; what is longer is no name and no code
_PLACEHOLDER = re.compile(
    r"(?<![A-Za-z0-9])(?:20)?[Xx]{2,}(?![A-Za-z0-9])"  # not in an address or a type number
    r"|[Ｘ×]{2,}|…+"
    r"|(?<![\u4e00-\u9fff])某某|某某(?=[公单部街局镇乡区市县省项])"  # 王某某 is a name kept back
)


def same_name(left: str | None, right: str | None) -> int | None:
    """1 when two names are equal but for white space and bracket width; NULL if one is missing.

    >>> same_name("维修（护）费", "维修(护)费"), same_name("水费", "电费"), same_name(None, "电费")
    (1, 0, None)
    """
    if left is None or right is None:
        return None
    return int(compared_name(left) == compared_name(right))


def compared_name(text: str | None) -> str | None:
    """A name as names are compared, so that a query can join by it; NULL if it is missing.

    A text longer than any name is left as it is: to normalise one of 250,000 characters takes
    longer than a query may, and no time limit reaches into a function.

    >>> compared_name("维修（护） 费"), compared_name(None)
    ('维修(护)费', None)
    """
    return None if text is None else _compared(str(text))


def _compared(text: str) -> str:
    return plain_name(text) if len(text) <= LONGEST_NAME else text


def item_without_ordinal(text: str | None) -> str | None:
    """An item without the ordinal before it; NULL if it is missing.

    >>> item_without_ordinal("十二、农林水支出"), item_without_ordinal(None)
    ('农林水支出', None)
    """
    return None if text is None else without_ordinal(str(text))


def placeholder(text: str | None) -> str | None:
    """The first blank of a form that was left to be filled in; NULL if there is none.

    >>> placeholder("XX街道20XX年预算"), placeholder("为某某单位"), placeholder("XXL号工作服")
    ('XX', '某某', None)
    """
    found = _PLACEHOLDER.search(str(text or ""))
    return found[0] if found else None


def _day(text: str | None) -> date | None:
    """The day of an ISO day or moment; None if there is none."""
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None


def days(first: str | None, last: str | None) -> int | None:
    """Days after one ISO day up to another, whatever the hours; NULL if one is missing.

    >>> days("2025-03-03", "2025-03-23T09:30+08:00"), days(None, "2025-03-23")
    (20, None)
    """
    start, end = _day(first), _day(last)
    return None if start is None or end is None else (end - start).days


def workdays(first: str | None, last: str | None) -> int | None:
    """Working days after one ISO day up to another; NULL if unreadable or not yet announced.

    >>> workdays("2025-01-24", "2025-02-07"), workdays("2098-01-01", "2099-01-01")
    (5, None)
    """
    start, end = _day(first), _day(last)
    return None if start is None or end is None else workdays_between(start, end)


def deadline(first: str | None, period: int | None) -> str | None:
    """The last ISO day of a period of days after another, put off while offices are closed.

    NULL if there is no such day, or the calendar of its year is not yet announced.

    >>> deadline("2025-09-05", 30), deadline("2099-01-01", 30)
    ('2025-10-09', None)
    """
    start = _day(first)
    if start is None or not isinstance(period, int):
        return None
    try:
        last = last_day(start, period)
    except OverflowError:
        return None
    return None if last is None else last.isoformat()


def uscc_valid(code: str | None) -> int | None:
    """1 when a unified social credit code has its form and check character; NULL if missing.

    Basis: GB 32100-2015.

    >>> uscc_valid("12500000745322928L"), uscc_valid("12500000745322928A"), uscc_valid(None)
    (1, 0, None)
    """
    if code is None:
        return None
    return int(len(str(code)) <= LONGEST_NAME and uscc.is_valid(str(code)))


FUNCTIONS: dict[str, tuple[Callable[..., int | str | None], int]] = {
    "days": (days, 2),
    "deadline": (deadline, 2),
    "same_name": (same_name, 2),
    "placeholder": (placeholder, 1),
    "plain_name": (compared_name, 1),
    "without_ordinal": (item_without_ordinal, 1),
    "workdays": (workdays, 2),
    "uscc_valid": (uscc_valid, 1),
}
