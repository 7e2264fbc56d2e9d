"""One database object over the public's states: a request reads the state it began on, whole.

Datasette asks several queries for one page. Each request is pinned to the newest state there was
when it came in; states only follow each other, never back. A state's file never changes, so that
it is opened without locks. Each thread opens a state once, and closes it when it has been
replaced and no request reads it any more.
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from datasette.database import Database

from pipelines.exceptions import WarehouseError
from pipelines.portal.gate import App
from pipelines.portal.reading import public_database
from pipelines.publication.metadata import DATABASE
from pipelines.publication.states import PublicState, current_state

if TYPE_CHECKING:
    from datasette.app import Datasette

T = TypeVar("T")

_pinned: ContextVar[PublicState | None] = ContextVar("pinned", default=None)


class PinnedDatabase(Database):
    """The public database, as Datasette sees it: mutable, since the next request may see more."""

    def __init__(self, datasette: Datasette, folder: Path) -> None:
        """Serve the states of a folder.

        Raises: WarehouseError if it holds none.
        """
        self._folder = folder
        self._newest = self._read_link()
        self._readers: Counter[PublicState] = Counter()
        self._lock = threading.Lock()
        self._own = threading.local()
        super().__init__(datasette, path=str(self._newest.path), is_mutable=True)

    @property
    def path(self) -> str:
        """The file of the newest state."""
        return str(self._newest.path)

    @path.setter
    def path(self, _path: str) -> None:
        """Leave the link to say which file it is."""

    @contextmanager
    def pinned(self) -> Iterator[PublicState]:
        """Within this block every query reads one state; inside another such block, that one."""
        outer = _pinned.get()
        if outer is not None:
            yield outer
            return
        with self._lock:
            state = self._newest = self._follow()
            self._readers[state] += 1
        token = _pinned.set(state)
        try:
            yield state
        finally:
            _pinned.reset(token)
            with self._lock:
                self._readers[state] -= 1

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], T]) -> T:
        """What a function makes of a connection to the pinned state, in one of the threads."""
        with self.pinned() as state:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self.ds.executor, self._run, fn, state)

    def _run(self, fn: Callable[[sqlite3.Connection], T], state: PublicState) -> T:
        connections = self._own.__dict__.setdefault("connections", {})
        for other in [s for s in connections if s != state and self._is_done(s)]:
            connections.pop(other).close()
        if state not in connections:
            uri = f"file:{state.path}?immutable=1"
            connections[state] = sqlite3.connect(uri, uri=True, check_same_thread=False)
            self.ds._prepare_connection(connections[state], self.name)
        return fn(connections[state])

    def _is_done(self, state: PublicState) -> bool:
        with self._lock:
            return state != self._newest and not self._readers[state]

    def _follow(self) -> PublicState:
        """The state the link names, unless it is an older one: readers never go back."""
        found = self._read_link()
        return found if found.sequence > self._newest.sequence else self._newest

    def _read_link(self) -> PublicState:
        state = current_state(self._folder)
        if state is None:
            raise WarehouseError(f"{self._folder} is empty: run `sunledger publish` first")
        return state


def serve_states(datasette: Datasette) -> None:
    """Serve the states beside the file Datasette was given, in its place; once is enough."""
    given = public_database(datasette)
    if not isinstance(given, PinnedDatabase):
        datasette.remove_database(DATABASE)
        states = PinnedDatabase(datasette, Path(given.path).parent)
        datasette.add_database(states, name=DATABASE)


class PinnedRequests:
    """An ASGI application that answers each request from one state."""

    def __init__(self, app: App, datasette: Datasette) -> None:
        """Stand before `app`."""
        self._app = app
        self._datasette = datasette

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Pass the request on, pinned."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        await self._datasette.invoke_startup()  # the first request comes before it
        with public_database(self._datasette).pinned():
            await self._app(scope, receive, send)
