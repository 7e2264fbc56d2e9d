"""The report as one page: it needs no script and asks for nothing from anywhere."""

from collections.abc import Mapping
from functools import lru_cache, partial
from importlib.metadata import version
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from pipelines.intake.grid import Grid
from pipelines.report.as_json import quoted
from pipelines.report.content import SEVERITIES, Group, Line, Report, broken_rule
from pipelines.report.excerpt import build_excerpts
from pipelines.report.left_out import left_out
from pipelines.report.ranges import ranges_text
from pipelines.report.words import say
from pipelines.wording import Language, expectation, field_of, money, word_outcome

_MOST_RANGES = 20


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html")


def write_html(report: Report, grids: Mapping[str, Grid], language: Language) -> str:
    """The page, in one language with the rules' titles and messages in the other as well."""
    listed = {line.number for line in report.listed}
    excerpts = build_excerpts(report, grids)
    return _template().render(
        report=report,
        language=language,
        other="en" if language == "zh" else "zh",
        say=partial(_say, language),
        title=_titled,
        broken=broken_rule,
        mends=lambda groups: list(dict.fromkeys(group.mend(language) for group in groups)),
        counts={severity: report.count(severity) for severity in SEVERITIES},
        shown=lambda group: [line for line in group.lines if line.number in listed],
        rest=lambda group: _rest(group, listed, language),
        expected=partial(_expected, language=language),
        difference=partial(_difference, language=language),
        outcome=lambda o, spoken: word_outcome(o, report.catalogue.reasons, spoken),
        left_out=left_out(report, language),
        excerpts=excerpts,
        in_place={number for excerpt in excerpts for number in excerpt.numbers},
        quoted=quoted,
        program=f"sunledger {version('sunledger')}",
    )


def _say(language: Language, key: str, **values: object) -> str:
    return say(key, language, **values)


def _titled(thing: object, language: Language, name: str = "title") -> object:
    """A bilingual text in one language."""
    return getattr(thing, name if language == "zh" else f"{name}_en")


def _expected(line: Line, language: Language) -> str | None:
    return quoted(expectation(line.finding.expected, language, field_of(line.finding, line.schema)))


def _difference(line: Line, language: Language) -> str:
    fen = line.finding.difference_fen
    return "" if fen is None else money(fen, language)


def _rest(group: Group, listed: set[int], language: Language) -> str:
    """How many findings of a group are not listed, and in which rows all of them stand."""
    count = sum(line.number not in listed for line in group.lines)
    if not count:
        return ""
    ranges = group.rows
    more = "…" if len(ranges) > _MOST_RANGES else ""
    rows = say("rows", language, rows=ranges_text(ranges[:_MOST_RANGES]) + more)
    return f"{say('more', language, count=count)} ({rows})"
