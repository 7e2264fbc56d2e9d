"""Rows of the tables about the data, as the warehouse takes them; no database is touched here."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from pipelines.model import (
    Catalogue,
    Codelist,
    Dataset,
    Edition,
    Finding,
    Outcome,
    Reason,
    Redaction,
    Rule,
    Schema,
    WithheldCount,
)
from pipelines.publication.changes import key_text
from pipelines.wording import LANGUAGES, word_finding, word_outcome


def rule_row(rule: Rule) -> dict[str, Any]:
    """A rule with its whole query; a built-in check has none."""
    row = rule.model_dump(
        exclude={"tables", "published", "parameters", "cannot_check", "repeated", "sql"}
    )
    row["since"] = rule.since.isoformat() if rule.since else None
    parameters = "、".join(rule.parameters) or None
    return row | {"parameters": parameters, "sql": rule.query() or None}


def field_rows(catalogue: Catalogue) -> Iterator[dict[str, Any]]:
    """The data dictionary: every field of every table."""
    for schema in catalogue.schemas.values():
        for field in schema.fields:
            yield {
                "table_name": schema.name,
                **field.model_dump(
                    include={"name", "title", "title_en", "description", "description_en"}
                ),
                "type": field.type,
                "unit": field.unit,
                "codelist": field.classification.codelist if field.classification else None,
            }


def label_rows(codelist: Codelist) -> list[dict[str, Any]]:
    """One row a code, as its newest entry says; every dated entry is in the table of codes."""
    newest = {c.code: c for c in sorted(codelist.codes, key=lambda c: c.valid_from or 0)}
    return [
        {
            "code": code.code,
            "label": f"{code.code} {code.name}",
            **code.model_dump(
                include={"name", "name_en", "level", "parent", "valid_from", "valid_to"}
            ),
        }
        for code in newest.values()
    ]


def dataset_row(dataset: Dataset) -> dict[str, Any]:
    """A dataset as its descriptor presents it."""
    return {
        **dataset.model_dump(
            include={"name", "family", "title", "title_en", "description", "description_en"}
        ),
        "publisher_name": dataset.publisher.name,
        "publisher_name_en": dataset.publisher.name_en,
        "division_code": dataset.publisher.division_code,
        "cadence": dataset.cadence,
        "licence": "；".join(licence.title for licence in dataset.licenses) or None,
        "sources": "；".join(
            f"{s.title}（第 {s.page} 页）" if s.page else s.title for s in dataset.sources
        ),
        "legal_basis": "；".join(f"{b.act}{b.article}" for b in dataset.legal_basis),
        "disclosure": dataset.disclosure,
        "because": dataset.because,
        "because_en": dataset.because_en,
    }


def clearance_rows(catalogue: Catalogue) -> Iterator[dict[str, Any]]:
    """What somebody has decided may be public though it looks personal."""
    for dataset in catalogue.datasets.values():
        for number, clearance in enumerate(dataset.clearances, start=1):
            row = clearance.model_dump(mode="json", exclude={"table"})
            yield {"dataset": dataset.name, "number": number, "table_name": clearance.table} | row


def redaction_row(redaction: Redaction) -> dict[str, Any]:
    """What is kept back, and why; a whole table or dataset has no field."""
    row = asdict(redaction) | {"table_name": redaction.table or "", "field": redaction.field or ""}
    row.pop("table")
    return row


def withheld_row(count: WithheldCount) -> dict[str, Any]:
    """How many rows a rule keeps back."""
    row = asdict(count) | {"table_name": count.table}
    row.pop("table")
    return row


def finding_row(finding: Finding, rule: Rule, schema: Schema | None) -> dict[str, Any]:
    """A finding in words, with the act and article it rests on."""
    zh, en = (word_finding(finding, rule, schema, language) for language in LANGUAGES)
    return {
        "severity": finding.severity,
        "is_withheld": int(finding.is_withheld),
        "rule": finding.rule,
        "table_name": finding.table,
        "source_row": finding.place.row,
        "source_cell": finding.place.cell(),
        "field": finding.field,
        "value": finding.value,
        "expected": finding.expected,
        "difference_fen": finding.difference_fen,
        "message": zh.message,
        "message_en": en.message,
        "basis": zh.basis,
        "basis_en": en.basis,
    }


def outcome_row(outcome: Outcome, reasons: Mapping[str, Reason]) -> dict[str, Any]:
    """How one rule ended, what it left open, and why."""
    zh, en = (word_outcome(outcome, reasons, language) for language in LANGUAGES)
    return {
        "rule": outcome.rule,
        "outcome": outcome.outcome,
        "count": outcome.count,
        "cannot_check_count": sum(outcome.cannot_check.values()),
        "reason": zh,
        "reason_en": en,
    }


def change_rows(edition: Edition) -> Iterator[dict[str, Any]]:
    """Every change, in its order."""
    for change in edition.changes:
        yield {
            "dataset": edition.dataset,
            "edition": edition.number,
            "table_name": change.table,
            "key": change.key,
            "kind": change.kind,
            "field": change.field,
            "old": change.old,
            "new": change.new,
            "difference_fen": change.difference_fen,
        }


def net_rows(edition: Edition) -> Iterator[dict[str, Any]]:
    """Each amount that changed in sum, of each group of rows."""
    for net in edition.net:
        for field, fen in net.amounts_fen.items():
            yield {
                "dataset": edition.dataset,
                "edition": edition.number,
                "table_name": net.table,
                "rows_of": key_text(net.rows_of),
                "field": field,
                "difference_fen": fen,
            }
