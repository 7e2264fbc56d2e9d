import time
from collections.abc import Iterator

import pytest

from pipelines.parallel import map_in_order


def test_results_stand_in_the_order_of_the_items() -> None:
    def slow_first(n: int) -> int:
        time.sleep(0.02 if n == 0 else 0)
        return n * n

    assert list(map_in_order(slow_first, range(20))) == [n * n for n in range(20)]


def test_items_are_taken_as_they_are_needed() -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for n in range(10_000):
            taken.append(n)
            yield n

    results = map_in_order(abs, items())

    assert next(results) == 0
    assert len(taken) < 1_000
    results.close()


def test_fault_in_an_item_is_raised_in_its_turn() -> None:
    results = map_in_order(lambda n: 1 // n, [1, 0, 1])

    assert next(results) == 1
    with pytest.raises(ZeroDivisionError):
        next(results)
