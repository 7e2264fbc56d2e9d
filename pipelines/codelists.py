"""Finds codes as a list stood in a year, and says what a wrong one may have meant."""

import difflib
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from pipelines.model import Code, Codelist, Coverage

_ALIKE = 0.5  # difflib's ratio from which two names or codes are held to be alike


def plain_name(name: str) -> str:
    """A name without white space and with half-width forms, as names are compared.

    >>> plain_name("维修（护） 费") == plain_name("维修(护)费")
    True
    """
    return "".join(unicodedata.normalize("NFKC", name).split())


@dataclass(frozen=True)
class CodelistYear:
    """A code list as it stood in one year."""

    codelist: Codelist
    year: int

    @cached_property
    def codes(self) -> Mapping[str, Code]:
        """The codes in force."""
        return {c.code: c for c in self.codelist.codes if c.in_force(self.year)}

    @cached_property
    def by_name(self) -> Mapping[str, tuple[Code, ...]]:
        """The codes in force that share a name, as names are compared."""
        named: dict[str, list[Code]] = defaultdict(list)
        for code in self.codes.values():
            named[plain_name(code.name)].append(code)
        return {name: tuple(codes) for name, codes in named.items()}

    @property
    def is_known(self) -> bool:
        """Whether the list speaks for the year at all."""
        return self._coverage is not None

    @property
    def is_complete(self) -> bool:
        """Whether a code that is not listed cannot be right."""
        return bool(self._coverage and self._coverage.complete)

    @property
    def _coverage(self) -> Coverage | None:
        return next(
            (
                c
                for c in self.codelist.coverage
                if c.first <= self.year <= (9999 if c.last is None else c.last)
            ),
            None,
        )

    def nearest(self, code: str, name: str | None) -> Code | None:
        """The code in force that was most likely meant: by its name, else by its digits.

        Among codes that share the name, the one with the closest digits.
        """
        plain = plain_name(name or "")
        names = difflib.get_close_matches(plain, self.by_name, n=1, cutoff=_ALIKE)
        candidates = self.by_name[names[0]] if names else tuple(self.codes.values())
        close = difflib.get_close_matches(code, [c.code for c in candidates], n=1, cutoff=_ALIKE)
        if close:
            return self.codes[close[0]]
        return candidates[0] if names else None
