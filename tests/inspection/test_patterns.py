import re

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.inspection.patterns import EndlessPatternError, read_pattern

PARTS = st.sampled_from(
    [
        *(
            "a",
            "b",
            "银",
            ".",
            "[ab]",
            "[^a]",
            r"\d",
            r"\D",
            r"\w",
            r"\W",
            r"\s",
            r"\S",
            "[0-9a-f]",
        ),
        *(r"[\w-]", r"[^\s]", r"[\S]", r"[\d\s]", r"\.", "(a|b)", "(?:ab)", "$", "^", r"\Z", r"\A"),
    ]
)
REPEATS = st.sampled_from(["", "", "", "?", "*", "+", "{2}", "{1,3}", "*?"])
PATTERNS = (
    st.lists(st.tuples(PARTS, REPEATS).map("".join), max_size=4)
    .map("".join)
    .filter(lambda text: _compiles(text))
)
TEXTS = st.text("ab09fAZ銀银é²٣１_-. \n\t\u3000\x1c(", max_size=5)


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def matches(pattern: str | None, text: str) -> bool:
    return pattern is not None and pc.match_substring_regex(pa.array([text]), pattern)[0].as_py()


@given(PATTERNS, TEXTS)
def test_what_surely_matches_matches_in_python(pattern: str, text: str) -> None:
    read = read_pattern(pattern)

    assert not matches(read.sure, text) or re.match(pattern, text)


@given(PATTERNS, st.text("ab09fAZ_-.( ", max_size=5))
def test_plain_text_is_judged_alike_by_both_engines(pattern: str, text: str) -> None:
    read = read_pattern(pattern)

    assert read.sure is not None
    assert matches(read.sure, text) == bool(re.match(pattern, text))


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"\d", "²"),
        (r"\d", "٣"),
        (r"\w", "é"),
        (r"\s", "\u180e"),
        ("a$", "a\n"),
        (r"\bа", "а"),
        (r"[\W]", "é"),
    ],
)
def test_text_the_engines_read_differently_is_not_sure(pattern: str, text: str) -> None:
    assert not matches(read_pattern(pattern).sure, text)


@pytest.mark.parametrize(
    "pattern", ["(?=a)", "(?<!a)b", r"(a)\1", r"\ba", "(?i)a", "(?x) a", "(?>a)", "a++", "x{1001}"]
)
def test_what_the_column_engine_does_not_know_has_no_equivalent(pattern: str) -> None:
    assert read_pattern(pattern).sure is None


@pytest.mark.parametrize(
    "pattern", ["(a+)+", "(a|bc)*", "([0-9]+,)*x", "a*a*", r"\s*,\s*", "(?:a{0,20}){0,20}"]
)
def test_pattern_that_may_be_slow_is_judged_alone(pattern: str) -> None:
    assert read_pattern(pattern).alone is not None


@pytest.mark.parametrize("pattern", ["", "a*b", "[0-9]{3}", "(a|b)c", "([0-9]{2}){0,2}", r"\w+"])
def test_pattern_that_is_quick_is_left_to_python(pattern: str) -> None:
    assert read_pattern(pattern).alone is None


@pytest.mark.parametrize("pattern", [r"(a+)+\1", "(?=x)(a|bc)*", r"(\ba+)*"])
def test_pattern_that_may_never_end_and_has_no_equivalent_is_refused(pattern: str) -> None:
    with pytest.raises(EndlessPatternError):
        read_pattern(pattern)
