"""Runs a family's SQL over the staged tables → findings, and how each rule ended."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import Connection, Engine, Row, insert
from sqlalchemy.exc import SQLAlchemyError

from pipelines.database import (
    Tables,
    code_rows,
    open_staging,
    parameter_rows,
    required_rows,
    resource_rows,
    table_rows,
    take_statistics,
)
from pipelines.exceptions import RepositoryError
from pipelines.inspection.functions import FUNCTIONS
from pipelines.model import Dataset, Family, Finding, Outcome, Place, Rule, Staged, StagedTable

_COLUMNS = (
    "dataset",
    "snapshot",
    "table_name",
    "source_row",
    "field",
    "value",
    "expected",
    "difference",
)


def stage(staged: Staged, dataset: Dataset, family: Family, tables: Tables) -> Engine:
    """A database in memory with the snapshot's tables, the code lists, thresholds and duties."""
    engine = open_staging(FUNCTIONS)
    names = [*family.schemas, "resource", "required_table", "code", "parameter"]
    tables.metadata.create_all(engine, [tables.table(n) for n in names])
    with engine.begin() as connection:
        for name, table in staged.tables.items():
            rows = table_rows(family.schemas[name], table.data, dataset.name, staged.snapshot.name)
            _insert(connection, tables, name, rows)
        _insert(connection, tables, "resource", resource_rows(staged, dataset))
        _insert(connection, tables, "required_table", required_rows(tables.catalogue))
        _insert(connection, tables, "code", code_rows(tables.catalogue))
        _insert(connection, tables, "parameter", parameter_rows(tables.catalogue))
        take_statistics(connection)
    return engine


def _insert(connection: Connection, tables: Tables, name: str, rows: list[dict]) -> None:
    """Rows that break the table's own key have a finding already; the first one is kept."""
    if rows:
        connection.execute(insert(tables.table(name)).prefix_with("OR IGNORE"), rows)


def rule_findings(
    engine: Engine, family: Family, staged: Mapping[str, StagedTable]
) -> tuple[list[Finding], list[Outcome]]:
    """The findings of every rule that can be applied, and how each rule ended.

    Raises: RepositoryError if a rule's query fails or selects other columns than the agreed ones.
    """
    findings: list[Finding] = []
    outcomes: list[Outcome] = []
    with engine.connect() as connection:
        for rule in family.rules.values():
            missing = [t for t in rule.tables if t not in staged]
            present = [t for t in rule.tables if t in staged]
            if not present or (missing and not rule.repeated):
                outcomes.append(_not_applied(rule, missing, family))
                continue
            found, outcome = _apply(connection, rule, present, staged)
            findings += found
            outcomes.append(outcome)
    return findings, outcomes


def _not_applied(rule: Rule, missing: Iterable[str], family: Family) -> Outcome:
    names = list(missing)
    zh = "、".join(family.schemas[t].title for t in names)
    en = ", ".join(family.schemas[t].title_en for t in names)
    return Outcome(rule.name, "not applied", 0, f"数据集没有表：{zh}", f"no such table here: {en}")


def _apply(
    connection: Connection, rule: Rule, present: list[str], staged: Mapping[str, StagedTable]
) -> tuple[list[Finding], Outcome]:
    """What breaks a rule; rows it cannot judge are no findings, but they are counted."""
    found: list[Finding] = []
    open_rows: Counter[str] = Counter()
    for row in _run(connection, rule, present):
        reason = getattr(row, "cannot_check", None)
        if reason is None:
            found.append(_finding(rule, row, staged))
        elif reason in rule.cannot_check:
            open_rows[reason] += 1
        else:
            raise RepositoryError(f"rule {rule.name}: its header lists no reason {reason}")
    broken = any(f.severity != "info" for f in found)
    ended = "broken" if broken else "cannot check" if open_rows else "holds"
    return found, Outcome(rule.name, ended, len(found), cannot_check=dict(open_rows))


def _run(connection: Connection, rule: Rule, present: list[str]) -> Iterator[Row]:
    # The driver's own call: a colon in a rule's text is a colon, not a parameter.
    try:
        result = connection.exec_driver_sql(rule.query(present))
    except SQLAlchemyError as error:
        raise RepositoryError(f"rule {rule.name}: {error}") from error
    names = tuple(result.keys())
    expected = (*_COLUMNS, *(["severity"] if "severity" in names else []))
    expected += ("cannot_check",) if rule.cannot_check else ()
    if names != expected:
        raise RepositoryError(f"rule {rule.name}: selects {', '.join(names)}")
    yield from result


def _finding(rule: Rule, row: Row, staged: Mapping[str, StagedTable]) -> Finding:
    value = None if row.value is None else str(row.value)
    return Finding(
        rule=rule.name,
        severity=getattr(row, "severity", None) or rule.severity,
        table=row.table_name,
        place=_place(staged.get(row.table_name), row.source_row, row.field, value),
        field=row.field,
        value=value,
        expected=None if row.expected is None else str(row.expected),
        difference_fen=row.difference,
    )


def _place(
    table: StagedTable | None, source_row: int | None, field: str | None, value: str | None
) -> Place:
    """The cell a rule speaks of; of a whole table, its sheet."""
    if table is None or source_row is None:
        return Place(table.sheet if table else None, None)
    return table.place(source_row, field, value)
