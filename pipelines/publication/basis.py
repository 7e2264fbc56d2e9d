"""What a judgement rests on: while nothing of it changes, the judgement stands.

A file that is declared and was judged is not read again on every run: the run takes its hash, and
judges it anew only when the file, what is declared of it, the schemas, rules and lists, the
program, or what is published beside it have changed, or an embargo has ended.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import pipelines
from pipelines.model import Dataset, Schema, Snapshot, Staged
from pipelines.publication.disk import sha256_of_file
from pipelines.redaction import CHINA, closed_cells, next_opening

_PROGRAM = Path(pipelines.__file__).parent
_NAME = re.compile(r"^[A-Za-z0-9._-]+")


@dataclass(frozen=True)
class Basis:
    """What is declared, as a hash, and the moment until which the judgement can stand."""

    declared: str
    until: str | None = None

    def has_ended(self, now: datetime) -> bool:
        """Whether that moment has come."""
        clock = now.astimezone(CHINA).strftime("%Y-%m-%dT%H:%M+08:00")
        return self.until is not None and self.until <= clock


def judging_basis(schemas: Path) -> str:
    """The hash of all that judges: the families, rules and lists in a folder, and this program."""
    return sha256_of_texts((_tree(schemas, schemas.rglob("*")), _program()))


def declared_basis(snapshot: Snapshot, dataset: Dataset, judged_by: str) -> Basis:
    """The hash over a file, what is declared of it and what judges it; without end as yet."""
    files = (p for p in dataset.folder.rglob("*") if not _is_snapshot(p, dataset))
    return Basis(sha256_of_texts((snapshot.sha256, _tree(dataset.folder, files), judged_by)))


def until_next_opening(
    basis: Basis, staged: Staged, schemas: Mapping[str, Schema], now: datetime
) -> Basis:
    """The same until the next embargo of a cell ends; without end if none is pending."""
    moments = (
        next_opening(table.data, schemas[name].by_name[field], rows)
        for name, table in staged.tables.items()
        for field, rows in closed_cells(table.data, schemas[name], now).items()
        if schemas[name].by_name[field].public_from
    )
    return replace(basis, until=min((m for m in moments if m), default=None))


def _is_snapshot(path: Path, dataset: Dataset) -> bool:
    return any(path == dataset.folder / entry.path for entry in dataset.snapshots)


@cache
def _program() -> str:
    """The program and what it runs on: their versions, and its own text."""
    names = sorted({_NAME.findall(line)[0] for line in requires("sunledger") or []})
    return sha256_of_texts((*map(_version, names), _tree(_PROGRAM, _PROGRAM.rglob("*"))))


def _version(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:  # of an extra that is not installed
        return name


def _tree(folder: Path, paths: Iterable[Path]) -> str:
    """The hash of files, by their names."""
    return sha256_of_texts(_named_hashes(folder, paths))


def _named_hashes(folder: Path, paths: Iterable[Path]) -> Iterator[str]:
    for path in sorted(p for p in paths if p.is_file()):
        yield f"{path.relative_to(folder).as_posix()} {sha256_of_file(path)}"


def sha256_of_texts(texts: Iterable[str]) -> str:
    """The hash of texts in their order, in hexadecimal digits."""
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()
