import re
from pathlib import Path

import pytest

from pipelines.catalogue import load_catalogue
from pipelines.exceptions import RepositoryError
from pipelines.model import Catalogue
from tests import (
    CODELIST_CSV,
    CODELIST_YAML,
    DATAPACKAGE_YAML,
    FAMILY_YAML,
    RULE_SQL,
    SCHEMA_YAML,
    make_repository,
    write,
)

PACKAGE = "datasets/elm-town-trees/datapackage.yaml"
CORRECTIONS = "datasets/elm-town-trees/corrections.yaml"
FAMILY = "schemas/street-tree/family.yaml"
SCHEMA = "schemas/street-tree/tree_line.yaml"
RULE = "schemas/street-tree/rules/class-is-sum-of-items.sql"
LIST = "schemas/codelists/tree-kind.yaml"
CODES = "schemas/codelists/tree-kind.csv"
CHECK = "schemas/checks/code-is-listed.yaml"
REASONS = "schemas/reasons.yaml"
GIVEN = "- table: tree_line\n    rows: [{height: 3}]"
CORRECTION = """\
- {snapshot: 2024.csv, table: tree_line, row: 4, column: E, was: "1.50", becomes: "1.5",
   because: 印错, because_en: A misprint, source: 公告}
"""
REASON = """\
- {name: date-missing, title: 缺少日期, title_en: a date is missing, description: 没有写。,
   description_en: Not stated.}
"""


def load(root: Path) -> Catalogue:
    return load_catalogue(root / "schemas", root / "datasets")


