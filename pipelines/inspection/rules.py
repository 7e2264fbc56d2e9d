"""Runs a family's SQL over the staged tables → findings, and says which rules were not applied."""

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import Connection, Engine, insert
from sqlalchemy.exc import SQLAlchemyError

from pipelines.database import (
    Tables,
    code_rows,
    open_staging,
    parameter_rows,
    required_rows,
    resource_rows,
    table_rows,
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
            found = list(_run(connection, rule, present, staged))
            broken = any(f.severity != "info" for f in found)
            outcomes.append(Outcome(rule.name, "broken" if broken else "holds", len(found)))
            findings += found
    return findings, outcomes


def _not_applied(rule: Rule, missing: Iterable[str], family: Family) -> Outcome:
    names = list(missing)
    zh = "、".join(family.schemas[t].title for t in names)
    en = ", ".join(family.schemas[t].title_en for t in names)
    return Outcome(rule.name, "not applied", 0, f"数据集没有表：{zh}", f"no such table here: {en}")


def _run(
    connection: Connection, rule: Rule, present: list[str], staged: Mapping[str, StagedTable]
) -> Iterator[Finding]:
    # The driver's own call: a colon in a rule's text is a colon, not a parameter.
    try:
        result = connection.exec_driver_sql(rule.query(present))
    except SQLAlchemyError as error:
        raise RepositoryError(f"rule {rule.name}: {error}") from error
    names = tuple(result.keys())
    if names[: len(_COLUMNS)] != _COLUMNS or names[len(_COLUMNS) :] not in ((), ("severity",)):
        raise RepositoryError(f"rule {rule.name}: selects {', '.join(names)}")
    for row in result:
        table = staged.get(row.table_name)
        value = None if row.value is None else str(row.value)
        yield Finding(
            rule=rule.name,
            severity=getattr(row, "severity", None) or rule.severity,
            table=row.table_name,
            place=_place(table, row.source_row, row.field, value),
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
