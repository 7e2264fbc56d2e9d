"""One code of one year against its list: what is wrong with it, and what it may have meant."""

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property

from pipelines.codelists import CodelistYear, is_named, plain_name
from pipelines.inspection.suggestions import Suggester, Suggestion
from pipelines.model import Classification, Code, Codelist, Severity

MOST_SUGGESTED = 100  # wrong codes of a field and year that are compared with the list
Words = tuple[str, str]  # the same in Chinese and in English
_TOO_MANY: Words = (
    f"不同的错误编码超过{MOST_SUGGESTED}个，其余不再推测",
    f"more than {MOST_SUGGESTED} different wrong codes: no guess is made for the rest",
)


@dataclass(frozen=True)
class Line:
    """What a row says of its code; equal lines are judged once.

    `parts` are those of a code printed in columns whose parts have not the digits they must have.
    """

    code: str
    name: str | None
    year: int | None
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fault:
    """What is wrong with a line: the rule, the field that breaks it, and what was expected."""

    rule: str
    severity: Severity
    field: str
    value: str
    expected: str | None = None
    words: Words = ("", "")
    only_with_amounts: bool = False  # an empty line of a printed form is not wrong by it


@dataclass
class Judge:
    """Judges the lines of one field and year, `present` being all codes that stand there."""

    field: str
    classification: Classification
    listed: CodelistYear
    present: Set[str]
    _suggester: Suggester = field(init=False)
    _suggested: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self._suggester = Suggester(self.listed)

    @cached_property
    def _parents(self) -> Set[str | None]:
        """The codes that have one below them in the table."""
        return {self.listed.parent_of(code) for code in self.present}

    def faults(self, line: Line) -> Iterator[Fault]:
        """Everything wrong with a line."""
        if line.parts:
            yield self._badly_split(line)
            return
        code = self.listed.codes.get(line.code)
        if code is None and self.listed.is_impossible(line.code):
            yield from self._impossible(line)
            return
        if code is None:
            yield self._unconfirmed(line)
        elif line.name and not is_named(code, line.name):
            yield self._misnamed(line, code)
        yield from self._without_parent(line)
        yield from self._at_another_level(line)

    def _badly_split(self, line: Line) -> Fault:
        """The parts of the code have not their digits: which, and what the code would be."""
        codelist, parts = self.listed.codelist, line.parts
        filled = "".join(p.zfill(n) for p, n in zip(parts, codelist.digits, strict=False) if p)
        meant, words = self.listed.codes.get(filled), list(_odd_parts(codelist, parts))
        if meant and filled == line.code:
            words.append(("应按级次分列", "its parts belong in their own columns"))
        elif meant:
            words.append(("补足前导零即是", "with its leading zeros"))
        elif found := self._suggestion(line):
            meant = found.code
            words.append((found.reason, found.reason_en))
        expected = f"{meant.code} {meant.name}" if meant else None
        value = "|".join(parts).rstrip("|")
        return Fault("code-is-listed", "error", self.field, value, expected, _sentence(words))

    # — names —

    def _misnamed(self, line: Line, code: Code) -> Fault:
        name = line.name or ""
        words = [*self._name_of_others(name), *self._name_of_other_years(line)]
        if not code.verified:
            words.append(("该名称在代码表中未核对原文", "the listed name is not verified"))
        elif not self.listed.is_certain(code):
            words.append(
                (
                    f"目录沿用{code.valid_to}年的，此后是否改名未核对",
                    f"the list is that of {code.valid_to}; later names are not known",
                )
            )
        return Fault(
            "code-has-its-listed-name",
            "error" if self.listed.is_certain(code) else "warning",
            self.classification.name or self.field,
            name,
            code.name,
            _sentence(words),
        )

    def _name_of_others(self, name: str) -> Iterator[Words]:
        others = self.listed.by_name.get(plain_name(name), ())
        if len(others) == 1:
            code = others[0].code
            yield f"“{name}”是 {code} 的名称", f"“{name}” is the name of {code}"

    def _name_of_other_years(self, line: Line) -> Iterator[Words]:
        for entry in self.listed.other_years.get(line.code, ()):
            if is_named(entry, line.name or ""):
                years = _years(entry)
                yield f"“{line.name}”是此编码{years}年的名称", f"its name in {years}: “{line.name}”"

    # — codes —

    def _impossible(self, line: Line) -> Iterator[Fault]:
        """The code is wrong; so is a name no code of the year has, whatever code was meant."""
        words, expected = self._known_elsewhere(line.code)
        meant = self._suggestion(line)
        if meant is None:
            words.append(_TOO_MANY)
        else:
            words.append((meant.reason, meant.reason_en))
            expected = expected or (meant.code and f"{meant.code.code} {meant.code.name}")
        words = [w for w in words if w[0]]
        yield Fault("code-is-listed", "error", self.field, line.code, expected, _sentence(words))
        if line.name and plain_name(line.name) not in self.listed.by_name:
            yield Fault(
                "code-has-its-listed-name",
                "error",
                self.classification.name or self.field,
                line.name,
                meant.by_name.name if meant and meant.by_name else None,
                ("当年目录中没有这个名称", "no code of that year has this name"),
            )

    def _unconfirmed(self, line: Line) -> Fault:
        """The list may lack the code: a warning, and nothing is suggested."""
        words, expected = self._known_elsewhere(line.code)
        if level := self.listed.level_of(line.code):
            title = self.listed.codelist.level_title(level)
            words.append((f"级次按位数定为{title}", f"taken for a {level} by its digits"))
        rule = "code-is-in-the-observed-list"
        return Fault(rule, "warning", self.field, line.code, expected, _sentence(words))

    def _known_elsewhere(self, code: str) -> tuple[list[Words], str | None]:
        """What the code was in other years, and the code that has its meaning now."""
        words, successor = [], None
        for entry in self.listed.other_years.get(code, ()):
            years, name = _years(entry), entry.name
            words.append((f"{years}年的目录中是“{name}”", f"in {years} it was “{name}”"))
            heir = self.listed.codes.get(entry.successor or "")
            if heir and not successor:
                successor = f"{heir.code} {heir.name}"
                words.append((f"今为 {successor}（{entry.successor_basis}）", f"now {successor}"))
        return words, successor

    def _suggestion(self, line: Line) -> Suggestion | None:
        """What was meant; None once so many have been looked for that the rest would take long."""
        self._suggested += 1
        if self._suggested > MOST_SUGGESTED:
            return None
        return self._suggester.suggest(line.code, line.name)

    # — in the table —

    def _without_parent(self, line: Line) -> Iterator[Fault]:
        parent = self.listed.parent_of(line.code) if self.classification.parents else None
        if parent and parent not in self.present:
            listed = self.listed.codes.get(parent)
            expected = f"{parent} {listed.name}" if listed else parent
            yield Fault("code-stands-under-its-parent", "error", self.field, line.code, expected)

    def _at_another_level(self, line: Line) -> Iterator[Fault]:
        asked = self.classification.level
        level = self.listed.level_of(line.code)
        if not asked or level is None or level == asked:
            return
        if self.classification.leaf and (
            self._is_deeper(level, asked) or line.code in self._parents
        ):
            return
        title = self.listed.codelist.level_title
        yield Fault(
            "code-is-at-the-level-asked",
            "error",
            self.field,
            line.code,
            title(asked),
            (f"这是{title(level)}", f"this is a {level}, asked is a {asked}"),
            only_with_amounts=self.classification.leaf,
        )

    def _is_deeper(self, level: str, asked: str) -> bool:
        levels = self.listed.codelist.levels
        return levels.index(level) > levels.index(asked)


