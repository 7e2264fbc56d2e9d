"""Looks at editions as a stranger would: files, signatures, and the chain between them.

What is wrong is told, never mended; what is told names the file, the edition or the table.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipelines.exceptions import SignatureError
from pipelines.publication.disk import sha256_of_file
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


def verify_folder(folder: Path, keys: Keys, *, is_copy: bool = False) -> Verified:
    """The edition in a folder, at home or as somebody downloaded it.

    A copy of an edition that was withdrawn may lack its files: they could not be fetched any more.
    """
    try:
        data = _signed(folder, MANIFEST, keys)
        manifest = read_manifest(data[0])
        _require_comment(SIGNATURE, data[1], manifest.signed_as)
    except (SignatureError, OSError, UnicodeDecodeError) as error:
        return Verified(None, None, (_fault(folder, MANIFEST, error),))
    sha256 = sha256_of(data[0])
    tombstone, problems = _tombstone(folder, keys, manifest, sha256)
    may_lack = tombstone is not None and (is_copy or tombstone.is_purged)
    problems += tuple(_file_problems(folder, manifest, may_lack=may_lack))
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


def _require_whole(path: Path) -> None:
    """No checksums are over a tombstone's signature, whose first line signs nothing."""
    text = path.read_text(encoding="utf-8")
    if text != read_signature(text).text():
        raise SignatureError(f"{path.name} 被改过 / {path.name} was changed")


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
        _require_whole(folder / TOMBSTONE_SIGNATURE)
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


def _file_problems(folder: Path, manifest: Manifest, *, may_lack: bool) -> Iterator[Problem]:
    listed = {file.name for file in manifest.files}
    found = {path.name for path in folder.iterdir()}
    for file in manifest.files:
        if file.name in found or not may_lack:
            yield from _one_file(folder, file)
    for name in sorted(found - listed - {*VOUCHERS, TOMBSTONE, TOMBSTONE_SIGNATURE}):
        yield Problem(str(folder / name), "不在清单里", "not one of the edition's files")
    if CHECKSUMS in found or not may_lack:
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
    sha256 = sha256_of_file(path)
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


def verify_path(path: Path, keys: Keys) -> Iterator[Problem]:
    """What is wrong with editions somebody holds: one, all of a dataset, or a whole mirror."""
    if (path / MANIFEST).exists():
        yield from verify_folder(path, keys, is_copy=True).problems
    elif any(_numbers(path)):
        yield from _held_problems(path, keys)
    else:
        root = path / "editions" if (path / "editions").is_dir() else path
        datasets = [p for p in sorted(root.glob("*/")) if any(_numbers(p))]
        for dataset in datasets:
            yield from _held_problems(dataset, keys)
        if not datasets:
            yield Problem(str(path), "里面没有版本", "holds no edition")


def _held_problems(folder: Path, keys: Keys) -> Iterator[Problem]:
    found = {n: verify_folder(folder / str(n), keys, is_copy=True) for n in _numbers(folder)}
    for number in sorted(set(range(1, max(found))) - set(found)):
        yield Problem(str(folder / str(number)), "这一版不见了", "the edition is missing")
    for _, verified in sorted(found.items()):
        yield from verified.problems
    yield from verify_chain(folder.parent, folder.name, found)


def _numbers(folder: Path) -> list[int]:
    return sorted(int(p.name) for p in folder.glob("[0-9]*") if p.name.isdigit() and p.is_dir())
