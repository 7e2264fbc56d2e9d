"""What the front page shows: every dataset as it stands, and what was published last."""

import sqlite3
from typing import Any

from pipelines.portal.reading import Row, first, rows
from pipelines.portal.standing import Standing, read_standing, snapshots_of

LATEST_EDITIONS = 8

_TOTALS = """
    select (select count(*) from dataset) as datasets,
           (select count(*) from edition) - (select count(*) from withdrawal) as editions,
           (select coalesce(sum(e.row_count), 0) from edition e
              join dataset d on d.name = e.dataset and d.latest_edition = e.number) as row_count,
           (select count(*) from rule) as rules
"""
_DATASETS = """
    select d.*, e.row_count, e.snapshot_date, e.published_at
      from dataset d
      left join edition e on e.dataset = d.name and e.number = d.latest_edition
     order by d.family, d.title
"""
_LAST_INSPECTIONS = """
    select * from (
        select i.*, row_number() over (
            partition by dataset order by snapshot_date desc, inspected_at desc, snapshot desc
        ) as place from inspection i
    ) where place = 1
"""
_FINDINGS = """
    select snapshot, severity, count(*) as count from finding
     where dataset = ? group by snapshot, severity
"""
_LATEST_EDITIONS = """
    select e.*, d.title, d.title_en, d.publisher_name,
           sum(c.kind = 'added') as added, sum(c.kind = 'removed') as removed,
           sum(c.kind = 'changed') as changed
      from (select *, rowid as place from edition where (dataset, number) not in (
                select dataset, edition from withdrawal
            ) order by rowid desc limit ?) e
      join dataset d on d.name = e.dataset
      left join change c on c.dataset = e.dataset and c.edition = e.number
     group by e.dataset, e.number
     order by place desc
"""


def read_home(connection: sqlite3.Connection) -> dict[str, Any]:
    """Everything the front page needs."""
    inspections = {i["dataset"]: i for i in rows(connection, _LAST_INSPECTIONS)}
    datasets = rows(connection, _DATASETS)
    for dataset in datasets:
        standing = read_standing(connection, dataset["name"])
        dataset["inspection"] = inspections.get(dataset["name"])
        dataset["tables"] = list(standing)
        dataset["findings"] = _count_findings(connection, dataset["name"], standing)
    found = sum(sum(d["findings"].values()) for d in datasets)
    return {
        "totals": (first(connection, _TOTALS) or {}) | {"findings": found},
        "families": _by_family(datasets),
        "refused": [d for d in datasets if is_refused(d["inspection"])],
        "latest_editions": rows(connection, _LATEST_EDITIONS, LATEST_EDITIONS),
    }


def is_refused(inspection: Row | None) -> bool:
    """Whether the newest snapshot did not become an edition."""
    return inspection is not None and inspection["outcome"] == "refused"


def _count_findings(
    connection: sqlite3.Connection, dataset: str, standing: Standing
) -> dict[str, int]:
    """How many findings of each severity concern the rows that are public now."""
    snapshots = snapshots_of(standing)
    counts: dict[str, int] = {}
    for row in rows(connection, _FINDINGS, dataset):
        if row["snapshot"] in snapshots:
            counts[row["severity"]] = counts.get(row["severity"], 0) + row["count"]
    return counts


def _by_family(datasets: list[Row]) -> dict[str, list[Row]]:
    families: dict[str, list[Row]] = {}
    for dataset in datasets:
        families.setdefault(dataset["family"], []).append(dataset)
    return families
