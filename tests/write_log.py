"""Power cuts: what a disk may hold when the power fails before it was told to flush.

Everything done to the names and bytes in a folder is noted in order. A power cut after any of it
may lose whatever was not flushed: a name that was given, taken away or changed until its folder is
flushed, and the bytes of a file until the file is. Names point to files and folders as a disk keeps
them, so that a file in a lost folder is lost with it and a second name of a file keeps its bytes.
"""

import os
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

Place = tuple[int, str]  # a folder's number, and a name in it
Disk = dict[str, bytes]
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
TOP = 0


@dataclass
class Step:
    """One name taken away, one given, or a flush; `node` is what the name points to."""

    gone: Place | None = None
    given: Place | None = None
    node: int | None = None
    flushed: int | None = None

    @property
    def folders(self) -> set[int]:
        return {place[0] for place in (self.gone, self.given) if place}


@dataclass
class WriteLog:
    """What was done in a folder, step by step."""

    root: Path
    steps: list[Step] = field(default_factory=list)
    names: dict[Place, int] = field(default_factory=dict)
    data: dict[int, bytes] = field(default_factory=dict)
    count: int = TOP
    at_first: dict[Place, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for path in sorted(self.root.rglob("*")):
            place = self.place(path)
            self.names[place] = self.new(path.read_bytes() if path.is_file() else None)
        self.at_first = dict(self.names)
        self.durable = set(self.data)

    def new(self, data: bytes | None = None) -> int:
        self.count += 1
        if data is not None:
            self.data[self.count] = data
        return self.count

    def node(self, path: Path) -> int:
        node = TOP
        for name in path.relative_to(self.root).parts:
            node = self.names[node, name]
        return node

    def place(self, path: Path) -> Place:
        return self.node(path.parent), path.name

    def do(self, step: Step) -> None:
        apply(self.names, step)
        self.steps.append(step)

    def notice(self, event: str, arguments: tuple) -> None:
        path = resolved(arguments)
        if path is None or not path.is_relative_to(self.root) or path == self.root:
            return
        if event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING:
            if self.place(path) not in self.names:
                self.do(Step(given=self.place(path), node=self.new(b"")))
        elif event == "os.mkdir" and path.parent.exists() and not path.exists():
            self.do(Step(given=self.place(path), node=self.new()))
        elif event in ("os.remove", "os.rmdir") and path.exists():
            self.do(Step(gone=self.place(path)))
        elif event == "os.rename":
            target = self.place(Path(arguments[1]))
            self.do(Step(gone=self.place(path), given=target, node=self.node(path)))
        elif event == "os.link":
            self.do(Step(given=self.place(Path(arguments[1])), node=self.node(path)))

    def flushed(self, path: Path) -> None:
        if path.is_relative_to(self.root):
            self.do(Step(flushed=self.node(path)))

    def read_back(self) -> None:
        """Every file is written once: its bytes are those it has in the end."""
        for path in self.root.rglob("*"):
            if path.is_file():
                self.data[self.node(path)] = path.read_bytes()

    def after_power_cut(self, at: int, chance: random.Random) -> Disk:
        """One of the states the disk may be in if the power fails before step `at`."""
        done = self.steps[:at]
        flushed = [step.flushed for step in done]
        names = dict(self.at_first)
        share = chance.choice((0.0, 0.1, 0.5, 0.9))  # of what is not flushed, what is there yet
        for number, step in enumerate(done):
            if step.folders <= set(flushed[number + 1 :]) or chance.random() < share:
                apply(names, step)
        safe = self.durable | set(flushed)
        return {
            path: data if node in safe else data[: chance.randint(0, len(data))]
            for path, node in reached(names, TOP, "")
            for data in [self.data.get(node, b"")]
            if node in self.data
        }


def apply(names: dict[Place, int], step: Step) -> None:
    if step.gone:
        names.pop(step.gone, None)
    if step.given and step.node is not None:
        names[step.given] = step.node


def reached(names: dict[Place, int], folder: int, path: str) -> Iterator[tuple[str, int]]:
    """The paths that lead somewhere from a folder, and where."""
    for (parent, name), node in names.items():
        if parent == folder:
            yield path + name, node
            yield from reached(names, node, f"{path}{name}/")


def resolved(arguments: tuple) -> Path | None:
    """The path a call is about, also one beside an open folder."""
    if not arguments or not isinstance(arguments[0], str | bytes | os.PathLike):
        return None
    path = Path(os.fsdecode(arguments[0]))
    folder = arguments[-1] if isinstance(arguments[-1], int) else -1
    is_beside = not path.is_absolute() and folder > 0 and Path(f"/proc/self/fd/{folder}").exists()
    return Path(f"/proc/self/fd/{folder}").readlink() / path if is_beside else path


noticing: list[Callable[[str, tuple], None]] = []


def tell(event: str, arguments: tuple) -> None:
    for notice in noticing:
        notice(event, arguments)


sys.addaudithook(tell)  # for good: a hook cannot be taken away


@contextmanager
def logged(root: Path) -> Iterator[WriteLog]:
    """Notes what this process does in a folder within the block."""
    log = WriteLog(root)
    flush = os.fsync

    def fsync(descriptor: int) -> None:
        log.flushed(Path(f"/proc/self/fd/{descriptor}").readlink())
        flush(descriptor)

    noticing.append(log.notice)
    try:
        with patch("os.fsync", fsync):
            yield log
    finally:
        noticing.clear()
    log.read_back()


def write_disk(root: Path, disk: Disk) -> None:
    for name, data in disk.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
