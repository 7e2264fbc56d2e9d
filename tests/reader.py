"""What anybody can see and verify of a home from outside: no code of the product is used."""

import csv
import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

# Columns that say when something happened, or in which order, and not what.
MOMENTS = {"published_at", "inspected_at", "withdrawn_at", "id"}
READERS: dict[str, Any] = {
    "integer": int,
    "year": int,
    "boolean": lambda text: int(text == "true"),
}


def read(home: Path, sql: str, *values: object) -> list[tuple]:
    """What a reader of the public database gets; nothing where there is no such table yet."""
    return read_state(home / "public" / "sunledger.db", sql, *values)


def read_state(path: Path, sql: str, *values: object) -> list[tuple]:
    """What a reader of one copy of the public database gets."""
    if not path.exists():
        return []
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        try:
            return connection.execute(sql, values).fetchall()
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                return []
            raise


def problems(home: Path) -> list[str]:
    """Everything that makes a home other than whole."""
    return list(_problems(home))


def _problems(home: Path) -> Iterator[str]:
    """Each copy was public for a while: each must be whole."""
    for state in sorted((home / "public").glob("*-*.db")):
        yield from (f"{state.name}: {problem}" for problem in _state_problems(home, state))


def _state_problems(home: Path, state: Path) -> Iterator[str]:
    def read(sql: str, *values: object) -> list[tuple]:
        return read_state(state, sql, *values)

    if read("pragma integrity_check") not in ([("ok",)], []):
        yield "the database is damaged"
    latest: dict[str, int] = {}
    standing: dict[str, int] = {}
    damaged = set()
    for dataset, number, sha256, row_count, is_withdrawn in _editions(read):
        if number != latest.get(dataset, 0) + 1:
            yield f"{dataset}: edition {number} follows edition {latest.get(dataset, 0)}"
        latest[dataset] = number
        folder = home / "editions" / dataset / str(number)
        if is_withdrawn:
            continue
        standing[dataset] = number
        if _is_purged(folder):  # since this copy was made
            damaged.add(dataset)
            continue
        for problem in _folder_problems(folder, sha256, row_count):
            damaged.add(dataset)
            yield problem
    yield from _dataset_problems(home, state, standing, damaged)


def _dataset_problems(
    home: Path, state: Path, standing: dict[str, int], damaged: set[str]
) -> Iterator[str]:
    for dataset, number in read_state(state, "select name, latest_edition from dataset"):
        if standing.get(dataset) != number:
            yield f"{dataset}: says its latest edition is {number}, not {standing.get(dataset)}"
        if dataset not in damaged:
            yield from _row_problems(home, state, dataset, number)


def _editions(read: Callable[..., list[tuple]]) -> list[tuple]:
    withdrawn = set(read("select dataset, edition from withdrawal"))
    found = read("select dataset, number, sha256, row_count from edition order by dataset, number")
    return [(*row, row[:2] in withdrawn) for row in found]


def _is_purged(folder: Path) -> bool:
    try:
        return json.loads((folder / "withdrawn.json").read_bytes())["is_purged"]
    except OSError:
        return False


def _folder_problems(folder: Path, sha256: str, row_count: int) -> Iterator[str]:
    try:
        sums = (folder / "SHA256SUMS").read_text(encoding="utf-8")
        listed = dict(reversed(line.split("  ")) for line in sums.splitlines())
        paths = [p for p in folder.iterdir() if "withdrawn.json" not in p.name]
        found = {path.name: path.read_bytes() for path in paths}
    except OSError as error:
        yield f"{folder}: {error}"
        return
    if set(listed) != set(found) - {"SHA256SUMS"}:
        yield f"{folder}: lists {sorted(listed)} and holds {sorted(found)}"
        return
    altered = [n for n, sha in listed.items() if hashlib.sha256(found[n]).hexdigest() != sha]
    if altered:
        yield from (f"{folder / name}: not the bytes that are listed" for name in altered)
        return
    resources = json.loads(found["datapackage.json"])["resources"]
    whole = b"".join(f"{r['name']}\n".encode() + found[r["path"]] for r in resources)
    if hashlib.sha256(whole).hexdigest() != sha256:
        yield f"{folder}: not the edition that is recorded"
    if sum(r["row_count"] for r in resources) != row_count:
        yield f"{folder}: not as many rows as are recorded"


def _row_problems(home: Path, state: Path, dataset: str, number: int | None) -> Iterator[str]:
    """The public tables hold the rows of the latest edition, and no others."""
    published = _edition_rows(home / "editions" / dataset / str(number)) if number else {}
    tables = {t for (t,) in read_state(state, "select distinct table_name from field")}
    for table in sorted(tables | set(published)):
        names, rows = published.get(table, (["dataset"], Counter()))
        columns = ", ".join(f'"{n}"' for n in names)
        query = f'select {columns} from "{table}" where dataset = ?'
        shown = Counter(read_state(state, query, dataset))
        if shown != rows:
            yield f"{dataset}: table {table} shows {shown.total()} rows, not its edition's"


def _edition_rows(folder: Path) -> dict[str, tuple[list[str], Counter]]:
    found = {}
    for resource in json.loads((folder / "datapackage.json").read_bytes())["resources"]:
        fields = resource["schema"]["fields"]
        readers = [
            READERS.get(f["type"], float if f["type"] == "number" and not _is_money(f) else str)
            for f in fields
        ]
        with (folder / resource["path"]).open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))[1:]
        typed = Counter(
            tuple(r(v) if v else None for r, v in zip(readers, row, strict=True)) for row in rows
        )
        found[resource["name"]] = ([f["name"] for f in fields], typed)
    return found


def _is_money(field: dict) -> bool:
    return field.get("unit") == "元"


def public_tables(home: Path) -> dict[str, list[str]]:
    """Every row of the public database but for the moments at which things happened."""
    names = [n for (n,) in read(home, "select name from sqlite_master where type = 'table'")]
    found = {}
    for name in sorted(names):
        columns = [c[1] for c in read(home, f'pragma table_info("{name}")')]
        kept = ", ".join(f'"{c}"' for c in columns if c not in MOMENTS)
        found[name] = sorted(map(repr, read(home, f'select {kept} from "{name}"')))
    return found


def edition_files(home: Path) -> dict[str, bytes]:
    """Every file below the editions' folder by its path, hidden and unfinished ones too."""
    root = home / "editions"
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}
