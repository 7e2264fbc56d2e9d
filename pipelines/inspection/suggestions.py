"""Did you mean: the listed code closest to a wrong one by its name, and the one by its digits.

No code is compared with the whole list: an index of characters picks a few that could be alike, so
that a suggestion costs about the same whether the list has a hundred entries or ten thousand.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import chain, islice

from pipelines.codelists import CodelistYear, is_named, plain_name
from pipelines.model import Code

_ALIKE = 1 / 2  # difflib's ratio from which two names or codes are held to be alike
_VISITED = 5_000  # how often a text of a list is come across by a mark before the search ends
_COMPARED = 24  # how many texts of a list are looked at closely


@dataclass(frozen=True)
class Suggestion:
    """What a wrong code may have meant: the code of its name, and the one with its digits."""

    by_name: Code | None
    by_digits: Code | None
    reason: str
    reason_en: str

    @property
    def code(self) -> Code | None:
        """The code most likely meant: a name says more than digits."""
        return self.by_name or self.by_digits


@dataclass(frozen=True)
class Suggester:
    """Says what wrong codes may have meant, out of a list as it stood in a year."""

    listed: CodelistYear

    def suggest(self, code: str, name: str | None) -> Suggestion:
        """The listed codes closest by name (of namesakes, by digits) and by digits, and why."""
        by_name = self._named(name, code) if name else None
        digits = self._digits.nearest(code)
        by_digits = self.listed.codes[digits] if digits else None
        return Suggestion(by_name, by_digits, *_reasons(code, name, by_name, by_digits))

    def _named(self, name: str, code: str) -> Code | None:
        found = self._names.nearest(plain_name(name))
        if found is None:
            return None
        namesakes = self.listed.by_name[found]
        closest = nearest_of(code, [c.code for c in namesakes])
        return self.listed.codes[closest] if closest else namesakes[0]

    @cached_property
    def _names(self) -> "_Index":
        return _Index(tuple(self.listed.by_name), dict.fromkeys)

    @cached_property
    def _digits(self) -> "_Index":
        return _Index(tuple(self.listed.codes), _positions)


@dataclass(frozen=True)
class _Index:
    """Texts by the marks they bear, to find the one most like another."""

    texts: Sequence[str]
    marks: Callable[[str], Iterable[Hashable]]

    def nearest(self, text: str) -> str | None:
        """The text most alike, if any is alike at all."""
        if len(text) > 2 * self._longest:  # a page of text is no name
            return None
        bearers = (self._bearers.get(mark, ()) for mark in self.marks(text))
        rarest_first = chain.from_iterable(sorted(bearers, key=len))
        shared = Counter(islice(rarest_first, _VISITED))
        return nearest_of(text, [self.texts[n] for n, _ in shared.most_common(_COMPARED)])

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self.texts), default=0)

    @cached_property
    def _bearers(self) -> Mapping[Hashable, Sequence[int]]:
        bearers: dict[Hashable, list[int]] = defaultdict(list)
        for n, text in enumerate(self.texts):
            for mark in self.marks(text):
                bearers[mark].append(n)
        return bearers


def _positions(code: str) -> list[tuple[int, str]]:
    """The characters of a code with their places from its beginning and from its end."""
    ends = ((n - len(code), c) for n, c in enumerate(code))
    return [*enumerate(code), *ends]


def nearest_of(text: str, candidates: Sequence[str]) -> str | None:
    """The candidate most alike; of equals, the one with most characters in their places.

    >>> nearest_of("20503", ["20501", "20502", "221"]), nearest_of("甲", ["20501"])
    ('20502', None)
    """
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(text)
    best: tuple[float, int, str] = (_ALIKE, 0, "")
    for candidate in candidates:
        matcher.set_seq1(candidate)
        best = max(best, (matcher.ratio(), _agreement(text, candidate), candidate))
    return best[2] or None


def _reasons(code: str, name: str | None, named: Code | None, near: Code | None) -> tuple[str, str]:
    """Why these two, in Chinese and in English."""
    likeness, likeness_en = _likeness(code, near.code) if near else ("", "")
    same = bool(named and is_named(named, name or ""))
    alike, alike_en = ("名称相同", "same name") if same else ("名称相近", "similar name")
    if named and near and named.code == near.code:
        meant = f"{near.code} {near.name}"
        return (
            f"按名称和编码：{meant}（{alike}，{likeness}）",
            f"by name and digits: {meant} ({alike_en}, {likeness_en})",
        )
    reasons = [
        ("按名称", "by name", named, alike, alike_en),
        ("按编码", "by digits", near, likeness, likeness_en),
    ]
    given = [(zh, en, c, why, why_en) for zh, en, c, why, why_en in reasons if c]
    return (
        "；".join(f"{zh}：{c.code} {c.name}（{why}）" for zh, _, c, why, _ in given),
        "; ".join(f"{en}: {c.code} {c.name} ({why_en})" for _, en, c, _, why_en in given),
    )


def _likeness(code: str, other: str) -> tuple[str, str]:
    """In which way two codes are alike.

    >>> _likeness("71102", "2101102"), _likeness("2010640", "2010604")[0]
    (('末4位相同', 'the last 4 digits agree'), '数字相同，次序不同')
    """
    differing = [n for n, (a, b) in enumerate(zip(code, other, strict=False), 1) if a != b]
    if len(code) == len(other) and len(differing) == 1:
        return f"只差第{differing[0]}位", f"only digit {differing[0]} differs"
    if sorted(code) == sorted(other):
        return "数字相同，次序不同", "the same digits in another order"
    head, tail = _common(code, other), _common(code[::-1], other[::-1])
    if tail > head:
        return f"末{tail}位相同", f"the last {tail} digits agree"
    return f"前{head}位相同", f"the first {head} digits agree"


def _agreement(text: str, other: str) -> int:
    """How many characters stand in the same place from the beginning, or from the end.

    All of them count as such where only their order differs.
    """
    ways = ((text, other), (text[::-1], other[::-1]))
    same = max(sum(a == b for a, b in zip(*way, strict=False)) for way in ways)
    return len(text) if sorted(text) == sorted(other) else same


def _common(text: str, other: str) -> int:
    """How many characters two texts share from their beginning."""
    differs = (n for n, (a, b) in enumerate(zip(text, other, strict=False)) if a != b)
    return next(differs, min(len(text), len(other)))
