"""What every form of the report says: the findings of one file in groups, worded once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, islice
from typing import Literal

from pipelines.intake.recognise import Recognition
from pipelines.model import (
    Catalogue,
    Dataset,
    Family,
    Finding,
    Inspection,
    Outcome,
    Rule,
    Schema,
    Severity,
    Snapshot,
    Staged,
)
from pipelines.report.ranges import Range, row_ranges
from pipelines.report.words import say
from pipelines.wording import Language, Wording, field_title, mend_any, word_finding

MOST_LISTED = 1_000  # findings a form with places lists one by one; the CSV has them all
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
Verdict = Literal["clean", "errors", "unreadable"]


@dataclass(frozen=True)
class Line:
    """One finding with what is needed to say it."""

    number: int
    finding: Finding
    rule: Rule
    schema: Schema | None

    def said(self, language: Language) -> Wording:
        """The finding in one language."""
        return word_finding(self.finding, self.rule, self.schema, language)

    def field(self, language: Language) -> str | None:
        """The title of its field."""
        return field_title(self.finding.field, self.schema, language)


@dataclass(frozen=True)
class SameValue:
    """The findings of a group at which the same stands and the same is expected."""

    lines: Sequence[Line]

    @property
    def finding(self) -> Finding:
        """One of them."""
        return self.lines[0].finding

    @property
    def rows(self) -> list[Range]:
        """The rows they stand in."""
        return row_ranges(n for line in self.lines if (n := line.finding.place.row))


@dataclass(frozen=True)
class Group:
    """The findings of one rule in one field of one table."""

    lines: Sequence[Line]

    @property
    def rule(self) -> Rule:
        """The rule that is broken."""
        return self.lines[0].rule

    @property
    def schema(self) -> Schema | None:
        """The table it is broken in."""
        return self.lines[0].schema

    @property
    def finding(self) -> Finding:
        """The first of them."""
        return self.lines[0].finding

    @property
    def size(self) -> int:
        """How many they are."""
        return len(self.lines)

    @property
    def rows(self) -> list[Range]:
        """The rows they stand in."""
        return row_ranges(n for line in self.lines if (n := line.finding.place.row))

    def mend(self, language: Language) -> str | None:
        """How to mend them: in the words of the one value, or of any where there are several."""
        if len(self.values) == 1:
            return self.lines[0].said(language).mend
        return mend_any(self.rule, self.lines[0].field(language), language)

    @cached_property
    def values(self) -> list[SameValue]:
        """The findings by what stands there, the most frequent first."""
        found: dict[tuple, list[Line]] = {}
        for line in self.lines:
            finding = line.finding
            key = finding.value, finding.expected, finding.difference_fen, finding.detail
            found.setdefault(key, []).append(line)
        return [SameValue(lines) for lines in sorted(found.values(), key=len, reverse=True)]


@dataclass(frozen=True)
class Report:
    """One file inspected once, ready to be said in any form.

    `staged` is None when nothing could be read; `recognition` when a descriptor said what it holds.
    """

    snapshot: Snapshot
    catalogue: Catalogue
    inspection: Inspection
    dataset: Dataset | None = None
    staged: Staged | None = None
    recognition: Recognition | None = None

    @cached_property
    def lines(self) -> list[Line]:
        """Every finding, errors first."""
        rules, schemas = self.catalogue.rules, self.catalogue.schemas
        return [
            Line(number, finding, rules[finding.rule], schemas.get(finding.table or ""))
            for number, finding in enumerate(self.inspection.findings, start=1)
        ]

    @cached_property
    def groups(self) -> list[Group]:
        """The findings by severity, rule, table and field."""
        ordered = sorted(self.lines, key=_group_key)
        return [Group(list(lines)) for _, lines in groupby(ordered, key=_group_key)]

    @cached_property
    def chapters(self) -> list[list[Group]]:
        """The groups of one rule and severity together."""
        return [list(groups) for _, groups in groupby(self.groups, key=_chapter_key)]

    @cached_property
    def listed(self) -> list[Line]:
        """The findings that are shown one by one: all, or a fair share of every group."""
        if len(self.lines) <= MOST_LISTED:
            return self.lines
        share = max(1, MOST_LISTED // len(self.groups))
        shown = [line for group in self.groups for line in islice(group.lines, share)]
        return sorted(shown[:MOST_LISTED], key=lambda line: line.number)

    @property
    def verdict(self) -> Verdict:
        """Whether the file could be judged at all, and whether an error was found."""
        if self.staged is None or not self.staged.tables:
            return "unreadable"
        return "errors" if self.inspection.is_refused else "clean"

    @property
    def family(self) -> Family | None:
        """What kind of data the file holds."""
        return self.catalogue.families[self.dataset.family] if self.dataset else None

    @property
    def left_open(self) -> list[tuple[Rule, Outcome]]:
        """The rules that could not judge some rows, which is not the same as holding."""
        outcomes = self.inspection.outcomes
        return [(self.catalogue.rules[o.rule], o) for o in outcomes if o.cannot_check]

    def count(self, severity: Severity) -> int:
        """How many findings are of that severity."""
        return self.inspection.count(severity)

    def tables(self) -> Iterator[tuple[Schema, str | None, int, str | None]]:
        """The tables that were read: schema, sheet, rows, unit of the amounts."""
        for name, table in (self.staged.tables if self.staged else {}).items():
            yield self.catalogue.schemas[name], table.sheet, table.row_count, table.unit


def _chapter_key(group: Group) -> tuple:
    return SEVERITIES.index(group.finding.severity), group.rule.name


def _group_key(line: Line) -> tuple:
    finding = line.finding
    severity = SEVERITIES.index(finding.severity)
    order = line.schema.order if line.schema else 0
    return severity, finding.rule, order, finding.table or "", finding.field or ""


def broken_rule(group: Group, language: Language) -> str:
    """What does not hold, said of the rule of a group; a note only names its rule."""
    title = group.rule.title if language == "zh" else group.rule.title_en
    return title if group.finding.severity == "info" else say("broken", language, title=title)
