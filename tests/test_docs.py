import asyncio
import re
import tomllib
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from pipelines.catalogue import load_yaml
from pipelines.portal.app import build_app
from pipelines.publication.site import write_metadata
from pipelines.settings import Settings
from tests import METADATA_YML, REPOSITORY, write
from tests.documents import (
    Facts,
    anchors,
    commands,
    documents,
    faults,
    fences,
    links,
    named_files,
    read_document,
    refreshed,
    run_query,
    shown_commands,
)
from tests.plain_line import Line
from tests.rule_pages import INDEX, page_of, rule_pages, standing_pages

WANLI = "shanghai-putuo-wanli-street-department-budget"
HOW_TO = Path("docs/how-to")
REFERENCE = Path("docs/reference")
QUERIES = HOW_TO / "query-the-data.md"
LARGEST_PICTURE = 600_000  # bytes

each_page = pytest.mark.parametrize("page", documents(), ids=str)


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Line:
    """The repository's own Wanli budgets, published."""
    line = Line(REPOSITORY, tmp_path_factory.mktemp("home"))
    line.publish("2023", "2024", name=WANLI)
    return line


@pytest.fixture(scope="module")
def facts(line: Line) -> Facts:
    return Facts(line.catalogue, line.settings.warehouse)


@each_page
def test_generated_blocks_are_fresh(
    page: Path, facts: Facts, request: pytest.FixtureRequest
) -> None:
    text = read_document(page)
    fresh = refreshed(text, facts)
    if request.config.getoption("--accept", default=False):
        write(REPOSITORY / page, fresh)
    else:
        assert text == fresh, "run ./run test tests/test_docs.py --accept"


@each_page
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in links(read_document(page)):
        if link.startswith(("https://", "http://")):
            continue
        path, _, anchor = link.partition("#")
        target = (REPOSITORY / page).parent / path if path else REPOSITORY / page
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target.read_text(encoding="utf-8")), link


def listed_in(index: Path) -> set[Path]:
    folder = (REPOSITORY / index).parent
    return {(folder / link.partition("#")[0]).resolve() for link in links(read_document(index))}


def test_every_page_stands_in_the_index() -> None:
    index = Path("docs/README.md")
    pages = {REPOSITORY / p for p in documents() if p.parts[0] == "docs" and p != index}
    rules = {page for page in pages if page.is_relative_to(REPOSITORY / "docs/rules")}
    assert pages - rules <= listed_in(index)
    assert REPOSITORY / INDEX in listed_in(index)
    assert rules - {REPOSITORY / INDEX} <= listed_in(INDEX)


def test_every_family_table_and_dataset_has_its_entry(facts: Facts) -> None:
    catalogue = facts.catalogue
    for page, names in {
        "fields.md": [*catalogue.families, *catalogue.schemas],
        "datasets.md": catalogue.datasets,
    }.items():
        assert set(names) <= anchors(read_document(REFERENCE / page))


def test_every_field_and_code_list_is_described(facts: Facts) -> None:
    text = read_document(REFERENCE / "fields.md")
    for schema in facts.catalogue.schemas.values():
        assert all(field.description in text for field in schema.fields), schema.name
    assert all(f"[{name}](" in text for name in facts.catalogue.codelists)


def test_every_command_setting_and_fault_is_explained() -> None:
    cli, bureau = (read_document(p) for p in (REFERENCE / "cli.md", HOW_TO / "run-in-a-bureau.md"))
    assert set(commands()) <= anchors(cli)
    assert all(f"`SUNLEDGER_{name.upper()}`" in bureau for name in Settings.model_fields)
    assert all(f"`{fault.__name__}`" in bureau for fault in faults())


@each_page
def test_every_command_shown_can_be_run(page: Path, facts: Facts) -> None:
    for name, *arguments in shown_commands(read_document(page)):
        if name == "test":  # the script's own word; the rest is pytest's
            assert all((REPOSITORY / a).exists() for a in arguments if not a.startswith("-"))
            continue
        context = commands()[name].make_context(name, list(arguments))
        assert set(context.params.get("datasets") or ()) <= set(facts.catalogue.datasets)
        stems = {s.stem for d in facts.catalogue.datasets.values() for s in d.snapshots}
        for word in context.params.get("files") or ():
            assert word in {*facts.catalogue.datasets, *stems} or "." in word or "/" in word, word


def test_readme_shows_what_really_stands_in_the_descriptor() -> None:
    real = load_yaml(
        (
            REPOSITORY / "datasets/shandong-provincial-procurement-intentions/datapackage.yaml"
        ).read_text(encoding="utf-8"),
        "datapackage.yaml",
    )
    for page in ("README.md", "README.zh-CN.md"):
        (shown,) = fences(read_document(Path(page)), "yaml")
        assert is_part_of(load_yaml(shown, page), real)


def test_correction_shown_is_one_that_was_made() -> None:
    (shown,) = fences(read_document(HOW_TO / "run-in-a-bureau.md"), "yaml")
    path = REPOSITORY / "datasets" / WANLI / "corrections.yaml"
    real = load_yaml(path.read_text(encoding="utf-8"), path.name)
    assert all(correction in real for correction in load_yaml(shown, "run-in-a-bureau.md"))


def is_part_of(part: Any, whole: Any) -> bool:
    """Whether everything `part` says stands in `whole` as well."""
    if isinstance(part, Mapping):
        return all(key in whole and is_part_of(part[key], whole[key]) for key in part)
    if isinstance(part, Sequence) and not isinstance(part, str):
        return len(part) == len(whole) and all(map(is_part_of, part, whole))
    return bool(part == whole)


