"""A text as different ways of counting digits read it, each character knowing where it stood.

Numbers are written in full width, in Chinese or other digits, with invisible characters inside,
and beside digits of another kind. A view folds some of these into ASCII; in the others the same
characters are the end of a number.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

NO_DIGIT = "\ufffd"
_INVISIBLE = ("Cf", "Mn", "Me")
# What only looks like numbers: addresses of pages, and identifiers written in hexadecimal.
_NO_NUMBERS = re.compile(
    r"https?://[^\s，。；、）)\"'<>]+"
    r"|(?<![0-9A-Za-z])[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
    r"|(?<![0-9A-Za-z])(?=[0-9]*[A-Fa-f])(?:[0-9a-f]{24,}|[0-9A-F]{24,})(?![0-9A-Za-z])"
)
_NAMED_IN_ADDRESS = re.compile(r"(?:tel|phone|mobile|mob)=", re.I)


@dataclass(frozen=True)
class View:
    """A folded text; `places` are the indices its characters have in the text as given."""

    text: str
    places: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a slice of the folded text stands in the text as given."""
        return self.places[start], self.places[end - 1] + 1


def views(text: str) -> Iterator[View]:
    """With ASCII digits only, with decimal digits of all scripts, with all numerals up to nine.

    A view that reads like an earlier one is left out: most texts have one.
    """
    if text.isascii():  # nothing to fold
        if text:
            yield View(_without_addresses(text), range(len(text)))
        return
    seen = set()
    shown = [(n, c) for n, c in enumerate(text) if unicodedata.category(c) not in _INVISIBLE]
    for read in (_ascii, _decimal, _numeral):
        folded = "".join(read(c) for _, c in shown)
        if folded and folded not in seen:
            seen.add(folded)
            yield View(_without_addresses(folded), tuple(n for n, _ in shown))


@cache
def _ascii(character: str) -> str:
    plain = _plain(character)
    return NO_DIGIT if plain.isdecimal() and not character.isascii() else plain


@cache
def _decimal(character: str) -> str:
    value = unicodedata.decimal(character, None)
    return _plain(character) if value is None else str(value)


@cache
def _numeral(character: str) -> str:
    if character == "幺":  # how a one is said on the telephone
        return "1"
    value = unicodedata.numeric(character, None)
    return str(int(value)) if value is not None and value in range(10) else _plain(character)


@cache
def _plain(character: str) -> str:
    """The half-width form, where that is one character."""
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character


def _without_addresses(text: str) -> str:
    """The same text, as long, with no digits in what only looks like numbers."""
    return _NO_NUMBERS.sub(
        lambda m: m[0] if _NAMED_IN_ADDRESS.search(m[0]) else NO_DIGIT * len(m[0]), text
    )
