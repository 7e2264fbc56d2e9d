"""Looks at editions as a stranger would: files, signatures, the chain, the database's records.

What is wrong is told, never mended; what is told names the file, the edition or the table.
"""

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from pipelines.exceptions import SignatureError
from pipelines.publication.manifest import (
    CHECKSUMS,
    MANIFEST,
    SIGNATURE,
    VOUCHERS,
    Manifest,
    ManifestFile,
    checksums_of,
    read_manifest,
    sha256_of,
)
from pipelines.publication.signing import (
    SIGNATURE_SUFFIX,
    PublicKey,
    check_signature,
    read_signature,
)
from pipelines.publication.tombstone import (
    TOMBSTONE,
    TOMBSTONE_SIGNATURE,
    Tombstone,
    read_tombstone,
)

Keys = Mapping[bytes, PublicKey]
_WITHDRAWN = "select dataset || ' ' || edition, reason from withdrawal"


@dataclass(frozen=True)
class Problem:
    """One thing that is not as it was published, in both languages; a note is no fault."""

    where: str
    what: str
    what_en: str
    is_fault: bool = True


@dataclass(frozen=True)
class Verified:
    """What was found of an edition; the manifest is None where it cannot be believed.

    `tombstone` is that of an edition which was withdrawn.
    """

    manifest: Manifest | None
    manifest_sha256: str | None
    problems: tuple[Problem, ...]
    tombstone: Tombstone | None = None


def verify_folder(folder: Path, keys: Keys) -> Verified:
    """The edition in a folder, at home or as somebody downloaded it."""
    try:
        data = _signed(folder, MANIFEST, keys)
        manifest = read_manifest(data[0])
        _require_comment(SIGNATURE, data[1], manifest.signed_as)
    except (SignatureError, OSError, UnicodeDecodeError) as error:
        return Verified(None, None, (_fault(folder, MANIFEST, error),))
    sha256 = sha256_of(data[0])
    tombstone, problems = _tombstone(folder, keys, manifest, sha256)
    problems += tuple(_file_problems(folder, manifest, tombstone))
    return Verified(manifest, sha256, problems, tombstone)


def _signed(folder: Path, name: str, keys: Keys) -> tuple[bytes, str]:
    """A file a known key has signed, and the trusted comment of its signature."""
    data = (folder / name).read_bytes()
    own = name + SIGNATURE_SUFFIX
    signature = read_signature((folder / own).read_text(encoding="utf-8"))
    key = keys.get(signature.key_id)
    if key is None:
        known = ", ".join(key.name for key in keys.values()) or "–"
        raise SignatureError(
            f"{own}：签名用的密钥 {signature.key_name} 不认识，认识的有 {known}"
            f" / {own}: signed by key {signature.key_name}, which is none of {known}"
        )
    return data, check_signature(data, signature, key)


def _require_comment(signature: str, comment: str, expected: str) -> None:
    if comment != expected:
        raise SignatureError(f"{signature}: {comment} ≠ {expected}")


def _tombstone(
    folder: Path, keys: Keys, manifest: Manifest, manifest_sha256: str
) -> tuple[Tombstone | None, tuple[Problem, ...]]:
    """The tombstone of an edition, if it has one, and what is wrong with it."""
    if not {TOMBSTONE, TOMBSTONE_SIGNATURE} & {path.name for path in folder.iterdir()}:
        return None, ()
    try:
        data, comment = _signed(folder, TOMBSTONE, keys)
        tombstone = read_tombstone(data)
        _require_comment(TOMBSTONE_SIGNATURE, comment, tombstone.signed_as)
    except (SignatureError, OSError, UnicodeDecodeError) as error:
        return None, (_fault(folder, TOMBSTONE, error),)
    stated = (tombstone.dataset, tombstone.edition, tombstone.manifest_sha256)
    if stated != (manifest.dataset, manifest.edition, manifest_sha256):
        other = Problem(
            str(folder / TOMBSTONE),
            f"是 {tombstone.dataset} 第 {tombstone.edition} 版的",
            f"is that of edition {tombstone.edition} of {tombstone.dataset}, or of another one",
        )
        return None, (other,)
    note = Problem(
        str(folder),
        f"已于 {tombstone.withdrawn_at} 由{tombstone.withdrawn_by}撤回：{tombstone.reason}",
        f"was withdrawn on {tombstone.withdrawn_at} by {tombstone.withdrawn_by}: "
        f"{tombstone.reason_en or tombstone.reason}",
        is_fault=False,
    )
    return tombstone, (note,)


def _fault(folder: Path, signed: str, error: Exception) -> Problem:
    if isinstance(error, FileNotFoundError):
        name = Path(error.filename).name
        return Problem(str(folder / name), "文件不见了", "the file is missing")
    name = signed if (folder / signed).exists() else ""
    zh, _, en = str(error).partition(" / ")
    return Problem(str(folder / name), zh, en or zh)


