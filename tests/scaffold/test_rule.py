from pathlib import Path

import pytest

from pipelines.catalogue import load_rule
from pipelines.model import Catalogue
from pipelines.scaffold.rule import rule_files
from tests import write


@pytest.mark.parametrize(
    ("family", "table"), [("department-budget", "bgt05_general_func"), ("price-list", None)]
)
def test_a_new_rule_can_be_loaded_and_finds_nothing(
    tmp_path: Path, catalogue: Catalogue, family: str, table: str | None
) -> None:
    own = catalogue.families[family]
    files = rule_files("prices-hold", own, table)
    for name, text in files.items():
        write(tmp_path / name, text)

    rule = load_rule(tmp_path / f"schemas/{family}/rules/prices-hold.sql")

    assert (rule.name, rule.family, rule.severity) == ("prices-hold", family, "warning")
    assert rule.tables == (table or next(iter(own.schemas)),)
    assert rule.mend
    assert rule.repeated
    assert "where 1 = 0" in rule.query()


def test_its_examples_have_the_columns_they_need(catalogue: Catalogue) -> None:
    files = rule_files("prices-hold", catalogue.families["price-list"], None)

    header = files["tests/rules/price-list/prices-hold/breaks.csv"].strip().split(",")
    assert header[0] == "table"
    assert set(catalogue.schemas["fee_item"].primary_key) < set(header)
