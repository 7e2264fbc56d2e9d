"""Every fault becomes a readable page; what was asked wrongly is the asker's (4xx), not ours."""

from __future__ import annotations

import logging
import sqlite3
from typing import TYPE_CHECKING, Any

from datasette import Request, Response
from datasette.utils import add_cors_headers

if TYPE_CHECKING:  # Datasette loads this plugin while it is itself being imported
    from datasette.app import Datasette

logger = logging.getLogger(__name__)

# What a parameter nobody could have meant raises inside Datasette.
_BAD_REQUESTS = (ValueError, KeyError, IndexError, OverflowError, sqlite3.Error)
_INTERRUPTED = "SQL Interrupted"


def status_of(exception: Exception, *, has_query_string: bool) -> int:
    """The status a fault is answered with; Datasette's own faults carry one.

    >>> [status_of(ValueError(), has_query_string=asked) for asked in (True, False)]
    [400, 500]
    """
    status = getattr(exception, "status", None)
    if isinstance(status, int):
        return 400 if status == 500 else status  # it answers a misspelt column with 500
    return 400 if has_query_string and isinstance(exception, _BAD_REQUESTS) else 500


def message_of(exception: Exception, status: int) -> str:
    """What the page says, without anything of the inside."""
    if status == 500:
        return "服务器出错了，已记录 · Something went wrong on our side; it has been recorded"
    if status == 404 and str(exception) in ("", "404"):
        return "没有这一页 · There is no such page"
    if getattr(exception, "title", None) == _INTERRUPTED:
        return "查询超过 2 秒，已停止，请缩小范围 · The query took more than two seconds"
    if hasattr(exception, "status"):
        return str(getattr(exception, "message", exception))
    return "请求的参数无法理解 · A parameter of the request cannot be understood"


async def answer_fault(datasette: Datasette, request: Request, exception: Exception) -> Response:
    """The page, or the JSON, that says what is wrong."""
    status = status_of(exception, has_query_string=bool(request.query_string))
    message = message_of(exception, status)
    if status == 500:
        logger.error("%s %s", request.method, request.path, exc_info=exception)
    headers: dict[str, str] = {}
    if datasette.cors:
        add_cors_headers(headers)
    if request.path.endswith(".json"):
        body: dict[str, Any] = {"ok": False, "error": message, "status": status, "title": None}
        return Response.json(body, status=status, headers=headers)
    page = await datasette.render_template(
        "error.html", {"status": status, "error": message}, request=request
    )
    return Response.html(page, status=status, headers=headers)
