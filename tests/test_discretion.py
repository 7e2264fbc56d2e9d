import re

import pytest

from pipelines.discretion import Discreet
from pipelines.exceptions import ProgramError, StoreError

NUMBER = "13900000000"


def test_unforeseen_fault_tells_its_kind_and_place_and_nothing_it_quotes() -> None:
    with pytest.raises(ProgramError) as caught, Discreet():
        int(f"{NUMBER}元")

    assert re.fullmatch(r"ValueError in test_discretion.py:\d+", str(caught.value))
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("fault", [StoreError("which file"), FileNotFoundError(2, "gone", "a.csv")])
def test_foreseen_fault_passes_as_it_is(fault: Exception) -> None:
    with pytest.raises(type(fault)) as caught, Discreet():
        raise fault

    assert caught.value is fault


def test_interrupt_passes_as_it_is() -> None:
    with pytest.raises(KeyboardInterrupt), Discreet():
        raise KeyboardInterrupt


def test_nothing_is_raised_where_nothing_failed() -> None:
    with Discreet():
        made = 1 + 1

    assert made == 2
