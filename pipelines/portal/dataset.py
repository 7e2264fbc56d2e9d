"""What a dataset's page shows: its publisher, its editions, its findings, its corrections."""

import sqlite3
from itertools import groupby
from typing import Any

from pipelines.portal.reading import Row, first, rows
from pipelines.portal.standing import read_standing, snapshots_of

EXAMPLES = 3  # findings shown of each rule; the rest is one click away

_NOTES = "select snapshot, table_name, note from resource where dataset = ? and note is not null"
_EDITIONS = """
    select e.*, sum(c.kind = 'added') as added, sum(c.kind = 'removed') as removed,
           sum(c.kind = 'changed') as changed, w.withdrawn_at, w.reason as withdrawn_because
      from edition e
      left join withdrawal w on w.dataset = e.dataset and w.edition = e.number
      left join change c on c.dataset = e.dataset and c.edition = e.number
     where e.dataset = ? group by e.number order by e.number desc
"""
_INSPECTIONS = """
    select * from inspection where dataset = ?
     order by snapshot_date desc, inspected_at desc, snapshot desc
"""
_OUTCOMES = """
    select o.*, r.title, r.title_en, r.severity, r.sql is not null as has_query
      from rule_outcome o left join rule r on r.name = o.rule
     where o.dataset = ? order by o.snapshot, r.severity, o.rule
"""
_GROUPS = """
    select f.snapshot, f.rule, f.severity, count(*) as count, r.title, r.title_en,
           r.url, r.sql is not null as has_query
      from finding f left join rule r on r.name = f.rule
     where f.dataset = ?
     group by f.snapshot, f.rule, f.severity
     order by f.snapshot, f.severity = 'error' desc, f.severity = 'warning' desc, count(*) desc
"""
_EXAMPLES = """
    select * from finding
     where dataset = ? and snapshot = ? and rule = ? and severity = ? order by id limit ?
"""
_REDACTIONS = """
    select r.*, coalesce(f.title, r.field) as title, coalesce(f.title_en, '') as title_en
      from redaction r left join field f on f.table_name = r.table_name and f.name = r.field
     where r.dataset = ? order by r.snapshot desc, r.table_name, r.field
"""
_WITHHELD = """
    select w.*, r.title, r.title_en, f.title as amount_title
      from withheld w left join rule r on r.name = w.rule
      left join field f on f.table_name = w.table_name and f.name = w.amount_field
     where w.dataset = ? order by w.snapshot desc, w.table_name, w.row_count desc
"""
_CLEARANCES = "select * from clearance where dataset = ? order by number"
_CORRECTIONS = "select * from correction where dataset = ? order by snapshot, table_name, row"


def read_dataset(connection: sqlite3.Connection, name: str) -> dict[str, Any] | None:
    """Everything the page of a dataset needs; None if there is no such dataset."""
    dataset = first(connection, "select * from dataset where name = ?", name)
    if dataset is None:
        return None
    return {
        "dataset": dataset,
        "tables": _tables(connection, name),
        "editions": rows(connection, _EDITIONS, name),
        "inspections": _inspections(connection, name),
        "corrections": rows(connection, _CORRECTIONS, name),
        "redactions": rows(connection, _REDACTIONS, name),
        "withheld": rows(connection, _WITHHELD, name),
        "clearances": rows(connection, _CLEARANCES, name),
    }


def _tables(connection: sqlite3.Connection, name: str) -> list[Row]:
    """The tables with the rows that stand in them, and the notes printed with those that do."""
    standing = read_standing(connection, name)
    current = snapshots_of(standing)
    notes: dict[str, list[str]] = {}
    for row in rows(connection, _NOTES, name):
        if row["snapshot"] in current:
            notes.setdefault(row["table_name"], []).append(f"{row['snapshot']}：{row['note']}")
    return [
        {"table_name": table, "row_count": sum(counts.values()), "notes": notes.get(table, [])}
        for table, counts in standing.items()
    ]


def _inspections(connection: sqlite3.Connection, name: str) -> list[Row]:
    """The inspections, newest first, each with its findings by rule and its rules' outcomes."""
    groups = _by_snapshot(rows(connection, _GROUPS, name))
    outcomes = _by_snapshot(rows(connection, _OUTCOMES, name))
    inspections = rows(connection, _INSPECTIONS, name)
    for inspection in inspections:
        snapshot = inspection["snapshot"]
        inspection["groups"] = groups.get(snapshot, [])
        inspection["outcomes"] = outcomes.get(snapshot, [])
        for group in inspection["groups"]:
            group["examples"] = rows(
                connection, _EXAMPLES, name, snapshot, group["rule"], group["severity"], EXAMPLES
            )
    return inspections


def _by_snapshot(found: list[Row]) -> dict[str, list[Row]]:
    return {key: list(group) for key, group in groupby(found, key=lambda row: row["snapshot"])}
