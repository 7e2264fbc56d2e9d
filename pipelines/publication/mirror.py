"""Copies a catalogue from its site: each edition once, verified before it lies in its place.

    DIR/keys/<number>.pub              the keys that sign, trusted from the first copy on
    DIR/editions/<dataset>/<number>/   an edition, whole

An edition that was copied once is never changed: what the site says otherwise later is told.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urljoin

from pipelines.exceptions import FetchError, SignatureError
from pipelines.publication.disk import flush, write_flushed, write_whole
from pipelines.publication.fetching import PART, fetch_bytes, fetch_file, fetch_json
from pipelines.publication.keys import known_keys
from pipelines.publication.manifest import (
    CHECKSUMS,
    MANIFEST,
    SIGNATURE,
    read_manifest,
    sha256_of,
)
from pipelines.publication.signing import (
    SIGNATURE_SUFFIX,
    PublicKey,
    check_signature,
    read_public_key,
    read_signature,
)
from pipelines.publication.store import edition_folder
from pipelines.publication.tombstone import TOMBSTONE, TOMBSTONE_SIGNATURE
from pipelines.publication.verification import Keys, Problem, verify_chain, verify_folder

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True)
class Copied:
    """What became of one edition: whether it was copied now, and what is wrong with it."""

    dataset: str
    edition: int
    is_new: bool
    problems: tuple[Problem, ...] = ()


def mirror(url: str, folder: Path, keys: Keys) -> Iterator[Copied]:
    """Each edition of a site as it is copied; `keys` are those trusted beforehand, or none.

    Raises: FetchError if the site cannot be reached or lists no catalogue; SignatureError if it
    signs with a key that nothing vouches for; OSError if the disk refuses.
    """
    base = url if url.endswith("/") else f"{url}/"
    catalogue = _listing(urljoin(base, "downloads/index.json"), "datasets", "keys")
    trusted = _keys(base, folder / "keys", catalogue["keys"], keys)
    for dataset in catalogue["datasets"]:
        yield from _mirror_dataset(urljoin(base, dataset["url"]), folder / "editions", trusted)


def _listing(url: str, *expected: str) -> Any:
    listed = fetch_json(url)
    if not isinstance(listed, dict) or not set(expected) <= set(listed):
        raise FetchError(f"{url}：不是公开目录 / is no catalogue of this program's")
    return listed


def _keys(base: str, folder: Path, listed: list[dict], given: Keys) -> Keys:
    """The keys to check with: those given, or those known and whatever they have signed.

    A first copy takes what the site has.
    """
    folder.mkdir(parents=True, exist_ok=True)
    known = dict(given) or known_keys(folder)
    files = {entry["name"]: fetch_bytes(urljoin(base, entry["url"])) for entry in listed}
    texts = {name: data.decode() for name, data in files.items()}
    offered = {
        k.id: k for n, t in texts.items() if n.endswith(".pub") for k in [read_public_key(t)]
    }
    if not known:
        known = offered
    while new := [
        k for k in offered.values() if k.id not in known and _is_vouched(k, texts, known)
    ]:
        known |= {key.id: key for key in new}
    for key in known.values():
        write_whole(folder / f"{key.name}.pub", key.text().encode())
    return known


def _is_vouched(key: PublicKey, texts: dict[str, str], known: Keys) -> bool:
    """Whether a key that is trusted already has signed another."""
    text = texts.get(f"{key.name}.pub{SIGNATURE_SUFFIX}")
    if text is None:
        return False
    try:
        signature = read_signature(text)
        if signature.key_id not in known:
            return False
        check_signature(key.text().encode(), signature, known[signature.key_id])
    except SignatureError:
        return False
    return True


def _mirror_dataset(url: str, root: Path, keys: Keys) -> Iterator[Copied]:
    listed = _listing(url, "dataset", "editions")
    name = listed["dataset"]
    if not _NAME.fullmatch(name):
        raise FetchError(f"{url}：数据集的名称不对 / is not the name of a dataset: {name}")
    entries = {int(entry["edition"]): entry for entry in listed["editions"]}
    held = {int(p.name) for p in (root / name).glob("[0-9]*") if p.name.isdigit()}
    for number in sorted(held - set(entries)):
        yield Copied(name, number, False, (_rolled_back(root / name / str(number), url),))
    for number in sorted(entries):
        own = urljoin(url, entries[number]["url"])
        yield _mirror_edition(own, edition_folder(root, name, number), entries[number], keys)
    folders = {number: edition_folder(root, name, number) for number in held | set(entries)}
    found = {n: verify_folder(f, keys, is_copy=True) for n, f in folders.items() if f.is_dir()}
    if broken := tuple(verify_chain(root, name, found)):
        yield Copied(name, max(found), False, broken)


def _rolled_back(folder: Path, url: str) -> Problem:
    return Problem(
        str(folder),
        f"{url} 不再列出这一版：网站退回到了以前的状态",
        f"is no longer listed by {url}: the site was rolled back",
    )


def _mirror_edition(url: str, folder: Path, entry: dict, keys: Keys) -> Copied:
    name, number = folder.parent.name, int(folder.name)
    listed = {file["name"]: file["sha256"] for file in entry["files"]}
    if MANIFEST not in listed:
        problem = Problem(url, "没有清单，无法核对", "has no manifest and cannot be verified")
        return Copied(name, number, False, (problem,))
    is_new = not folder.exists()
    if is_new:
        _fetch_edition(url, folder, keys, is_withdrawn=bool(entry["withdrawn"]))
    elif sha256_of((folder / MANIFEST).read_bytes()) != listed[MANIFEST]:
        problem = Problem(
            str(folder),
            f"{url} 现在是另一版：网站换过它",
            f"is another edition at {url} now: the site replaced it",
        )
        return Copied(name, number, False, (problem,))
    if entry["withdrawn"] and sha256_of(_read(folder / TOMBSTONE)) != listed.get(TOMBSTONE):
        for own in (TOMBSTONE, TOMBSTONE_SIGNATURE):
            write_whole(folder / own, fetch_bytes(urljoin(url, own)))
    return Copied(name, number, is_new, verify_folder(folder, keys, is_copy=True).problems)


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _fetch_edition(url: str, folder: Path, keys: Keys, *, is_withdrawn: bool = False) -> None:
    """Bring an edition into its folder: it gets its name once all of it is there and whole."""
    staging = folder.with_name(f".{folder.name}{PART}")
    staging.mkdir(parents=True, exist_ok=True)
    for name in (MANIFEST, SIGNATURE):
        write_flushed(staging / name, fetch_bytes(urljoin(url, name)))
    hashes = _hashes(staging, keys)
    if not is_withdrawn:
        write_flushed(staging / CHECKSUMS, fetch_bytes(urljoin(url, CHECKSUMS)))
        for name, sha256 in hashes.items():
            if not (staging / name).exists():
                fetch_file(urljoin(url, name), staging / name, sha256)
    flush(staging)
    staging.rename(folder)
    flush(folder.parent)


def _hashes(folder: Path, keys: Keys) -> dict[str, str]:
    """What the manifest says of each file, if a key that is trusted has signed it.

    Raises: SignatureError if none has.
    """
    data = (folder / MANIFEST).read_bytes()
    signature = read_signature((folder / SIGNATURE).read_text(encoding="utf-8"))
    key = keys.get(signature.key_id)
    if key is None:
        raise SignatureError(
            f"{folder.parent.name}：签名用的密钥 {signature.key_name} 不认识"
            f" / signed by key {signature.key_name}, which nothing vouches for"
        )
    check_signature(data, signature, key)
    return {file.name: file.sha256 for file in read_manifest(data).files}


def verify_address(url: str, keys: Keys) -> Iterator[Problem]:
    """What is wrong with an edition at an address: it is fetched, held to its manifest, let go."""
    base = url if url.endswith("/") else f"{url}/"
    with TemporaryDirectory() as temporary:
        folder = Path(temporary) / "edition"
        try:
            _fetch_edition(base, folder, keys)
        except (FetchError, SignatureError) as error:
            where, _, what = str(error).partition("：")
            zh, _, en = (what or where).partition(" / ")
            yield Problem(where if what else base, zh, en or zh)
            return
        for problem in verify_folder(folder, keys).problems:
            where = problem.where.replace(str(folder), base.rstrip("/"))
            yield Problem(where, problem.what, problem.what_en, problem.is_fault)
