import csv
import sqlite3
from pathlib import Path

import pytest

from pipelines.database import open_staging, register_functions
from pipelines.inspection.functions import (
    FUNCTIONS,
    LONGEST_NAME,
    days,
    deadline,
    placeholder,
    same_name,
    uscc_valid,
    workdays,
)


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        *(("水费", "水费", 1), ("维修（护）费", "维修(护)费", 1), ("水 费", "水费", 1)),
        *(("水\u3000费", "水费", 1), ("水\n费", "水费", 1), ("甲公司", "甲(公司)", 0)),
        *(("水费", "电费", 0), ("", "", 1), ("", "水费", 0), ("2024", 2024, 1)),
        *((None, "水费", None), ("水费", None, None), (None, None, None)),
    ],
)
def test_names_are_the_same_but_for_space_and_bracket_width(
    left: str | None, right: str | None, same: int | None
) -> None:
    assert same_name(left, right) == same


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        # State Council notice on the holidays of 2025: Spring Festival 28 January to 4 February,
        # Sunday 26 January and Saturday 8 February are worked.
        *(("2025-01-24", "2025-02-07", 5), ("2025-01-25", "2025-01-26", 1)),
        *(("2025-02-07", "2025-02-08", 1), ("2025-06-13", "2025-06-13", 0)),
        *(("2025-06-13", "2025-06-14", 0), ("2025-06-13", "2025-06-16", 1)),
        *(
            ("2025-06-16", "2025-06-13", -1),
            ("2025-06-13T18:00+08:00", "2025-06-16T09:00+08:00", 1),
        ),
        *(("2098-12-31", "2099-01-04", None), ("2025-12-31", "2099-01-04", None)),
        *(
            (None, "2025-06-16", None),
            ("2025-06", "2025-06-16", None),
            ("五月", "2025-06-16", None),
        ),
    ],
)
def test_workdays_follow_the_announced_calendar(
    first: str | None, last: str | None, days: int | None
) -> None:
    assert workdays(first, last) == days


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        ("2025-03-03", "2025-03-23", 20),
        ("2025-03-03T23:59+08:00", "2025-03-04T00:01+08:00", 1),  # by the day, whatever the hour
        ("2024-02-28", "2024-03-01", 2),
        ("2025-03-23", "2025-03-03", -20),
        ("2025-03-03", "2099-03-03", 27028),  # no calendar is needed
        ("2025-03-03", "2025-03", None),
        ("2025-03-03", None, None),
        (None, "2025-03-03", None),
        ("三月", "2025-03-03", None),
    ],
)
def test_days_are_counted_without_the_first(
    first: str | None, last: str | None, count: int | None
) -> None:
    assert days(first, last) == count


@pytest.mark.parametrize(
    ("first", "period", "last"),
    [
        ("2025-09-05", 30, "2025-10-09"),
        ("2025-09-05T10:00+08:00", 30, "2025-10-09"),
        ("2099-01-05", 30, None),
        ("2025-09-05", None, None),
        ("2025-09-05", "30", None),
        ("2025-09-05", 10**9, None),
        ("9999-12-31", 1, None),
        (None, 30, None),
    ],
)
def test_deadline_is_a_day_offices_work_or_unknown(
    first: str | None, period: int | None, last: str | None
) -> None:
    assert deadline(first, period) == last


@pytest.mark.parametrize(
    ("code", "valid"),
    [
        ("12500000745322928L", 1),
        ("12500000745322928A", 0),  # another check character
        ("21500000745322928L", 0),  # two digits exchanged
        ("1250000074532292", 0),
        ("１２５０００００７４５３２２９２８Ｌ", 0),
        ("", 0),
        (None, None),
    ],
)
def test_social_credit_code_is_judged_by_its_check_character(
    code: str | None, valid: int | None
) -> None:
    assert uscc_valid(code) == valid


def test_every_real_social_credit_code_is_valid(found_data: Path) -> None:
    path = found_data / "codelists/uscc_real_sample.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    column = next(n for n, text in enumerate(rows[1]) if uscc_valid(text))

    codes = [row[column] for row in rows[1:]]

    assert len(codes) > 1000
    assert [code for code in codes if not uscc_valid(code)] == []


def test_sql_may_call_every_function_in_staging_and_in_public() -> None:
    query = (
        "select same_name('水 费', '水费'), workdays('2025-06-13', '2025-06-16'), uscc_valid('x')"
    )
    public = sqlite3.connect(":memory:")
    register_functions(public, FUNCTIONS)

    with open_staging(FUNCTIONS).connect() as staging:
        assert tuple(staging.exec_driver_sql(query).one()) == (1, 1, 0)
    assert public.execute(query).fetchone() == (1, 1, 0)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_function_of_missing_values_is_null_and_never_fails(name: str) -> None:
    public = sqlite3.connect(":memory:")
    register_functions(public, FUNCTIONS)
    count = FUNCTIONS[name][1]

    for value in ("null", "''", "0", "1.5", "x'00ff'"):
        public.execute(f"select {name}({', '.join([value] * count)})").fetchone()
    assert public.execute(f"select {name}({', '.join(['null'] * count)})").fetchone() == (None,)


def test_text_longer_than_any_name_is_compared_as_it_stands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No time limit reaches into a function: a long text may cost it nothing."""
    normalised = []
    monkeypatch.setattr(
        "pipelines.inspection.functions.plain_name", lambda t: normalised.append(t) or t
    )
    longest, longer = "（" * LONGEST_NAME, "（" * (LONGEST_NAME + 1)

    assert same_name(longer, longer) == 1
    assert same_name(longer, longer.replace("（", "(")) == 0
    assert uscc_valid("1" * 250_000) == 0
    assert not normalised
    assert same_name(longest, longest) == 1
    assert normalised == [longest, longest]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        *(("XX街道", "XX"), ("20XX年度", "20XX"), ("共xxx万元", "xxx"), ("ＸＸ单位", "ＸＸ")),
        *(("长××米", "××"), ("某某公司", "某某"), ("二、……", "……"), ("设备X台", None)),
        # Of a name that is kept back the surname stands before it.
        *(("驳回某某公司的投诉", "某某"), ("某某", "某某"), ("王某某、李某某", None)),
        # Letters that belong to a word, a type or an address of the web; a size: 3 × 4.
        *(("XXL号工作服", None), ("EXX-20水泵", None), ("/jyxx/003001/", None), ("3×4米", None)),
        *(("-XX9cnTp", None), ("", None), (None, None), (2024, None)),
    ],
)
def test_blanks_of_a_form_are_told_from_letters_that_mean_something(
    text: str | None, left: str | None
) -> None:
    assert placeholder(text) == left
