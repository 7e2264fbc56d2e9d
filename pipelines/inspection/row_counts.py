"""Whether a file holds as many rows as it should: one cut off must not pass for new data."""

import sqlite3
from contextlib import closing
from pathlib import Path

from pipelines.model import Dataset, Finding, Staged

# A file of less than a tenth of the rows that are public is held until a person has looked at it.
_TIMES = 10
_NEEDED = ("edition", "resource")
_PUBLISHED = """
select e.snapshot, sum(r.row_count) from edition e
join resource r on r.dataset = e.dataset and r.snapshot = e.snapshot
where e.dataset = ? group by e.number order by e.snapshot <> ?, e.number desc limit 1
"""


def row_count_finding(staged: Staged, dataset: Dataset, warehouse: Path | None) -> Finding | None:
    """What is wrong with the number of rows, or None.

    Where the dataset says how many rows the snapshot holds, it must be so many; else far fewer
    than in the published edition of the snapshot, or in the newest, are too few. That a file has
    none at all is another finding.
    """
    if not staged.row_count:
        return None
    stated = dataset.entry(staged.snapshot.name).row_count
    if stated is not None:
        said = ("datapackage.yaml 声明有", "datapackage.yaml says")
        return _finding(staged, stated, said) if staged.row_count != stated else None
    snapshot, count = _published(staged, warehouse) if warehouse else ("", 0)
    if staged.row_count * _TIMES < count:
        return _finding(staged, count, (f"已公开的 {snapshot} 有", f"the public {snapshot} has"))
    return None


def _published(staged: Staged, warehouse: Path) -> tuple[str, int]:
    own = staged.snapshot
    with closing(sqlite3.connect(f"{warehouse.resolve().as_uri()}?mode=ro", uri=True)) as database:
        known = database.execute("select name from sqlite_master where type = 'table'").fetchall()
        if not {(name,) for name in _NEEDED} <= set(known):
            return "", 0
        return database.execute(_PUBLISHED, (own.dataset, own.name)).fetchone() or ("", 0)


def _finding(staged: Staged, expected: int, said: tuple[str, str]) -> Finding:
    return Finding(
        "row-count-is-as-expected",
        "error",
        value=str(staged.row_count),
        expected=str(expected),
        detail=said[0],
        detail_en=said[1],
    )