def odd_part(codelist: Codelist, parts: Sequence[str]) -> int:
    """Which part of a split code is the first that has not its digits, or follows an empty one."""
    for n, (part, width) in enumerate(zip(parts, codelist.digits, strict=False)):
        if (part and len(part) != width) or (not part and any(parts[n:])):
            return n
    return 0


def _odd_parts(codelist: Codelist, parts: Sequence[str]) -> Iterator[Words]:
    widths = zip(codelist.levels, parts, codelist.digits, strict=False)
    for n, (level, part, width) in enumerate(widths):
        title = codelist.level_title(level)
        if not part and any(parts[n:]):
            yield f"{title}是空的，后面却有编码", f"the {level} is empty, but not what follows it"
        elif part and len(part) != width:
            yield (
                f"{title}“{part}”是{len(part)}位，应为{width}位",
                f"the {level} “{part}” is of length {len(part)}, not {width}",
            )


def _years(entry: Code) -> str:
    if entry.valid_from and entry.valid_to:
        return f"{entry.valid_from}–{entry.valid_to}"
    return f"{entry.valid_from or ''}–{entry.valid_to or ''}"


def _sentence(words: Iterable[Words]) -> Words:
    parts = list(words)
    return "；".join(zh for zh, _ in parts), "; ".join(en for _, en in parts)
