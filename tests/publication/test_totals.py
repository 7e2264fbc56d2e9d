import json
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.model import Edition, text_table
from pipelines.publication.totals import control_totals
from tests import REPOSITORY
from tests.plain_line import DATASET, TABLE, Line


def totals(line: Line, rows: list[tuple]) -> dict:
    catalogue = line.catalogue
    schema = catalogue.schemas[TABLE]
    edition = Edition(DATASET, 1, "0", {TABLE: text_table(schema.names, rows)})
    (table,) = control_totals(edition, catalogue.datasets[DATASET], catalogue.schemas)["tables"]
    return table


def row(code: str, level: str, amount: str | None) -> tuple:
    return ("2024", code, code, level, "1", amount)


def test_rows_and_sums_are_told_in_all_and_by_level(line: Line) -> None:
    table = totals(
        line, [row("1", "class", "1.10"), row("101", "item", "0.90"), row("102", "item", "0.20")]
    )

    assert (table["rows"], table["sums"]) == (3, {"care_amount": "2.20"})
    assert table["groups"] == [
        {"line_level": "class", "rows": 1, "sums": {"care_amount": "1.10"}},
        {"line_level": "item", "rows": 2, "sums": {"care_amount": "1.10"}},
    ]


def test_sum_is_exact_beyond_what_a_64_bit_number_holds(line: Line) -> None:
    most = "9999999999999999.99"

    table = totals(line, [row(str(n), "item", most) for n in range(30)])

    assert table["sums"]["care_amount"] == str(Decimal(most) * 30)


def test_missing_amount_adds_nothing_and_empty_table_sums_to_zero(line: Line) -> None:
    assert totals(line, [row("1", "class", None)])["sums"] == {"care_amount": "0.00"}
    assert totals(line, [])["sums"] == {"care_amount": "0.00"}


def test_year_of_a_divided_dataset_has_totals_of_its_own(line: Line) -> None:
    line.edit(
        f"datasets/{DATASET}/datapackage.yaml", "snapshots:", "partition: [fiscal_year]\nsnapshots:"
    )
    rows = [row("1", "class", "1.00"), ("2025", *row("1", "class", "3.00")[1:])]

    groups = totals(line, rows)["groups"]

    assert [(g["fiscal_year"], g["sums"]["care_amount"]) for g in groups] == [
        ("2024", "1.00"),
        ("2025", "3.00"),
    ]


@pytest.mark.parametrize("name", ["shanghai-putuo-wanli-street-department-budget"])
def test_real_totals_are_those_of_the_rows(name: str, tmp_path: Path) -> None:
    line = Line(REPOSITORY, tmp_path)
    edition = line.build(line.catalogue.datasets[name].snapshots[-1].stem, name=name)
    assert edition is not None
    told = control_totals(edition, line.catalogue.datasets[name], line.catalogue.schemas)

    assert json.loads(json.dumps(told)) == told
    for table in told["tables"]:
        rows = edition.tables[table["name"]].to_pylist()
        assert table["rows"] == len(rows)
        for field, total in table["sums"].items():
            assert Decimal(total) == sum(Decimal(r[field] or 0) for r in rows)
        for group in table.get("groups", ()):
            own = [r for r in rows if all(r[k] == group[k] for k in table["by"])]
            assert group["rows"] == len(own)
