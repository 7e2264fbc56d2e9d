from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pipelines.intake.snapshot import take_snapshot
from pipelines.publication.basis import Basis, declared_basis, judging_basis, sha256_of_texts
from pipelines.redaction import CHINA
from tests import make_repository, write
from tests.plain_line import DATASET, FOLDER, Line

NOON = datetime(2026, 1, 1, 12, tzinfo=CHINA)


@pytest.fixture
def line(tmp_path: Path) -> Line:
    return Line(make_repository(tmp_path / "repository"), tmp_path / "home")


def declared(line: Line) -> Basis:
    dataset = line.catalogue.datasets[DATASET]
    return declared_basis(take_snapshot(dataset, dataset.entry("2024")), dataset, "rules")


def test_moment_is_counted_in_china() -> None:
    basis = Basis("", "2026-01-01T12:00+08:00")

    assert not basis.has_ended(NOON - timedelta(minutes=1))
    assert basis.has_ended(NOON)
    assert not Basis("").has_ended(NOON)


def test_texts_are_kept_apart() -> None:
    assert sha256_of_texts(["ab", "c"]) != sha256_of_texts(["a", "bc"])


def test_what_judges_changes_with_a_file_and_with_its_name(line: Line) -> None:
    schemas = line.settings.schemas
    first = judging_basis(schemas)
    assert judging_basis(schemas) == first

    listed = schemas / "codelists/tree-kind.csv"
    listed.rename(listed.with_name("kind-of-tree.csv"))

    assert judging_basis(schemas) != first


def test_other_snapshots_do_not_matter_until_they_are_declared(line: Line) -> None:
    first = declared(line)

    line.add_snapshot("2025", "")
    second = declared(line)
    write(line.root / FOLDER / "snapshots/2025.csv", "more")

    assert first != second
    assert declared(line) == second
