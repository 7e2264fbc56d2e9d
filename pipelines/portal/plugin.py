"""The Datasette plugin: each hook hands over to the module that does the work."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasette import Request, Response, hookimpl
from datasette.utils.asgi import Forbidden, NotFound
from jinja2 import Environment

from pipelines.inspection.functions import FUNCTIONS
from pipelines.portal import citation, downloads, feed, history, listing
from pipelines.portal.asking import whole_query
from pipelines.portal.cells import column_titles, column_units, family_words, show_cell, table_texts
from pipelines.portal.changes import Selection, read_changes, read_changes_page
from pipelines.portal.dataset import read_dataset
from pipelines.portal.errors import answer_fault
from pipelines.portal.files import UNCHANGING, FileAnswer
from pipelines.portal.gate import QueryGate
from pipelines.portal.headers import SecurityHeaders
from pipelines.portal.home import read_home
from pipelines.portal.pinned import PinnedRequests, serve_states
from pipelines.portal.protection import protect
from pipelines.portal.reading import read_at_once
from pipelines.portal.texts import STATIC, add_texts
from pipelines.portal.tombstone import show_tombstone
from pipelines.publication.metadata import DATABASE, PLUGIN

if TYPE_CHECKING:  # Datasette loads this plugin while it is itself being imported
    from datasette.app import Datasette

TEMPLATES = Path(__file__).with_name("templates")
ROBOTS = "User-agent: *\nDisallow: /*?\nDisallow: /downloads/\n"
# Datasette's debugging pages: they name files of the server, or let anyone read its state.
BRIEFLY = {"cache-control": "max-age=60"}
DEFAULT_PERMISSIONS = "datasette.default_permissions"
CLOSED = (
    r"^/-/(actor|allow-debug|auth-token|databases|logout|messages|patterns|permissions|threads)"
    r"(\.json)?$"
)


@hookimpl
def prepare_connection(conn: sqlite3.Connection, database: str) -> None:
    """Register what rules may call, and bound what a visitor's query may cost."""
    for name, (function, arguments) in FUNCTIONS.items():
        conn.create_function(name, arguments, function, deterministic=True)
    if database == DATABASE:
        protect(conn)


@hookimpl
def startup(datasette: Datasette) -> None:
    """Put one object that follows the public's states in place of the file Datasette was given."""
    serve_states(datasette)


@hookimpl
def forbidden(datasette: Datasette, request: Request, message: str) -> Callable[[], Any]:
    """Say in our own page what may not be seen; Datasette's own page needs a template of its."""

    async def answer() -> Response:
        return await answer_fault(datasette, request, Forbidden(message))

    return answer


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Datasette) -> None:
    """Put our templates before Datasette's own, and after those of `--template-dir`."""
    env.loader.loaders[0].searchpath.insert(-1, str(TEMPLATES))
    add_texts(env)
    env.globals["site"] = datasette.plugin_config(PLUGIN) or {}
    env.globals["licence"] = datasette.metadata("license")
    env.globals["database_name"] = DATABASE


@hookimpl
def extra_template_vars(datasette: Datasette, table: str | None) -> dict[str, Any]:
    """What our templates need beside Datasette's own values."""
    config = datasette.plugin_config(PLUGIN, database=DATABASE, fallback=False) or {}
    texts = table_texts(datasette)
    groups = config.get("groups", [])
    return {
        "about": texts.get(table, {}),
        "groups": groups,
        "family_tables": [t for group in groups if group.get("family") for t in group["tables"]],
        "family_words": family_words(datasette),
        "table_titles": texts,
        "column_titles": column_titles(datasette),
        "units": column_units(datasette),
        "whole_query": whole_query,
    }


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Our own addresses; they come before Datasette's."""
    return [
        (r"^/$", show_home),
        (r"^/dataset/(?P<name>[a-z0-9-]+)/?$", show_dataset),
        (r"^/dataset/(?P<name>[a-z0-9-]+)/changes/(?P<number>[0-9]{1,6}|latest)/?$", show_changes),
        (history.ROUTE, history.show_history),
        (citation.ROUTE, citation.show_citation),
        (citation.CHOICE_ROUTE, citation.choose_dataset),
        (feed.ROUTE, feed.send_feed),
        (feed.DATASET_ROUTE, feed.send_feed),
        (listing.CATALOGUE_ROUTE, listing.list_datasets),
        (listing.DATASET_ROUTE, listing.list_editions),
        (downloads.LATEST_ROUTE, downloads.show_latest),
        (downloads.FILE_ROUTE, downloads.send_download),
        (downloads.FOLDER_ROUTE, downloads.show_edition),
        (downloads.KEY_ROUTE, downloads.send_key),
        (downloads.ANY_ROUTE, downloads.refuse_path),
        (r"^/about$", show_about),
        (r"^/robots\.txt$", show_robots),
        (r"^/static/(?P<file>[a-z]+\.(css|js|svg))$", send_static),
        (CLOSED, refuse_page),
    ]


