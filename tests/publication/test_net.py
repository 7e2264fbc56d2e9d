from pathlib import Path

import pytest

from pipelines.model import Dataset, Edition, Family
from pipelines.publication.net import Net, net_amounts, net_records
from tests import SNAPSHOT_CSV, write
from tests.plain_line import DATASET, FOLDER, TABLE, Line

SNAPSHOT = f"{FOLDER}/snapshots/2024.csv"


@pytest.fixture
def first(line: Line) -> Edition:
    edition = line.build()
    assert edition is not None
    return edition


def declared(line: Line) -> tuple[Dataset, Family]:
    dataset = line.catalogue.datasets[DATASET]
    return dataset, line.catalogue.families[dataset.family]


def nets(line: Line, first: Edition, text: str) -> list[Net]:
    """What changes net when the file is received again."""
    write(line.root / SNAPSHOT, text)
    second = line.build("2024", first)
    assert second is not None
    dataset, family = declared(line)
    return list(net_amounts(second, dataset, family.schemas))


def test_first_edition_changes_nothing(line: Line, first: Edition) -> None:
    dataset, family = declared(line)

    assert net_amounts(first, dataset, family.schemas) == ()


def test_amount_that_grows_is_told_by_level_and_by_code(line: Line, first: Edition) -> None:
    text = SNAPSHOT_CSV.replace("1.50", "1.70").replace("3,1.5\n", "3,1.7\n")

    assert nets(line, first, text.replace("梧桐,2,0.5", "梧桐,2,0.7")) == [
        Net(TABLE, {"line_level": "class"}, {"care_amount": "2000.00"}),
        Net(TABLE, {"line_level": "item"}, {"care_amount": "2000.00"}),
        Net(TABLE, {"line_level": "total"}, {"care_amount": "2000.00"}),
        Net(TABLE, {"tree_code": "1"}, {"care_amount": "2000.00"}),
        Net(TABLE, {"tree_code": "102"}, {"care_amount": "2000.00"}),
        Net(TABLE, {"tree_code": "合计"}, {"care_amount": "2000.00"}),
    ]


def test_money_that_moves_between_rows_is_nothing_in_sum(line: Line, first: Edition) -> None:
    text = SNAPSHOT_CSV.replace("银杏,1,1.00", "银杏,1,0.90").replace("梧桐,2,0.5", "梧桐,2,0.6")

    assert nets(line, first, text) == [
        Net(TABLE, {"tree_code": "101"}, {"care_amount": "-1000.00"}),
        Net(TABLE, {"tree_code": "102"}, {"care_amount": "1000.00"}),
    ]


def test_row_that_goes_takes_its_amount_with_it(line: Line, first: Edition) -> None:
    text = SNAPSHOT_CSV.replace("1,02,梧桐,2,0.5\n", "")

    assert Net(TABLE, {"tree_code": "102"}, {"care_amount": "-5000.00"}) in nets(line, first, text)


def test_parts_of_a_dataset_are_kept_apart(line: Line, first: Edition) -> None:
    line.add_snapshot("2025", SNAPSHOT_CSV.replace("梧桐,2,0.5", "梧桐,2,0.9"), partition=True)
    second = line.build("2025", first)
    assert second is not None
    dataset, family = declared(line)

    nets = net_amounts(second, dataset, family.schemas)

    assert {n.values["fiscal_year"] for n in nets} == {"2025"}
    code = {"fiscal_year": "2025", "tree_code": "102"}
    assert Net(TABLE, code, {"care_amount": "9000.00"}) in nets


def test_groups_of_publishers_are_told_by_name(catalogue_of_parks: tuple) -> None:
    edition, dataset, family = catalogue_of_parks

    (net, by_publisher) = net_amounts(edition, dataset, family.schemas)

    assert net.values == {}
    assert by_publisher.values == {"publisher_name": "榆树镇"}


@pytest.fixture
def catalogue_of_parks(line: Line, tmp_path: Path) -> tuple:
    """The table without codes and levels, and with a publisher in each row."""
    path = line.root / f"schemas/street-tree/{TABLE}.yaml"
    text = path.read_text(encoding="utf-8")
    dataset, family = declared(line)
    schema = family.schemas[TABLE]
    fields = tuple(
        f.altered(role=None, of=None, classification=None, name=f.name)
        if f.name != "tree_name"
        else f.altered(name="publisher_name", stated="publisher")
        for f in schema.fields
    )
    assert text
    plain = schema.altered(fields=fields)
    old, new = (
        table.rename_columns(
            [n if n != "tree_name" else "publisher_name" for n in table.column_names]
        ).set_column(2, "publisher_name", [["榆树镇"] * table.num_rows])
        for table in (
            line.build().tables[TABLE],  # type: ignore[union-attr]
            line.build().tables[TABLE].slice(1),  # type: ignore[union-attr]
        )
    )
    before = Edition(DATASET, 1, "", {TABLE: old})
    edition = Edition(DATASET, 2, "", {TABLE: new}, previous=before)
    return edition, dataset, family.altered(schemas={TABLE: plain})


def test_records_are_for_json() -> None:
    net = Net("fee", {"code": "205"}, {"amount": "1.00"})

    assert net_records([net]) == [
        {"table": "fee", "rows_of": {"code": "205"}, "net": {"amount": "1.00"}}
    ]
