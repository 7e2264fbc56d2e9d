"""The keys of a home: the one that signs, made on first use, and all that ever signed.

keys/sunledger.key       the secret key, readable by its owner only
keys/sunledger.pub       its public half, which is published
keys/<number>.pub        the public half of every key that has signed here
keys/<number>.pub.minisig   a later key, signed by the one before it
keys/retired-<number>.key   a secret key that no longer signs
"""

import os
from pathlib import Path

from pipelines.exceptions import SignatureError
from pipelines.publication.disk import flush, write_whole
from pipelines.publication.signing import (
    SIGNATURE_SUFFIX,
    PublicKey,
    SigningKey,
    new_signing_key,
    read_public_key,
    read_signing_key,
    sign,
)

SECRET_KEY = "sunledger.key"  # noqa: S105 - the name of a file
PUBLIC_KEY = "sunledger.pub"
_FOLDER_MODE, _SECRET_MODE = 0o700, 0o600


def signing_key(folder: Path) -> SigningKey:
    """The key a home signs with; made when there is none and none has ever signed here.

    Raises: SignatureError if the key is unreadable, or missing where editions were signed: a new
    one in its place would look like a forger's.
    """
    path = folder / SECRET_KEY
    if path.exists():
        key = read_signing_key(path.read_text(encoding="utf-8"))
    elif any(folder.glob("*.pub")):
        raise SignatureError(
            f"{path} 不见了，请从备份恢复；确实找不回来，运行 sunledger new-key"
            f" / {path} is gone: restore it from a backup, or run sunledger new-key if it is lost"
        )
    else:
        key = new_signing_key()
        _keep_secret(path, key)
    if not (folder / PUBLIC_KEY).exists():  # also where a run was stopped before it
        _publish(folder, key.public)
    return key


def rotate_key(folder: Path) -> PublicKey:
    """The public half of a new key that signs from now on.

    The key before it, if there is one, signs the new public key, so that whoever trusts the old
    one can go on to the new one. Its own public half stays: what it signed is still checked.
    """
    path = folder / SECRET_KEY
    key = new_signing_key()
    name = key.public.name
    if path.exists():
        before = read_signing_key(path.read_text(encoding="utf-8"))
        text = key.public.text().encode()
        comment = f"key {before.public.name} is followed by key {name}"
        signature = sign(text, before, comment)
        write_whole(folder / f"{name}.pub{SIGNATURE_SUFFIX}", signature.encode())
        _keep_secret(folder / f"retired-{before.public.name}.key", before)
    (folder / PUBLIC_KEY).unlink(missing_ok=True)  # a run stopped here writes it anew
    _keep_secret(path, key)
    _publish(folder, key.public)
    return key.public


def known_keys(folder: Path) -> dict[bytes, PublicKey]:
    """Every public key below a folder, by its number.

    Raises: SignatureError if a file ending in `.pub` is none.
    """
    found = {}
    for path in sorted(folder.glob("*.pub")):
        try:
            key = read_public_key(path.read_text(encoding="utf-8"))
        except (SignatureError, UnicodeDecodeError) as error:
            raise SignatureError(f"{path}: {error}") from error
        found[key.id] = key
    return found


def keys_in(path: Path) -> dict[bytes, PublicKey]:
    """The public key in a file, or those in a folder, by number.

    Raises: SignatureError if it is none; OSError if it cannot be read.
    """
    if path.is_dir():
        return known_keys(path)
    key = read_public_key(path.read_text(encoding="utf-8"))
    return {key.id: key}


def _publish(folder: Path, key: PublicKey) -> None:
    for name in (f"{key.name}.pub", PUBLIC_KEY):
        write_whole(folder / name, key.text().encode())


def _keep_secret(path: Path, key: SigningKey) -> None:
    """Written whole and never readable by others, not even for a moment."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=_FOLDER_MODE)
    staging = path.with_name(f".{path.name}.new")
    staging.unlink(missing_ok=True)  # a stopped run's
    descriptor = os.open(staging, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _SECRET_MODE)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(key.text())
        file.flush()
        os.fsync(file.fileno())
    staging.replace(path)
    flush(path.parent)
