"""The report as CSV: every finding, one line each, however many."""

import csv
import io
from collections.abc import Iterable, Iterator
from decimal import Decimal

from pipelines.report.content import Line, Report

COLUMNS = (
    *("file", "severity", "rule", "rule_title", "rule_title_en"),
    *("table", "table_title", "table_title_en", "sheet", "row", "column", "cell"),
    *("field", "field_title", "field_title_en", "value", "expected", "difference_yuan"),
    *("message", "message_en", "basis", "basis_en", "mend", "mend_en"),
)
# What a spreadsheet would take for a formula; a plain negative number is none.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_TOGETHER = 1_000  # lines that are made at once
_MARK = "\ufeff"


def csv_header() -> str:
    """The first line, with the mark by which Excel knows UTF-8."""
    return _MARK + _text([COLUMNS])


def csv_lines(report: Report) -> Iterator[str]:
    """The lines, one a finding, in the order of the report and by the thousand; amounts in yuan."""
    name, lines = report.snapshot.path.name, report.lines
    for first in range(0, len(lines), _TOGETHER):
        yield _text(_cells(name, line) for line in lines[first : first + _TOGETHER])


def _text(rows: Iterable[Iterable[object]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def _cells(file: str, line: Line) -> tuple[object, ...]:
    finding, rule, schema = line.finding, line.rule, line.schema
    zh, en = line.said("zh"), line.said("en")
    fen = finding.difference_fen
    return (
        *(file, finding.severity, rule.name, rule.title, rule.title_en),
        *(finding.table, schema and schema.title, schema and schema.title_en),
        *(finding.place.sheet, finding.place.row, finding.place.column, finding.place.address),
        *(finding.field, line.field("zh"), line.field("en")),
        *(harmless(finding.value), harmless(finding.expected)),
        None if fen is None else Decimal(fen) / 100,
        *(harmless(zh.message), harmless(en.message), zh.basis, en.basis, zh.mend, en.mend),
    )


def harmless(text: str | None) -> str | None:
    """The text with an apostrophe before what a spreadsheet would run as a formula.

    >>> harmless("=1+1"), harmless("-5.00"), harmless("榆树")
    ("'=1+1", '-5.00', '榆树')
    """
    if not text or not text.startswith(_FORMULA) or _is_number(text):
        return text
    return f"'{text}"


def _is_number(text: str) -> bool:
    return text[1:].replace(",", "").replace(".", "", 1).isdecimal()
