"""A file is recognised by what is printed on it, and then judged as through its descriptor."""

from pathlib import Path

import pytest

from pipelines.inspection.inspect import inspect_snapshot
from pipelines.intake.formats import read_file
from pipelines.intake.grid import Grid
from pipelines.intake.normalise import normalise_snapshot
from pipelines.intake.read import read_snapshot
from pipelines.intake.recognise import Recognition, Wanted, recognise
from pipelines.intake.snapshot import take_file, take_snapshot
from pipelines.model import Catalogue, Dataset, Finding, SnapshotEntry
from pipelines.tables import Tables
from tests import REPOSITORY, make_repository
from tests.plain_line import Line

SNAPSHOTS = sorted(
    path.relative_to(REPOSITORY).as_posix() for path in REPOSITORY.glob("datasets/*/snapshots/*")
)
FUNCTIONS = ["类", "款", "项", "功能分类科目名称", "合计", "基本支出", "项目支出"]


def recognised(path: Path, catalogue: Catalogue, wanted: Wanted | None = None) -> Recognition:
    grids = read_file(path).grids
    return recognise(grids, take_file(path), catalogue, wanted or Wanted())


def found_by(dataset: Dataset, stem: str, catalogue: Catalogue) -> list[Finding]:
    snapshot = take_snapshot(dataset, dataset.entry(stem))
    source = read_snapshot(snapshot, dataset, catalogue.families[dataset.family])
    staged = normalise_snapshot(snapshot, source, dataset, catalogue)
    return list(inspect_snapshot(staged, dataset, Tables(catalogue)).findings)


def without_own_knowledge(dataset: Dataset) -> Dataset:
    """The dataset without what stands in no file: corrections, and notes of other pages."""
    resources = tuple(r.model_copy(update={"note": None}) for r in dataset.resources)
    return dataset.model_copy(update={"corrections": (), "resources": resources})


@pytest.mark.parametrize("name", SNAPSHOTS)
def test_a_file_alone_gives_the_findings_of_its_descriptor(name: str, catalogue: Catalogue) -> None:
    path = REPOSITORY / name
    dataset = catalogue.datasets[path.parent.parent.name]

    own = recognised(path, catalogue).dataset

    assert own is not None
    assert own.family == dataset.family
    expected = found_by(without_own_knowledge(dataset), path.stem, catalogue)
    assert found_by(own, path.stem, catalogue) == expected


@pytest.mark.parametrize("kind", ["department", "unit"])
def test_every_table_of_the_official_form_is_known_by_its_title(
    found_data: Path, catalogue: Catalogue, kind: str
) -> None:
    path = found_data / f"budget/{kind}_budget_template.xlsx"

    result = recognised(path, catalogue)

    assert result.dataset is not None
    family = catalogue.families[result.dataset.family]
    assert {c.table for c in result.found} == set(family.required)
    assert all(c.title and c.is_complete for c in result.found)
    assert result.year == 2026
    assert {u.reason for u in result.unread} == {"no table"}
    assert "封面" in {u.sheet for u in result.unread}


def test_raw_lists_of_awards_are_known_by_their_labels(
    found_data: Path, catalogue: Catalogue
) -> None:
    for path in sorted((found_data / "tender").glob("yichang_award_results_*.csv")):
        result = recognised(path, catalogue)

        (candidate,) = result.found
        assert candidate.sheet is None
        assert candidate.is_complete
        assert result.dataset is not None


def test_what_has_no_table_of_ours_is_left_with_a_reason(
    found_data: Path, catalogue: Catalogue
) -> None:
    result = recognised(found_data / "procurement/河南省.xlsx", catalogue)

    assert result.dataset is None
    assert [(u.sheet, u.reason) for u in result.unread] == [("工作表1", "no table")]


def sheet(name: str, title: str, labels: list[str] = FUNCTIONS) -> Grid:
    return Grid(name, [[title], ["编制部门：榆树镇人民政府", "单位：元"], labels, ["201"]])


def tables(grids: list[Grid], catalogue: Catalogue, wanted: Wanted | None = None) -> Recognition:
    path = REPOSITORY / "README.md"  # any file: its bytes are not read here
    return recognise(
        {g.sheet or "": g for g in grids}, take_file(path), catalogue, wanted or Wanted()
    )


