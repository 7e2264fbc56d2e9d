import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.exceptions import SignatureError
from pipelines.publication.signing import (
    SigningKey,
    check_signature,
    new_signing_key,
    read_public_key,
    read_signature,
    read_signing_key,
    sign,
)

KEY = SigningKey(bytes(range(32)))
TEXT = "阳光账本\n".encode()
# The key of minisign's own releases, and the signature its documentation shows over "test".
PUBLISHED_KEY = (
    "untrusted comment: minisign public key E7620F1842B4E81F\n"
    "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3\n"
)
PUBLISHED_SIGNATURE = (
    "untrusted comment: signature from minisign secret key\n"
    "RUQf6LRCGA9i559r3g7V1qNyJDApGip8MfqcadIgT9CuhV3EMhHoN1mGTkUidF/z7SrlQgXdy8ofjb7bNJJylDOocrCo"
    "8KLzZwo=\n"
    "trusted comment: timestamp:1633700835\tfile:test\tprehashed\n"
    "wLMDjy9FLAuxZ3q4NlEvkgtyhrr0gtTu6KC4KBJdITbbOeAi1zBIYo0v4iTgt8jJpIidRJnp94ABQkJAgAooBQ==\n"
)
NO_MINISIGN = "the package minisign is not installed: apt-get install minisign"


def test_signature_made_by_minisign_itself_is_accepted() -> None:
    key = read_public_key(PUBLISHED_KEY)

    comment = check_signature(b"test", read_signature(PUBLISHED_SIGNATURE), key)

    assert comment == "timestamp:1633700835\tfile:test\tprehashed"
    assert key.name == "E7620F1842B4E81F"
    with pytest.raises(SignatureError, match="not one over these bytes"):
        check_signature(b"Test", read_signature(PUBLISHED_SIGNATURE), key)


def test_key_of_rfc_8032_has_its_public_half() -> None:
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")

    assert SigningKey(seed).public.raw.hex() == (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    )


@given(st.binary(max_size=200), st.text(st.characters(categories=("L", "N", "P", "Zs"))))
def test_what_is_signed_is_accepted_with_its_comment(data: bytes, comment: str) -> None:
    text = sign(data, KEY, comment)

    assert check_signature(data, read_signature(text), KEY.public) == comment
    assert sign(data, KEY, comment) == text


def test_keys_are_read_back_from_their_files() -> None:
    assert read_public_key(KEY.public.text()) == KEY.public
    assert read_signing_key(KEY.text()) == KEY


def test_no_two_new_keys_are_the_same() -> None:
    assert new_signing_key().seed != new_signing_key().seed


def test_comment_of_two_lines_is_refused() -> None:
    with pytest.raises(ValueError, match="one line"):
        sign(TEXT, KEY, "a\nb")


def test_every_changed_bit_of_a_signature_is_noticed() -> None:
    text = sign(TEXT, KEY, "edition 1")
    whole = text.encode()
    first_line = len(text.partition("\n")[0])  # says nothing that is signed

    for position in range(first_line, len(whole)):
        changed = bytearray(whole)
        changed[position] ^= 1
        with pytest.raises((SignatureError, UnicodeDecodeError)):
            check_signature(TEXT, read_signature(changed.decode()), KEY.public)


def test_every_changed_bit_of_a_secret_key_is_noticed() -> None:
    whole = KEY.text().encode()

    for position in range(len(whole)):
        changed = bytearray(whole)
        changed[position] ^= 1
        with pytest.raises((SignatureError, UnicodeDecodeError)):
            read_signing_key(changed.decode())


def test_signature_of_another_key_names_both() -> None:
    other = SigningKey(bytes(32))
    text = sign(TEXT, other, "")

    with pytest.raises(SignatureError, match=f"{other.public.name}, not {KEY.public.name}"):
        check_signature(TEXT, read_signature(text), KEY.public)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "untrusted comment: x\nRUQ=\n",
        PUBLISHED_KEY,
        PUBLISHED_SIGNATURE + "more\n",
        PUBLISHED_SIGNATURE.replace("RUQ", "RWQ"),  # over the data and not its digest
        PUBLISHED_SIGNATURE.replace("AgAooBQ==", "AgAooB=="),
    ],
)
def test_what_is_no_signature_is_refused(text: str) -> None:
    with pytest.raises(SignatureError):
        read_signature(text)


@pytest.mark.skipif(not shutil.which("minisign"), reason=NO_MINISIGN)
def test_stranger_checks_our_signature_with_minisign(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_bytes(TEXT)
    (tmp_path / "manifest.json.minisig").write_text(sign(TEXT, KEY, "街道 edition 1"))
    (tmp_path / "sunledger.pub").write_text(KEY.public.text())
    command = ["minisign", "-Vm", "manifest.json", "-p", "sunledger.pub"]

    whole = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    (tmp_path / "manifest.json").write_bytes(TEXT + b" ")
    changed = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert whole.returncode == 0
    assert "Trusted comment: 街道 edition 1" in whole.stdout
    assert changed.returncode != 0


@pytest.mark.skipif(not shutil.which("minisign"), reason=NO_MINISIGN)
def test_minisign_signs_with_our_key_and_we_accept_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(TEXT)
    (tmp_path / "our.key").write_text(KEY.text())

    subprocess.run(
        ["minisign", "-Sm", "file", "-s", "our.key", "-t", "by hand"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )

    signature = read_signature((tmp_path / "file.minisig").read_text())
    assert check_signature(TEXT, signature, KEY.public) == "by hand"
