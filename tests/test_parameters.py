"""Thresholds: dated, with their basis, looked up in SQL by the day of the fact they judge."""

import re
from pathlib import Path

import pytest
from sqlalchemy import insert

from pipelines.catalogue import load_catalogue
from pipelines.database import open_staging
from pipelines.exceptions import RepositoryError
from pipelines.model import Catalogue, Parameter
from pipelines.records import parameter_rows
from pipelines.tables import Tables
from tests import REPOSITORY, RULE_SQL, make_repository, write

FILE = "schemas/parameters/care-limit.yaml"
RULE = "schemas/street-tree/rules/care-stays-within-its-limit.sql"
UNITS = {"倍", "日", "工作日", "%", "元", "个"}
CATALOGUE = load_catalogue(REPOSITORY / "schemas", REPOSITORY / "datasets")
PARAMETERS = pytest.mark.parametrize(
    "parameter", CATALOGUE.parameters.values(), ids=lambda p: p.name
)
CHINESE = re.compile("[\u4e00-\u9fff]")
PARAMETER_YAML = """\
name: care-limit
title: 养护费上限
title_en: Most that care may cost
description: 每种树木每年的养护费。
description_en: Care of one kind of tree in one year.
unit: 元
local: true
values:
  - {value: 100, valid_from: 2020-01-01, valid_to: 2022-12-31, basis: 养护办法,
     basis_en: Care of Trees, article: 第四条, article_en: art. 4, verified: true}
  - {value: 120, valid_from: 2023-01-01, basis: 养护办法（修订）,
     basis_en: Care of Trees (revised), article: 第四条, article_en: art. 4, verified: false}
  - {value: 90, valid_from: 2020-01-01, division_code: "420500", basis: 本市规定,
     basis_en: Rules of the city, article: 第一条, article_en: art. 1, verified: true}
"""
LIMIT_SQL = (
    (
        RULE_SQL[: RULE_SQL.index("select")].replace(
            "-- tables: [tree_line]\n", "-- tables: [tree_line]\n-- parameters: [care-limit]\n"
        )
    )
    + """\
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'care_amount' as field,
       t.care_amount as value, l.value as expected, t.care_amount_fen - l.value * 100 as difference
from {table} t
join parameter l
  on l.name = 'care-limit' and l.division_code = ''
  and t.fiscal_year || '-12-31' between l.valid_from and coalesce(l.valid_to, '9999-12-31')
where t.care_amount_fen > l.value * 100
"""
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The small repository with a threshold and a rule that uses it."""
    root = make_repository(tmp_path)
    write(root / FILE, PARAMETER_YAML)
    write(root / RULE, LIMIT_SQL)
    return root


def load(root: Path) -> Catalogue:
    return load_catalogue(root / "schemas", root / "datasets")


def test_parameter_is_loaded_with_its_dated_values(root: Path) -> None:
    parameter = load(root).parameters["care-limit"]

    assert [v.value for v in parameter.values] == [100, 120, 90]
    assert [v.verified for v in parameter.values] == [True, False, True]
    assert parameter.values[2].division_code == "420500"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("unit: 元", "units: 元", "units"),
        ("unit: 元\n", "", "unit"),
        ("name: care-limit", "name: care", "name is not the file's"),
        ("value: 100,", "value: 99.5,", "value"),
        ("value: 100,", "value: true,", "value"),
        ("value: 100,", "amount: 100,", "amount"),
        ("verified: false", "checked: false", "checked"),
        ("valid_from: 2023-01-01", "valid_from: 2023-02-30", "day"),
        ('"420500"', '"宜昌"', "division_code"),
        ("valid_to: 2022-12-31", "valid_to: 2019-12-31", "ends before it begins"),
        ("valid_to: 2022-12-31", "valid_to: 2023-01-01", "in force on 2023-01-01"),
        (", valid_to: 2022-12-31", "", "in force on 2023-01-01"),
        ("local: true\n", "", "no division has its own value"),
        (PARAMETER_YAML[PARAMETER_YAML.index("values") :], "values: []\n", "values"),
    ],
)
def test_fault_in_a_parameter_stops_the_program(
    root: Path, old: str, new: str, reason: str
) -> None:
    assert old in PARAMETER_YAML
    write(root / FILE, PARAMETER_YAML.replace(old, new, 1))

    with pytest.raises(RepositoryError, match=re.escape(reason)) as error:
        load(root)

    assert "care-limit" in str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("[care-limit]", "[care-limits]", "no parameter care-limits"),
        ("-- parameters: [care-limit]\n", "", "header: none; looked up in the query: care-limit"),
        (
            "l.name = 'care-limit'",
            "l.name = 'care-limits'",
            "header: care-limit; looked up in the query: care-limits",
        ),
        (
            "join parameter l",
            "join parameters l",
            "header: care-limit; looked up in the query: none",
        ),
    ],
)
def test_rule_that_names_an_unknown_parameter_stops_the_program(
    root: Path, old: str, new: str, reason: str
) -> None:
    assert old in LIMIT_SQL
    write(root / RULE, LIMIT_SQL.replace(old, new))

    with pytest.raises(RepositoryError, match=rf"care-stays-within-its-limit.*{reason}"):
        load(root)


@pytest.mark.parametrize(
    ("year", "amount", "expected"),
    [
        ("2021", "100.00", None),
        ("2021", "100.01", ("100", 1)),
        ("2023", "120.00", None),
        ("2023", "120.01", ("120", 1)),
        ("2019", "999.00", None),  # nothing was laid down for that year
    ],
)
def test_rule_compares_with_the_value_of_the_day(
    root: Path, year: str, amount: str, expected: tuple[str, int] | None
) -> None:
    catalogue = load(root)
    tables = Tables(catalogue)
    engine = open_staging({})
    tables.metadata.create_all(engine)
    row = {
        "dataset": "d",
        "snapshot": "s",
        "source_row": 2,
        "fiscal_year": int(year),
        "tree_code": "1",
        "line_level": "class",
        "care_amount": amount,
        "care_amount_fen": int(amount.replace(".", "")),
    }
    with engine.begin() as connection:
        connection.execute(insert(tables.table("parameter")), parameter_rows(catalogue))
        connection.execute(insert(tables.table("tree_line")), row)
        query = catalogue.rules["care-stays-within-its-limit"].query()
        found = connection.exec_driver_sql(query).all()

    assert [(str(f.expected), f.difference) for f in found] == ([expected] if expected else [])


def test_table_of_parameters_says_where_and_when_each_value_holds(root: Path) -> None:
    rows = parameter_rows(load(root))

    assert [(r["division_code"], r["valid_from"], r["valid_to"], r["value"]) for r in rows] == [
        ("", "2020-01-01", "2022-12-31", 100),
        ("", "2023-01-01", None, 120),
        ("420500", "2020-01-01", None, 90),
    ]
    assert {(r["name"], r["unit"], r["title_en"]) for r in rows} == {
        ("care-limit", "元", "Most that care may cost")
    }


@PARAMETERS
def test_parameter_explains_itself_in_both_languages(parameter: Parameter) -> None:
    for text in (parameter.title, parameter.description):
        assert CHINESE.search(text)
    for text in (parameter.title_en, parameter.description_en):
        assert re.search("[A-Za-z]{3}", text)
        assert not CHINESE.search(text)
    assert parameter.description.endswith("。")
    assert parameter.description_en.endswith(".")
    assert parameter.unit in UNITS
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)+", parameter.name)


@PARAMETERS
def test_value_names_the_act_and_article_it_comes_from(parameter: Parameter) -> None:
    for value in parameter.values:
        assert value.value > 0
        assert CHINESE.search(value.basis)
        assert CHINESE.search(value.article)
        assert not CHINESE.search(value.basis_en + value.article_en)
        assert value.url is None or value.url.startswith(("http://", "https://"))


@PARAMETERS
def test_value_of_a_place_is_that_of_a_listed_division(parameter: Parameter) -> None:
    listed = {code.code for code in CATALOGUE.codelists["division"].codes}

    assert {v.division_code for v in parameter.values if v.division_code} <= listed


def test_every_parameter_is_used() -> None:
    used = {name for rule in CATALOGUE.rules.values() for name in rule.parameters}

    assert used == set(CATALOGUE.parameters)
