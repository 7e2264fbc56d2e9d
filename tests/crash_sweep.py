"""Publishes again and again and is killed each time one step later, then looks at what is left.

    python -m tests.crash_sweep STATE-BEFORE [refuse_disk] [whole] [withdraw] [MUTANT…]

`SUNLEDGER_REPOSITORY` and `SUNLEDGER_HOME` say what is published where. The flows are run as
plain functions in forked processes, so that a kill costs a tenth of a second and no server.
A point is whatever touches the disk: opening for writing, flushing, renaming, making, removing,
every statement that writes and every commit; a file is also cut in half before it is flushed.
Prints, as JSON, the points and what was wrong after a kill at each.

With `withdraw` the newest edition is withdrawn instead, and its files removed.

Filling or emptying a folder nobody reads passes many points that are alike: the first and the
last of them are taken, and the files of an edition are made once and written anew. With `whole`
every point is taken, and every file is made each time.

With `refuse_disk` the disk says at the point that it is full, and the process lives on.

A mutant is the publisher with a fault put in: the sweep must find it, or it can find nothing.
"""

import errno
import hashlib
import json
import os
import shutil
import signal
import sqlite3
import stat
import sys
import traceback
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import groupby
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Engine, event

import flows
from pipelines.model import Withdrawal
from pipelines.progress import watched_by
from pipelines.publication import keys, metadata, states, store, withdrawal
from pipelines.publication.signing import SigningKey
from pipelines.publication.warehouse import Warehouse
from pipelines.publication.written import Written, written_file
from pipelines.settings import load_settings
from pipelines.tables import Tables
from tests.prefect_server import unschedule
from tests.reader import edition_files, problems, public_tables

PREFECT = SimpleNamespace(publish=flows.publish, publish_dataset=flows.publish_dataset)
HOME = load_settings().home
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
CALLS = {"os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.symlink"}
FILLING = ("open ", "fill ", "cut in half", "fsync", "os.remove ")
IS_WHOLE = False
ENDS = 2  # points taken at either end of a run of such


