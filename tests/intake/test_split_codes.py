"""Codes printed in two columns, 类 and 项, of one and of two digits: the street trees."""

from pathlib import Path

import pytest

from pipelines.catalogue import load_catalogue
from pipelines.intake.normalise import normalise_snapshot
from pipelines.intake.read import read_snapshot
from pipelines.intake.snapshot import take_snapshot
from pipelines.model import CodeParts
from tests import SNAPSHOT_CSV, make_repository, write

WHOLE = "1,02,梧桐"


def odd(root: Path, line: str) -> dict[tuple[int, str], CodeParts]:
    """The oddly split codes of the example with another line in the place of its last tree."""
    make_repository(root)
    text = SNAPSHOT_CSV.replace(WHOLE, line)
    assert line == WHOLE or text != SNAPSHOT_CSV
    write(root / "datasets/elm-town-trees/snapshots/2024.csv", text)
    catalogue = load_catalogue(root / "schemas", root / "datasets")
    (dataset,) = catalogue.datasets.values()
    snapshot = take_snapshot(dataset, dataset.snapshots[0])
    source = read_snapshot(snapshot, dataset, catalogue.families[dataset.family])
    staged = normalise_snapshot(snapshot, source, dataset, catalogue)
    return dict(staged.tables["tree_line"].odd_codes.get("tree_code", {}))


@pytest.mark.parametrize(
    ("line", "code", "parts"),
    [
        ("1,2,梧桐", "12", ("1", "2")),
        ("10,02,梧桐", "1002", ("10", "02")),
        (",02,梧桐", "02", ("", "02")),
        ("1,002,梧桐", "1002", ("1", "002")),
    ],
)
def test_parts_of_other_digits_are_kept_with_their_columns(
    tmp_path: Path, line: str, code: str, parts: tuple[str, str]
) -> None:
    assert odd(tmp_path, line) == {(6, code): CodeParts(parts, ("A", "B"))}


@pytest.mark.parametrize("line", [WHOLE, "2,,其他树", "9,99,没有的树"])
def test_parts_of_their_digits_are_not_odd_whatever_they_say(tmp_path: Path, line: str) -> None:
    assert odd(tmp_path, line) == {}


def test_list_that_states_no_digits_makes_nothing_odd(tmp_path: Path) -> None:
    make_repository(tmp_path)
    path = tmp_path / "schemas/codelists/tree-kind.yaml"
    text = path.read_text(encoding="utf-8")
    write(path, text.replace("digits: [1, 2]\n", ""))
    catalogue = load_catalogue(tmp_path / "schemas", tmp_path / "datasets")
    (dataset,) = catalogue.datasets.values()
    write(tmp_path / "datasets/elm-town-trees/snapshots/2024.csv", SNAPSHOT_CSV.replace("02", "2"))
    snapshot = take_snapshot(dataset, dataset.snapshots[0])
    source = read_snapshot(snapshot, dataset, catalogue.families[dataset.family])

    staged = normalise_snapshot(snapshot, source, dataset, catalogue)

    assert "digits" in text
    assert staged.tables["tree_line"].odd_codes == {}
