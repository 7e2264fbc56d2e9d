from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.calendar import LONGEST_PERIOD, is_workday, last_day, workdays_between

# The State Council's notices on the holidays of 2024 and 2025: 国办发明电〔2023〕7号, 〔2024〕12号.
DAYS = {
    "an ordinary Friday": (date(2025, 6, 13), True),
    "an ordinary Saturday": (date(2025, 6, 14), False),
    "New Year's Day": (date(2025, 1, 1), False),
    "Spring Festival, a Tuesday": (date(2025, 1, 28), False),
    "a Sunday worked for Spring Festival": (date(2025, 1, 26), True),
    "Tomb-Sweeping Day, a Friday": (date(2025, 4, 4), False),
    "Labour Day": (date(2025, 5, 1), False),
    "a Sunday worked for Labour Day": (date(2025, 4, 27), True),
    "Dragon Boat Festival, a Monday": (date(2025, 6, 2), False),
    "National Day": (date(2025, 10, 1), False),
    "Mid-Autumn Festival": (date(2025, 10, 6), False),
    "a Sunday worked for National Day": (date(2025, 9, 28), True),
    "a Saturday worked in 2024": (date(2024, 5, 11), True),
    "a year nobody has announced": (date(2099, 1, 5), None),
    "a year before the calendar": (date(1999, 1, 4), None),
}


@pytest.mark.parametrize("name", DAYS)
def test_offices_work_as_announced(name: str) -> None:
    day, works = DAYS[name]

    assert is_workday(day) is works


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        ("2025-06-13", "2025-06-13", 0),
        ("2025-06-13", "2025-06-14", 0),
        ("2025-06-13", "2025-06-16", 1),
        ("2025-06-13", "2025-06-20", 5),
        ("2025-01-24", "2025-02-07", 5),  # over Spring Festival, with the Sunday before it
        ("2025-09-26", "2025-10-09", 4),  # over National Day, with the Sunday before it
        ("2024-12-31", "2025-01-02", 1),
        ("2025-06-16", "2025-06-13", -1),
    ],
)
def test_day_of_the_event_is_not_counted(first: str, last: str, count: int) -> None:
    assert workdays_between(date.fromisoformat(first), date.fromisoformat(last)) == count


@pytest.mark.parametrize(
    ("first", "last"), [("2025-12-31", "2099-01-05"), ("1999-12-31", "2025-01-02")]
)
def test_nothing_is_counted_over_years_nobody_announced(first: str, last: str) -> None:
    days = date.fromisoformat(first), date.fromisoformat(last)

    assert workdays_between(*days) is None
    assert workdays_between(*reversed(days)) is None


DAY = st.dates(date(2010, 1, 1), date(2025, 12, 31))


@given(DAY, st.integers(0, 60), st.integers(0, 60))
def test_counts_add_up(first: date, left: int, right: int) -> None:
    middle = min(first + timedelta(days=left), date(2025, 12, 31))
    last = min(middle + timedelta(days=right), date(2025, 12, 31))

    parts = (workdays_between(first, middle) or 0) + (workdays_between(middle, last) or 0)

    assert workdays_between(first, last) == parts


@given(DAY, st.integers(0, 60))
def test_counting_backwards_is_negative(first: date, days: int) -> None:
    last = min(first + timedelta(days=days), date(2025, 12, 31))

    assert workdays_between(last, first) == -(workdays_between(first, last) or 0)


@given(DAY, st.integers(0, 400))
def test_counting_by_years_is_counting_by_days(first: date, days: int) -> None:
    last = min(first + timedelta(days=days), date(2025, 12, 31))
    span = range(1, (last - first).days + 1)

    counted = sum(bool(is_workday(first + timedelta(days=n))) for n in span)

    assert workdays_between(first, last) == counted


@pytest.mark.parametrize(
    ("first", "days", "last"),
    [
        ("2025-03-03", 30, "2025-04-02"),  # a Wednesday
        ("2025-03-03", 32, "2025-04-07"),  # Tomb-Sweeping Day, then a Monday
        ("2025-09-05", 30, "2025-10-09"),  # in the National Day week
        ("2025-01-02", 24, "2025-01-26"),  # a Sunday worked for Spring Festival
        ("2025-03-03", 0, "2025-03-03"),
        ("2098-12-01", 30, None),
    ],
)
def test_period_that_ends_on_a_day_off_ends_on_the_next_working_day(
    first: str, days: int, last: str | None
) -> None:
    expected = last and date.fromisoformat(last)

    assert last_day(date.fromisoformat(first), days) == expected


@pytest.mark.parametrize("days", [LONGEST_PERIOD + 1, -LONGEST_PERIOD - 1, 10**12])
def test_period_no_act_sets_is_refused(days: int) -> None:
    with pytest.raises(OverflowError):
        last_day(date(2025, 3, 3), days)