async def show_home(datasette: Datasette, request: Request) -> Response:
    """The front page. Datasette's own would count every table first."""
    context = {"home": await read_at_once(datasette, read_home)}
    page = await datasette.render_template("index.html", context, request=request)
    return Response.html(page, headers=BRIEFLY)


async def show_dataset(datasette: Datasette, request: Request) -> Response:
    """The page of a dataset."""
    name = request.url_vars["name"]
    context = await read_at_once(datasette, lambda connection: read_dataset(connection, name))
    if context is None:
        raise NotFound(f"没有这个数据集：{name} · No such dataset")
    page = await datasette.render_template("dataset.html", context, request=request)
    return Response.html(page, headers=BRIEFLY)


async def show_changes(datasette: Datasette, request: Request) -> Response:
    """The page of what an edition changed, or of one kind of change in one of its tables."""
    name, number = request.url_vars["name"], request.url_vars["number"]
    wanted = None if number == downloads.LATEST else int(number)
    table, kind = request.args.get("table"), request.args.get("kind")
    page, search = request.args.get("page") or "1", (request.args.get("search") or "").strip()

    def read(connection: sqlite3.Connection) -> dict[str, Any] | None:
        if not table and not kind:
            return read_changes(connection, name, wanted, search)
        known = page.isascii() and page.isdigit() and len(page) < 9
        selection = Selection(table, kind, int(page) if known else 0, search)
        return read_changes_page(connection, name, wanted, selection)

    context = await read_at_once(datasette, read)
    if context is None:
        raise NotFound(f"没有这样的变更：{name} {number} · No such changes")
    edition = await downloads.find_edition(datasette, name, number)
    if edition["withdrawal"]:
        return await show_tombstone(datasette, request, edition)
    page_html = await datasette.render_template("changes.html", context, request=request)
    return Response.html(page_html, headers=BRIEFLY)


async def show_about(datasette: Datasette, request: Request) -> Response:
    """How the data are made."""
    return Response.html(await datasette.render_template("about.html", {}, request=request))


def show_robots() -> Response:
    """Ask crawlers to keep to pages: every filter combination is an address of its own."""
    return Response.text(ROBOTS)


async def send_static(request: Request) -> FileAnswer:
    """A style sheet, script or picture of the portal."""
    path = STATIC / request.url_vars["file"]
    if not path.is_file():
        raise NotFound("404")
    return FileAnswer(path, sha256(path.read_bytes()).hexdigest(), request, UNCHANGING)


async def refuse_page() -> Response:
    """A page of Datasette's that the public has no use for."""
    raise NotFound("404")


@hookimpl
def render_cell(  # noqa: PLR0913 - the hook's own parameters
    datasette: Datasette, table: str | None, column: str, value: Any, row: Any, database: str
) -> Any:
    """Amounts grouped, things by their names."""
    return show_cell(datasette, table, column, value, row) if database == DATABASE else None


@hookimpl(hookwrapper=True)
def permission_allowed(action: str, resource: Any) -> Any:
    """No rule of access stands on a single table, so none is looked for.

    Datasette copies its whole metadata to find one: 15 ms a table, a second for the front page.
    Rules on the site or the database, and those of other plugins, hold as ever.
    """
    outcome = yield
    if action == "view-table" and resource[0] == DATABASE:
        checks = outcome.get_result()
        outcome.force_result([c for c in checks if _module_of(c) != DEFAULT_PERMISSIONS])


def _module_of(check: Any) -> str:
    return getattr(check, "__module__", "")


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[Any], Any]:
    """Security headers on everything, a gate before costly queries, each request of one state."""
    return lambda app: SecurityHeaders(QueryGate(PinnedRequests(app, datasette)))


@hookimpl(hookwrapper=True)
def handle_exception(datasette: Datasette, request: Request, exception: Exception) -> Any:
    """Our page instead of Datasette's, which prints local values to the console."""
    outcome = yield
    outcome.force_result([lambda: answer_fault(datasette, request, exception)])
