"""All schemas and rules applied to one snapshot once → `Inspection`."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from pipelines.inspection.classification import classification_findings
from pipelines.inspection.privacy import correction_findings, privacy_findings
from pipelines.inspection.quotes import Quotes
from pipelines.inspection.row_counts import row_count_finding
from pipelines.inspection.structure import STRUCTURE, structure_findings, structure_remark
from pipelines.inspection.withholding import Withholding, only_of_the_whole
from pipelines.model import Dataset, Family, Finding, Inspection, Outcome, Staged
from pipelines.tables import Tables

ORDER = {"error": 0, "warning": 1, "info": 2}
_FORMS = ("values-fit-the-schema", "required-values-are-present")
Judged = tuple[list[Finding], list[Outcome]]


def inspect_snapshot(
    staged: Staged,
    dataset: Dataset,
    tables: Tables,
    warehouse: Path | None = None,
    now: datetime | None = None,
) -> Inspection:
    """Every finding, errors first, and the outcome of every check and rule of the family.

    With a public database, the snapshot is also held against what is published there. Where rows
    with errors are kept back, the rest is judged again without them, so that what is found of the
    published rows can be found in them by anybody. What findings quote is for everybody at the
    moment `now`; without one, no embargo has ended.
    """
    family = tables.catalogue.families[dataset.family]
    quotes = Quotes(staged, family.schemas, now)
    withholding = Withholding(family.schemas)
    whole, outcomes = found, _ = _judge(staged, dataset, tables, warehouse)
    while withholding.keep_back(found, staged):
        staged = withholding.rest(staged)
        found, outcomes = _judge(staged, dataset, tables, warehouse)
        found = only_of_the_whole(found, whole)
    findings = [*found, *withholding.set_aside]
    return Inspection(
        findings=tuple(sorted(map(quotes.presentable, findings), key=_order)),
        outcomes=tuple(_counted(outcomes, findings)),
        withheld=tuple(withholding.withheld),
    )


def _judge(staged: Staged, dataset: Dataset, tables: Tables, warehouse: Path | None) -> Judged:
    family = tables.catalogue.families[dataset.family]
    found, outcomes = _apply_rules(staged, dataset, tables, warehouse) if family.rules else ([], [])
    count = row_count_finding(staged, dataset, warehouse)
    checked = [*([count] if count else []), *_check_findings(staged, dataset, tables)]
    findings = [*staged.findings, *checked, *found]
    findings = list(_without_echoes(findings, family))
    return findings, [*_check_outcomes(staged, family, tables), *outcomes]


def _apply_rules(
    staged: Staged, dataset: Dataset, tables: Tables, warehouse: Path | None
) -> Judged:
    from pipelines.inspection.rules import rule_findings
    from pipelines.inspection.staging import Beside, stage

    family = tables.catalogue.families[dataset.family]
    engine = stage(staged, dataset, family, tables)
    beside = Beside(warehouse, staged, dataset, tables) if warehouse is not None else None
    try:
        return rule_findings(engine, family, staged.tables, beside)
    finally:
        engine.dispose()


def _check_findings(staged: Staged, dataset: Dataset, tables: Tables) -> Iterator[Finding]:
    family, clearances = tables.catalogue.families[dataset.family], dataset.clearances
    if not staged.row_count and not staged.findings:
        yield Finding("snapshot-has-rows", "error", value=staged.snapshot.path.name)
    yield from correction_findings(staged.corrections)
    for name, table in staged.tables.items():
        schema = family.schemas[name]
        yield from structure_findings(table, schema, staged.tables, family)
        yield from classification_findings(table, schema, tables.catalogue.codelists)
        yield from privacy_findings(table, schema, clearances)


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


def _check_outcomes(staged: Staged, family: Family, tables: Tables) -> Iterator[Outcome]:
    """The built-in checks are applied to every snapshot."""
    remarks = {STRUCTURE: structure_remark(staged, family)}
    for name in tables.catalogue.checks:
        yield Outcome(name, "holds", 0, *(remarks.get(name) or (None, None)))


def _counted(outcomes: Iterable[Outcome], findings: Iterable[Finding]) -> Iterator[Outcome]:
    """How each rule ended by what is told of it: a note breaks nothing."""
    severities: dict[str, list[str]] = {}
    for finding in findings:
        severities.setdefault(finding.rule, []).append(finding.severity)
    for outcome in outcomes:
        own = severities.get(outcome.rule, [])
        is_broken = any(severity != "info" for severity in own)
        ended = "holds" if outcome.outcome == "broken" else outcome.outcome
        yield replace(outcome, outcome="broken" if is_broken else ended, count=len(own))


def _order(finding: Finding) -> tuple:
    return (
        ORDER[finding.severity],
        finding.rule,
        finding.table or "",
        finding.place.row or 0,
        finding.field or "",
    )
