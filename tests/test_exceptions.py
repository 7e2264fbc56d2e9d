import inspect
import re

import pytest

from pipelines import exceptions
from pipelines.exceptions import SunledgerError

FAULTS = [kind for _, kind in inspect.getmembers(exceptions, inspect.isclass)]


def drawn_tree() -> dict[str, str | None]:
    """Each fault the docstring draws, with the one it is drawn under."""
    above: list[str] = []
    tree: dict[str, str | None] = {}
    for line in (exceptions.__doc__ or "").splitlines():
        if match := re.match(r"    ([│├└─ ]*)(\w+Error)\b", line):
            depth = len(match[1]) // 4
            tree[match[2]] = above[depth - 1] if depth else None
            above[depth:] = [match[2]]
    return tree


def test_tree_of_faults_is_the_one_that_is_drawn() -> None:
    bases = {kind.__name__: kind.__bases__[0].__name__ for kind in FAULTS}
    assert bases.pop("SunledgerError") == "Exception"
    assert drawn_tree() == {"SunledgerError": None, **bases}


@pytest.mark.parametrize("kind", FAULTS, ids=lambda kind: kind.__name__)
def test_every_fault_of_ours_is_caught_as_one_and_keeps_its_words(kind: type) -> None:
    with pytest.raises(SunledgerError, match=r"^which file, and why$"):
        raise kind("which file, and why")