def _file_problems(
    folder: Path, manifest: Manifest, tombstone: Tombstone | None
) -> Iterator[Problem]:
    is_purged = tombstone is not None and tombstone.is_purged
    listed = {file.name for file in manifest.files}
    found = {path.name for path in folder.iterdir()}
    for file in manifest.files:
        if file.name in found or not is_purged:
            yield from _one_file(folder, file)
    for name in sorted(found - listed - {*VOUCHERS, TOMBSTONE, TOMBSTONE_SIGNATURE}):
        yield Problem(str(folder / name), "不在清单里", "not one of the edition's files")
    if CHECKSUMS in found or not is_purged:
        yield from _checksum_problems(folder, manifest, found)


def _checksum_problems(folder: Path, manifest: Manifest, found: set[str]) -> Iterator[Problem]:
    path = folder / CHECKSUMS
    if CHECKSUMS not in found:
        yield Problem(str(path), "文件不见了", "the file is missing")
        return
    hashes = {file.name: file.sha256 for file in manifest.files}
    hashes |= {name: sha256_of((folder / name).read_bytes()) for name in (MANIFEST, SIGNATURE)}
    if path.read_bytes() != checksums_of(hashes):
        yield Problem(
            str(path),
            "与清单和签名的校验值不符",
            "not the checksums of the manifest, its signature and the files it lists",
        )


def _one_file(folder: Path, file: ManifestFile) -> Iterator[Problem]:
    path = folder / file.name
    if path.is_symlink() or not path.is_file():
        yield Problem(str(path), "文件不见了", "the file is missing")
        return
    size = path.stat().st_size
    with path.open("rb") as opened:
        sha256 = hashlib.file_digest(opened, "sha256").hexdigest()
    if size != file.size:
        yield Problem(
            str(path),
            f"有 {size} 字节，清单写 {file.size} 字节",
            f"has {size} bytes, the manifest says {file.size}",
        )
    elif sha256 != file.sha256:
        yield Problem(
            str(path), "内容被改过：校验值与清单不符", "was changed: its hash is not the manifest's"
        )


def verify_chain(root: Path, dataset: str, found: Mapping[int, Verified]) -> Iterator[Problem]:
    """What is wrong between the editions of a dataset, by the numbers of their folders."""
    newest = max(found, default=0)
    for number in range(1, newest + 1):
        where = str(root / dataset / str(number))
        manifest = found[number].manifest if number in found else None
        if manifest is None:  # told already
            continue
        if (manifest.dataset, manifest.edition) != (dataset, number):
            yield Problem(
                where,
                f"放的是 {manifest.dataset} 第 {manifest.edition} 版",
                f"holds edition {manifest.edition} of {manifest.dataset}: it was swapped",
            )
        elif number > 1:
            yield from _link_problems(where, manifest, found.get(number - 1))


def _link_problems(where: str, manifest: Manifest, before: Verified | None) -> Iterator[Problem]:
    previous = manifest.previous
    if previous is None or previous.edition != manifest.edition - 1:
        yield Problem(where, "没有接着上一版", "does not follow the edition before it")
    elif before and before.manifest and before.manifest_sha256 != previous.manifest_sha256:
        yield Problem(
            where,
            f"接着的不是现在的第 {previous.edition} 版：那一版后来被换过",
            f"follows another edition {previous.edition} than the one that lies there: "
            "that one was replaced",
        )


def verify_home(
    editions: Path, state: Path, keys: Keys, dataset: str | None, number: int | None
) -> Iterator[Problem]:
    """What is wrong with all editions, those of a dataset, or one; `state` is what readers see.

    The database says which editions there are, so that one taken away or rolled back is missed.
    """
    with closing(sqlite3.connect(f"file:{state}?mode=ro", uri=True)) as connection:
        try:
            rows = connection.execute(
                "select dataset, number, sha256, row_count, snapshot_sha256 from edition"
            ).fetchall()
            withdrawn = dict(connection.execute(_WITHDRAWN).fetchall())
        except sqlite3.DatabaseError as error:
            yield Problem(str(state), f"数据库无法读取：{error}", f"cannot be read: {error}")
            return
    records = {(row[0], row[1]): (*row[2:], withdrawn.get(f"{row[0]} {row[1]}")) for row in rows}
    names = {name for name, _ in records} | {p.name for p in editions.glob("*/") if p.is_dir()}
    if dataset is not None and dataset not in names:
        yield Problem(dataset, "没有发布过这个数据集", "no edition of such a dataset was published")
        return
    for name in sorted(names if dataset is None else {dataset}):
        yield from _dataset_problems(editions, keys, name, number, records)


def _dataset_problems(
    editions: Path,
    keys: Keys,
    name: str,
    wanted: int | None,
    records: Mapping[tuple[str, int], tuple],
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


def _record_problems(
    folder: Path, verified: Verified, records: Mapping[tuple[str, int], tuple]
) -> Iterator[Problem]:
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
