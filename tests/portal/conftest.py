"""A published home in miniature: two editions, one refused file, one correction."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from datasette.app import Datasette

from pipelines.catalogue import load_catalogue
from pipelines.portal.app import build_app
from pipelines.publication.site import write_metadata
from pipelines.settings import Settings
from tests import DATAPACKAGE_YAML, RULE_SQL, SNAPSHOT_CSV, make_repository, write
from tests.plain_line import Line

DATASET = "elm-town-trees"
FOLDER = f"datasets/{DATASET}"
MORE_SNAPSHOTS = """\
  - {path: snapshots/2025.csv, date: 2025-03-01, constants: {fiscal_year: 2025}}
  - {path: snapshots/2026.csv, date: 2026-03-01, constants: {fiscal_year: 2026}}
resources:"""
CORRECTIONS_YAML = """\
- snapshot: 2025.csv
  table: tree_line
  row: 6
  column: E
  was: "0.7"
  becomes: "0.5"
  because: 印刷错误
  because_en: A misprint
  source: 养护费用表勘误，第 2 页
"""
# A rule that leaves planes open and finds nothing.
OPEN_SQL = (
    (
        RULE_SQL[: RULE_SQL.index("select p.")]
        .replace("-- basis:", "-- cannot_check: [date-missing]\n-- basis:", 1)
        .replace("类等于各项之和", "修剪及时")
        .replace("A class is the sum of its items", "Trees are pruned in time")
    )
    + """\
select dataset, snapshot, '{table}' as table_name, source_row, 'tree_code' as field,
       tree_name as value, null as expected, null as difference, 'date-missing' as cannot_check
from {table}
where tree_code = '102'
"""
)


REVISED_CSV = """\
养护费用表,,,,
编制单位：榆树镇,,,,单位：万元
类,项,树种名称,数量,养护费
1,,落叶树,2,2.20
1,01,银杏,1,1.20
1,03,国槐,1,1.00
合计,,,2,2.2
"""
MORE_KINDS = "103,1,item,国槐,Pagoda tree,2020,,true,树木名录\n"


def make_published_repository(root: Path) -> Path:
    """The shared example with a corrected second snapshot and a third that does not add up."""
    make_repository(root)
    write(root / "schemas/street-tree/rules/pruned-in-time.sql", OPEN_SQL)
    descriptor = DATAPACKAGE_YAML.replace("resources:", MORE_SNAPSHOTS, 1)
    write(
        root / FOLDER / "datapackage.yaml",
        descriptor.replace("cadence: annual", "cadence: annual\npartition: [fiscal_year]"),
    )
    write(root / FOLDER / "corrections.yaml", CORRECTIONS_YAML)
    write(root / FOLDER / "snapshots/2025.csv", SNAPSHOT_CSV.replace("梧桐,2,0.5", "梧桐,2,0.7"))
    write(
        root / FOLDER / "snapshots/2026.csv", SNAPSHOT_CSV.replace("落叶树,3,1.50", "落叶树,3,1.80")
    )
    return root


def publish(root: Path, home: Path, *stems: str, name: str = DATASET) -> Settings:
    """Take the named snapshots through the line, without a scheduler."""
    settings = Settings(repository=root, home=home)
    catalogue = load_catalogue(settings.schemas, settings.datasets)
    write_metadata(root / "metadata.yml", settings.metadata, catalogue.public)
    Line(root, home).publish(*stems, name=name)
    return settings


def publish_twice(root: Path, home: Path, second: str, kinds: str) -> Settings:
    """The small example, and its file as it was received again: an edition each."""
    make_repository(root)
    codes = root / "schemas/codelists/tree-kind.csv"
    write(codes, codes.read_text(encoding="utf-8") + kinds)
    texts = codes.with_suffix(".yaml")
    write(texts, texts.read_text(encoding="utf-8").replace("[类, 项]", "[大树, 小树]"))
    publish(root, home, "2024")
    write(root / FOLDER / "snapshots/2024.csv", second)
    return publish(root, home, "2024")


@pytest.fixture(scope="session")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_published_repository(tmp_path_factory.mktemp("repository"))


@pytest.fixture(scope="session")
def settings(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return publish(repository, tmp_path_factory.mktemp("home"), "2024", "2025", "2026")


@pytest.fixture(scope="session")
def app(settings: Settings) -> Datasette:
    return build_app(settings)


@pytest.fixture(scope="session")
def revised(tmp_path_factory: pytest.TempPathFactory) -> Datasette:
    """A site whose second edition adds a row, removes one and alters the others."""
    folder = tmp_path_factory.mktemp("revised")
    return build_app(publish_twice(folder / "repository", folder, REVISED_CSV, MORE_KINDS))


Get = Callable[..., httpx.Response]


def getter(app: Datasette) -> Get:
    """A function that asks the site for an address."""

    def ask(path: str, method: str = "GET", **more: object) -> httpx.Response:
        return asyncio.run(app.client.request(method, path, **more))

    return ask


@pytest.fixture(scope="session")
def get(app: Datasette) -> Get:
    return getter(app)