class Points:
    """Counts the points a run passes and ends the process at the fatal one."""

    def __init__(self, fatal: int | None) -> None:
        self.fatal = fatal
        self.passed: list[str] = []

    def reach(self, what: str, before: Callable[[], Any] = lambda: None) -> None:
        self.passed.append(what)
        if len(self.passed) == self.fatal:
            before()
            self.end()

    def end(self) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def watch(self) -> None:
        """Notice whatever touches the disk in this process from now on."""
        sys.addaudithook(self._on_call)
        flush = os.fsync

        def fsync(descriptor: int) -> None:
            status = os.fstat(descriptor)
            if stat.S_ISREG(status.st_mode):
                opened = f"/proc/self/fd/{descriptor}"  # it may have been opened for reading
                self.reach("cut in half", lambda: os.truncate(opened, status.st_size // 2))
            self.reach("fsync")
            flush(descriptor)

        os.fsync = fsync
        event.listen(Engine, "before_cursor_execute", self._on_statement)
        event.listen(Engine, "commit", self._on_commit)

    def _on_call(self, name: str, arguments: tuple) -> None:
        if name == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING:
            if str(arguments[0]).startswith(str(HOME)):
                self.reach(f"open {Path(arguments[0]).name}")
        elif name in CALLS:
            self.reach(f"{name} {Path(os.fsdecode(arguments[0])).name}")

    def _on_statement(self, connection: Any, _: Any, statement: str, *__: Any) -> None:
        is_read = statement.startswith(("SELECT", "PRAGMA"))
        if not is_read:
            self._on_database(connection, " ".join(statement.split()[:4]))

    def _on_commit(self, connection: Any) -> None:
        self._on_database(connection, "commit")

    def _on_database(self, connection: Any, what: str) -> None:
        path = connection.engine.url.database
        if path:  # the staging area has no file
            self.reach(f"fill {Path(path).name}" if store.BUILDING in path else what)


def publish(after_step: Callable[[], None] = lambda: None) -> None:
    """The flow itself, its tasks and its inner flow called as the functions they are."""
    for name, value in unschedule(PREFECT, after_step).items():
        setattr(flows, name, value)
    with watched_by(lambda *_: after_step()):
        flows.run()


def withdraw(after_step: Callable[[], None] = lambda: None) -> None:
    """Take back the newest edition of the first dataset, with its files."""
    settings = load_settings()
    catalogue = flows.load_catalogue(settings.schemas, settings.datasets)
    name = next(iter(catalogue.datasets))
    warehouse = Warehouse(settings.warehouse, Tables(catalogue.public))
    number = warehouse.numbers(name)[-1]
    moment = "2026-01-01T12:00:00+08:00"
    asked = Withdrawal(name, number, moment, "榆树镇", "数字有误", is_purged=True)
    withdrawal.withdraw(settings, warehouse, asked)
    after_step()


def withdraw_and_publish() -> None:
    withdraw()
    publish()


WORK: dict[str, Callable[..., None]] = {"killed": publish, "next": publish}
KILL = Points.end


def refuse_disk() -> None:
    """The disk is full at the fatal point, and only there."""

    def refuse(_: Points) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    Points.end = refuse


def forked(work: Callable[[], None]) -> int:
    """The wait status of a child process that does the work."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    try:
        work()
    except BaseException:  # noqa: BLE001 - whatever it is, it must not reach the parent's code
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def visible() -> dict[str, list[str]]:
    try:
        return public_tables(HOME)
    except sqlite3.DatabaseError as error:
        return {"damaged": [str(error)]}


def problems_left() -> list[str]:
    try:
        return problems(HOME)
    except sqlite3.DatabaseError as error:
        return [f"a reader's database is damaged: {error}"]


def restore(before: Path) -> None:
    shutil.rmtree(HOME, ignore_errors=True)
    shutil.copytree(before, HOME)


def run_undisturbed(report: Path) -> None:
    """Notes the points passed and every state a reader may come upon between two steps."""
    points = Points(None)
    states = [visible()]

    def note() -> None:
        state = visible()
        if state != states[-1]:
            states.append(state)

    points.watch()
    WORK["killed"](note)
    points.reach("end")
    report.write_text(json.dumps({"points": points.passed, "states": states}))


def run_killed(fatal: int) -> None:
    points = Points(fatal)
    points.watch()
    WORK["killed"]()
    points.reach("end")


def bytes_left() -> str:
    """The hash of all that lies in the home; the index of the write-ahead log is made anew."""
    digest = hashlib.sha256()
    for path in sorted(HOME.rglob("*")):
        if path.is_file() and path.suffix != ".db-shm":
            digest.update(f"{path.relative_to(HOME)} {path.stat().st_size} ".encode())
            digest.update(path.read_bytes())
        digest.update(f"{path.relative_to(HOME)}\n".encode())
    return digest.hexdigest()


def faults_left(states: list, settled: list) -> list[str]:
    """What is wrong with what a killed run left, for readers now and after the next run."""
    found = problems_left()
    if visible() not in states:
        found.append("a reader sees what no step ever made public")
    if forked(WORK["next"]) != 0:
        found.append("the next run fails")
    elif (visible(), edition_files(HOME)) not in settled:
        found.append("the next run ends otherwise than a run that was not killed")
    return [*found, *problems_left()]


def chosen(points: list[str]) -> list[tuple[int, str]]:
    """The points with their numbers, from 1; of a long run that fills a folder, its two ends."""
    if IS_WHOLE:
        return list(enumerate(points, start=1))
    taken = []
    numbered = enumerate(points, start=1)
    for is_filling, run in groupby(numbered, key=lambda point: point[1].startswith(FILLING)):
        alike = list(run)
        is_long = is_filling and len(alike) > 2 * ENDS
        taken += [*alike[:ENDS], *alike[-ENDS:]] if is_long else alike
    return taken


def make_once() -> None:
    """The files of an edition are the same each time: made once, and written anew."""
    build, made = flows.build_downloads, {}

    def again(folder: Path, edition: Any, *values: Any) -> dict[str, Written]:
        own = edition.dataset, edition.number, edition.sha256
        if own not in made:
            files = build(folder, edition, *values)
            made[own] = {name: file.path.read_bytes() for name, file in files.items()}
            return files
        for name, data in made[own].items():
            (folder / name).write_bytes(data)
        return {name: written_file(folder / name) for name in made[own]}

    flows.build_downloads = again


def sweep(before: Path, *, is_mutant: bool = False) -> dict[str, Any]:
    """The faults by the point of the kill; a mutant is left at its first one, from the end."""
    report = before.with_name("report.json")
    restore(before)
    if forked(lambda: run_undisturbed(report)) != 0:
        return {"points": [], "faults": {"undisturbed": ["the run fails"]}}
    noted = json.loads(report.read_text())
    settled = [(visible(), edition_files(HOME))]
    faults: dict[str, list[str]] = {}
    forked(WORK["next"])
    if (visible(), edition_files(HOME)) != settled[0]:
        if is_mutant or WORK["next"] is publish:
            faults["again"] = ["a run that has nothing new changes something"]
        settled.append((visible(), edition_files(HOME)))
    if faults and is_mutant:
        return {"points": noted["points"], "stopped": 0, "faults": faults}
    stopped = 0
    known: dict[str, list[str]] = {}  # the same bytes left behind are not judged twice
    for number, point in reversed(chosen(noted["points"])):
        restore(before)
        status = forked(lambda number=number: run_killed(number))
        stopped += status != 0
        left = bytes_left()
        if left not in known:
            known[left] = faults_left(noted["states"], settled)
        is_killed = os.WIFSIGNALED(status) or Points.end is not KILL
        found = known[left] if is_killed else [f"ended by itself with {status}"]
        if found:
            faults[f"{number} {point}"] = found
        if found and is_mutant:
            break
    return {"points": noted["points"], "stopped": stopped, "faults": faults}


def sweep_mutant(before: Path, name: str) -> dict[str, Any]:
    report = before.with_name(f"{name}.json")

    def work() -> None:
        MUTANTS[name]()
        report.write_text(json.dumps(sweep(before, is_mutant=True)))

    forked(work)
    return json.loads(report.read_text())


def record_before_writing() -> None:
    """The record is committed before the files lie there."""
    write, record = flows.write_edition, Warehouse.record
    held: list[tuple] = []

    def late(self: Warehouse, *values: Any) -> Any:
        result = record(self, *values)
        while held:
            write(*held.pop())
        return result

    flows.write_edition = lambda *values: held.append(values)
    Warehouse.record = late


def write_in_place() -> None:
    """Files are written straight into the folder of a number that is public already."""

    def write(root: Path, dataset: str, number: int, files: dict) -> None:
        folder = store.edition_folder(root, dataset, max(1, number - 1))
        folder.mkdir(parents=True, exist_ok=True)
        for name, file in files.items():
            data = file if isinstance(file, bytes) else file.read_bytes()
            (folder / name).write_bytes(data)
        original(root, dataset, number, files)

    original = flows.write_edition
    flows.write_edition = write


def purge_before_recording() -> None:
    """The files of a withdrawn edition go before the record says so."""
    record = Warehouse.withdraw

    def early(self: Warehouse, asked: Withdrawal, editions: Path) -> None:
        folder = store.edition_folder(editions, asked.dataset, asked.edition)
        for path in folder.glob("*.csv"):
            path.unlink()
        record(self, asked, editions)

    Warehouse.withdraw = early


def commit_in_two() -> None:
    """The rows are committed apart from the record."""
    commit_before("INSERT INTO edition")


def withdraw_in_two() -> None:
    """What is withdrawn is recorded apart from the rows that come back."""
    commit_before("INSERT INTO tree_line", 'INSERT INTO "tree_line"')


def commit_before(*beginnings: str) -> None:
    def commit(connection: Any, _: Any, statement: str, *__: Any) -> None:
        if statement.startswith(beginnings):
            driver = connection.connection.dbapi_connection
            driver.execute("COMMIT")
            driver.execute("BEGIN IMMEDIATE")

    event.listen(Engine, "before_cursor_execute", commit)


def leave_orphans() -> None:
    """What a stopped run left behind is never taken away."""
    keep = type("Keep", (), {"rmtree": staticmethod(lambda *_, **__: None)})
    flows.remove_unpublished = lambda *_: None
    store.shutil = keep


def move_link_in_two() -> None:
    """Between two states there is no newest one."""

    def move(folder: Path, name: str) -> None:
        link = folder / states.CURRENT
        link.unlink(missing_ok=True)
        link.symlink_to(name)

    states._move_link = move


def lead_to_what_is_not_there() -> None:
    """The link names a state before that is written."""
    publish = states.publish_state

    def early(warehouse: Path, folder: Path) -> Any:
        folder.mkdir(parents=True, exist_ok=True)
        link = folder / states.CURRENT
        link.unlink(missing_ok=True)
        link.symlink_to("00000000-000000000000.db")
        return publish(warehouse, folder)

    flows.publish_state = early


def write_state_in_place() -> None:
    """The newest state is written over the one that is being read."""
    publish = states.publish_state

    def over(warehouse: Path, folder: Path) -> Any:
        state = states.current_state(folder)
        if state is None:
            return publish(warehouse, folder)
        with state.path.open("wb") as file:
            file.write(warehouse.read_bytes())
            file.flush()
            os.fsync(file.fileno())
        return state

    flows.publish_state = over


def publish_again() -> None:
    """What says nothing new makes an edition all the same."""
    build = flows.build_edition

    def always(staged: Any, dataset: Any, family: Any, previous: Any, history: Any = None) -> Any:
        other = replace(previous, sha256="") if previous else None
        return build(staged, dataset, family, other, history)

    flows.build_edition = always
    Warehouse.standing = lambda *_: None


def sweep_too_much() -> None:
    """The newest public edition is swept away with what has no record."""
    remove = flows.remove_unpublished
    flows.remove_unpublished = lambda root, name, latest: remove(root, name, max(0, latest - 1))


def forget_the_state() -> None:
    """A run that was killed after its commit is not shown to readers by the next one."""
    publish, calls = states.publish_state, []

    def but_first(*values: Any) -> Any:
        calls.append(values)
        return publish(*values) if len(calls) > 1 or not values[1].exists() else None

    flows.publish_state = but_first


MUTANTS = {
    mutant.__name__: mutant
    for mutant in (
        *(record_before_writing, write_in_place, commit_in_two, leave_orphans),
        *(move_link_in_two, lead_to_what_is_not_there, write_state_in_place),
        *(publish_again, sweep_too_much, forget_the_state),
        *(purge_before_recording, withdraw_in_two),
    )
}

if __name__ == "__main__":
    before, *mutants = sys.argv[1:]
    if "withdraw" in mutants:
        mutants.remove("withdraw")
        WORK = {"killed": withdraw, "next": withdraw_and_publish}
    IS_WHOLE = "whole" in mutants
    if IS_WHOLE:
        mutants.remove("whole")
    else:
        make_once()
    if "refuse_disk" in mutants:
        mutants.remove("refuse_disk")
        refuse_disk()
    # Half of a run's time goes into reading what is always the same.
    metadata.load_yaml = cache(metadata.load_yaml)
    flows.load_catalogue = cache(flows.load_catalogue)
    # Signatures of two runs are compared, also of runs that make the key.
    keys.new_signing_key = lambda: SigningKey(bytes(32))
    restore(Path(before))
    publish()  # once in this process, so that its children find everything loaded
    swept = {"": sweep(Path(before))} | {m: sweep_mutant(Path(before), m) for m in mutants}
    sys.stdout.write(json.dumps(swept))
