"""The report in the terminal: what is wrong by rule and field, the first places, how to see all."""

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule as Line
from rich.table import Table
from rich.text import Text

from pipelines.report.content import SEVERITIES, Group, Report, SameValue, broken_rule
from pipelines.report.left_out import left_out
from pipelines.report.ranges import ranges_text
from pipelines.report.words import say
from pipelines.wording import Language, mend_any, word_outcome

MOST_VALUES = 5  # of a group, unless all are asked for
_MOST_RANGES = 6
_LONGEST = 300  # characters of a message that are shown
_COLON = {"zh": "：", "en": ": "}
_STYLES = {"error": "bold red", "warning": "yellow", "info": "dim"}


def print_report(
    report: Report, console: Console, language: Language, *, show_all: bool = False
) -> None:
    """Print a report; each group with its first values, or with all of them."""
    console.print(Line(Text(report.snapshot.path.name, "bold"), align="left", style="dim"))
    for text in _headings(report, language):
        console.print(Text(text))
    for groups in report.chapters:
        _print_chapter(groups, console, language, None if show_all else MOST_VALUES)
    if report.left_open:
        _print_left_open(report, console, language)
    counts = {severity: report.count(severity) for severity in SEVERITIES}
    style = "bold red" if report.verdict != "clean" else "bold green"
    verdict = Text(say(report.verdict, language), style)
    console.print(Text.assemble("\n", say("counts", language, **counts), " · ", verdict))
    if not show_all and any(len(group.values) > MOST_VALUES for group in report.groups):
        console.print(Text(say("all", language), "dim"))


def _headings(report: Report, language: Language) -> list[str]:
    """What the file was taken for, and what of it was left out."""
    recognition, family = report.recognition, report.family
    parts = []
    if family:
        parts.append(f"{family.title if language == 'zh' else family.title_en} ({family.name})")
    if recognition and recognition.year:
        parts.append(say("year", language, year=recognition.year))
    if recognition and recognition.publisher:
        parts.append(recognition.publisher)
    if report.staged:
        rows, tables = report.staged.row_count, len(report.staged.tables)
        parts.append(say("tables", language, tables=tables, rows=rows))
    lines = [" · ".join(parts)] if parts else []
    heading = say("left out", language) + _COLON[language]
    return [*lines, *(heading + line for line in left_out(report, language))]


def _print_chapter(
    groups: Sequence[Group], console: Console, language: Language, most: int | None
) -> None:
    """A rule with everything that breaks it, what it rests on and how to mend it."""
    rule, finding = groups[0].rule, groups[0].finding
    count = sum(len(group.lines) for group in groups)
    head = Text.assemble(
        "\n",
        (say(finding.severity, language), _STYLES[finding.severity]),
        ("  " + broken_rule(groups[0], language), "bold"),
        f"  {say('place' if count == 1 else 'places', language, count=count)}  ",
        (rule.name, "dim"),
    )
    console.print(head)
    for group in groups:
        where = _where(group, language)
        if where:
            console.print(Text("  " + where))
        console.print(Padding(_values(group, language, most), (0, 0, 0, 4)))
    mends = {group.mend(language) for group in groups}
    mend = mends.pop() if len(mends) == 1 else mend_any(rule, None, language)
    for key, text in (("basis", groups[0].lines[0].said(language).basis), ("mend", mend)):
        if text:
            console.print(
                Padding(
                    Text(f"{say(key, language)}{'：' if language == 'zh' else ': '}{text}", "dim"),
                    (0, 0, 0, 4),
                )
            )


def _print_left_open(report: Report, console: Console, language: Language) -> None:
    console.print(Text(f"\n{say('left open', language)}", "bold"))
    for rule, outcome in report.left_open:
        title = rule.title if language == "zh" else rule.title_en
        reason = word_outcome(outcome, report.catalogue.reasons, language)
        console.print(Text.assemble(f"  {title} — {reason}  ", (rule.name, "dim")))


def _where(group: Group, language: Language) -> str:
    """The sheet or table, and the column."""
    schema, sheet = group.schema, group.finding.place.sheet
    table = sheet or (schema and (schema.title if language == "zh" else schema.title_en))
    return " › ".join(text for text in (table, group.lines[0].field(language)) if text)


def _values(group: Group, language: Language, most: int | None) -> Table:
    """The first values of a group with the rows they stand in."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, max_width=40, style="cyan")
    table.add_column(overflow="fold")
    for value in group.values[:most]:
        message = value.lines[0].said(language).message
        table.add_row(Text(_place(value, language)), Text(_shortened(message)))
    rest = 0 if most is None else sum(len(value.lines) for value in group.values[most:])
    if rest:
        table.add_row("…", Text(say("more", language, count=rest), "dim"))
    return table


def _place(value: SameValue, language: Language) -> str:
    finding = value.finding
    ranges = value.rows
    if not ranges:
        return say("whole" if finding.table else "file", language)
    shown = ranges_text(ranges[:_MOST_RANGES])
    rest = "…" if len(ranges) > _MOST_RANGES else ""
    if finding.place.is_paged:
        places = dict.fromkeys(line.finding.place.address or "" for line in value.lines)
        return "、".join(list(places)[:_MOST_RANGES]) + rest
    if finding.place.column:
        return f"{finding.place.column}{shown}{rest}"
    return say("rows", language, rows=shown + rest)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
