"""Reads a code list as it stood in a year: what is in force, at which level, under which parent."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from pipelines.model import Code, Codelist, Coverage


def plain_name(name: str) -> str:
    """A name without white space and with half-width forms, as names are compared.

    >>> plain_name("维修（护） 费") == plain_name("维修(护)费")
    True
    """
    return "".join(unicodedata.normalize("NFKC", name).split())


def is_named(code: Code, name: str) -> bool:
    """Whether a printed name is the one the list has for the code."""
    plain = plain_name(name)
    return any(plain == plain_name(n) for n in (code.name, code.printed_name) if n)


@dataclass(frozen=True)
class CodelistYear:
    """A code list as it stood in one year."""

    codelist: Codelist
    year: int

    @cached_property
    def codes(self) -> Mapping[str, Code]:
        """The codes in force; where the list is carried on from another year, that year's too."""
        carried = self.coverage.carried_from if self.coverage else None
        codes = {c.code: c for c in self.codelist.codes if carried and c.in_force(carried)}
        return codes | {c.code: c for c in self.codelist.codes if c.in_force(self.year)}

    @cached_property
    def by_name(self) -> Mapping[str, tuple[Code, ...]]:
        """The codes in force that share a name, as names are compared."""
        named: dict[str, list[Code]] = defaultdict(list)
        for code in self.codes.values():
            for name in {plain_name(n) for n in (code.name, code.printed_name) if n}:
                named[name].append(code)
        return {name: tuple(codes) for name, codes in named.items()}

    @cached_property
    def other_years(self) -> Mapping[str, tuple[Code, ...]]:
        """The entries that are not in force, by their code, the newest first."""
        entries: dict[str, list[Code]] = defaultdict(list)
        for code in self.codelist.codes:
            if code is not self.codes.get(code.code):
                entries[code.code].insert(0, code)
        return {code: tuple(found) for code, found in entries.items()}

    @cached_property
    def coverage(self) -> Coverage | None:
        """What the list says of the year, if it speaks for it at all."""
        covering = (c for c in self.codelist.coverage if _covers(c, self.year))
        return next(covering, None)

    @property
    def is_known(self) -> bool:
        """Whether the list speaks for the year at all."""
        return self.coverage is not None

    @property
    def is_complete(self) -> bool:
        """Whether a code that is not listed cannot be right."""
        return bool(self.coverage and self.coverage.complete)

    def is_certain(self, code: Code) -> bool:
        """Whether what the list says of a code was held against a publication of the year."""
        return code.verified and code.in_force(self.year)

    def is_impossible(self, code: str) -> bool:
        """Whether an unlisted code cannot be right, however many codes the list may lack.

        It has not the form of a code, or it begins with one that would have to be listed.
        """
        if self.is_complete:
            return True
        if self.coverage is None:
            return False
        if self.coverage.pattern and not re.fullmatch(self.coverage.pattern, code):
            return True
        return any(
            beginning not in self.codes
            for level, beginning in self._beginnings(code)
            if level in self.coverage.complete_levels
        )

    def level_of(self, code: str) -> str | None:
        """The level a code is listed at; of an unlisted one, the level its digits reach."""
        if code in self.codes:
            return self.codes[code].level
        widths = dict(zip(accumulate(self.codelist.digits), self.codelist.levels, strict=False))
        return widths.get(len(code))

    def parent_of(self, code: str) -> str | None:
        """The parent a code is listed under; of an unlisted one, the code its digits begin with."""
        if code in self.codes:
            return self.codes[code].parent
        above = [beginning for _, beginning in self._beginnings(code) if beginning != code]
        return above[-1] if above and self.level_of(code) else None

    def _beginnings(self, code: str) -> Sequence[tuple[str, str]]:
        """The code cut at every level its digits reach, from the top down."""
        widths = zip(self.codelist.levels, accumulate(self.codelist.digits), strict=False)
        return [(level, code[:width]) for level, width in widths if width <= len(code)]


def _covers(coverage: Coverage, year: int) -> bool:
    return coverage.first <= year <= (9999 if coverage.last is None else coverage.last)
