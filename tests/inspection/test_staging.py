"""Rules that look at what is published, over a home that really was published into."""

import sqlite3
from pathlib import Path

import pytest

from pipelines.inspection.inspect import inspect_snapshot
from pipelines.model import Inspection, Outcome
from tests import DATAPACKAGE_YAML, RULE_SQL, SNAPSHOT_CSV, make_repository, write
from tests.plain_line import DATASET, FOLDER, TABLE, Line

RULE = "count-is-that-of-last-year"
SQL = f"""select t.dataset, t.snapshot, '{TABLE}' as table_name, t.source_row,
       'tree_count' as field, t.tree_count as value, p.tree_count as expected, null as difference
from {TABLE} t
join {TABLE} p
  on p.dataset = t.dataset and p.fiscal_year = t.fiscal_year - 1 and p.tree_code = t.tree_code
where t.tree_count <> p.tree_count
"""
NOTHING = Outcome(
    RULE,
    "not applied",
    0,
    "还没有已公开的数据可以对照",
    "nothing is published yet to hold it against",
)


@pytest.fixture
def line(tmp_path: Path) -> Line:
    """Two years of one dataset, and a rule that holds the later one against the earlier."""
    root = make_repository(tmp_path / "repository")
    header = RULE_SQL[: RULE_SQL.index("select")]
    header = header.replace("-- basis:", f"-- published: [{TABLE}]\n-- basis:", 1)
    write(root / f"schemas/street-tree/rules/{RULE}.sql", header + SQL)
    line = Line(root, tmp_path / "home")
    line.add_snapshot("2025", SNAPSHOT_CSV.replace("银杏,1,", "银杏,2,"), partition=True)
    return line


def inspect(line: Line, stem: str, name: str = DATASET) -> Inspection:
    dataset = line.catalogue.datasets[name]
    warehouse = line.warehouse
    path = warehouse.path if warehouse.path.exists() else None
    return inspect_snapshot(line.stage(stem, name), dataset, warehouse.tables, path)


def outcome_of(inspection: Inspection) -> Outcome:
    return next(o for o in inspection.outcomes if o.rule == RULE)


def test_without_a_public_database_the_rule_is_not_applied(line: Line) -> None:
    assert outcome_of(inspect(line, "2025")) == NOTHING


def test_beside_an_empty_one_neither(line: Line) -> None:
    line.warehouse.prepare(line.settings.editions)

    assert outcome_of(inspect(line, "2025")) == NOTHING


def test_figure_of_last_year_is_looked_up_where_it_is_published(line: Line) -> None:
    line.publish("2024")

    inspection = inspect(line, "2025")

    (finding,) = [f for f in inspection.findings if f.rule == RULE]
    assert (finding.value, finding.expected) == ("2", "1")
    assert finding.place.cell() == "D5"
    assert outcome_of(inspection).outcome == "broken"


def test_year_that_is_inspected_again_is_not_held_against_itself(line: Line) -> None:
    line.publish("2024")

    assert outcome_of(inspect(line, "2024")) == NOTHING


def test_finding_about_another_year_is_not_this_snapshots(line: Line) -> None:
    line.publish("2024")
    (later,) = line.publish("2025")
    assert later.outcome == "refused"

    line.edit(f"{FOLDER}/snapshots/2024.csv", "银杏,1,", "银杏,2,")

    assert [f.rule for f in inspect(line, "2024").findings if f.rule == RULE] == []


def test_rows_the_snapshot_replaces_are_not_seen_beside_it(line: Line) -> None:
    line.publish("2024")
    line.edit(f"{FOLDER}/snapshots/2025.csv", "银杏,2,", "银杏,1,")
    line.publish("2025")
    line.edit(f"{FOLDER}/snapshots/2025.csv", "银杏,1,", "银杏,3,")

    findings = [f for f in inspect(line, "2025").findings if f.rule == RULE]

    assert [(f.value, f.expected) for f in findings] == [("3", "1")]


def test_undivided_dataset_replaces_all_its_rows(line: Line) -> None:
    line.edit(f"{FOLDER}/datapackage.yaml", "partition: [fiscal_year]\n", "")
    line.publish("2024")

    assert outcome_of(inspect(line, "2025")) == NOTHING


def test_name_that_is_no_identifier_of_sql_is_a_name(line: Line) -> None:
    name = "2024.elm-town-trees"
    text = DATAPACKAGE_YAML.replace(DATASET, name).replace(
        "cadence:", "partition: [fiscal_year]\ncadence:"
    )
    write(line.root / f"datasets/{name}/datapackage.yaml", text)
    write(line.root / f"datasets/{name}/snapshots/2024.csv", SNAPSHOT_CSV)
    line.publish("2024")
    line.publish("2024", name=name)

    assert outcome_of(inspect(line, "2024", name)).outcome == "holds"


def test_published_table_of_fewer_columns_is_read_as_it_is(line: Line) -> None:
    line.publish("2024")
    with sqlite3.connect(line.settings.warehouse) as connection:
        connection.execute(f"alter table {TABLE} drop column care_amount")

    assert outcome_of(inspect(line, "2025")).outcome == "broken"


def test_nothing_is_written_into_the_public_database(line: Line) -> None:
    line.publish("2024")
    line.warehouse.engine.dispose()
    before = line.settings.warehouse.read_bytes()

    inspect(line, "2025")

    assert line.settings.warehouse.read_bytes() == before


def test_rules_of_the_snapshot_alone_see_nothing_published(line: Line) -> None:
    line.edit(f"{FOLDER}/snapshots/2025.csv", "银杏,2,", "银杏,1,")
    line.publish("2024")

    own = [o for o in inspect(line, "2025").outcomes if o.rule == "class-is-sum-of-items"]

    assert own == [Outcome("class-is-sum-of-items", "holds", 0)]