def test_tables_with_the_same_columns_are_told_apart_by_their_titles(catalogue: Catalogue) -> None:
    result = tables(
        [
            sheet("表三", "2024年部门支出预算总表"),
            sheet("表五", "2024年部门一般公共预算支出功能分类预算表"),
            sheet("表六", "2024年部门政府性基金预算支出功能分类预算表"),
        ],
        catalogue,
    )

    titles = {c.sheet: catalogue.schemas[c.table].title for c in result.found}
    assert titles == {
        "表三": "支出预算总表",
        "表五": "一般公共预算支出功能分类预算表",
        "表六": "政府性基金预算支出功能分类预算表",
    }
    assert result.publisher == "榆树镇人民政府"


def test_of_several_tables_that_fit_equally_none_is_taken(catalogue: Catalogue) -> None:
    result = tables([sheet("表", "2024年")], catalogue)

    assert result.dataset is None
    (left,) = result.unread
    assert left.reason == "several tables"
    assert len(left.tables) > 3


def test_the_user_may_say_which_table_is_meant(catalogue: Catalogue) -> None:
    (table,) = [n for n, s in catalogue.schemas.items() if s.title == "支出预算总表"]
    family = next(n for n, f in catalogue.families.items() if table in f.schemas)

    result = tables([sheet("表", "2024年")], catalogue, Wanted(family, table))

    assert [c.table for c in result.found] == [table]
    assert result.dataset is not None


def test_a_table_named_by_its_title_is_meant_even_if_a_column_is_missing(
    catalogue: Catalogue,
) -> None:
    labels = [label for label in FUNCTIONS if label != "项目支出"]

    result = tables([sheet("表", "2024年部门支出预算总表", labels)], catalogue)

    (candidate,) = result.found
    assert candidate.missing == ("项目支出",)


def test_only_one_sheet_is_read_for_a_table(catalogue: Catalogue) -> None:
    first, second = (sheet(name, "2024年部门支出预算总表") for name in ("甲", "乙"))

    result = tables([first, second], catalogue)

    assert [c.sheet for c in result.found] == ["甲"]
    assert [(u.sheet, u.reason) for u in result.unread] == [("乙", "table read already")]


@pytest.mark.parametrize(
    ("title", "wanted", "year"),
    [
        ("2024年部门支出预算总表", None, 2024),
        ("二〇二四年部门支出预算总表", None, 2024),
        ("２０２４年部门支出预算总表", None, 2024),
        ("2024年部门支出预算总表", 2025, 2025),
        ("部门支出预算总表", 2025, 2025),
        ("部门支出预算总表", None, None),
        ("2024年部门支出预算总表（2023年）", None, None),
    ],
)
def test_the_year_is_the_one_the_title_states(
    catalogue: Catalogue, title: str, wanted: int | None, year: int | None
) -> None:
    result = tables([sheet("表", title)], catalogue, Wanted(year=wanted))

    assert result.year == year
    assert result.lacks_year == (year is None)
    assert (result.dataset is None) == (year is None)


def test_the_file_name_gives_the_year_when_no_title_does(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    path = tmp_path / "2024.csv"
    path.write_text("表", encoding="utf-8")
    grid = sheet("表", "部门支出预算总表")

    assert recognise({"表": grid}, take_file(path), catalogue, Wanted()).year == 2024


def test_a_family_without_forms_is_known_by_the_labels_of_its_fields(tmp_path: Path) -> None:
    line = Line(make_repository(tmp_path / "repository"), tmp_path / "home")
    edition = line.build()
    assert edition is not None
    path = tmp_path / "tree_line.csv"
    path.write_bytes(line.downloads(edition)["tree_line.csv"])

    result = recognised(path, line.catalogue)

    assert result.dataset is not None
    assert result.dataset.snapshots == (
        SnapshotEntry(path="tree_line.csv", date=result.dataset.snapshots[0].date),
    )
    assert set(result.dataset.resources[0].columns) == {
        *("fiscal_year", "tree_code", "tree_name", "tree_count", "care_amount")
    }
    assert result.dataset.resources[0].ignore == ("line_level",)
