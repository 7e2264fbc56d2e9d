"""A judgement stands while nothing it rests on changes; whatever else happens it is made anew."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pipelines.intake.snapshot import take_snapshot
from pipelines.model import Result
from pipelines.publication import basis as basis_module
from pipelines.publication.basis import declared_basis, judging_basis
from pipelines.redaction import CHINA
from tests import SNAPSHOT_CSV, make_repository, write
from tests.fair import DATASET as FAIR
from tests.fair import make_line
from tests.plain_line import DATASET, FOLDER, NOW, TABLE, Line

RULE = "schemas/street-tree/rules/class-is-sum-of-items.sql"
DESCRIPTOR = f"{FOLDER}/datapackage.yaml"
OAK = "oak-town-trees"
OPENING = datetime(2025, 6, 13, 18, tzinfo=CHINA)


@pytest.fixture
def line(tmp_path: Path) -> Line:
    line = Line(make_repository(tmp_path / "repository"), tmp_path / "home")
    line.publish()
    return line


def standing(
    line: Line, now: datetime = NOW, name: str = DATASET, stem: str = "2024"
) -> Result | None:
    dataset = line.catalogue.datasets[name]
    snapshot = take_snapshot(dataset, dataset.entry(stem))
    basis = declared_basis(snapshot, dataset, judging_basis(line.settings.schemas))
    return line.warehouse.standing(dataset, stem, basis, now)


def add_oak(line: Line) -> None:
    text = (line.root / DESCRIPTOR).read_text(encoding="utf-8")
    write(line.root / f"datasets/{OAK}/datapackage.yaml", text.replace(DATASET, OAK))
    write(line.root / f"datasets/{OAK}/snapshots/2024.csv", SNAPSHOT_CSV)
    line.publish(name=OAK)


def test_file_that_was_published_stands_and_says_so(line: Line) -> None:
    result = standing(line)

    assert result is not None
    assert (result.outcome, result.edition, result.row_count) == ("unchanged", 1, 4)
    assert result.reason == "与第 1 版相同，不另出版本"
    assert result == line.publish()[0]  # as if it had been judged anew
    assert standing(line) == result


def test_file_that_was_refused_stays_refused_in_the_same_words(line: Line) -> None:
    line.edit(f"{FOLDER}/snapshots/2024.csv", "落叶树,3,1.50", "落叶树,3,1.80")
    (refused,) = line.publish()

    assert refused.outcome == "refused"
    assert standing(line) == refused


CHANGES: dict[str, Callable[[Line], object]] = {
    "the file": lambda line: line.edit(f"{FOLDER}/snapshots/2024.csv", "梧桐,2", "梧桐,7"),
    "what is declared of it": lambda line: line.edit(DESCRIPTOR, "示例数据集。", "数据集。"),
    "a correction": lambda line: write(line.root / FOLDER / "corrections.yaml", "[]\n"),
    "a rule": lambda line: line.edit(RULE, "difference <> 0", "difference > 0"),
    "a code list": lambda line: line.edit("schemas/codelists/tree-kind.csv", "银杏", "银杏树"),
    "a withdrawal": lambda line: line.withdraw(1),
}


@pytest.mark.parametrize("name", CHANGES)
def test_judgement_is_made_anew_after_a_change_of(name: str, line: Line) -> None:
    assert standing(line)

    CHANGES[name](line)

    assert standing(line) is None


def test_judgement_is_made_anew_by_another_program(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(basis_module, "_program", lambda: "another")

    assert standing(line) is None


def test_other_datasets_matter_only_to_rules_that_look_at_them(line: Line) -> None:
    add_oak(line)
    assert standing(line)

    line.edit(RULE, "-- basis:", f"-- published: [{TABLE}]\n-- basis:")
    line.publish()
    assert standing(line)
    write(
        line.root / f"datasets/{OAK}/snapshots/2024.csv", SNAPSHOT_CSV.replace("梧桐,2", "梧桐,7")
    )
    line.publish(name=OAK)

    assert standing(line) is None


def test_judgement_stands_until_an_embargo_ends(tmp_path: Path) -> None:
    line = make_line(tmp_path)
    (entry,) = line.catalogue.datasets[FAIR].snapshots
    line.publish(name=FAIR, now=OPENING - timedelta(hours=1))

    assert standing(line, OPENING - timedelta(minutes=1), FAIR, entry.stem)
    assert standing(line, OPENING, FAIR, entry.stem) is None
