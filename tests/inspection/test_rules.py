from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from pipelines.catalogue import load_catalogue
from pipelines.exceptions import RepositoryError
from pipelines.inspection.rules import rule_findings
from pipelines.inspection.staging import stage
from pipelines.model import Finding, Outcome, Snapshot, Staged, StagedTable
from pipelines.tables import Tables
from tests import RULE_SQL, SCHEMA_YAML, make_repository, write
from tests.inspection import SHEET, brief, make_table

TABLE = "tree_line"
OTHER = "park_line"
RULES = "schemas/street-tree/rules"
HEADER = RULE_SQL[: RULE_SQL.index("select")]
Row = Mapping[str, str | None]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The small repository with a second table of the same form."""
    root = make_repository(tmp_path)
    write(root / "schemas/street-tree/park_line.yaml", SCHEMA_YAML.replace(TABLE, OTHER))
    return root


def row(code: str, level: str, amount: str) -> Row:
    return {
        "fiscal_year": "2024",
        "tree_code": code,
        "line_level": level,
        "tree_count": "1",
        "care_amount": amount,
    }


def run(root: Path, rows: Mapping[str, list[Row]]) -> tuple[list[Finding], list[Outcome]]:
    """The findings and outcomes of the repository's rules over those rows."""
    catalogue = load_catalogue(root / "schemas", root / "datasets")
    (dataset,) = catalogue.datasets.values()
    family = catalogue.families[dataset.family]
    tables: dict[str, StagedTable] = {
        name: make_table(family.schemas[name], *listed) for name, listed in rows.items()
    }
    snapshot = Snapshot(dataset.name, "2024", Path("2024.csv"), date(2024, 3, 1), "", 0)
    staged = Staged(snapshot, None, tables, ())
    engine = stage(staged, dataset, family, Tables(catalogue))
    return rule_findings(engine, family, tables)


def write_rule(root: Path, name: str, sql: str, **header: str) -> None:
    text = HEADER
    for key, value in header.items():
        start = text.index(f"-- {key}:")
        text = text[:start] + f"-- {key}: {value}\n" + text[text.index("\n", start) + 1 :]
    write(root / RULES / f"{name}.sql", text + sql)


GOOD = [
    row("1", "class", "15000.00"),
    row("101", "item", "10000.00"),
    row("102", "item", "5000.00"),
]


def test_rule_that_holds_finds_nothing_and_says_so(root: Path) -> None:
    findings, outcomes = run(root, {TABLE: GOOD})

    assert findings == []
    assert outcomes == [Outcome("class-is-sum-of-items", "holds", 0)]


def test_broken_rule_says_where_what_stands_there_and_what_was_expected(root: Path) -> None:
    rows = [*GOOD[:2], row("102", "item", "4999.99")]

    findings, outcomes = run(root, {TABLE: rows})

    (finding,) = findings
    assert brief(findings) == [("class-is-sum-of-items", f"{SHEET}!F4", "15000.00", "14999.99")]
    assert (finding.severity, finding.table, finding.field) == ("error", TABLE, "care_amount")
    assert finding.difference_fen == 1
    assert outcomes == [Outcome("class-is-sum-of-items", "broken", 1)]


def test_sum_of_many_amounts_is_exact(root: Path) -> None:
    items = [row(f"1{n:02d}", "item", "0.01") for n in range(1, 100)]

    findings, _ = run(root, {TABLE: [row("1", "class", "0.99"), *items]})

    assert findings == []


def test_repeated_rule_runs_over_the_tables_the_dataset_has(root: Path) -> None:
    write_rule(root, "class-is-sum-of-items", RULE_SQL[len(HEADER) :], tables=f"[{TABLE}, {OTHER}]")
    bad = [row("1", "class", "2.00"), row("101", "item", "1.00")]

    both, _ = run(root, {TABLE: bad, OTHER: bad})
    one, _ = run(root, {OTHER: bad})

    assert [f.table for f in both] == [TABLE, OTHER]
    assert [f.table for f in one] == [OTHER]


def test_rule_over_two_tables_is_applied_only_where_both_are(root: Path) -> None:
    write_rule(
        root,
        "parks-and-streets-agree",
        f"""select a.dataset, a.snapshot, '{TABLE}' as table_name, a.source_row,
              'care_amount' as field, a.care_amount as value, b.care_amount as expected,
              a.care_amount_fen - b.care_amount_fen as difference
            from {TABLE} a join {OTHER} b
              on b.dataset = a.dataset and b.snapshot = a.snapshot and b.tree_code = a.tree_code
            where a.care_amount_fen <> b.care_amount_fen""",
        tables=f"[{TABLE}, {OTHER}]",
    )

    _, missing = run(root, {TABLE: GOOD})
    findings, present = run(root, {TABLE: GOOD, OTHER: [row("1", "class", "1.00"), *GOOD[1:]]})

    title = "行道树养护"
    assert missing[1] == Outcome(
        "parks-and-streets-agree",
        "not applied",
        0,
        f"数据集没有表：{title}",
        "no such table here: Care of street trees",
    )
    assert present[1] == Outcome("parks-and-streets-agree", "broken", 1)
    assert findings[-1].difference_fen == 1499900


