"""The few facts SQL cannot compute; registered in staging and in the public database alike."""

from collections.abc import Callable
from datetime import date

from stdnum.cn import uscc

from pipelines.calendar import workdays_between
from pipelines.codelists import plain_name


def same_name(left: str | None, right: str | None) -> int | None:
    """1 when two names are equal but for white space and bracket width; NULL if one is missing.

    >>> same_name("维修（护）费", "维修(护)费"), same_name("水费", "电费"), same_name(None, "电费")
    (1, 0, None)
    """
    if left is None or right is None:
        return None
    return int(plain_name(str(left)) == plain_name(str(right)))


def workdays(first: str | None, last: str | None) -> int | None:
    """Working days after one ISO day up to another; NULL if unreadable or not yet announced.

    >>> workdays("2025-01-24", "2025-02-07"), workdays("2098-01-01", "2099-01-01")
    (5, None)
    """
    try:
        return workdays_between(
            date.fromisoformat(str(first)[:10]), date.fromisoformat(str(last)[:10])
        )
    except ValueError:
        return None


def uscc_valid(code: str | None) -> int | None:
    """1 when a unified social credit code has its form and check character; NULL if missing.

    Basis: GB 32100-2015.

    >>> uscc_valid("12500000745322928L"), uscc_valid("12500000745322928A"), uscc_valid(None)
    (1, 0, None)
    """
    return None if code is None else int(uscc.is_valid(str(code)))


FUNCTIONS: dict[str, tuple[Callable[..., int | None], int]] = {
    "same_name": (same_name, 2),
    "workdays": (workdays, 2),
    "uscc_valid": (uscc_valid, 1),
}
