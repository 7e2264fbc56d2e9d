"""Rows of the tables about the data, as the warehouse takes them; no database is touched here."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from pipelines.model import Catalogue, Codelist, Dataset, Finding, Rule


def rule_row(rule: Rule) -> dict[str, Any]:
    """A rule with its whole query; a built-in check has none."""
    row = rule.model_dump(exclude={"tables", "parameters", "repeated", "sql"})
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
    }


def finding_row(finding: Finding, rule: Rule) -> dict[str, Any]:
    """A finding in words, with the act and article it rests on."""
    words = _words(finding)
    return {
        "severity": finding.severity,
        "rule": finding.rule,
        "table_name": finding.table,
        "source_row": finding.place.row,
        "source_cell": finding.place.cell(),
        "field": finding.field,
        "value": finding.value,
        "expected": finding.expected,
        "difference_fen": finding.difference_fen,
        "message": rule.message.format_map(words),
        "message_en": rule.message_en.format_map(words),
        "basis": finding.basis or _basis(rule.basis, rule.article, ""),
        "basis_en": finding.basis_en or _basis(rule.basis_en, rule.article_en, ", "),
    }


def _words(finding: Finding) -> Mapping[str, str]:
    """What the message of a rule may quote; a missing value is shown as a dash."""
    fen = finding.difference_fen
    words = {
        "value": finding.value,
        "expected": finding.expected,
        "field": finding.field,
        "row": finding.place.row,
        "table": finding.table,
        "detail": finding.detail or "",
        "difference": None if fen is None else f"{Decimal(fen) / 100:,.2f} 元",
    }
    return {key: "—" if value is None else str(value) for key, value in words.items()}


def _basis(act: str, article: str, separator: str) -> str:
    return act if article == "—" else f"{act}{separator}{article}"
