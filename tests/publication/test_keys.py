import stat
from pathlib import Path

import pytest

from pipelines.exceptions import SignatureError
from pipelines.publication.keys import known_keys, rotate_key, signing_key
from pipelines.publication.signing import check_signature, read_signature, sign


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "home" / "keys"


def test_key_is_made_on_first_use_and_kept(folder: Path) -> None:
    first, again = signing_key(folder), signing_key(folder)

    assert again == first
    assert known_keys(folder) == {first.public.id: first.public}
    assert (folder / "sunledger.pub").read_text() == first.public.text()


def test_secret_key_is_readable_by_its_owner_only(folder: Path) -> None:
    signing_key(folder)
    rotate_key(folder)

    secrets = list(folder.glob("*.key"))
    assert len(secrets) == 2
    assert {stat.S_IMODE(path.stat().st_mode) for path in secrets} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_new_key_is_signed_by_the_old_one_which_stays_known(folder: Path) -> None:
    old = signing_key(folder)
    signature = read_signature(sign(b"edition 1", old, ""))

    new = rotate_key(folder)

    assert signing_key(folder).public == new
    assert (folder / "sunledger.pub").read_text() == new.text()
    known = known_keys(folder)
    assert set(known) == {old.public.id, new.id}
    assert check_signature(b"edition 1", signature, known[signature.key_id]) == ""
    handed_on = read_signature((folder / f"{new.name}.pub.minisig").read_text())
    assert new.name in check_signature(new.text().encode(), handed_on, old.public)


def test_lost_key_is_not_replaced_in_silence(folder: Path) -> None:
    signing_key(folder)
    (folder / "sunledger.key").unlink()

    with pytest.raises(SignatureError, match="restore it from a backup"):
        signing_key(folder)

    assert rotate_key(folder) == signing_key(folder).public


def test_run_stopped_before_the_public_half_publishes_it_the_next_time(folder: Path) -> None:
    key = signing_key(folder)
    (folder / "sunledger.pub").unlink()

    assert signing_key(folder) == key
    assert (folder / "sunledger.pub").read_text() == key.public.text()


def test_file_that_is_no_key_is_named(folder: Path) -> None:
    signing_key(folder)
    (folder / "sunledger.pub").write_text("no key")

    with pytest.raises(SignatureError, match=r"sunledger\.pub"):
        known_keys(folder)
