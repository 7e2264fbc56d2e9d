import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.catalogue import MAX_YAML_BYTES, load_catalogue, load_rule, load_yaml
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
REASON = """\
- {name: date-missing, title: 缺少日期, title_en: a date is missing, description: 没有写。,
   description_en: Not stated.}
"""
CORRECTION = """\
- {snapshot: 2024.csv, table: tree_line, row: 4, column: E, was: "1.50", becomes: "1.5",
   because: 印错, because_en: A misprint, source: 公告}
"""


def load(root: Path) -> Catalogue:
    return load_catalogue(root / "schemas", root / "datasets")


def test_repository_itself_holds_together(catalogue: Catalogue) -> None:
    assert len(catalogue.families) >= 7
    assert len(catalogue.codelists) >= 8
    assert len(catalogue.datasets) >= 9
    assert all(d.family in catalogue.families for d in catalogue.datasets.values())


def test_small_repository_is_loaded_whole(tmp_path: Path) -> None:
    catalogue = load(make_repository(tmp_path))

    assert set(catalogue.schemas) == {"tree_line"}
    assert set(catalogue.codelists) == {"tree-kind"}
    assert set(catalogue.datasets) == {"elm-town-trees"}
    assert "class-is-sum-of-items" in catalogue.rules
    assert catalogue.rules["class-is-sum-of-items"].family == "street-tree"
    assert catalogue.rules["code-is-listed"].family is None


def test_tables_stand_in_their_printed_order(tmp_path: Path) -> None:
    root = make_repository(tmp_path)
    second = SCHEMA_YAML.replace("tree_line", "a_line").replace(
        "primaryKey", "order: 2\nprimaryKey"
    )
    write(root / "schemas/street-tree/a_line.yaml", second)

    assert list(load(root).schemas) == ["tree_line", "a_line"]


def test_corrections_are_part_of_their_dataset(tmp_path: Path) -> None:
    root = make_repository(tmp_path)
    write(root / CORRECTIONS, CORRECTION)

    (correction,) = load(root).datasets["elm-town-trees"].corrections

    assert (correction.row, correction.column, correction.was) == (4, "E", "1.50")


