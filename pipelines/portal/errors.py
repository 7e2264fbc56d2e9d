"""Every fault becomes a readable page; what was asked wrongly is the asker's (4xx), not ours."""

from __future__ import annotations

import logging
import sqlite3
import traceback
from typing import TYPE_CHECKING, Any

from datasette import Request, Response

from pipelines.portal.headers import with_cors

if TYPE_CHECKING:  # Datasette loads this plugin while it is itself being imported
    from datasette.app import Datasette

logger = logging.getLogger(__name__)
_PROGRAM = __name__.partition(".")[0]

# What a parameter or an address nobody could have meant raises inside Datasette.
_BAD_REQUESTS = (
    *(ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError),
    sqlite3.Error,
)
# What SQLite says when not the question but the file, the disk or the memory is at fault.
_SQLITE_FAULTS = {
    *(sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CORRUPT),
    *(sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_PERM),
}
_INTERRUPTED = "SQL Interrupted"
TOO_LONG = "查询超过 2 秒，已停止，请缩小范围 · The query took more than two seconds"


def status_of(exception: Exception, request: Request) -> int:
    """The status a fault is answered with; Datasette's own faults carry one."""
    status = getattr(exception, "status", None)
    if isinstance(status, int):
        return 400 if status == 500 else status  # it answers a misspelt column with 500
    asked = request.url_vars
    if "pks" in asked and isinstance(exception, sqlite3.ProgrammingError):
        return 404  # fewer values than the key of the table has columns
    chosen = bool(request.query_string or asked.get("format") or "pks" in asked)
    return 400 if chosen and _is_misunderstanding(exception) else 500


def _is_misunderstanding(exception: Exception) -> bool:
    """Whether Datasette stumbled over what it was asked, and nothing of ours is broken."""
    code = getattr(exception, "sqlite_errorcode", 0) & 0xFF  # the upper bits are details
    return (
        isinstance(exception, _BAD_REQUESTS)
        and code not in _SQLITE_FAULTS
        and not _is_raised_here(exception)
    )


def _is_raised_here(exception: Exception) -> bool:
    """Whether the innermost frame of a fault is one of this program's own."""
    innermost = None
    for frame, _ in traceback.walk_tb(exception.__traceback__):
        innermost = frame.f_globals.get("__name__", "")
    return (innermost or "").startswith(f"{_PROGRAM}.")


def message_of(exception: Exception, status: int) -> str:
    """What the page says, without anything of the inside."""
    if status == 500:
        return "服务器出错了，已记录 · Something went wrong on our side; it has been recorded"
    if status == 404 and (not hasattr(exception, "status") or str(exception) in ("", "404")):
        return "没有这一页 · There is no such page"
    if getattr(exception, "title", None) == _INTERRUPTED:
        return TOO_LONG
    if hasattr(exception, "status"):
        return str(getattr(exception, "message", exception))
    return "请求的参数无法理解 · A parameter of the request cannot be understood"


async def answer_fault(datasette: Datasette, request: Request, exception: Exception) -> Response:
    """The page, or the JSON, that says what is wrong."""
    status = status_of(exception, request)
    message = message_of(exception, status)
    if status == 500:
        logger.error("%s %s", request.method, request.path, exc_info=exception)
    headers = with_cors(datasette, {})
    if request.path.endswith(".json"):
        body: dict[str, Any] = {"ok": False, "error": message, "status": status, "title": None}
        return Response.json(body, status=status, headers=headers)
    page = await datasette.render_template(
        "error.html", {"status": status, "error": message}, request=request
    )
    return Response.html(page, status=status, headers=headers)
