"""Which rows stand in the public tables now, and from which snapshots they came.

A dataset's records (inspections, findings, resources) go back to its first snapshot. What a
reader sees in the tables may come from the newest one only, or from one snapshot a year.
"""

import sqlite3

from datasette.utils import escape_sqlite

from pipelines.portal.reading import rows

Standing = dict[str, dict[str, int]]  # table → snapshot → rows

_TABLES = (
    "select table_name from resource where dataset = ? group by table_name order by min(rowid)"
)


def read_standing(connection: sqlite3.Connection, dataset: str) -> Standing:
    """The rows of a dataset in each of its tables, by the snapshot they came from."""
    standing: Standing = {}
    for table in (r["table_name"] for r in rows(connection, _TABLES, dataset)):
        # The name was written by the publisher's own program; it is quoted all the same.
        counts = connection.execute(
            f"select snapshot, count(*) from {escape_sqlite(table)}"  # noqa: S608
            " where dataset = ? group by snapshot",
            [dataset],
        )
        standing[table] = dict(tuple(row) for row in counts)
    return standing


def snapshots_of(standing: Standing) -> set[str]:
    """The snapshots that any standing row came from."""
    return {snapshot for counts in standing.values() for snapshot in counts}
