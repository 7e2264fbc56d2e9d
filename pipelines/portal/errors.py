"""Every fault becomes a readable page; what was asked wrongly is the asker's (4xx), not ours."""

import logging
import sqlite3
from typing import Any

from datasette import Request, Response
from datasette.app import Datasette
from datasette.database import QueryInterrupted
from datasette.utils import add_cors_headers
from datasette.utils.asgi import Base400
from datasette.views.base import DatasetteError

logger = logging.getLogger(__name__)

# What a parameter nobody could have meant raises inside Datasette.
_BAD_REQUESTS = (ValueError, KeyError, IndexError, OverflowError, sqlite3.Error, QueryInterrupted)


def status_of(exception: Exception, *, has_query_string: bool) -> int:
    """The status a fault is answered with.

    >>> status_of(ValueError(), has_query_string=True), status_of(ValueError(), has_query_string=False)
    (400, 500)
    """
    if isinstance(exception, Base400):
        return exception.status
    if isinstance(exception, DatasetteError):
        return exception.status if exception.status != 500 else 400
    return 400 if has_query_string and isinstance(exception, _BAD_REQUESTS) else 500


def message_of(exception: Exception, status: int) -> str:
    """What the page says, without anything of the inside."""
    if status == 500:
        return "服务器出错了，已记录 · Something went wrong on our side; it has been recorded"
    if status == 404 and str(exception) in ("", "404"):
        return "没有这一页 · There is no such page"
    if isinstance(exception, DatasetteError):
        return str(exception.message)
    if isinstance(exception, Base400):
        return str(exception)
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
