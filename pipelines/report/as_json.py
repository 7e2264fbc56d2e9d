"""The report as JSON, in the form that `schemas/report.schema.json` lays down."""

import json
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from typing import Any

from pipelines.intake.candidates import Candidate
from pipelines.model import Outcome, Rule
from pipelines.records import yuan_of
from pipelines.report.content import SEVERITIES, Group, Line, Report, SameValue
from pipelines.report.ranges import Range
from pipelines.wording import word_outcome

SCHEMA_ID = "urn:sunledger:report:1"
MOST_VALUES = 20  # of a group; the CSV has them all
MOST_RANGES = 50
LONGEST_TEXT = 500  # characters of a cell that are quoted


def write_json(report: Report, indent: int | None = 1) -> str:
    """The whole document with a line break behind it; without `indent` in one line."""
    return json.dumps(document(report), ensure_ascii=False, indent=indent) + "\n"


def document(report: Report) -> dict[str, Any]:
    """The report as plain values: groups of all findings, and as many findings as are listed."""
    return {
        "$schema": SCHEMA_ID,
        "program": f"sunledger {version('sunledger')}",
        "verdict": report.verdict,
        "file": _file(report),
        "family": report.family and _titled(report.family),
        **_recognised(report),
        "counts": {
            "rows": report.staged.row_count if report.staged else 0,
            **{severity: report.count(severity) for severity in SEVERITIES},
        },
        "tables": [
            {**_titled(schema), "sheet": sheet, "rows": rows, "unit": unit}
            for schema, sheet, rows, unit in report.tables()
        ],
        "rules": {rule.name: _rule(rule) for rule in _broken_rules(report)},
        "groups": [_group(group) for group in report.groups],
        "findings_total": len(report.lines),
        "findings_listed": len(report.listed),
        "findings": [_finding(line) for line in report.listed],
        "outcomes": [_outcome(outcome, report) for outcome in report.inspection.outcomes],
    }


def _outcome(outcome: Outcome, report: Report) -> dict[str, Any]:
    reasons = report.catalogue.reasons
    return {
        "rule": outcome.rule,
        "outcome": outcome.outcome,
        "findings": outcome.count,
        "rows_not_checked": sum(outcome.cannot_check.values()),
        "reason": word_outcome(outcome, reasons, "zh"),
        "reason_en": word_outcome(outcome, reasons, "en"),
    }


def _file(report: Report) -> dict[str, Any]:
    snapshot = report.snapshot
    return {
        "name": snapshot.path.name,
        "sha256": snapshot.sha256,
        "bytes": snapshot.size,
        "encoding": report.staged.encoding if report.staged else None,
    }


def _titled(thing: Any) -> dict[str, str]:
    return {"name": thing.name, "title": thing.title, "title_en": thing.title_en}


def _recognised(report: Report) -> dict[str, Any]:
    """How the file was recognised, or which dataset's descriptor said what it holds."""
    recognition = report.recognition
    if recognition is None:
        return {"dataset": report.dataset and _titled(report.dataset), "recognised": None}
    return {
        "dataset": None,
        "recognised": {
            "year": recognition.year,
            "publisher": recognition.publisher,
            "tables": [_candidate(c) for c in recognition.found],
            "left_out": [
                {"sheet": u.sheet, "reason": u.reason, "tables": [*u.tables]}
                for u in recognition.unread
            ],
        },
    }


def _candidate(candidate: Candidate) -> dict[str, Any]:
    return {
        "table": candidate.table,
        "sheet": candidate.sheet,
        "title": candidate.title,
        "labels_found": candidate.found,
        "labels_missing": [*candidate.missing],
    }


def _broken_rules(report: Report) -> Iterable[Rule]:
    return {group.rule.name: group.rule for group in report.groups}.values()


def _rule(rule: Rule) -> dict[str, Any]:
    names = ("title", "basis", "article", "why", "mend")
    texts = rule.model_dump(include={word for n in names for word in (n, f"{n}_en")})
    return texts | {"severity": rule.severity, "url": rule.url}


def _group(group: Group) -> dict[str, Any]:
    finding, values = group.finding, group.values
    return {
        "rule": group.rule.name,
        "severity": finding.severity,
        "table": group.schema and _titled(group.schema),
        "field": finding.field,
        "field_title": group.lines[0].field("zh"),
        "field_title_en": group.lines[0].field("en"),
        "count": len(group.lines),
        **_rows(group.rows),
        "values": [_value(value) for value in values[:MOST_VALUES]],
        "values_total": len(values),
    }


def _value(value: SameValue) -> dict[str, Any]:
    return {
        "value": quoted(value.finding.value),
        "expected": quoted(value.finding.expected),
        "count": len(value.lines),
        **_rows(value.rows),
    }


def _rows(ranges: Sequence[Range]) -> dict[str, Any]:
    return {"rows": [[*r] for r in ranges[:MOST_RANGES]], "row_ranges_total": len(ranges)}


def _finding(line: Line) -> Mapping[str, Any]:
    finding, place = line.finding, line.finding.place
    zh, en = line.said("zh"), line.said("en")
    fen = finding.difference_fen
    return {
        "number": line.number,
        "rule": finding.rule,
        "severity": finding.severity,
        "table": finding.table,
        "sheet": place.sheet,
        "row": place.row,
        "column": place.column,
        "cell": place.address,
        "field": finding.field,
        "field_title": line.field("zh"),
        "field_title_en": line.field("en"),
        "value": quoted(finding.value),
        "expected": quoted(finding.expected),
        "difference_yuan": None if fen is None else yuan_of(fen),
        "message": quoted(zh.message),
        "message_en": quoted(en.message),
        "basis": zh.basis,
        "basis_en": en.basis,
        "mend": quoted(zh.mend),
        "mend_en": quoted(en.mend),
    }


def quoted(text: str | None) -> str | None:
    """The text, cut where it is longer than a reader needs."""
    if text is None or len(text) <= LONGEST_TEXT:
        return text
    return f"{text[:LONGEST_TEXT]}…（共 {len(text)} 字 of {len(text)} characters）"
