"""Every rule has examples: `passes.csv` gives nothing, `breaks.csv` gives exactly `expected.csv`.

They lie in `tests/rules/<family>/<rule>/`. A row names its table and any of its fields, amounts in
yuan; the line of the file is its source row. What a rule cannot check stands in `breaks.csv` too,
and in `expected.csv` with its reason. `pytest --accept` writes `expected.csv` anew.
"""

import csv
import re
import sqlite3
import string
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, Row, delete, insert

from pipelines.database import open_staging, open_warehouse, register_functions
from pipelines.inspection.functions import FUNCTIONS
from pipelines.inspection.rules import rule_findings
from pipelines.inspection.staging import Beside
from pipelines.model import (
    Catalogue,
    Dataset,
    Family,
    Finding,
    Outcome,
    Rule,
    Schema,
    Snapshot,
    Staged,
    StagedTable,
    text_table,
)
from pipelines.records import code_rows, parameter_rows
from pipelines.tables import Tables
from pipelines.transfer import insert_table
from tests import REPOSITORY

EXAMPLES = REPOSITORY / "tests" / "rules"
FILES = sorted((REPOSITORY / "schemas").glob("*/rules/*.sql"))
SYSTEM = ("resource", "required_table", "code", "parameter")
COLUMNS = ["table_name", "source_row", "field", "value", "expected", "difference", "severity"]
OPEN = "cannot_check"
WORDS = {"value", "expected", "difference", "field", "row", "table"}
CHINESE = re.compile("[\u4e00-\u9fff]")
EVERY_RULE = pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parts[-3]}/{p.stem}")


@pytest.fixture(scope="module")
def tables(catalogue: Catalogue) -> Tables:
    return Tables(catalogue)


@pytest.fixture(scope="module")
def engine(tables: Tables) -> Engine:
    """A staging database with every table, empty but for the code lists and thresholds."""
    engine = open_staging(FUNCTIONS)
    tables.metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(insert(tables.table("code")), code_rows(tables.catalogue))
        connection.execute(insert(tables.table("parameter")), parameter_rows(tables.catalogue))
    return engine


@pytest.fixture
def staging(engine: Engine, tables: Tables) -> Iterator[Engine]:
    """The staging database; what a test puts into it is taken out again."""
    yield engine
    take_out_rows(engine, tables)


def take_out_rows(engine: Engine, tables: Tables) -> None:
    """Leave nothing but the repository's own code lists and thresholds."""
    code, parameter = tables.table("code"), tables.table("parameter")
    with engine.begin() as connection:
        for table in tables.metadata.sorted_tables:
            if table.name not in ("code", "parameter"):
                connection.execute(delete(table))
        connection.execute(delete(code).where(code.c.source == "example"))
        connection.execute(delete(parameter).where(parameter.c.basis == "example"))


def rule_of(path: Path, catalogue: Catalogue) -> tuple[Family, Rule]:
    family = catalogue.families[path.parts[-3]]
    return family, family.rules[path.stem]


def example(path: Path, name: str) -> Path:
    file = EXAMPLES / path.parts[-3] / path.stem / name
    if not file.exists():
        pytest.fail(f"write tests/{file.relative_to(EXAMPLES.parent).as_posix()}")
    return file


