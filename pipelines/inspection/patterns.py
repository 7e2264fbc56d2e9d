r"""Regular expressions read twice: as Python means them, and for the engine that reads columns.

The column engine (RE2) takes time linear in the text, whatever the pattern; Python's `re`, by
which Frictionless judges, can take for ever. The two read `\d`, `\w`, `\b` and `$` differently, and
RE2 has no lookaround: so a pattern is taken apart by Python's own parser and written anew for RE2.

Basis: https://docs.python.org/3/library/re.html, https://github.com/google/re2/wiki/Syntax
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from re import _constants as op
from re import _parser as parser
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

# What Python calls white space in text, and the rest: the same in every version of Unicode.
_SPACE = (
    r"\x{9}-\x{d}\x{1c}-\x{20}\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}"
    r"\x{202f}\x{205f}\x{3000}"
)
_CHINESE = r"\x{4e00}-\x{9fa5}"  # letters in every version of Unicode
_NO_DIGIT = r"\x{0}-\x{2f}\x{3a}-\x{7f}" + _CHINESE
_NO_WORD = r"\x{0}-\x{2f}\x{3a}-\x{40}\x{5b}-\x{5e}\x{60}\x{7b}-\x{7f}"
_NO_SPACE = (
    r"\x{0}-\x{8}\x{e}-\x{1b}\x{21}-\x{84}\x{86}-\x{9f}\x{a1}-\x{167f}\x{1681}-\x{1fff}"
    r"\x{200b}-\x{2027}\x{202a}-\x{202e}\x{2030}-\x{205e}\x{2060}-\x{2fff}\x{3001}-\x{10ffff}"
)
# Characters every version of Unicode has in the class: what they match, Python matches.
_SURE = {
    op.CATEGORY_DIGIT: "0-9",
    op.CATEGORY_NOT_DIGIT: _NO_DIGIT,
    op.CATEGORY_SPACE: _SPACE,
    op.CATEGORY_NOT_SPACE: _NO_SPACE,
    op.CATEGORY_WORD: f"0-9A-Za-z_{_CHINESE}",
    op.CATEGORY_NOT_WORD: _NO_WORD,
}
# The class itself, as RE2's own tables have it.
_WHOLE = {
    op.CATEGORY_DIGIT: r"\p{Nd}",
    op.CATEGORY_NOT_DIGIT: r"\P{Nd}",
    op.CATEGORY_SPACE: _SPACE,
    op.CATEGORY_NOT_SPACE: _NO_SPACE,
    op.CATEGORY_WORD: r"\pL\pN_",
    op.CATEGORY_NOT_WORD: r"\pM\pP\pS\pZ\pC",
}
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT)
_MOST_REPEATS = 1000  # RE2 refuses more
_MANY = 10


@dataclass(frozen=True)
class Pattern:
    """A pattern for the column engine.

    `sure` matches only texts that Python's `re` matches, at the beginning of the text as `re.match`
    does; None if the pattern has no equivalent. `alone` stands for the pattern itself where Python
    could take for ever over it, and is None where it cannot.
    """

    sure: str | None
    alone: str | None = None


class EndlessPatternError(ValueError):
    """Raised for a pattern that may take for ever and cannot be written for RE2."""


class _NoEquivalentError(Exception):
    """RE2 has nothing that means the same."""


def read_pattern(pattern: str) -> Pattern:
    r"""What the column engine makes of a pattern of Python.

    Raises: re.error if it is none; EndlessPatternError if it is one that could hang the program.

    >>> read_pattern(r"^[0-9]{3}$")
    Pattern(sure='\\A(?:\\A(?:[0-9]){3,3}\\z)', alone=None)
    >>> read_pattern("(?=a)b").sure
    """
    parsed = parser.parse(pattern)
    re.compile(pattern)  # what the parser lets pass and the compiler does not
    sure, whole = _written(parsed, _SURE, r"\z"), _written(parsed, _WHOLE, r"\n?\z")
    repeats = _repeats(parsed, inside=False)
    nested = any(repeats)
    if whole is None and nested:
        raise EndlessPatternError(pattern)
    slow = nested or len(repeats) > 1
    return Pattern(sure, whole if slow else None)


def _written(parsed: Any, classes: dict, end: str) -> str | None:
    if parsed.state.flags & ~re.UNICODE:
        return None
    try:
        text = rf"\A(?:{_sequence(parsed, classes, end)})"
        pc.match_substring_regex(pa.array([""]), text)
    except (_NoEquivalentError, pa.ArrowInvalid):
        return None
    return text


def _sequence(nodes: Iterable[tuple], classes: dict, end: str) -> str:
    return "".join(_node(kind, value, classes, end) for kind, value in nodes)


def _node(kind: Any, value: Any, classes: dict, end: str) -> str:
    if kind is op.IN:
        return _set(value, classes)
    if kind is op.AT:
        return _anchor(value, end)
    if kind is op.BRANCH:
        return f"(?:{'|'.join(_sequence(branch, classes, end) for branch in value[1])})"
    if kind is op.SUBPATTERN and not (value[1] or value[2]):
        return f"(?:{_sequence(value[3], classes, end)})"
    if kind in _REPEATS:
        return _repeat(*value, classes=classes, end=end)
    if kind is op.LITERAL:
        return f"[{_character(value)}]"
    if kind is op.NOT_LITERAL:
        return f"[^{_character(value)}]"
    if kind is op.ANY:
        return r"[^\x{a}]"
    raise _NoEquivalentError


def _anchor(value: Any, end: str) -> str:
    if value in (op.AT_BEGINNING, op.AT_BEGINNING_STRING):
        return r"\A"
    if value is op.AT_END:
        return end
    if value is op.AT_END_STRING:
        return r"\z"
    raise _NoEquivalentError


def _repeat(low: int, high: Any, body: Any, *, classes: dict, end: str) -> str:
    if low > _MOST_REPEATS or (high is not op.MAXREPEAT and high > _MOST_REPEATS):
        raise _NoEquivalentError
    most = "" if high is op.MAXREPEAT else str(high)
    return f"(?:{_sequence(body, classes, end)}){{{low},{most}}}"


def _set(items: list[tuple], classes: dict) -> str:
    negated = items[0][0] is op.NEGATE
    inner = ""
    for kind, value in items[negated:]:
        if kind is op.LITERAL:
            inner += _character(value)
        elif kind is op.RANGE:
            inner += f"{_character(value[0])}-{_character(value[1])}"
        elif value in (op.CATEGORY_SPACE, op.CATEGORY_NOT_SPACE) or not negated:
            inner += classes[value]
        else:  # the rest of a class is known as little as the class itself
            raise _NoEquivalentError
    return f"[{'^' if negated else ''}{inner}]"


def _character(code: int) -> str:
    if 0xD800 <= code <= 0xDFFF:
        raise _NoEquivalentError
    return chr(code) if chr(code).isascii() and chr(code).isalnum() else f"\\x{{{code:x}}}"


def _repeats(nodes: Iterable[tuple], *, inside: bool) -> list[bool]:
    """For each repetition of many: whether it stands, or holds a choice, inside another one."""
    found: list[bool] = []
    for kind, value in nodes:
        if kind in _REPEATS:
            low, high, body = value
            many = (high is op.MAXREPEAT or high > _MANY) and high != low
            found += [inside] if many else []
            found += _repeats(body, inside=inside or many)
        elif kind is op.BRANCH:
            found += [True] if inside else []
            found += [r for branch in value[1] for r in _repeats(branch, inside=inside)]
        elif kind is op.SUBPATTERN:
            found += _repeats(value[3], inside=inside)
        elif kind in (op.ASSERT, op.ASSERT_NOT):
            found += _repeats(value[1], inside=inside)
        elif kind is op.GROUPREF_EXISTS:
            found += [r for part in value[1:] if part for r in _repeats(part, inside=inside)]
    return found
