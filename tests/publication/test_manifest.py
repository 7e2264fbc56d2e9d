import json
import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from pipelines.exceptions import SignatureError
from pipelines.publication.manifest import Manifest, build_manifest, read_manifest, seal
from pipelines.publication.written import Written
from tests import REPOSITORY, SNAPSHOT_CSV, make_repository, write
from tests.plain_line import DATASET, FOLDER, KEY, TABLE, Line

PATH = REPOSITORY / "schemas/manifest.schema.json"


@pytest.fixture
def line(tmp_path: Path) -> Line:
    return Line(make_repository(tmp_path / "repository"), tmp_path / "home")


def build(line: Line, previous: bytes | None = None) -> tuple[Manifest, dict[str, Written]]:
    edition, disclosed = line.build(), line.disclose()
    assert edition is not None
    files = line.written(edition, disclosed)
    public = line.catalogue.public
    return build_manifest(edition, disclosed, public, files, previous), files


def test_manifest_states_every_file_and_table(line: Line) -> None:
    manifest, files = build(line)

    assert [file.name for file in manifest.files] == sorted(files)
    for file in manifest.files:
        data = files[file.name].path.read_bytes()
        assert (file.size, file.sha256) == (len(data), sha256(data).hexdigest())
    (table,) = manifest.tables
    assert (table.name, table.row_count) == (TABLE, 4)
    assert table.csv_sha256 == sha256(files[f"{TABLE}.csv"].path.read_bytes()).hexdigest()


def test_control_totals_are_the_sums_of_the_file(line: Line) -> None:
    manifest, files = build(line)

    header, *rows = [r.split(",") for r in files[f"{TABLE}.csv"].path.read_text().splitlines()]
    for name, total in manifest.tables[0].totals.items():
        column = [row[header.index(name)] for row in rows]
        fen = sum(int(value.replace(".", "")) for value in column if value)
        assert int(total.replace(".", "")) == fen
    assert manifest.tables[0].totals


def test_hash_of_a_rule_and_a_code_list_changes_with_it_alone(line: Line) -> None:
    before, _ = build(line)
    line.edit("schemas/codelists/tree-kind.csv", "Ginkgo", "Maidenhair")

    after, _ = build(line)

    assert after.rules == before.rules
    assert [c.name for c in after.codelists] == ["tree-kind"]
    assert after.codelists != before.codelists


def test_checksums_are_over_all_other_files(line: Line) -> None:
    manifest, files = build(line)
    sealed = seal(files, manifest, KEY)
    sealed |= {name: file.path.read_bytes() for name, file in files.items()}

    lines = sealed["SHA256SUMS"].decode().splitlines()
    others = sorted(set(sealed) - {"SHA256SUMS"})
    assert lines == [f"{sha256(sealed[name]).hexdigest()}  {name}" for name in others]
    assert {"manifest.json", "manifest.json.minisig"} < set(others)


def test_manifest_is_read_back_and_no_other_writing_is_taken(line: Line) -> None:
    manifest, _ = build(line)
    data = manifest.data()

    assert read_manifest(data) == manifest
    for other in (data + b"\n", data.replace(b"  ", b" "), json.dumps(json.loads(data)).encode()):
        with pytest.raises(SignatureError, match="canonical"):
            read_manifest(other)


@pytest.mark.parametrize(
    ("damage", "place"),
    [({"edition": 0}, "edition"), ({"more": 1}, "more"), ({"family": None}, "family")],
)
def test_what_is_no_manifest_is_refused_where_it_is_wrong(
    line: Line, damage: dict, place: str
) -> None:
    manifest, _ = build(line)
    document = json.loads(manifest.data()) | damage

    with pytest.raises(SignatureError, match=f"not a manifest: {place}"):
        read_manifest(json.dumps(document).encode())


def test_published_schema_is_the_models(request: pytest.FixtureRequest) -> None:
    schema = Manifest.model_json_schema(mode="serialization")
    fresh = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
    if request.config.getoption("--accept", default=False):
        write(PATH, fresh)

    assert PATH.read_text(encoding="utf-8") == fresh


def test_same_input_gives_the_same_bytes_in_other_zones_locales_and_hash_seeds(
    line: Line, tmp_path: Path
) -> None:
    write(line.root / f"{FOLDER}/snapshots/2024.csv", SNAPSHOT_CSV)
    script = (
        "import sys; from pathlib import Path; from tests.plain_line import Line\n"
        "Line(Path(sys.argv[1]), Path(sys.argv[2])).publish()"
    )
    found = []
    for zone, locale, seed in (("Asia/Shanghai", "C", "0"), ("America/Lima", "C.UTF-8", "77")):
        home = tmp_path / zone.replace("/", "-")
        environment = {"TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed}
        subprocess.run(
            [sys.executable, "-c", script, str(line.root), str(home)],
            cwd=REPOSITORY,
            env=os.environ | environment,
            check=True,
        )
        folder = home / "editions" / DATASET / "1"
        found.append({path.name: path.read_bytes() for path in folder.iterdir()})

    assert found[0] == found[1]


@pytest.mark.skipif(
    not shutil.which("minisign"),
    reason="the package minisign is not installed: apt-get install minisign",
)
def test_stranger_checks_an_edition_with_standard_tools(line: Line) -> None:
    line.publish()
    folder = line.settings.editions / DATASET / "1"
    public = line.settings.keys / "sunledger.pub"

    def run(*command: str) -> int:
        return subprocess.run(command, cwd=folder, check=False, capture_output=True).returncode

    assert run("sha256sum", "-c", "SHA256SUMS") == 0
    assert run("minisign", "-Vm", "manifest.json", "-p", str(public)) == 0
    (folder / "manifest.json").write_bytes((folder / "manifest.json").read_bytes() + b" ")
    assert run("sha256sum", "-c", "SHA256SUMS") != 0
    assert run("minisign", "-Vm", "manifest.json", "-p", str(public)) != 0