def read_example(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows with the line each stands in, blank cells left out."""
    with file.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines, strict=True), start=2):
            assert None not in row, f"line {number}: too many cells"
            yield number, {key: text for key, text in row.items() if text}


def canonical(schema: Schema, name: str, text: str) -> str:
    return f"{Decimal(text):.2f}" if schema.by_name[name].is_money else text


Place = tuple[str, str, str]  # dataset, snapshot, table
Lines = Mapping[int, Mapping[str, str]]
OWN = ("d", "s")  # the snapshot that is inspected


@dataclass(frozen=True)
class Applied:
    """What a rule found in an example, the rows it left open, and how it ended."""

    findings: list[Finding]
    left_open: list[Row]
    outcome: Outcome


def run(path: Path, file: Path, staging: Engine, tables: Tables, home: Path) -> Applied:
    """Put an example into the database and apply its rule as an inspection does.

    Where the rule looks at what is published, rows of other datasets and snapshots are.
    """
    family, rule = rule_of(path, tables.catalogue)
    rows: dict[tuple[str, str, str], dict[int, dict[str, str]]] = defaultdict(dict)
    system: dict[str, list[dict[str, Any]]] = {name: [] for name in SYSTEM}
    for line, row in read_example(file):
        table = row.pop("table")
        if table in SYSTEM:
            system[table].append(row)
            continue
        place = (row.pop("dataset", "d"), row.pop("snapshot", "s"), table)
        schema = tables.catalogue.schemas[table]
        rows[place][line] = {k: canonical(schema, k, text) for k, text in row.items()}
    system["resource"] = list(_resources(system["resource"], rows))
    for row in system["code"]:
        row["source"] = "example"
    for row in system["parameter"]:
        row |= {"basis": "example", "division_code": row.get("division_code", "")}
    beside = _beside(family, rows, system, tables, home) if rule.published else None
    own = OWN if beside else None
    staged = _insert_rows(staging, tables, rows, own)
    _insert_system(staging, tables, system, own)
    for row in system["resource"]:
        if own in (None, (row["dataset"], row["snapshot"])):
            staged.setdefault(row["table_name"], _table(tables, row["table_name"], {}))
    alone = family.model_copy(update={"rules": {rule.name: rule}})
    findings, (outcome,) = rule_findings(staging, alone, staged, beside)
    query = rule.query([t for t in rule.tables if t in staged])
    given = _rows_given(staging, rule, query, beside) if outcome.cannot_check else []
    return Applied(findings, [r for r in given if r.cannot_check], outcome)


def _rows_given(engine: Engine, rule: Rule, query: str, beside: Beside | None) -> list[Row]:
    with engine.connect() as connection:
        if beside is None:
            return list(connection.exec_driver_sql(query).all())
        with beside.opened(connection), beside.shown(connection, rule):
            return list(connection.exec_driver_sql(query).all())


def _insert_rows(
    engine: Engine, tables: Tables, rows: Mapping[Place, Lines], own: tuple[str, str] | None
) -> dict[str, StagedTable]:
    """Put the rows of one snapshot, or of all, into a database; the tables they make."""
    made = {}
    with engine.begin() as connection:
        for (dataset, snapshot, name), listed in rows.items():
            if own in (None, (dataset, snapshot)):
                made[name] = _table(tables, name, listed)
                schema = tables.catalogue.schemas[name]
                insert_table(connection, schema, made[name].batches(), dataset, snapshot)
    return made


def _insert_system(
    engine: Engine,
    tables: Tables,
    system: Mapping[str, list[dict[str, Any]]],
    own: tuple[str, str] | None,
) -> None:
    with engine.begin() as connection:
        for name, listed in system.items():
            for row in listed:
                if name != "resource" or own in (None, (row["dataset"], row["snapshot"])):
                    connection.execute(insert(tables.table(name)), row)


def _beside(
    family: Family,
    rows: Mapping[Place, Lines],
    system: Mapping[str, list[dict[str, Any]]],
    tables: Tables,
    home: Path,
) -> Beside:
    """A public database of the rows that are not the snapshot's own."""
    public_path(home).unlink(missing_ok=True)
    public = open_warehouse(public_path(home))
    tables.metadata.create_all(public)
    for dataset, snapshot in {place[:2] for place in rows} - {OWN}:
        _insert_rows(public, tables, rows, (dataset, snapshot))
        only = {"resource": system["resource"]}
        _insert_system(public, tables, only, (dataset, snapshot))
    public.dispose()
    held = {n: _table(tables, n, lines) for (*own, n), lines in rows.items() if tuple(own) == OWN}
    snapshot = Snapshot(*OWN, Path("s.csv"), date(2024, 3, 1), "", 0)
    return Beside(public_path(home), Staged(snapshot, None, held, ()), _dataset(family), tables)


def public_path(home: Path) -> Path:
    return home / "public.db"


def _dataset(family: Family) -> Dataset:
    """The dataset of the examples: one file a year, where the family has years."""
    has_years = any("fiscal_year" in s.primary_key for s in family.schemas.values())
    texts = dict.fromkeys(("title", "title_en", "description", "description_en"), "-")
    return Dataset.model_validate(
        {
            "name": OWN[0],
            "family": family.name,
            **texts,
            "publisher": {"name": "-", "name_en": "-"},
            "sources": [],
            "cadence": "annual",
            "partition": ["fiscal_year"] if has_years else [],
            "snapshots": [],
            "resources": [],
            "folder": ".",
        }
    )


def _table(tables: Tables, name: str, rows: Lines) -> StagedTable:
    columns = list(tables.catalogue.schemas[name].names)
    unknown = {key for row in rows.values() for key in row} - set(columns)
    assert not unknown, f"{name} has no field {', '.join(sorted(unknown))}"
    texts = [[row.get(column) for column in columns] for row in rows.values()]
    return StagedTable(name, None, text_table(columns, texts, rows), {}, None, 1, None)


def _resources(
    given: list[dict[str, Any]], rows: Mapping[tuple[str, str, str], object]
) -> Iterator[dict[str, Any]]:
    """A resource for every table: the given one, or one printed to the fen."""
    known = set()
    for row in given:
        whole = {"dataset": "d", "snapshot": "s", **row}
        known.add((whole["dataset"], whole["snapshot"], whole["table_name"]))
        yield whole
    for dataset, snapshot, table in rows:
        if (dataset, snapshot, table) not in known:
            yield {"dataset": dataset, "snapshot": snapshot, "table_name": table, "rounding_fen": 1}


def as_rows(applied: Applied) -> list[list[str]]:
    """What came of an example, as `expected.csv` writes it: rows left open have their reason."""
    found = [
        (f.table, f.place.row, f.field, f.value, f.expected, f.difference_fen, f.severity)
        for f in applied.findings
    ]
    if applied.left_open:
        found = [(*row, None) for row in found]
        found += [
            (r.table_name, r.source_row, r.field, r.value, r.expected, r.difference, None, r[-1])
            for r in applied.left_open
        ]
    ordered = sorted(found, key=lambda row: (row[0] or "", row[1] or 0, row[2] or ""))
    return [["" if value is None else str(value) for value in row] for row in ordered]


@EVERY_RULE
def test_passing_example_gives_nothing(
    path: Path, staging: Engine, tables: Tables, tmp_path: Path
) -> None:
    applied = run(path, example(path, "passes.csv"), staging, tables, tmp_path)

    assert as_rows(applied) == []
    assert applied.outcome.outcome == "holds"


@EVERY_RULE
def test_breaking_example_gives_exactly_what_is_expected(
    path: Path,
    staging: Engine,
    tables: Tables,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    applied = run(path, example(path, "breaks.csv"), staging, tables, tmp_path)

    found = as_rows(applied)
    columns = [*COLUMNS, OPEN] if applied.left_open else COLUMNS
    if request.config.getoption("accept"):
        accepted = EXAMPLES / path.parts[-3] / path.stem / "expected.csv"
        with accepted.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([columns, *found])
    with example(path, "expected.csv").open(encoding="utf-8", newline="") as file:
        header, *expected = csv.reader(file)
    assert header == columns
    assert found == expected
    notes_only = all(finding.severity == "info" for finding in applied.findings)
    unbroken = "cannot check" if applied.left_open else "holds"
    assert applied.outcome.outcome == (unbroken if notes_only else "broken")


@EVERY_RULE
def test_every_reason_for_not_checking_has_its_example(path: Path, catalogue: Catalogue) -> None:
    _, rule = rule_of(path, catalogue)
    with example(path, "expected.csv").open(encoding="utf-8", newline="") as file:
        given = {row.get(OPEN) or "" for row in csv.DictReader(file)}

    assert given - {""} == set(rule.cannot_check)


COUNTED = re.compile(r"\b(days|workdays|deadline)\(")


@EVERY_RULE
def test_period_that_cannot_be_counted_is_left_open(path: Path, catalogue: Catalogue) -> None:
    """A date that is missing, or a year without holidays yet, is never in time."""
    _, rule = rule_of(path, catalogue)
    counted = set(COUNTED.findall(rule.sql or ""))

    if counted:
        assert {"date-missing", "counterpart-missing"} & set(rule.cannot_check)
    if counted - {"days"}:
        assert "calendar-unknown" in rule.cannot_check


LATER = {"valid_from": "2200-01-01", "valid_to": None}
WITH_PARAMETERS = pytest.mark.parametrize(
    "path",
    [path for path in FILES if "-- parameters:" in path.read_text(encoding="utf-8")],
    ids=lambda p: f"{p.parts[-3]}/{p.stem}",
)


@pytest.fixture
def changed(staging: Engine, tables: Tables) -> Iterator[Callable[..., None]]:
    """A function that puts other values of the parameters beside or in place of theirs."""
    parameter, rows = tables.table("parameter"), parameter_rows(tables.catalogue)

    def put(listed: list[dict[str, Any]]) -> None:
        with staging.begin() as connection:
            connection.execute(delete(parameter))
            connection.execute(insert(parameter), listed)

    yield put
    put(rows)


@WITH_PARAMETERS
def test_value_of_another_day_is_not_looked_at(
    path: Path,
    staging: Engine,
    tables: Tables,
    tmp_path: Path,
    changed: Callable[..., None],
) -> None:
    rows = parameter_rows(tables.catalogue)
    expected = as_rows(run(path, example(path, "breaks.csv"), staging, tables, tmp_path))
    take_out_rows(staging, tables)
    ended = [row | {"valid_to": row["valid_to"] or "2199-12-31"} for row in rows]

    changed([*ended, *(row | LATER | {"value": row["value"] * 1000} for row in rows)])

    assert as_rows(run(path, example(path, "breaks.csv"), staging, tables, tmp_path)) == expected


@WITH_PARAMETERS
def test_threshold_is_the_value_of_the_parameter(
    path: Path,
    staging: Engine,
    tables: Tables,
    tmp_path: Path,
    changed: Callable[..., None],
) -> None:
    rows = parameter_rows(tables.catalogue)

    changed([row | {"value": row["value"] * 1000 + 1} for row in rows])

    with example(path, "expected.csv").open(encoding="utf-8", newline="") as file:
        _, *expected = csv.reader(file)
    assert as_rows(run(path, example(path, "breaks.csv"), staging, tables, tmp_path)) != expected


@pytest.mark.parametrize("name", ["passes.csv", "breaks.csv", "expected.csv"])
def test_rule_without_an_example_fails_and_says_what_to_write(name: str) -> None:
    path = REPOSITORY / "schemas/tender/rules/a-rule-nobody-has-written.sql"

    with pytest.raises(pytest.fail.Exception, match=rf"tests/rules/tender/{path.stem}/{name}"):
        example(path, name)


def test_every_example_belongs_to_a_rule() -> None:
    rules = {(path.parts[-3], path.stem) for path in FILES}
    examples = {(folder.parent.name, folder.name) for folder in EXAMPLES.glob("*/*")}

    assert examples <= rules


def test_every_rule_runs_over_an_empty_staging_database(
    catalogue: Catalogue, engine: Engine
) -> None:
    with engine.connect() as connection:
        for family in catalogue.families.values():
            for rule in family.rules.values():
                assert connection.exec_driver_sql(rule.query()).all() == [], rule.name


def test_every_rule_is_a_query_the_public_may_run(tables: Tables, tmp_path: Path) -> None:
    path = tmp_path / "public.db"
    public = open_warehouse(path)
    tables.metadata.create_all(public)
    public.dispose()
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        register_functions(connection, FUNCTIONS)
        for rule in tables.catalogue.rules.values():
            if rule.sql:
                assert connection.execute(rule.query()).fetchall() == [], rule.name


@EVERY_RULE
def test_query_only_reads(path: Path, catalogue: Catalogue) -> None:
    _, rule = rule_of(path, catalogue)
    words = set(re.findall(r"[a-z]+", re.sub(r"'[^']*'|--[^\n]*", "", rule.query().lower())))

    writing = {"insert", "update", "delete", "drop", "alter", "create", "attach", "pragma"}
    assert not words & writing
    assert ";" not in re.sub(r"'[^']*'|--[^\n]*", "", rule.query())


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@EVERY_RULE
def test_message_quotes_the_same_in_both_languages(path: Path, catalogue: Catalogue) -> None:
    _, rule = rule_of(path, catalogue)

    # What is expected may be a Chinese word, which English says itself.
    assert placeholders(rule.message) - placeholders(rule.message_en) <= {"expected"}
    assert placeholders(rule.message_en) <= placeholders(rule.message) <= WORDS


def test_messages_of_the_checks_quote_the_same_in_both_languages(catalogue: Catalogue) -> None:
    for check in catalogue.checks.values():
        assert placeholders(check.message) == placeholders(check.message_en), check.name
        assert placeholders(check.message) <= WORDS | {"detail"}, check.name


def test_rules_and_checks_explain_themselves_in_both_languages(catalogue: Catalogue) -> None:
    for rule in catalogue.rules.values():
        texts = rule.model_dump(include={"title", "why", "message", "excludes", "basis", "mend"})
        for key, text in texts.items():
            english = getattr(rule, f"{key}_en")
            assert (text is None) == (english is None), (rule.name, key)
            if text is not None:
                assert CHINESE.search(text), (rule.name, key)
                assert re.search(r"[A-Za-z]{3}", english), (rule.name, key)


@EVERY_RULE
def test_rule_names_what_it_rests_on(path: Path, catalogue: Catalogue) -> None:
    _, rule = rule_of(path, catalogue)

    assert rule.article
    assert rule.since is not None or rule.article == "—"  # forms have no day of coming into force
    assert rule.url is None or rule.url.startswith(("http://", "https://"))
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", rule.name)
