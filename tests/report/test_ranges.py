from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipelines.report.ranges import ranges_text, row_ranges

rows = st.lists(st.integers(1, 300))


@given(rows)
def test_ranges_hold_exactly_the_rows(found: list[int]) -> None:
    inside = [n for a, b in row_ranges(found) for n in range(a, b + 1)]

    assert inside == sorted(set(found))


@given(rows)
def test_no_two_ranges_touch(found: list[int]) -> None:
    ranges = row_ranges(found)

    assert all(b + 1 < c for (_, b), (c, _) in pairwise(ranges))


def test_ranges_are_written_as_readers_do() -> None:
    assert ranges_text([(5, 120), (130, 130)]) == "5–120、130"
    assert ranges_text([]) == ""
