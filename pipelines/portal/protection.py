"""Limits that hold where Datasette's time limit does not: inside one opcode, and in memory.

Datasette interrupts a query between opcodes. A single opcode can still ask for gigabytes
(`zeroblob`) or search one long text for another for minutes: limits on the connection end that.
`printf` pads for seconds even when the limit is passed: it is checked before it runs. Many long
rows can fill the memory: a budget on the rows handed to Python ends that.
"""

import re
import sqlite3
import weakref
from collections.abc import Callable, Sequence
from typing import Any

LONGEST_VALUE = 250_000  # bytes; searching one such text in another takes 0.4 s, 2 MB take 25 s
MOST_COLUMNS = 200
LONGEST_QUERY = 100_000  # bytes
LONGEST_PATTERN = 1_000  # bytes, for LIKE and GLOB
LARGEST_REPLY = 5_000_000  # characters over all rows of one query

_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: LONGEST_VALUE,
    sqlite3.SQLITE_LIMIT_COLUMN: MOST_COLUMNS,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: LONGEST_QUERY,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: LONGEST_PATTERN,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
}
_WIDE_FORMAT = re.compile(r"%[-+ 0,#!]*(\*|[0-9]{4,}|[0-9]*\.(\*|[0-9]{4,}))")
_REFUSED_FUNCTIONS = {"load_extension", "fts3_tokenizer"}


class ReplyTooLargeError(sqlite3.OperationalError):
    """Raised when the rows of one query are too large together; the asker's fault."""

    status = 400


class ReplyBudget:
    """A row factory that stops a query once its rows are too large together."""

    def __init__(self, limit: int) -> None:
        """Allow `limit` characters to each cursor of the connection."""
        self._limit = limit
        self._left = limit
        self._cursor: Any = lambda: None

    def __call__(self, cursor: sqlite3.Cursor, values: Sequence[Any]) -> sqlite3.Row:
        """The row as Datasette expects it.

        Raises: ReplyTooLargeError once the budget is spent.
        """
        if self._cursor() is not cursor:  # held weakly: an open cursor would pin an old state
            self._cursor, self._left = weakref.ref(cursor), self._limit
        self._left -= sum(len(v) for v in values if isinstance(v, str | bytes))
        if self._left < 0:
            raise ReplyTooLargeError("结果过大，请缩小范围 · the result is too large")
        return sqlite3.Row(cursor, values)


def _authorize(action: int, first: str | None, second: str | None, *_: Any) -> int:
    """Let nothing write or attach, and let no query read where the files lie."""
    if action == sqlite3.SQLITE_PRAGMA and first == "database_list":
        return sqlite3.SQLITE_IGNORE
    if action == sqlite3.SQLITE_ATTACH:
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in _REFUSED_FUNCTIONS:
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK


def guard_printf() -> Callable[..., str | None]:
    """SQLite's own `printf`, for formats that do not pad to thousands of characters."""
    inner = sqlite3.connect(":memory:", check_same_thread=False)

    def printf(template: Any = None, *values: Any) -> str | None:
        if _WIDE_FORMAT.search(str(template)):
            raise ValueError("the format is too wide")
        marks = ", ?" * len(values)
        return inner.execute(f"select printf(?{marks})", (template, *values)).fetchone()[0]

    return printf


def protect(connection: sqlite3.Connection) -> None:
    """Bound what any one query on the connection can cost."""
    for limit, value in _LIMITS.items():
        connection.setlimit(limit, value)
    for name in ("printf", "format"):
        connection.create_function(name, -1, guard_printf(), deterministic=True)
    connection.set_authorizer(_authorize)
    connection.row_factory = ReplyBudget(LARGEST_REPLY)
