import shutil
from pathlib import Path

import pytest

from pipelines.catalogue import load_catalogue
from pipelines.intake.formats import read_file
from pipelines.intake.recognise import Wanted, recognise
from pipelines.intake.snapshot import take_file
from pipelines.model import Catalogue, Dataset
from pipelines.scaffold.dataset import dataset_files
from tests import REPOSITORY, write

SNAPSHOTS = [
    "shanghai-putuo-social-welfare-home-department-budget/snapshots/2024.xlsx",
    "shanghai-putuo-finance-bureau-final-accounts/snapshots/2024.xlsx",
    "shandong-provincial-procurement-intentions/snapshots/2026-01-30.xlsx",
    "yichang-public-resources-award-results/snapshots/2025-06-10.csv",
]


def scaffolded(path: Path, catalogue: Catalogue, root: Path) -> Dataset:
    """The descriptor written for a file, loaded again."""
    snapshot = take_file(path)
    known = recognise(read_file(path).grids, snapshot, catalogue, Wanted())
    assert known.dataset is not None
    family = catalogue.families[known.dataset.family]
    for name, text in dataset_files("own", family, snapshot, known.dataset, known.found).items():
        write(root / name, text)
    snapshots = root / "datasets/own/snapshots"
    snapshots.mkdir()
    shutil.copyfile(path, snapshots / path.name)
    return load_catalogue(REPOSITORY / "schemas", root / "datasets").datasets["own"]


@pytest.mark.parametrize("name", SNAPSHOTS)
def test_a_descriptor_maps_what_was_recognised(
    tmp_path: Path, catalogue: Catalogue, name: str
) -> None:
    original = catalogue.datasets[name.split("/")[0]]

    own = scaffolded(REPOSITORY / "datasets" / name, catalogue, tmp_path)

    assert own.family == original.family
    assert own.partition == original.partition
    written = {r.table: (r.sheet, r.parts(), r.ignore, r.unit, r.first_row) for r in own.resources}
    for resource in original.resources:
        sheet, parts, *_ = written[resource.table]
        assert sheet == resource.sheet
        assert [set(p.columns) for p in parts] == [set(p.columns) for p in resource.parts()]


def test_what_the_file_states_is_filled_in(tmp_path: Path, catalogue: Catalogue) -> None:
    own = scaffolded(REPOSITORY / "datasets" / SNAPSHOTS[0], catalogue, tmp_path)

    assert own.publisher.name == "上海市普陀区社会福利院"
    assert own.constants == {"publisher_name": "上海市普陀区社会福利院"}
    (entry,) = own.snapshots
    assert entry.constants == {"fiscal_year": 2024}
    assert entry.path == "snapshots/2024.xlsx"


def test_without_a_file_every_table_of_the_family_is_named(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    family = catalogue.families["tender"]
    for name, text in dataset_files("own", family).items():
        write(tmp_path / name, text)

    own = load_catalogue(REPOSITORY / "schemas", tmp_path / "datasets").datasets["own"]

    assert [r.table for r in own.resources] == list(family.schemas)
