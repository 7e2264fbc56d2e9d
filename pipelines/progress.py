"""Tells whoever watches a run which step of which snapshot has begun."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Watcher = Callable[[str, str, str], None]

_watcher: ContextVar[Watcher | None] = ContextVar("watcher", default=None)


@contextmanager
def watched_by(watcher: Watcher) -> Iterator[None]:
    """Within this block `watcher(dataset, snapshot, step)` is called at every step."""
    token = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(token)


def begin_step(dataset: str, snapshot: str, step: str) -> None:
    """Say that a step begins; nothing happens when nobody watches."""
    watcher = _watcher.get()
    if watcher:
        watcher(dataset, snapshot, step)
