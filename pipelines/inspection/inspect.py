"""All schemas and rules applied to one snapshot once → `Inspection`."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pipelines.database import Tables
from pipelines.inspection.classification import classification_findings
from pipelines.inspection.privacy import (
    correction_findings,
    privacy_findings,
    without_personal_data,
)
from pipelines.inspection.rules import rule_findings
from pipelines.inspection.staging import Beside, stage
from pipelines.inspection.structure import STRUCTURE, structure_findings, structure_remark
from pipelines.model import Dataset, Family, Finding, Inspection, Outcome, Staged

ORDER = {"error": 0, "warning": 1, "info": 2}
_FORMS = ("values-fit-the-schema", "required-values-are-present")


def inspect_snapshot(
    staged: Staged, dataset: Dataset, tables: Tables, warehouse: Path | None = None
) -> Inspection:
    """Every finding, errors first, and the outcome of every check and rule of the family.

    With a public database, the snapshot is also held against what is published there.
    """
    catalogue = tables.catalogue
    family = catalogue.families[dataset.family]
    engine = stage(staged, dataset, family, tables)
    beside = Beside(warehouse, staged, dataset, tables) if warehouse is not None else None
    found, outcomes = rule_findings(engine, family, staged.tables, beside)
    engine.dispose()
    findings = [*staged.findings, *_check_findings(staged, family, tables), *found]
    findings = list(_without_echoes(findings, family))
    return Inspection(
        findings=tuple(sorted(map(_presentable, findings), key=_order)),
        outcomes=(*_check_outcomes(findings, staged, family, tables), *outcomes),
    )


def _check_findings(staged: Staged, family: Family, tables: Tables) -> Iterator[Finding]:
    if not staged.row_count and not staged.findings:
        yield Finding("snapshot-has-rows", "error", value=staged.snapshot.path.name)
    yield from correction_findings(staged.corrections)
    for name, table in staged.tables.items():
        schema = family.schemas[name]
        yield from structure_findings(table, schema, staged.tables, family)
        yield from classification_findings(table, schema, tables.catalogue.codelists)
        yield from privacy_findings(table, schema)


def _without_echoes(findings: list[Finding], family: Family) -> Iterator[Finding]:
    """A wrong code is one finding: its form, and the level it has not, are not found besides."""
    codes = {(f.table, f.place.row, f.field) for f in findings if f.rule == "code-is-listed"}
    for finding in findings:
        schema = family.schemas.get(finding.table or "")
        field = schema.by_name.get(finding.field or "") if schema else None
        said = field and (field.of if field.role == "level" else field.name)
        is_echo = finding.rule in _FORMS and (finding.table, finding.place.row, said) in codes
        if not is_echo:
            yield finding


def _check_outcomes(
    findings: list[Finding], staged: Staged, family: Family, tables: Tables
) -> Iterator[Outcome]:
    """The built-in checks are applied to every snapshot."""
    remarks = {STRUCTURE: structure_remark(staged, family)}
    for name in tables.catalogue.checks:
        own = [f for f in findings if f.rule == name]
        broken = any(f.severity != "info" for f in own)
        remark = remarks.get(name) or (None, None)
        yield Outcome(name, "broken" if broken else "holds", len(own), *remark)


def _presentable(finding: Finding) -> Finding:
    """The finding as it may be published: what it quotes holds no personal data."""
    return replace(
        finding,
        value=without_personal_data(finding.value),
        expected=without_personal_data(finding.expected),
        detail=without_personal_data(finding.detail),
        detail_en=without_personal_data(finding.detail_en),
    )


def _order(finding: Finding) -> tuple:
    return (
        ORDER[finding.severity],
        finding.rule,
        finding.table or "",
        finding.place.row or 0,
        finding.field or "",
    )
