"""Every fault the program has to survive has a test that says so: `pytest -m fault` runs them.

I: what comes in. S: what must not get out. N: what stock readers let through. C: what happens to
the machine while an edition is published. What each number stands for is said here in a word; the
tests say what is answered.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest

from tests import REPOSITORY
from tests.intake.hostile_files import HOSTILE

FAULTS = {
    "I01": "another encoding than declared",
    "I02": "two encodings in one file",
    "I03": "byte order marks, lone carriage returns, control characters",
    "I04": "rows with a cell too many or too few",
    "I05": "a stray quotation mark",
    "I06": "a header that stands twice, or is blank",
    "I07": "no rows",
    "I08": "most rows gone since the last time",
    "I09": "a cell of megabytes",
    "I10": "a hundred thousand columns",
    "I11": "archive bombs",
    "I12": "workbook bombs",
    "I13": "XML bombs and outside entities",
    "I14": "formulas and error values",
    "I15": "texts a spreadsheet runs",
    "I16": "paths that climb, links",
    "I17": "addresses that are fetched",
    "I18": "YAML tags and bombs",
    "I19": "patterns that never end",
    "I20": "a plugin left in the inbox",
    "I21": "NaN, infinities, exponents, endless numbers",
    "I22": "digits of another script",
    "I23": "characters nobody sees",
    "I24": "days that can be read in two ways",
    "I25": "units that are mixed",
    "I26": "identifiers read as numbers",
    "I27": "a row that stands twice",
    "S01": "personal data",
    "S02": "what is embargoed",
    "S03": "hidden sheets, comments, document properties",
    "S04": "what a database keeps of deleted rows",
    "N1": "descriptors that fetch",
    "N2": "links and database addresses",
    "N3": "unpacked files left behind",
    "N4": "workbooks that exhaust memory and time",
    "N5": "columns, patterns and YAML without end",
    "N6": "one row of another encoding makes nonsense of all",
    "N7": "a unit line that is skipped",
    "N8": "digits, numbers and characters that pass for valid",
    "N9": "codes and names turned into numbers and nothing",
    "N10": "code imported from the working directory",
    "N11": "a full disk half-way",
    "N12": "valid, because nothing was looked at",
    "N13": "a comma swallowed in silence",
    "C01": "killed at every step",
    "C02": "killed at random while readers read",
    "C03": "several runs of the same at once",
    "C04": "runs of different figures at once",
    "C05": "a full disk at every write",
    "C06": "a home nobody may write into",
    "C07": "power that fails",
    "C08": "a log cut off at any byte",
    "C09": "one bit flipped in what is published",
    "C10": "manifests that were changed, swapped or cut off",
    "C11": "readers led back to an older state",
    "C12": "a clock that goes backwards",
    "C14": "a state removed under its readers",
    "C15": "a home restored elsewhere",
}


@cache
def marked() -> frozenset[str]:
    """The ids the tests are marked with."""
    return frozenset(_marked())


def _marked() -> Iterator[str]:
    for path in (REPOSITORY / "tests").rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_mark = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if is_mark and ast.unparse(node.func) == "pytest.mark.fault":
                yield from (a.value for a in node.args if isinstance(a, ast.Constant))
    yield from (match[0] for name in HOSTILE if (match := re.match("[IS][0-9]{2}", name)))


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_has_a_test_that_is_marked_with_it(fault: str) -> None:
    assert fault in marked()


def test_no_test_is_marked_with_a_fault_nobody_knows() -> None:
    assert marked() <= set(FAULTS)
