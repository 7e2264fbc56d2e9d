"""What is answered where a withdrawn edition stood: 410, with who withdrew it, when and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datasette import Request, Response

from pipelines.portal.files import CHANGING
from pipelines.portal.headers import with_cors
from pipelines.portal.reading import Row

if TYPE_CHECKING:  # Datasette loads this plugin while it is itself being imported
    from datasette.app import Datasette

GONE = 410
_SAID = ("withdrawn_at", "withdrawn_by", "reason", "reason_en", "replaced_by")


async def show_tombstone(datasette: Datasette, request: Request, edition: Row) -> Response:
    """The tombstone of a withdrawn edition: a page, or JSON for who asks for that.

    Basis: RFC 9110, 15.5.11 (410 Gone).
    """
    headers = with_cors(datasette, {"cache-control": CHANGING, "vary": "accept"})
    withdrawal = edition["withdrawal"]
    if _wants_json(request):
        body = {
            "ok": False,
            "status": GONE,
            "error": f"第 {edition['number']} 版已撤回 · edition {edition['number']} was withdrawn",
            "dataset": edition["dataset"],
            "edition": edition["number"],
            **{key: withdrawal[key] for key in _SAID},
        }
        return Response.json(body, status=GONE, headers=headers)
    context = {"edition": edition, "withdrawal": withdrawal}
    page = await datasette.render_template("tombstone.html", context, request=request)
    return Response.html(page, status=GONE, headers=headers)


def _wants_json(request: Request) -> bool:
    accepted = request.headers.get("accept", "")
    is_program = request.path.endswith((".json", ".jsonl")) and "text/html" not in accepted
    return is_program or "application/json" in accepted
