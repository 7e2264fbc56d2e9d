from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.catalogue import load_catalogue
from pipelines.inspection.inspect import inspect_snapshot
from pipelines.intake.normalise import normalise_snapshot
from pipelines.intake.read import read_snapshot
from pipelines.intake.snapshot import take_snapshot
from pipelines.model import Catalogue, Dataset, Inspection
from pipelines.tables import Tables
from tests import DATAPACKAGE_YAML, RULE_SQL, SNAPSHOT_CSV, make_repository, write

NAME = "elm-town-trees"
FOLDER = f"datasets/{NAME}"
MOBILE = "13900000000"
IDENTITY = "110101190001010209"  # made up; its check digit holds

Inspect = Callable[[str], Inspection]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """The small repository, loaded once."""
    return load(make_repository(tmp_path_factory.mktemp("repository")))


@pytest.fixture
def inspect(small: Tables, tmp_path: Path) -> Inspect:
    """Takes a file of the small dataset through intake and inspection."""

    def run(csv: str) -> Inspection:
        write(tmp_path / "snapshots/2024.csv", csv)
        dataset = small.catalogue.datasets[NAME].model_copy(update={"folder": tmp_path})
        return inspect_dataset(small, dataset)

    return run


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The small repository for a test that changes it."""
    return make_repository(tmp_path)


def inspect_changed(root: Path, csv: str) -> Inspection:
    write(root / FOLDER / "snapshots/2024.csv", csv)
    tables = load(root)
    return inspect_dataset(tables, tables.catalogue.datasets[NAME])


def load(root: Path) -> Tables:
    return Tables(load_catalogue(root / "schemas", root / "datasets"))


def inspect_dataset(tables: Tables, dataset: Dataset) -> Inspection:
    catalogue = tables.catalogue
    snapshot = take_snapshot(dataset, dataset.snapshots[-1])
    source = read_snapshot(snapshot, dataset, catalogue.families[dataset.family])
    staged = normalise_snapshot(snapshot, source, dataset, catalogue)
    return inspect_snapshot(staged, dataset, tables)


def outcomes(inspection: Inspection) -> dict[str, str]:
    return {o.rule: o.outcome for o in inspection.outcomes}


def test_good_file_is_not_refused_and_everything_holds(inspect: Inspect) -> None:
    inspection = inspect(SNAPSHOT_CSV)

    assert inspection.findings == ()
    assert not inspection.is_refused
    assert set(outcomes(inspection).values()) == {"holds"}


def test_every_check_and_rule_has_an_outcome(inspect: Inspect, small: Tables) -> None:
    inspection = inspect(SNAPSHOT_CSV)

    assert set(outcomes(inspection)) == set(small.catalogue.rules)


# What is done to the good file → the rules it breaks, in the order of the findings.
FAULTS: dict[str, tuple[str, str, list[str]]] = {
    "an item miscoded": ("1,02,梧桐,2,0.5", "1,03,梧桐,2,0.5", ["code-is-listed"]),
    "an item misnamed": ("1,02,梧桐", "1,02,槐", ["code-has-its-listed-name"]),
    "the class missing": (
        "1,,落叶树,3,1.50\n",
        "",
        ["code-stands-under-its-parent", "code-stands-under-its-parent"],
    ),
    "a sum that is wrong": ("落叶树,3,1.50", "落叶树,3,1.51", ["class-is-sum-of-items"]),
    "an amount missing": (
        "梧桐,2,0.5",
        "梧桐,2,",
        ["class-is-sum-of-items", "required-values-are-present"],
    ),
    "a row twice": ("1,02,梧桐,2,0.5", "1,02,梧桐,2,0.5\n1,02,梧桐,2,0.5", ["keys-are-unique"]),
    "no unit": ("单位：万元", "", ["unit-is-stated"]),
    "no header": ("类,项,树种名称", "甲,乙,丙", ["headers-are-found"]),
    "a column more": ("数量,养护费\n", "株数,养护费\n", ["columns-are-mapped"]),
    "a cell more": ("梧桐,2,0.5", "梧桐,2,0.5,9", ["rows-fit-the-header"]),
    "words for a number": ("梧桐,2,", "梧桐,两棵,", ["values-are-readable"]),
    "part of a fen": ("梧桐,2,0.5", "梧桐,2,0.50000001", [
        "amounts-are-whole-fen", "class-is-sum-of-items", "required-values-are-present",
    ]),
    "a control character": ("合计,,,3", "合计,,,\x073", [
        "cells-hold-values", "values-are-readable",
    ]),
    "a telephone number": ("1,02,梧桐", f"1,02,梧桐{MOBILE}", [
        "code-has-its-listed-name", "no-personal-data",
    ]),
    "a telephone number in a note": ("合计,,,3,1.5\n", f"合计,,,3,1.5\n注：{MOBILE},,,,\n", [
        "no-personal-data",
    ]),
    "nothing but the header": (SNAPSHOT_CSV[SNAPSHOT_CSV.index("1,,落") :], "", [
        "snapshot-has-rows",
    ]),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.fault("I07", "I27", "N8")
def test_fault_refuses_the_file_under_its_own_name(inspect: Inspect, name: str) -> None:
    old, new, rules = FAULTS[name]
    assert old in SNAPSHOT_CSV

    inspection = inspect(SNAPSHOT_CSV.replace(old, new, 1))

    assert [f.rule for f in inspection.findings if f.severity == "error"] == rules
    assert inspection.is_refused
    assert {r for r, o in outcomes(inspection).items() if o == "broken"} == set(rules)


def test_every_fault_of_a_file_is_found_at_once(inspect: Inspect) -> None:
    bad = SNAPSHOT_CSV.replace("落叶树,3,1.50", "落叶树,三,1.51").replace("1,02,梧桐", "1,02,槐")

    assert [f.rule for f in inspect(bad).findings] == [
        *("class-is-sum-of-items", "code-has-its-listed-name", "values-are-readable"),
    ]


def test_errors_stand_before_notes_and_rows_in_their_order(root: Path) -> None:
    package = DATAPACKAGE_YAML.replace("fiscal_year: 2024", "fiscal_year: 2019")
    write(root / FOLDER / "datapackage.yaml", package)
    bad = SNAPSHOT_CSV.replace("1,02,梧桐,2", "1,02,梧桐,二").replace("银杏,1", "银杏,一")

    inspection = inspect_changed(root, bad)

    assert [(f.severity, f.rule, f.place.row) for f in inspection.findings] == [
        ("error", "values-are-readable", 5),
        ("error", "values-are-readable", 6),
        ("info", "code-list-speaks-for-the-year", None),
    ]
    assert outcomes(inspection)["code-list-speaks-for-the-year"] == "holds"


def test_finding_in_a_cell_of_the_file_leads_to_that_cell(inspect: Inspect) -> None:
    (finding,) = inspect(SNAPSHOT_CSV.replace("1,02,梧桐", "1,02,槐")).findings

    assert (finding.place.cell(), finding.value, finding.expected) == ("C6", "槐", "梧桐")
    assert SNAPSHOT_CSV.splitlines()[5].split(",")[2] == "梧桐"


# Every place from which a check or rule may quote a cell.
QUOTED = {
    "name": ("1,02,梧桐,", "1,02,{},"),
    "name beside other text": ("1,02,梧桐,", "1,02,梧桐（联系人{}）,"),
    "first part of a code": ("1,02,梧桐,", "{},02,梧桐,"),
    "last part of a code": ("1,02,梧桐,", "1,{},梧桐,"),
    "amount": ("2,0.5\n", "2,{}\n"),
    "amount in words": ("2,0.5\n", "2,电话{}\n"),
    "count": ("梧桐,2,", "梧桐,电话 {},"),
    "header": ("数量,", "数量{},"),
    "header a column is missing from": ("树种名称,", "树种名称{},"),
    "unit": ("单位：万元", "单位：{}"),
    "note": ("合计,,,3,1.5", "注：{},,,,"),
    "row twice": ("1,02,梧桐,2,0.5", "{0},02,梧桐,2,0.5\n{0},02,梧桐,2,0.5"),
    "control character": ("1,02,梧桐,", "1,02,\x07{},"),
}


@pytest.mark.parametrize("number", [MOBILE, IDENTITY, f"+86{MOBILE}", "１３９００００００００"])
@pytest.mark.parametrize("where", QUOTED)
def test_personal_number_stands_in_no_finding(inspect: Inspect, where: str, number: str) -> None:
    old, new = QUOTED[where]
    assert old in SNAPSHOT_CSV

    inspection = inspect(SNAPSHOT_CSV.replace(old, new.format(number), 1))

    assert inspection.is_refused
    said = "".join(f"{f.value}{f.expected}{f.detail}{f.field}" for f in inspection.findings)
    assert number not in said
    assert MOBILE[3:] not in said
    assert IDENTITY[3:] not in said


def test_rule_that_quotes_a_text_field_hides_the_number(root: Path) -> None:
    sql = (
        "select dataset, snapshot, '{table}' as table_name, source_row, 'tree_name' as field,"
        " tree_name as value, '≠ ' || tree_name as expected, null as difference from {table}"
    )
    rule = "schemas/street-tree/rules/class-is-sum-of-items.sql"
    write(root / rule, RULE_SQL[: RULE_SQL.index("select p.")] + sql)

    inspection = inspect_changed(root, SNAPSHOT_CSV.replace("梧桐", f"梧桐{MOBILE}"))

    quoted = [f for f in inspection.findings if f.rule == "class-is-sum-of-items"]
    assert [(f.value, f.expected) for f in quoted if f.place.row == 6] == [
        ("梧桐139********", "≠ 梧桐139********")
    ]


def test_correction_that_quotes_a_number_is_refused(root: Path) -> None:
    correction = f"""\
- {{snapshot: 2024.csv, table: tree_line, row: 6, column: C, was: 梧桐{MOBILE}, becomes: 梧桐,
   because: 删去电话, because_en: Telephone removed, source: 公告}}
"""
    write(root / FOLDER / "corrections.yaml", correction)

    inspection = inspect_changed(root, SNAPSHOT_CSV.replace("梧桐", f"梧桐{MOBILE}"))

    assert [(f.rule, f.value) for f in inspection.findings] == [("no-personal-data", "139********")]


def test_real_errors_of_a_published_budget_are_found(catalogue: Catalogue) -> None:
    name = "shanghai-putuo-social-welfare-home-department-budget"

    inspection = inspect_dataset(Tables(catalogue), catalogue.datasets[name])

    assert inspection.is_refused
    found = {(f.rule, f.value, f.expected) for f in inspection.findings}
    assert ("code-is-listed", "7|11|02", "2101102 事业单位医疗") in found
    misnamed = {f.value for f in inspection.findings if f.rule == "code-has-its-listed-name"}
    assert len(misnamed) >= 10
