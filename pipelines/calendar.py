"""Working days as the State Council announces them, make-up days included."""

from datetime import date, timedelta
from functools import cache
from itertools import accumulate

import chinese_calendar

LONGEST_PERIOD = 36_600  # days: no act sets a longer one


@cache
def _worked_days(year: int) -> tuple[int, ...] | None:
    """The working days of a year before each of its days, and all at the end; None if unknown."""
    first = date(year, 1, 1)
    length = (date(year, 12, 31) - first).days + 1
    try:
        works = [chinese_calendar.is_workday(first + timedelta(days=n)) for n in range(length)]
    except NotImplementedError:  # what the library raises for a year that is not announced
        return None
    return tuple(accumulate(map(int, works), initial=0))


def is_workday(day: date) -> bool | None:
    """Whether offices work on a day; None when its year has not been announced.

    >>> is_workday(date(2025, 9, 28)), is_workday(date(2025, 10, 1)), is_workday(date(2099, 1, 4))
    (True, False, None)
    """
    worked, number = _worked_days(day.year), _day_of_year(day)
    return None if worked is None else worked[number] > worked[number - 1]


def workdays_between(first: date, last: date) -> int | None:
    """Working days after `first` up to and including `last`; None when a year is unknown.

    The day of the event is not counted. A `last` before `first` gives a negative count.

    >>> workdays_between(date(2025, 1, 24), date(2025, 2, 7))
    5
    """
    if last < first:
        reverse = workdays_between(last, first)
        return None if reverse is None else -reverse
    years = [_worked_days(year) for year in range(first.year, last.year + 1)]
    known = [worked for worked in years if worked is not None]
    if len(known) < len(years):
        return None
    whole_years = sum(worked[-1] for worked in known[:-1])
    return whole_years + known[-1][_day_of_year(last)] - known[0][_day_of_year(first)]


def _day_of_year(day: date) -> int:
    return day.toordinal() - date(day.year, 1, 1).toordinal() + 1


def last_day(first: date, days: int) -> date | None:
    """The last day of a period of some days after `first`; None when a year is unknown.

    The day of the event is not counted, and a last day on which offices are closed is put off to
    the next on which they work. Basis: Civil Code, arts 201 and 203.

    >>> last_day(date(2025, 9, 5), 30), last_day(date(2025, 3, 3), 30)
    (datetime.date(2025, 10, 9), datetime.date(2025, 4, 2))

    Raises: OverflowError if the period is longer than any act sets, or ends after the year 9999.
    """
    if abs(days) > LONGEST_PERIOD:
        raise OverflowError(f"{days} days")
    day = first + timedelta(days=days)
    while (works := is_workday(day)) is False:
        day += timedelta(days=1)
    return day if works else None