def make_example_family(root: Path) -> Line:
    """The repository that the page on families describes, and the built-in checks."""
    for name, text in named_files(read_document(HOW_TO / "add-a-family.md")).items():
        write(root / "repository" / name, text)
    write(root / "repository/metadata.yml", METADATA_YML)
    for path in (REPOSITORY / "schemas/checks").glob("*.yaml"):
        write(root / "repository/schemas/checks" / path.name, path.read_bytes())
    return Line(root / "repository", root / "home")


def test_example_family_is_published_as_its_page_says(tmp_path: Path) -> None:
    example = make_example_family(tmp_path)
    (dataset,) = example.catalogue.datasets
    (result,) = example.publish(name=dataset)
    assert (result.outcome, result.edition, result.row_count) == ("published", 1, 3)
    assert example.rows("select count(*) from finding") == [(0,)]
    assert example.rows("select office_name, counter_count from office order by source_row") == [
        ("便民服务中心", 6),
        ("税务代办点", 2),
        ("社保代办点", None),
    ]


def test_example_rule_refuses_an_office_without_hours(tmp_path: Path) -> None:
    example = make_example_family(tmp_path)
    (dataset,) = example.catalogue.datasets
    example.edit(f"datasets/{dataset}/snapshots/2026-03-01.csv", "工作日 9:00—16:30,2", ",2")
    (result,) = example.publish(name=dataset)
    assert result.outcome == "refused"
    assert example.rows("select rule, source_row, value from finding") == [
        ("office-states-its-hours", 4, "税务代办点")
    ]


def test_every_query_shown_has_an_answer(facts: Facts) -> None:
    queries = fences(read_document(QUERIES), "sql")
    assert queries
    for sql in queries:
        _, rows = run_query(facts.warehouse, sql)
        assert rows, sql


def test_every_address_shown_is_answered(line: Line) -> None:
    write_metadata(REPOSITORY / "metadata.yml", line.settings.metadata, line.catalogue)
    app = build_app(line.settings)
    (block,) = fences(read_document(QUERIES), "text")
    for address in block.split():
        response = asyncio.run(app.client.get(address, follow_redirects=True))
        assert response.status_code == 200, address


def test_every_dependency_has_its_reason() -> None:
    reasons = read_document(Path("docs/decisions/0002-dependencies.md"))
    with (REPOSITORY / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    for requirement in [*project["dependencies"], *project["optional-dependencies"]["dev"]]:
        name = re.split(r"[<>=\[]", requirement)[0]
        assert re.search(rf"^\|[^|]*\b{name}\b", reasons, re.M), name


def test_newest_entry_of_the_changelog_is_this_version() -> None:
    newest = re.search(r"^## (\S+) · \d{4}-\d{2}-\d{2}$", read_document(Path("CHANGELOG.md")), re.M)
    assert newest
    assert newest[1] == version("sunledger")


def test_pictures_are_small() -> None:
    for picture in (REPOSITORY / "docs/images").iterdir():
        assert picture.stat().st_size < LARGEST_PICTURE, picture.name


def test_every_rule_has_its_page_and_no_other(facts: Facts, request: pytest.FixtureRequest) -> None:
    pages = rule_pages(facts.catalogue)
    if request.config.getoption("--accept", default=False):
        for page in standing_pages() - set(pages):
            (REPOSITORY / page).unlink()
        for page, text in pages.items():
            write(REPOSITORY / page, text)
    assert standing_pages() == set(pages), "run ./run test tests/test_docs.py --accept"
    for page, text in pages.items():
        assert read_document(page) == text, "run ./run test tests/test_docs.py --accept"


def test_page_of_a_rule_that_is_gone_and_a_rule_without_a_page_are_noticed(facts: Facts) -> None:
    catalogue = facts.catalogue
    name, *others = catalogue.checks
    gone = catalogue.checks[name]
    fewer = catalogue.model_copy(update={"checks": {n: catalogue.checks[n] for n in others}})
    more = catalogue.model_copy(
        update={"checks": {**catalogue.checks, "new": gone.model_copy(update={"name": "new"})}}
    )

    assert standing_pages() - set(rule_pages(fewer)) == {page_of(gone)}
    assert set(rule_pages(more)) - standing_pages() == {Path("docs/rules/checks/new.md")}


def test_page_of_a_rule_says_all_its_header_says(facts: Facts) -> None:
    left_out = {"name", "family", "tables", "published", "parameters", "cannot_check"}
    left_out |= {"repeated", "severity"}
    for rule in facts.catalogue.rules.values():
        text = read_document(page_of(rule))
        for key, said in rule.model_dump(mode="json", exclude=left_out).items():
            assert said is None or said == "—" or said in text, (rule.name, key)
        for named in (*rule.tables, *rule.published, *rule.parameters, *rule.cannot_check):
            assert named in text, (rule.name, named)


def test_page_of_a_rule_shows_its_examples(facts: Facts) -> None:
    rule = facts.catalogue.rules["contract-published-within-two-working-days"]
    text = read_document(page_of(rule))

    assert "| 2 | contract | C1 | 2025-04-30 | 2025-05-08 |" in text
    assert "| contract | 2 | publish_date | 3 | 2 | warning |  |" in text
    assert "calendar-unknown |" in text
