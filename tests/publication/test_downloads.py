import csv
import hashlib
import io
import json
from pathlib import Path

import pytest
from frictionless import Package

from pipelines.catalogue import load_catalogue
from pipelines.intake.normalise import normalise_snapshot
from pipelines.intake.read import read_snapshot
from pipelines.intake.snapshot import take_snapshot
from pipelines.model import Catalogue, Disclosed, Edition, Inspection, Staged, text_table
from pipelines.publication.downloads import build_downloads
from pipelines.publication.edition import build_edition
from pipelines.tables import Tables
from tests import REPOSITORY, SNAPSHOT_CSV, write
from tests.plain_line import CORRECTION, DATASET, FOLDER, TABLE, Line


@pytest.fixture
def files(line: Line) -> dict[str, bytes]:
    edition = line.build()
    assert edition is not None
    return line.downloads(edition)


@pytest.fixture
def folder(files: dict[str, bytes], tmp_path: Path) -> Path:
    for name, data in files.items():
        write(tmp_path / "edition" / name, data)
    return tmp_path / "edition"


def test_edition_has_every_table_in_every_format_and_says_what_they_are(files: dict) -> None:
    plain = {name for name in files if not name.endswith(".gz")}

    assert plain == {
        *(f"{TABLE}{end}" for end in (".csv", "-excel.csv", ".json", ".jsonl", ".parquet")),
        *("tables.xlsx", "tables.sqlite", "README.md", "control-totals.json"),
        *("changes.csv", "changes.json"),
        *(f"inspection.{end}" for end in ("csv", "html", "json", "xlsx")),
        "datapackage.json",
    }


def test_csv_and_json_hold_the_same_values(files: dict[str, bytes]) -> None:
    in_csv = list(csv.DictReader(io.StringIO(files[f"{TABLE}.csv"].decode())))
    in_json = json.loads(files[f"{TABLE}.json"])

    assert len(in_json) == 4
    assert [{k: "" if v is None else str(v) for k, v in row.items()} for row in in_json] == in_csv


def test_whole_numbers_are_numbers_and_amounts_and_codes_are_text(files: dict) -> None:
    assert json.loads(files[f"{TABLE}.json"])[1] == {
        "fiscal_year": 2024,
        "tree_code": "101",
        "tree_name": "银杏",
        "line_level": "item",
        "tree_count": 1,
        "care_amount": "10000.00",
    }


def test_missing_value_is_empty_in_csv_and_null_in_json(line: Line) -> None:
    line.edit(f"{FOLDER}/snapshots/2024.csv", "银杏,1,", "银杏,—,")
    edition = line.build()
    assert edition is not None

    files = line.downloads(edition)

    assert "2024,101,银杏,item,,10000.00\n" in files[f"{TABLE}.csv"].decode()
    assert json.loads(files[f"{TABLE}.json"])[1]["tree_count"] is None


def valid(folder: Path) -> bool:
    return Package(str(folder / "datapackage.json")).validate().valid


def test_data_package_is_accepted_with_its_hashes_and_rows(folder: Path) -> None:
    package = Package(str(folder / "datapackage.json"))

    assert package.validate().valid
    rows = package.get_resource(TABLE).read_rows()
    assert [str(row["care_amount"]) for row in rows] == [
        "15000.00",
        "10000.00",
        "5000.00",
        "15000.00",
    ]


@pytest.mark.parametrize(
    ("was", "becomes"),
    [("15000.00", "15000.01"), ("101", "10x"), ("item", "tree"), ("2024,102", "2024,101")],
)
def test_data_package_refuses_other_bytes(folder: Path, was: str, becomes: str) -> None:
    path = folder / f"{TABLE}.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(was, becomes, 1), encoding="utf-8")

    assert not valid(folder)


@pytest.mark.parametrize(("was", "becomes"), [("101", "10x"), ("2024,102", "2024,101")])
def test_data_package_holds_rows_to_the_schema(folder: Path, was: str, becomes: str) -> None:
    path = folder / f"{TABLE}.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(was, becomes, 1), encoding="utf-8")
    descriptor = json.loads((folder / "datapackage.json").read_bytes())
    for name in ("hash", "bytes"):
        del descriptor["resources"][0][name]
    write(folder / "datapackage.json", json.dumps(descriptor))

    assert not valid(folder)


def test_data_package_says_where_the_figures_come_from(files: dict[str, bytes]) -> None:
    descriptor = json.loads(files["datapackage.json"])

    assert descriptor["name"] == DATASET
    assert (descriptor["version"], descriptor["edition"]) == ("1", 1)
    assert descriptor["contributors"] == [{"title": "榆树镇", "roles": ["publisher"]}]
    assert descriptor["sources"] == [{"title": "养护费用表", "page": "1"}]
    assert descriptor["snapshot"] == {
        "name": "2024.csv",
        "date": "2024-03-01",
        "hash": f"sha256:{hashlib.sha256(SNAPSHOT_CSV.encode()).hexdigest()}",
        "bytes": len(SNAPSHOT_CSV.encode()),
    }
    assert "licenses" not in descriptor
    assert descriptor["resources"][0]["row_count"] == 4
    fields = {f["name"]: f for f in descriptor["resources"][0]["schema"]["fields"]}
    assert fields["care_amount"]["unit"] == "元"


def test_data_package_tells_what_was_corrected_in_it(line: Line) -> None:
    line.edit(f"{FOLDER}/snapshots/2024.csv", "梧桐,2,0.5", "梧桐,2,0.7")
    write(line.root / f"{FOLDER}/corrections.yaml", CORRECTION)
    edition = line.build()
    assert edition is not None

    files = line.downloads(edition)

    assert b"5000.00" in files[f"{TABLE}.csv"]
    (correction,) = json.loads(files["datapackage.json"])["corrections"]
    told = [correction[key] for key in ("row", "column", "was", "becomes", "source")]
    assert told == [6, "E", "0.7", "0.5", "勘误，第 2 页"]


@pytest.fixture(scope="module")
def real() -> Catalogue:
    return load_catalogue(REPOSITORY / "schemas", REPOSITORY / "datasets")


FAMILIES = sorted(p.parent.name for p in (REPOSITORY / "schemas").glob("*/family.yaml"))


@pytest.mark.parametrize("name", FAMILIES)
def test_data_package_of_every_family_is_accepted(
    real: Catalogue, name: str, tmp_path: Path
) -> None:
    family = real.families[name]
    empty = {n: text_table(s.names, []) for n, s in family.schemas.items()}
    own = (d for d in real.datasets.values() if d.family == name)
    dataset = next(own, next(iter(real.datasets.values())))
    snapshot = take_snapshot(dataset, dataset.snapshots[-1])
    tables = empty
    if dataset.family == name:
        source = read_snapshot(snapshot, dataset, family)
        edition = build_edition(
            normalise_snapshot(snapshot, source, dataset, real), dataset, family, None
        )
        assert edition is not None
        tables = empty | dict(edition.tables)
    dataset = dataset.altered(family=name)
    disclosed = Disclosed(dataset, Staged(snapshot, None, {}, ()), Inspection((), ()))
    build_downloads(tmp_path, Edition(dataset.name, 1, "", tables), disclosed, Tables(real), {})

    report = Package(str(tmp_path / "datapackage.json")).validate()

    assert report.flatten(["type", "fieldName", "note"]) == []
