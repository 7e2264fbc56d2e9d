import json

import pytest
from sqlalchemy import create_engine

from pipelines.catalogue import load_catalogue, load_yaml
from pipelines.database import register_functions
from pipelines.exceptions import RepositoryError
from pipelines.inspection.functions import FUNCTIONS
from pipelines.model import Catalogue
from pipelines.publication.metadata import DATABASE, PLUGIN, build_metadata
from pipelines.tables import Tables
from tests import REPOSITORY, make_repository

FRONT_MATTER = {"title": "示例", "title_en": "Example"}


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    root = make_repository(tmp_path_factory.mktemp("repository"))
    return load_catalogue(root / "schemas", root / "datasets")


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return load_catalogue(REPOSITORY / "schemas", tmp_path_factory.mktemp("none"))


def tables_of(catalogue: Catalogue) -> dict:
    return build_metadata(catalogue, FRONT_MATTER)["databases"][DATABASE]["tables"]


@pytest.mark.parametrize("which", ["own", "real"])
def test_every_table_and_column_of_the_database_is_described(
    which: str, request: pytest.FixtureRequest
) -> None:
    catalogue = request.getfixturevalue(which)
    described = tables_of(catalogue)
    database = Tables(catalogue).metadata.tables
    assert set(described) == set(database)
    for name, table in database.items():
        assert described[name]["title"]
        assert described[name]["description"]
        assert set(described[name]["columns"]) == set(table.columns.keys()), name
        assert all(described[name]["columns"].values())


def test_query_says_with_which_thresholds_it_compares(real: Catalogue) -> None:
    queries = build_metadata(real, FRONT_MATTER)["databases"][DATABASE]["queries"]

    said = queries["contract-published-within-two-working-days"]["description"]

    assert "参数：签订合同到公告合同的最长工作日数，2 工作日 (2015-03-01–)" in said
    assert "Parameter: Most working days from contract to its publication, 2 工作日" in said
    assert "4,000,000 元 (310000 2021-01-01–)" in queries["purchases-are-not-split"]["description"]


def test_basis_without_an_article_ends_with_its_name(real: Catalogue) -> None:
    queries = build_metadata(real, FRONT_MATTER)["databases"][DATABASE]["queries"]

    assert not [name for name, query in queries.items() if "—" in query.get("source", "")]
    said = queries["contract-steps-follow-their-order"]["description"]
    assert "依据：办事的先后顺序\n" in said


def test_rows_a_rule_leaves_open_stand_behind_those_that_break_it(real: Catalogue) -> None:
    queries = build_metadata(real, FRONT_MATTER)["databases"][DATABASE]["queries"]
    leaving = {name for name, rule in real.rules.items() if rule.cannot_check}

    assert leaving
    for name, query in queries.items():
        assert ("order by cannot_check is not null" in query["sql"]) == (name in leaving)


@pytest.mark.parametrize("which", ["own", "real"])
def test_facets_labels_and_sorting_name_real_columns(
    which: str, request: pytest.FixtureRequest
) -> None:
    for name, table in tables_of(request.getfixturevalue(which)).items():
        named = [*table.get("facets", ()), table.get("label_column"), table.get("sort_desc")]
        assert {n for n in named if n} <= set(table["columns"]), name


def test_every_rule_with_sql_is_a_query_that_runs(real: Catalogue) -> None:
    queries = build_metadata(real, FRONT_MATTER)["databases"][DATABASE]["queries"]
    assert set(queries) == {n for n, r in real.rules.items() if r.sql}
    engine = create_engine("sqlite://")
    Tables(real).metadata.create_all(engine)
    with engine.connect() as connection:
        register_functions(connection.connection.dbapi_connection, FUNCTIONS)
        for name, query in queries.items():
            assert real.rules[name].why in query["description"]
            connection.exec_driver_sql(query["sql"]).all()


def test_titles_are_chinese_first_and_english_after(own: Catalogue) -> None:
    assert tables_of(own)["tree_line"]["title"] == "行道树养护 Care of street trees"


def test_amount_has_its_unit_and_an_integer_twin(own: Catalogue) -> None:
    table = tables_of(own)["tree_line"]
    columns = table["plugins"][PLUGIN]["columns"]
    assert columns["care_amount"]["unit"] == "元"
    assert columns["care_amount_fen"] == {
        "title": "养护费（分）",
        "title_en": "Care, in fen",
        "unit": "分",
        "twin": "care_amount",
    }
    assert "单位 unit：元" in table["columns"]["care_amount"]
    assert "units" not in table  # Datasette's own units fail on 元


def test_nothing_is_served_as_raw_html(real: Catalogue) -> None:
    assert "_html" not in json.dumps(build_metadata(real, FRONT_MATTER))


def test_only_web_addresses_become_links(own: Catalogue) -> None:
    codelist = own.codelists["tree-kind"].model_copy(update={"url": "javascript:alert(1)"})
    catalogue = own.model_copy(update={"codelists": {"tree-kind": codelist}})
    assert "javascript" not in json.dumps(build_metadata(catalogue, FRONT_MATTER))


def test_same_catalogue_makes_the_same_metadata(own: Catalogue) -> None:
    assert build_metadata(own, FRONT_MATTER) == build_metadata(own, FRONT_MATTER)


def test_front_matter_of_the_repository_is_understood(own: Catalogue) -> None:
    path = REPOSITORY / "metadata.yml"
    metadata = build_metadata(own, load_yaml(path.read_text(encoding="utf-8"), path.name))
    assert metadata["title"] == "阳光账本 Sunledger"


def test_misspelt_front_matter_stops_the_program(own: Catalogue) -> None:
    with pytest.raises(RepositoryError, match="licence"):
        build_metadata(own, {**FRONT_MATTER, "licence": "MIT"})
