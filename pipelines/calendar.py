"""Working days as the State Council announces them, make-up days included."""

from datetime import date, timedelta

import chinese_calendar


def is_workday(day: date) -> bool | None:
    """Whether offices work on a day; None when its year has not been announced.

    >>> is_workday(date(2025, 9, 28)), is_workday(date(2025, 10, 1)), is_workday(date(2099, 1, 4))
    (True, False, None)
    """
    try:
        return chinese_calendar.is_workday(day)
    except NotImplementedError:
        return None


def workdays_between(first: date, last: date) -> int | None:
    """Working days after `first` up to and including `last`; None when a year is unknown.

    The day of the event is not counted. A `last` before `first` gives a negative count.

    >>> workdays_between(date(2025, 1, 24), date(2025, 2, 7))
    5
    """
    if last < first:
        reverse = workdays_between(last, first)
        return None if reverse is None else -reverse
    if is_workday(first) is None or is_workday(last) is None:
        return None
    span = (last - first).days
    works = [is_workday(first + timedelta(days=n)) for n in range(1, span + 1)]
    return sum(map(bool, works))
