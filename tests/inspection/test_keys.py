from collections import Counter

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from pipelines.inspection.keys import hash_rows, repeated

TEXTS = st.none() | st.text(max_size=20) | st.sampled_from(["", "a", "银杏", "x" * 8, "x" * 16])
ROWS = st.lists(st.tuples(TEXTS, TEXTS), min_size=1)


def hashes(rows: list[tuple]) -> list[int]:
    return hash_rows([pa.array(c, pa.string()) for c in zip(*rows, strict=True)]).tolist()


@given(ROWS)
def test_rows_have_the_same_number_exactly_when_they_say_the_same(rows: list[tuple]) -> None:
    numbers = hashes(rows)

    assert len(set(numbers)) == len(set(rows))
    assert len(set(zip(rows, numbers, strict=True))) == len(set(rows))


@given(ROWS, ROWS)
def test_number_of_a_row_does_not_depend_on_the_rows_beside_it(
    first: list[tuple], second: list[tuple]
) -> None:
    assert hashes(first + second) == hashes(first) + hashes(second)


def test_part_of_a_longer_column_is_numbered_like_a_whole_one() -> None:
    column = pa.array(["a", "bc", None, "银杏" * 9, ""])

    assert hash_rows([column[2:]]).tolist() == hash_rows([column]).tolist()[2:]


def test_many_identifiers_do_not_meet() -> None:
    column = pa.array([f"{n:018d}" for n in range(300_000)])

    assert len(np.unique(hash_rows([column]))) == 300_000


@given(st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 3)))
def test_all_numbers_that_stand_more_than_once_are_told(numbers: list[int]) -> None:
    counts = Counter(numbers)

    found = repeated(np.array(numbers, np.uint64))

    assert found.tolist() == [i for i, n in enumerate(numbers) if counts[n] > 1]