FAULTS: dict[str, tuple[str, str, tuple[str, str], str]] = {
    "dataset, unknown family": (PACKAGE, DATAPACKAGE_YAML, ("street-tree", "elm"), "family elm"),
    "dataset, unknown table": (
        PACKAGE,
        DATAPACKAGE_YAML,
        ("table: tree_line", "table: elsewhere"),
        "elsewhere",
    ),
    "dataset, unknown field": (PACKAGE, DATAPACKAGE_YAML, ("tree_name:", "name:"), "field name"),
    "dataset, field the program fills": (
        *(PACKAGE, DATAPACKAGE_YAML, ("tree_name:", "line_level:"), "line_level"),
    ),
    "dataset, unknown constant": (
        PACKAGE,
        DATAPACKAGE_YAML,
        ("fiscal_year:", "year:"),
        "constant year",
    ),
    "dataset, table read twice": (
        *(PACKAGE, DATAPACKAGE_YAML, ("resources:", "resources:\n  - table: tree_line"), "twice"),
    ),
    "dataset, unknown field in a row given": (
        *(PACKAGE, DATAPACKAGE_YAML, ("- table: tree_line", GIVEN), "field height"),
    ),
    "dataset, rows given and read": (
        *(
            PACKAGE,
            DATAPACKAGE_YAML,
            ("- table: tree_line", GIVEN.replace("height", "tree_count")),
            "not read",
        ),
    ),
    "dataset, partition that is no key": (
        *(
            PACKAGE,
            DATAPACKAGE_YAML,
            ("cadence:", "partition: [tree_count]\ncadence:"),
            "tree_count",
        ),
    ),
    "schema, unknown code list": (
        SCHEMA,
        SCHEMA_YAML,
        ("codelist: tree-kind", "codelist: elsewhere"),
        "elsewhere",
    ),
    "schema, unknown key field": (
        SCHEMA,
        SCHEMA_YAML,
        ("[fiscal_year, tree", "[year, tree"),
        "no field year",
    ),
    "schema, unknown facet": (
        SCHEMA,
        SCHEMA_YAML,
        ("facets: [line_level]", "facets: [elsewhere]"),
        "elsewhere",
    ),
    "schema, unknown name field": (
        SCHEMA,
        SCHEMA_YAML,
        ("name: tree_name, y", "name: elsewhere, y"),
        "elsewhere",
    ),
    "schema, level of nothing": (SCHEMA, SCHEMA_YAML, (", of: tree_code", ""), "line_level"),
    "schema, level of an unknown field": (
        SCHEMA,
        SCHEMA_YAML,
        ("of: tree_code", "of: elsewhere"),
        "elsewhere",
    ),
    "family, required table without schema": (
        *(FAMILY, FAMILY_YAML, ("name:", "required: [elsewhere]\nname:"), "elsewhere"),
    ),
    "rule, foreign table": (
        RULE,
        RULE_SQL,
        ("tables: [tree_line]", "tables: [dataset]"),
        "dataset",
    ),
    "rule, no table": (RULE, RULE_SQL, ("tables: [tree_line]", "tables: []"), "no table"),
    "rule, no query": (RULE, RULE_SQL[: RULE_SQL.index("select")], ("", ""), "query"),
    "correction, unknown snapshot": (CORRECTIONS, CORRECTION, ("2024.csv", "2023.csv"), "2023"),
    "correction, unknown table": (CORRECTIONS, CORRECTION, ("tree_line", "elsewhere"), "elsewhere"),
    "correction, stands twice": (CORRECTIONS, CORRECTION * 2, ("", ""), "twice"),
    # code lists
    "code list, overlap": (CODES, CODELIST_CSV, ("102,1,", "101,1,"), "101"),
    "code list, unknown level": (CODES, CODELIST_CSV, (",item,银杏", ",leaf,银杏"), "leaf"),
    "code list, unknown parent": (CODES, CODELIST_CSV, ("101,1,", "101,9,"), "parent 9"),
    "code list, ends before it begins": (
        CODES,
        CODELIST_CSV,
        ("2020,,true", "2020,2019,true"),
        "ends before",
    ),
    "code list, digits of more levels": (
        *(LIST, CODELIST_YAML, ("[1, 2]", "[1, 2, 2]"), "more levels"),
    ),
    "code list, a level without a title": (
        *(LIST, CODELIST_YAML, ("[类, 项]", "[类]"), "level_titles"),
    ),
    "code list, complete at no level of it": (
        *(LIST, CODELIST_YAML, ("complete: true", "complete: true, complete_levels: [leaf]")),
        "complete_levels",
    ),
    "code list, pattern that is none": (
        *(LIST, CODELIST_YAML, ("complete: true", 'complete: true, pattern: "["'), "pattern"),
    ),
    "code list, carried on from nowhere": (
        *(LIST, CODELIST_YAML),
        ("complete: true", "complete: false, carried_from: 2010"),
        "carried_from 2010",
    ),
    "code list, carried on from a later year": (
        *(LIST, CODELIST_YAML),
        ("complete: true", "complete: false, carried_from: 2025"),
        "earlier year",
    ),
    "code list, unknown successor": (
        *(CODES, CODELIST_CSV.replace("source\n", "source,successor,successor_basis\n")),
        ("梧桐,Plane,2020,,true,树木名录", "梧桐,Plane,2020,,true,树木名录,109,同名"),
        "successor 109",
    ),
    "code list, successor nobody knows why": (
        *(CODES, CODELIST_CSV.replace("source\n", "source,successor,successor_basis\n")),
        ("梧桐,Plane,2020,,true,树木名录", "梧桐,Plane,2020,,true,树木名录,101,"),
        "how it is known",
    ),
    "schema, level its list has not": (
        *(SCHEMA, SCHEMA_YAML, ("parents: true", "parents: true, level: leaf"), "level leaf"),
    ),
    "schema, leaf of no level": (
        *(SCHEMA, SCHEMA_YAML, ("parents: true", "parents: true, leaf: true"), "leaf"),
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_does_not_hold_together_stops_the_program(tmp_path: Path, name: str) -> None:
    file, text, (old, new), reason = FAULTS[name]
    root = make_repository(tmp_path)
    assert old in text
    write(root / file, text.replace(old, new, 1))

    with pytest.raises(RepositoryError, match=re.escape(reason)) as error:
        load(root)

    # By its path or, where two files do not fit together, by the name it goes by.
    named = Path(file).parent.name if Path(file).stem in ("datapackage", "corrections") else ""
    assert (named or Path(file).stem) in str(error.value)


def test_family_required_table_is_named_with_its_family(tmp_path: Path) -> None:
    root = make_repository(tmp_path)
    write(root / FAMILY, FAMILY_YAML + "required: [no_table]\n")

    with pytest.raises(RepositoryError, match=r"family street-tree.*no_table"):
        load(root)


def test_table_of_one_name_in_two_families_is_refused(tmp_path: Path) -> None:
    root = make_repository(tmp_path)
    write(root / "schemas/park/family.yaml", FAMILY_YAML.replace("street-tree", "park"))
    write(root / "schemas/park/tree_line.yaml", SCHEMA_YAML)

    with pytest.raises(RepositoryError, match="tree_line"):
        load(root)


def test_rule_of_the_name_of_a_check_is_refused(tmp_path: Path) -> None:
    root = make_repository(tmp_path)
    write(root / "schemas/street-tree/rules/code-is-listed.sql", RULE_SQL)

    with pytest.raises(RepositoryError, match="code-is-listed"):
        load(root)


def test_two_snapshots_of_one_name_are_refused(tmp_path: Path) -> None:
    root = make_repository(tmp_path)
    twice = "snapshots:\n  - {path: other/2024.xlsx, date: 2024-01-01}\n"
    write(root / PACKAGE, DATAPACKAGE_YAML.replace("snapshots:\n", twice))

    with pytest.raises(RepositoryError, match=r"elm-town-trees.*2024"):
        load(root)


@pytest.mark.parametrize("path", ["../../metadata.yml", "/etc/passwd", "snapshots/../../x.csv"])
def test_path_outside_the_folder_is_refused(tmp_path: Path, path: str) -> None:
    root = make_repository(tmp_path)
    write(root / PACKAGE, DATAPACKAGE_YAML.replace("snapshots/2024.csv", path))

    with pytest.raises(RepositoryError, match="outside the dataset's folder"):
        load(root)
