"""Holds what a home published against itself: editions, the database's records, its rows."""

import csv
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines.exceptions import StoreError
from pipelines.publication.disk import sha256_of_file
from pipelines.publication.row_verification import row_differences
from pipelines.publication.states import state_of, states_in
from pipelines.publication.tombstone import TOMBSTONE
from pipelines.publication.verification import (
    Keys,
    Problem,
    Verified,
    verify_chain,
    verify_folder,
)

_WITHDRAWN = "select dataset, edition, reason from withdrawal"
Records = Mapping[tuple[str, int], tuple]


def verify_home(
    editions: Path, state: Path, keys: Keys, dataset: str | None, number: int | None
) -> Iterator[Problem]:
    """What is wrong with all editions, those of a dataset, or one; `state` is what readers see.

    The database says which editions there are, so that one taken away or rolled back is missed.
    """
    yield from _state_problems(state)
    with closing(sqlite3.connect(f"file:{state}?mode=ro", uri=True)) as connection:
        try:
            rows = connection.execute(
                "select dataset, number, sha256, row_count, snapshot_sha256 from edition"
            ).fetchall()
            withdrawn = {(d, n): reason for d, n, reason in connection.execute(_WITHDRAWN)}
            latest = dict(connection.execute("select name, latest_edition from dataset").fetchall())
        except sqlite3.DatabaseError as error:
            yield Problem(str(state), f"数据库无法读取：{error}", f"cannot be read: {error}")
            return
    records = {(row[0], row[1]): (*row[2:], withdrawn.get(row[:2])) for row in rows}
    names = {name for name, _ in records} | {p.name for p in editions.glob("*/") if p.is_dir()}
    if dataset is not None and dataset not in names:
        yield Problem(dataset, "没有发布过这个数据集", "no edition of such a dataset was published")
        return
    for name in sorted(names if dataset is None else {dataset}):
        yield from _dataset_problems(editions, keys, name, number, records)
        if number in (None, latest.get(name)):
            yield from _shown_problems(editions, state, name, latest.get(name))


def _state_problems(state: Path) -> Iterator[Problem]:
    """A state is named by its hash and its place: a changed or an older one is told."""
    path = state.resolve()
    named = state_of(path)
    if named is None:
        return
    if sha256_of_file(path)[: len(named.digest)] != named.digest:
        yield Problem(
            str(path), "数据库被改过：校验值与文件名不符", "was changed: its name is not its hash"
        )
    newest = max(s.sequence for s in states_in(path.parent))
    if named.sequence < newest:
        yield Problem(
            str(state),
            f"指向较早的状态 {named.sequence}，已有 {newest}",
            f"leads to state {named.sequence}, but there is state {newest}: it was rolled back",
        )


def _shown_problems(
    editions: Path, state: Path, name: str, latest: int | None
) -> Iterator[Problem]:
    """Where readers see other rows than the newest edition that stands has."""
    if latest is None:
        return
    try:
        differences = list(row_differences(state, editions / name / str(latest), name))
    except (OSError, ValueError, LookupError, csv.Error, sqlite3.Error, StoreError) as error:
        yield Problem(
            f"{state} {name}",
            f"无法与第 {latest} 版的文件核对：{error}",
            f"cannot be compared with the files of edition {latest}: {error}",
        )
        return
    for found in differences:
        yield Problem(f"{state} {name} {found.table}", found.what, found.what_en)


def warehouse_problems(warehouse: Path, state: Path) -> Iterator[Problem]:
    """Whether the database a run writes says what readers see: the next run would publish it."""
    named = state_of(state.resolve())
    with (
        TemporaryDirectory() as folder,
        closing(sqlite3.connect(f"file:{warehouse}?mode=ro", uri=True)) as connection,
    ):
        copy = Path(folder) / "copy.db"
        try:
            connection.execute("vacuum into ?", (str(copy),))
            digest = sha256_of_file(copy)
        except sqlite3.DatabaseError as error:
            yield Problem(str(warehouse), f"数据库损坏：{error}", f"is damaged: {error}")
            return
    if named and digest[: len(named.digest)] != named.digest:
        yield Problem(
            str(warehouse),
            "与公众看到的不同：被改过，或者上次运行没有结束（再运行一次 publish）",
            "says other than what readers see: it was changed, or a run was stopped: publish again",
        )


def _dataset_problems(
    editions: Path,
    keys: Keys,
    name: str,
    wanted: int | None,
    records: Records,
) -> Iterator[Problem]:
    recorded = {number for dataset, number in records if dataset == name}
    lying = {int(p.name) for p in (editions / name).glob("[0-9]*") if p.name.isdigit()}
    for number in sorted((recorded - lying) if wanted is None else ({wanted} - lying)):
        yield Problem(str(editions / name / str(number)), "这一版不见了", "the edition is missing")
    chosen = lying & recorded if wanted is None else lying & {wanted}
    found = {number: verify_folder(editions / name / str(number), keys) for number in chosen}
    for number, verified in sorted(found.items()):
        yield from verified.problems
        yield from _record_problems(editions / name / str(number), verified, records)
    if wanted is None:
        yield from verify_chain(editions, name, found)


def _record_problems(folder: Path, verified: Verified, records: Records) -> Iterator[Problem]:
    manifest = verified.manifest
    if manifest is None:
        return
    stated = (
        manifest.edition_sha256,
        sum(table.row_count for table in manifest.tables),
        manifest.snapshot.sha256,
    )
    record = records.get((folder.parent.name, int(folder.name)), ())
    if record[:3] != stated:
        yield Problem(
            str(folder), "与数据库里记的不是同一版", "is not the edition the database records"
        )
    said = verified.tombstone and verified.tombstone.reason
    if record[3:] not in ((), (said,)):
        yield Problem(
            str(folder / TOMBSTONE),
            "与数据库里的撤回记录不符",
            "does not agree with what the database says of its withdrawal",
        )
