"""Runs a family's SQL over the staged tables → findings, and how each rule ended."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext

from sqlalchemy import Connection, Engine, Row
from sqlalchemy.exc import SQLAlchemyError

from pipelines.exceptions import RepositoryError
from pipelines.inspection.staging import Beside
from pipelines.model import Family, Finding, Outcome, Place, Rule, StagedTable

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


def rule_findings(
    engine: Engine,
    family: Family,
    staged: Mapping[str, StagedTable],
    beside: Beside | None = None,
) -> tuple[list[Finding], list[Outcome]]:
    """The findings of every rule that can be applied, and how each rule ended.

    A rule that looks beyond the snapshot is applied where something is published beside it, or
    where the snapshot has what the rule holds its tables against.

    Raises: RepositoryError if a rule's query fails or selects other columns than the agreed ones.
    """
    findings: list[Finding] = []
    outcomes: list[Outcome] = []
    with engine.connect() as connection, _opened(connection, beside):
        for rule in family.rules.values():
            missing = [t for t in rule.tables if t not in staged]
            present = [t for t in rule.tables if t in staged]
            if not present or (missing and not rule.repeated):
                outcomes.append(_not_applied(rule, missing, family))
                continue
            with _in_sight(connection, rule, beside) as is_published:
                found, outcome = (
                    _apply(connection, rule, present, staged, beside)
                    if is_published or _has_counterpart(rule, staged)
                    else ([], _nothing_beside(rule))
                )
            findings += found
            outcomes.append(outcome)
    return findings, outcomes


def _opened(connection: Connection, beside: Beside | None) -> AbstractContextManager[None]:
    return nullcontext() if beside is None else beside.opened(connection)


def _in_sight(
    connection: Connection, rule: Rule, beside: Beside | None
) -> AbstractContextManager[bool]:
    """What the rule looks at; whether anything is published that it wants to see."""
    if not rule.published:
        return nullcontext(True)
    return nullcontext(False) if beside is None else beside.shown(connection, rule)


def _has_counterpart(rule: Rule, staged: Mapping[str, StagedTable]) -> bool:
    """Whether the snapshot itself holds a table its rows are to be held against."""
    return any(name in staged for name in rule.published if name not in rule.tables)


def _nothing_beside(rule: Rule) -> Outcome:
    said = "还没有已公开的数据可以对照", "nothing is published yet to hold it against"
    return Outcome(rule.name, "not applied", 0, *said)


def _not_applied(rule: Rule, missing: Iterable[str], family: Family) -> Outcome:
    names = list(missing)
    zh = "、".join(family.schemas[t].title for t in names)
    en = ", ".join(family.schemas[t].title_en for t in names)
    return Outcome(rule.name, "not applied", 0, f"数据集没有表：{zh}", f"no such table here: {en}")


def _apply(
    connection: Connection,
    rule: Rule,
    present: list[str],
    staged: Mapping[str, StagedTable],
    beside: Beside | None,
) -> tuple[list[Finding], Outcome]:
    """What breaks a rule; rows it cannot judge are no findings, but they are counted."""
    found: list[Finding] = []
    open_rows: Counter[str] = Counter()
    for row in _run(connection, rule, present, beside):
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


def _run(
    connection: Connection, rule: Rule, present: list[str], beside: Beside | None
) -> Iterator[Row]:
    query = rule.query(present)
    own: tuple[str, ...] = ()
    if rule.published and beside is not None:
        # What is of another publication is told when that is inspected. SQLite looks for nothing
        # but the own rows where it can, so that the time does not grow with what is published.
        query = f"select * from (\n{query}\n) where dataset = ? and snapshot = ?"  # noqa: S608
        own = beside.own
    # The driver's own call: a colon in a rule's text is a colon, not a parameter.
    try:
        result = connection.exec_driver_sql(query, own)
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
