"""A visitor's query over the database of one edition, and the hash its answer goes by.

An edition never changes, and so neither does an answer: whoever has the hash can have the query
run again and see that it says the same. The hash is SHA-256 over UTF-8 lines: the names of the
columns as a JSON array, then each row as a JSON array, the rows in the order of their texts. In
which order a query gives its rows is not part of what it says.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sqlite3
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasette.utils import InvalidSql, sqlite_timelimit, validate_sql_select

from pipelines.portal.errors import TOO_LONG
from pipelines.publication.metadata import DATABASE

if TYPE_CHECKING:  # Datasette loads this plugin while it is itself being imported
    from datasette.app import Datasette

MOST_ROWS = 10_000
_PAGE_LIMIT = re.compile(r"\s+limit\s+[0-9]+\s*$", re.IGNORECASE)
# What gives another answer each time, or every day.
_CHANGING = re.compile(
    r"\b(random|randomblob|current_date|current_time|current_timestamp)\b|'now'", re.IGNORECASE
)


class QueryRefusedError(Exception):
    """Raised when a query cannot be answered; the asker's fault, in words for the asker."""

    status = 400


@dataclass(frozen=True)
class Answer:
    """What a query gives: the names of the columns, and the rows as the database has them."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    @property
    def sha256(self) -> str:
        """The hash it goes by, in hexadecimal digits."""
        lines = [_json(self.columns), *sorted(map(_json, self.rows))]
        return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


@dataclass(frozen=True)
class Difference:
    """Rows only the one answer has, and rows only the other has."""

    gone: tuple[tuple[Any, ...], ...]
    come: tuple[tuple[Any, ...], ...]


def difference(old: Answer, new: Answer) -> Difference:
    """What one answer has that the other has not, each row as often as it is missing."""
    was, becomes = Counter(map(_json, old.rows)), Counter(map(_json, new.rows))
    return Difference(_missing(old, was - becomes), _missing(new, becomes - was))


def _missing(answer: Answer, counts: Counter[str]) -> tuple[tuple[Any, ...], ...]:
    found = []
    for row in answer.rows:
        if counts[_json(row)] > 0:
            counts[_json(row)] -= 1
            found.append(row)
    return tuple(found)


def _json(values: tuple[Any, ...]) -> str:
    plain = [base64.b64encode(v).decode() if isinstance(v, bytes) else v for v in values]
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def whole_query(sql: str) -> str:
    """The query of a table's page without the limit of that page.

    >>> whole_query("select a from b order by a limit 101")
    'select a from b order by a'
    """
    return _PAGE_LIMIT.sub("", sql)


def ask(datasette: Datasette, path: Path, sql: str, values: Mapping[str, str]) -> Answer:
    """The answer of an edition's database, under the limits that hold for every visitor's query.

    Raises: QueryRefusedError if it is no single query that reads, takes too long, or gives more
    than 10,000 rows.
    """
    try:
        validate_sql_select(sql)
    except InvalidSql as error:
        raise QueryRefusedError(f"只能引用查询语句 · only a query can be cited: {error}") from error
    if _CHANGING.search(sql):
        raise QueryRefusedError(
            "答案会随时间或者随机变化的查询不能引用 · a query whose answer changes with the clock "
            "or by chance cannot be cited"
        )
    limit = datasette.setting("sql_time_limit_ms")
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        datasette._prepare_connection(connection, DATABASE)
        try:
            with sqlite_timelimit(connection, limit):
                cursor = connection.execute(sql, dict(values))
                found = [tuple(row) for row in cursor.fetchmany(MOST_ROWS + 1)]
        except sqlite3.Error as error:
            raise QueryRefusedError(_said(error)) from error
    if len(found) > MOST_ROWS:
        raise QueryRefusedError(
            f"结果超过 {MOST_ROWS:,} 行，请缩小范围，或者引用这一版的文件 · more than "
            f"{MOST_ROWS:,} rows: narrow it down, or cite a file of the edition"
        )
    return Answer(tuple(column[0] for column in cursor.description), tuple(found))


def _said(error: sqlite3.Error) -> str:
    if error.args == ("interrupted",):
        return TOO_LONG
    if hasattr(error, "status"):
        return str(error)
    return f"这一版的数据库不能回答 · the database of this edition cannot answer: {error}"