# Every fault: the file that is changed, what becomes what, and what the refusal must say.
FAULTS: dict[str, tuple[str, str, tuple[str, str], str]] = {
    # unknown and missing keys
    "dataset, unknown key": (PACKAGE, DATAPACKAGE_YAML, ("cadence:", "cadense:"), "cadense"),
    "dataset, missing key": (PACKAGE, DATAPACKAGE_YAML, ("cadence: annual\n", ""), "cadence"),
    "dataset, unknown value": (PACKAGE, DATAPACKAGE_YAML, ("annual", "yearly"), "cadence"),
    "family, unknown key": (FAMILY, FAMILY_YAML, ("title_en:", "titel_en:"), "titel_en"),
    "schema, unknown key": (SCHEMA, SCHEMA_YAML, ("totals:", "total:"), "total: Extra"),
    "field, unknown key": (SCHEMA, SCHEMA_YAML, ("unit: 棵", "units: 棵"), "units"),
    "field, unknown type": (SCHEMA, SCHEMA_YAML, ("integer, unit", "int, unit"), "type"),
    "field, unknown constraint": (SCHEMA, SCHEMA_YAML, ("pattern:", "patern:"), "patern"),
    "field, pattern that is none": (SCHEMA, SCHEMA_YAML, ("{1,3})$", "{1,3}$"), "pattern"),
    "field, bound that is no value": (
        SCHEMA,
        SCHEMA_YAML,
        ("integer, constraints: {required: true", "integer, constraints: {minimum: many"),
        "minimum many is no integer",
    ),
    "field, stands twice": (SCHEMA, SCHEMA_YAML, ("name: tree_count", "name: tree_code"), "unique"),
    "rule, unknown key": (RULE, RULE_SQL, ("-- why:", "-- wy:"), "wy"),
    "rule, missing key": (RULE, RULE_SQL, ("-- since: 2020-01-01\n", ""), "since"),
    "rule, unknown severity": (RULE, RULE_SQL, ("severity: error", "severity: fatal"), "severity"),
    "rule, unknown reason": (
        RULE,
        RULE_SQL,
        ("-- basis:", "-- cannot_check: [whim]\n-- basis:"),
        "no reason whim",
    ),
    "reason, unknown key": (REASONS, REASON, ("title:", "titel:"), "titel"),
    "reason, missing key": (REASONS, REASON, ("title: 缺少日期,", ""), "title"),
    "check, unknown key": (CHECK, "", ("", "titel: 编码\n"), "titel"),
    "code list, unknown key": (
        LIST,
        CODELIST_YAML,
        ("levels:", "level:"),
        "levels: Field required",
    ),
    "code list, unknown column": (CODES, CODELIST_CSV, ("verified", "checked"), "checked"),
    "code list, cell too many": (CODES, CODELIST_CSV, ("Ginkgo,", "Ginkgo,,,"), "tree-kind"),
    "correction, unknown key": (
        CORRECTIONS,
        CORRECTION,
        ("becomes:", "is:"),
        "becomes: Field required",
    ),
    "correction, no such row": (CORRECTIONS, CORRECTION, ("row: 4", "row: 0"), "row"),
    "correction, no such column": (CORRECTIONS, CORRECTION, ("column: E", 'column: "5"'), "column"),
    # names
    "dataset, not its folder's name": (PACKAGE, DATAPACKAGE_YAML, ("elm-town", "oak"), "name"),
    "family, not its folder's name": (FAMILY, FAMILY_YAML, ("street-tree", "tree"), "name"),
    "schema, not its file's name": (SCHEMA, SCHEMA_YAML, ("tree_line", "tree"), "name"),
    "code list, not its file's name": (LIST, CODELIST_YAML, ("tree-kind", "tree"), "name"),
    # YAML
    "alias": (PACKAGE, DATAPACKAGE_YAML, ("title:", "x: &a 1\ny: *a\ntitle:"), "alias"),
    "tag": (PACKAGE, "!!python/object/apply:os.getcwd []", ("", ""), "python/object"),
    "key twice": (PACKAGE, DATAPACKAGE_YAML, ("cadence:", "cadence: monthly\ncadence:"), "cadence"),
    "key twice, nested": (SCHEMA, SCHEMA_YAML, ("unit: 棵", "unit: 棵, unit: 株"), "unit"),
    "day that is none": (PACKAGE, DATAPACKAGE_YAML, ("2024-03-01", "2024-02-30"), "day"),
    "too deep": (PACKAGE, "[" * 20_000, ("", ""), "levels deep"),
    "no mapping": (PACKAGE, "- 1\n", ("", ""), "mapping"),
    "empty": (FAMILY, "", ("", ""), "mapping"),
    "rule without a header": (RULE, "select 1", ("", ""), "mapping"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_fault_stops_the_program_with_the_file_and_the_reason(tmp_path: Path, name: str) -> None:
    file, text, (old, new), reason = FAULTS[name]
    root = make_repository(tmp_path)
    assert old in text
    write(root / file, text.replace(old, new, 1))

    with pytest.raises(RepositoryError, match=re.escape(reason)) as error:
        load(root)

    # By its path or, where two files do not fit together, by the name it goes by.
    named = Path(file).parent.name if Path(file).stem in ("datapackage", "corrections") else ""
    assert (named or Path(file).stem) in str(error.value)


UNREADABLE: dict[str, Callable[[Path], object]] = {
    CODES: lambda path: path.unlink(),
    LIST: lambda path: path.write_bytes(CODELIST_YAML.encode("gb18030")),
    RULE: lambda path: path.write_bytes(RULE_SQL.encode("gb18030")),
    SCHEMA: lambda path: path.write_bytes(SCHEMA_YAML.encode("utf-16")),
    PACKAGE: lambda path: path.write_text("x" * (MAX_YAML_BYTES + 1)),
}


@pytest.mark.parametrize("file", UNREADABLE)
def test_file_that_cannot_be_read_is_named(tmp_path: Path, file: str) -> None:
    root = make_repository(tmp_path)
    UNREADABLE[file](root / file)

    with pytest.raises(RepositoryError, match=re.escape(Path(file).name)):
        load(root)


@pytest.mark.fault("I18", "N5")
def test_alias_bomb_is_refused_before_it_expands() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]

    with pytest.raises(RepositoryError, match=r"bomb\.yaml.*alias"):
        load_yaml("\n".join(lines), "bomb.yaml")


@pytest.mark.fault("I18", "N5")
@pytest.mark.parametrize(
    "text",
    ["!!python/name:os.system", "!!python/object/apply:os.system [ls]", "!include x", "!x 1"],
)
def test_no_tag_builds_anything(text: str) -> None:
    with pytest.raises(RepositoryError, match=r"tagged\.yaml"):
        load_yaml(text, "tagged.yaml")


def test_codes_keep_their_leading_zeros(tmp_path: Path) -> None:
    root = make_repository(tmp_path)
    write(root / CODES, CODELIST_CSV.replace("101,1,", "001,1,"))

    assert "001" in {c.code for c in load(root).codelists["tree-kind"].codes}


def test_code_may_return_in_other_years(tmp_path: Path) -> None:
    root = make_repository(tmp_path)
    until = CODELIST_CSV.replace("梧桐,Plane,2020,,", "梧桐,Plane,2020,2021,")
    write(root / CODES, until + "102,1,item,悬铃木,Plane,2022,,true,树木名录\n")

    codes = load(root).codelists["tree-kind"].codes

    assert [c.name for c in codes if c.code == "102"] == ["梧桐", "悬铃木"]


OUTSIDE = {
    "http://127.0.0.1:9/2024.csv": "nothing is fetched",
    "https:/a.cn/2024.csv": "nothing is fetched",
    "file:///etc/passwd": "nothing is fetched",
    "s3://bucket/2024.csv": "nothing is fetched",
    "sqlite:////abs/a.db": "nothing is fetched",
    "/etc/passwd": "outside the dataset's folder",
    "../oak-town-trees/snapshots/2024.csv": "outside the dataset's folder",
    "snapshots/../../../metadata.yml": "outside the dataset's folder",
    ".": "outside the dataset's folder",
}


@pytest.mark.fault("I16", "I17", "N1", "N2")
@pytest.mark.parametrize("path", OUTSIDE)
def test_dataset_reaches_only_its_own_folder(tmp_path: Path, path: str) -> None:
    root = make_repository(tmp_path)
    write(root / PACKAGE, DATAPACKAGE_YAML.replace("snapshots/2024.csv", path))

    with pytest.raises(RepositoryError, match=re.escape(f"elm-town-trees: {path}")) as error:
        load(root)

    assert OUTSIDE[path] in str(error.value)


@pytest.mark.fault("I17", "N1")
@pytest.mark.parametrize("key", ["schema", "dialect", "path"])
def test_resource_of_a_dataset_names_no_place(tmp_path: Path, key: str) -> None:
    root = make_repository(tmp_path)
    own = f"- table: tree_line\n    {key}: http://127.0.0.1:9/x"
    write(root / PACKAGE, DATAPACKAGE_YAML.replace("- table: tree_line", own))

    with pytest.raises(RepositoryError, match=rf"datapackage\.yaml: resources\.0\.{key}: Extra"):
        load(root)


@pytest.mark.parametrize(
    "name", ["a b", "a%2fb", "a'b", 'a"b', "a\nb", ".staging", "--strict", "_x"]
)
def test_name_that_is_no_part_of_an_address_is_refused(tmp_path: Path, name: str) -> None:
    root = make_repository(tmp_path)
    (root / "datasets/elm-town-trees").rename(root / "datasets" / name)
    own = DATAPACKAGE_YAML.replace("elm-town-trees", json.dumps(name), 1)
    write(root / "datasets" / name / "datapackage.yaml", own)

    if name.startswith((".", "_")):  # the folders of other programs
        assert not load(root).datasets
        return
    with pytest.raises(RepositoryError, match=r"a name has letters, figures, - _ \. only"):
        load(root)


@pytest.mark.parametrize("name", ["榆树镇-行道树", "Elm_2024.1"])
def test_name_may_be_in_any_script(tmp_path: Path, name: str) -> None:
    root = make_repository(tmp_path)
    (root / "datasets/elm-town-trees").rename(root / "datasets" / name)
    own = DATAPACKAGE_YAML.replace("elm-town-trees", name, 1)
    write(root / "datasets" / name / "datapackage.yaml", own)

    assert list(load(root).datasets) == [name]


def test_folder_without_a_descriptor_is_named(tmp_path: Path) -> None:
    root = make_repository(tmp_path)
    (root / "datasets/oak-town-trees").mkdir()

    with pytest.raises(RepositoryError, match=r"oak-town-trees/datapackage\.yaml：没有这个文件"):
        load(root)


def test_colons_and_quotes_of_a_rule_are_kept(tmp_path: Path) -> None:
    path = write(tmp_path / "f/rules/r.sql", RULE_SQL.replace("why: 合计", "why: 时:分 合计"))

    rule = load_rule(path)

    assert rule.why.startswith("时:分")
    assert rule.sql is not None
    assert rule.sql.startswith("select")


def test_rule_is_repeated_for_its_tables(tmp_path: Path) -> None:
    header = RULE_SQL[: RULE_SQL.index("select")]
    rule = load_rule(
        write(tmp_path / "f/rules/r.sql", f"{header}select '{{table}}' from {{table}};")
    )

    assert rule.query(["a", "b"]) == "select 'a' from a\nunion all\nselect 'b' from b"
    assert rule.query() == "select 'tree_line' from tree_line"
