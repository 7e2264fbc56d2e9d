import threading
from contextvars import copy_context

import pytest

from pipelines.progress import begin_step, watched_by

STEP = ("trees", "2024", "read")


def test_watcher_is_told_each_step_as_it_begins() -> None:
    told: list[tuple] = []
    with watched_by(lambda *step: told.append(step)):
        begin_step(*STEP)
        assert told == [STEP]
        begin_step("trees", "2024", "inspect")
    assert told == [STEP, ("trees", "2024", "inspect")]


def test_nobody_is_told_once_the_block_has_ended() -> None:
    told: list[tuple] = []
    with watched_by(lambda *step: told.append(step)):
        pass
    begin_step(*STEP)
    assert told == []


def test_block_within_a_block_takes_over_and_gives_back() -> None:
    told: list[str] = []
    with watched_by(lambda *_: told.append("outer")):
        with watched_by(lambda *_: told.append("inner")):
            begin_step(*STEP)
        begin_step(*STEP)
    assert told == ["inner", "outer"]


def test_watching_ends_when_the_run_fails() -> None:
    told: list[tuple] = []
    with pytest.raises(OSError, match="disk"), watched_by(lambda *step: told.append(step)):
        raise OSError("disk")
    begin_step(*STEP)
    assert told == []


def test_two_runs_in_two_threads_do_not_hear_each_other() -> None:
    told: list[str] = []
    barrier = threading.Barrier(2, timeout=30)

    def run(name: str) -> None:
        with watched_by(lambda dataset, *_: told.append(f"{name} {dataset}")):
            barrier.wait()
            begin_step(name, "2024", "read")
            barrier.wait()

    threads = [threading.Thread(target=copy_context().run, args=(run, n)) for n in ("oak", "elm")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["elm elm", "oak oak"]