def test_rule_without_any_of_its_tables_is_not_applied(root: Path) -> None:
    findings, outcomes = run(root, {OTHER: GOOD})

    assert findings == []
    assert [o.outcome for o in outcomes] == ["not applied"]
    assert outcomes[0].reason
    assert outcomes[0].reason_en


def test_severity_of_a_row_wins_over_the_rules(root: Path) -> None:
    sql = RULE_SQL[len(HEADER) :].replace(
        "as difference", "as difference,\n  case when p.source_row = 4 then 'info' end as severity"
    )
    write_rule(root, "class-is-sum-of-items", sql)
    rows = [row("1", "class", "2.00"), row("101", "item", "1.00")]

    findings, outcomes = run(root, {TABLE: rows})

    assert [f.severity for f in findings] == ["info"]
    assert outcomes == [Outcome("class-is-sum-of-items", "holds", 1)]


LEFT_OPEN = RULE_SQL[len(HEADER) :].replace(
    "as difference",
    "as difference, case when p.source_row = 4 then 'date-missing' end as cannot_check",
)
WITH_REASONS = HEADER.replace("-- basis:", "-- cannot_check: [date-missing]\n-- basis:", 1)


def write_open_rule(root: Path, sql: str = LEFT_OPEN) -> None:
    write(root / RULES / "class-is-sum-of-items.sql", WITH_REASONS + sql)


def test_row_that_cannot_be_checked_is_counted_and_is_no_finding(root: Path) -> None:
    write_open_rule(root)

    findings, outcomes = run(root, {TABLE: [row("1", "class", "2.00"), row("101", "item", "1.00")]})

    assert findings == []
    (outcome,) = outcomes
    assert (outcome.outcome, outcome.count) == ("cannot check", 0)
    assert outcome.cannot_check == {"date-missing": 1}


def test_rule_with_a_finding_is_broken_whatever_it_left_open(root: Path) -> None:
    write_open_rule(root)
    rows = [row("1", "class", "2.00"), row("2", "class", "2.00")]
    items = [row("101", "item", "1.00"), row("201", "item", "1.00")]

    findings, outcomes = run(root, {TABLE: [*rows, *items]})

    assert [f.place.row for f in findings] == [5]
    (outcome,) = outcomes
    assert (outcome.outcome, outcome.count) == ("broken", 1)
    assert outcome.cannot_check == {"date-missing": 1}


def test_rule_that_judged_every_row_holds(root: Path) -> None:
    write_open_rule(root)

    findings, outcomes = run(root, {TABLE: GOOD})

    assert findings == []
    assert outcomes == [Outcome("class-is-sum-of-items", "holds", 0)]


@pytest.mark.parametrize(
    "sql",
    [
        LEFT_OPEN.replace("'date-missing'", "'whim'"),
        LEFT_OPEN.replace("as cannot_check", "as left_open"),
        RULE_SQL[len(HEADER) :],
    ],
)
def test_reason_the_header_does_not_list_names_its_rule(root: Path, sql: str) -> None:
    write_open_rule(root, sql)

    with pytest.raises(RepositoryError, match="class-is-sum-of-items"):
        run(root, {TABLE: [row("1", "class", "2.00"), row("101", "item", "1.00")]})


def test_rows_that_repeat_a_key_are_staged_once(root: Path) -> None:
    findings, _ = run(root, {TABLE: [*GOOD, GOOD[2]]})

    assert findings == []


def test_rule_may_look_at_codes_resources_and_required_tables(root: Path) -> None:
    write_rule(
        root,
        "system-tables-are-there",
        """select r.dataset, r.snapshot, r.table_name, 0 as source_row, r.family as field,
              (select count(*) from code where codelist = 'tree-kind') as value,
              (select count(*) from required_table) as expected, r.row_count as difference
            from resource r""",
    )

    findings, _ = run(root, {TABLE: GOOD})

    (finding,) = [f for f in findings if f.rule == "system-tables-are-there"]
    assert (finding.table, finding.field, finding.value, finding.expected) == (
        *(TABLE, "street-tree", "3", "0"),
    )
    assert finding.difference_fen == 3


def test_colon_in_a_rule_is_a_colon(root: Path) -> None:
    sql = RULE_SQL[len(HEADER) :].replace("'care_amount' as field", "'a:b %s %(x)s ?' as field")
    write_rule(root, "class-is-sum-of-items", sql)

    findings, _ = run(root, {TABLE: [row("1", "class", "2.00"), row("101", "item", "1.00")]})

    assert findings[0].field == "a:b %s %(x)s ?"


@pytest.mark.parametrize(
    "sql",
    [
        "select 1",
        "select nothing from tree_line",
        "selec",
        RULE_SQL[len(HEADER) :].replace("as difference", "as gap"),
        RULE_SQL[len(HEADER) :].replace("as difference", "as difference, 1 as more"),
    ],
)
def test_query_that_fails_or_selects_other_columns_names_its_rule(root: Path, sql: str) -> None:
    write_rule(root, "class-is-sum-of-items", sql)

    with pytest.raises(RepositoryError, match="class-is-sum-of-items"):
        run(root, {TABLE: GOOD})
