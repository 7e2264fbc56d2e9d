from hashlib import sha256
from pathlib import Path

import pytest

from pipelines.exceptions import SignatureError
from pipelines.publication.keys import known_keys
from pipelines.publication.manifest import Manifest, read_manifest
from pipelines.publication.signing import check_signature, read_signature
from tests import SNAPSHOT_CSV, make_repository, write
from tests.plain_line import DATASET, FOLDER, Line


@pytest.fixture
def line(tmp_path: Path) -> Line:
    return Line(make_repository(tmp_path / "repository"), tmp_path / "home")


def manifest_of(line: Line, number: int) -> Manifest:
    path = line.settings.editions / DATASET / str(number) / "manifest.json"
    return read_manifest(path.read_bytes())


def test_each_manifest_names_the_one_before_it(line: Line) -> None:
    line.publish()
    write(line.root / f"{FOLDER}/snapshots/2024.csv", SNAPSHOT_CSV.replace("梧桐,2", "梧桐,7"))
    line.publish()

    first, second = manifest_of(line, 1), manifest_of(line, 2)
    data = (line.settings.editions / DATASET / "1" / "manifest.json").read_bytes()
    assert first.previous is None
    assert second.previous is not None
    assert second.previous.edition == 1
    assert second.previous.manifest_sha256 == sha256(data).hexdigest()


def test_edition_after_one_without_a_manifest_says_so(line: Line) -> None:
    line.publish()
    (line.settings.editions / DATASET / "1" / "manifest.json").unlink()
    write(line.root / f"{FOLDER}/snapshots/2024.csv", SNAPSHOT_CSV.replace("梧桐,2", "梧桐,7"))
    line.publish()

    previous = manifest_of(line, 2).previous
    assert previous is not None
    assert (previous.edition, previous.manifest_sha256) == (1, None)


def test_manifest_is_signed_with_the_key_of_the_home(line: Line) -> None:
    line.publish()

    folder = line.settings.editions / DATASET / "1"
    signature = read_signature((folder / "manifest.json.minisig").read_text())
    key = known_keys(line.settings.keys)[signature.key_id]
    comment = check_signature((folder / "manifest.json").read_bytes(), signature, key)
    assert comment == f"{DATASET} edition 1 manifest.json"


def test_nothing_is_published_unsigned(line: Line) -> None:
    line.publish()
    (line.settings.keys / "sunledger.key").unlink()
    write(line.root / f"{FOLDER}/snapshots/2024.csv", SNAPSHOT_CSV.replace("梧桐,2", "梧桐,7"))

    with pytest.raises(SignatureError, match="restore it from a backup"):
        line.publish()

    assert line.rows("select number from edition") == [(1,)]
