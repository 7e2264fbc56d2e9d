import pytest

from pipelines.model import Dataset, Edition, Family, NetChange
from pipelines.publication.net import net_changes
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


def nets(line: Line, first: Edition, text: str) -> list[NetChange]:
    """What changes net when the file is received again."""
    write(line.root / SNAPSHOT, text)
    second = line.build("2024", first)
    assert second is not None
    return list(second.net)


def test_first_edition_changes_nothing(first: Edition) -> None:
    assert first.net == ()


def test_amount_that_grows_is_told_by_level_and_by_code(line: Line, first: Edition) -> None:
    text = SNAPSHOT_CSV.replace("1.50", "1.70").replace("3,1.5\n", "3,1.7\n")

    assert nets(line, first, text.replace("梧桐,2,0.5", "梧桐,2,0.7")) == [
        NetChange(TABLE, {"line_level": "class"}, {"care_amount": 200_000}),
        NetChange(TABLE, {"line_level": "item"}, {"care_amount": 200_000}),
        NetChange(TABLE, {"line_level": "total"}, {"care_amount": 200_000}),
        NetChange(TABLE, {"tree_code": "1"}, {"care_amount": 200_000}),
        NetChange(TABLE, {"tree_code": "102"}, {"care_amount": 200_000}),
        NetChange(TABLE, {"tree_code": "合计"}, {"care_amount": 200_000}),
    ]


def test_money_that_moves_between_rows_is_nothing_in_sum(line: Line, first: Edition) -> None:
    text = SNAPSHOT_CSV.replace("银杏,1,1.00", "银杏,1,0.90").replace("梧桐,2,0.5", "梧桐,2,0.6")

    assert nets(line, first, text) == [
        NetChange(TABLE, {"tree_code": "101"}, {"care_amount": -100_000}),
        NetChange(TABLE, {"tree_code": "102"}, {"care_amount": 100_000}),
    ]


def test_row_that_goes_takes_its_amount_with_it(line: Line, first: Edition) -> None:
    text = SNAPSHOT_CSV.replace("1,02,梧桐,2,0.5\n", "")

    assert NetChange(TABLE, {"tree_code": "102"}, {"care_amount": -500_000}) in nets(
        line, first, text
    )


def test_amount_the_schema_has_gained_counts_from_nothing(line: Line, first: Edition) -> None:
    dataset, family = declared(line)
    old = {TABLE: first.tables[TABLE].drop_columns(["care_amount"])}

    nets = net_changes(old, first.tables, dataset, family.schemas)

    assert NetChange(TABLE, {"tree_code": "102"}, {"care_amount": 500_000}) in nets


def test_parts_of_a_dataset_are_kept_apart(line: Line, first: Edition) -> None:
    line.add_snapshot("2025", SNAPSHOT_CSV.replace("梧桐,2,0.5", "梧桐,2,0.9"), partition=True)
    second = line.build("2025", first)
    assert second is not None

    assert {net.rows_of["fiscal_year"] for net in second.net} == {"2025"}
    code = {"fiscal_year": "2025", "tree_code": "102"}
    assert NetChange(TABLE, code, {"care_amount": 900_000}) in second.net


def test_groups_of_publishers_are_told_by_name(line: Line, first: Edition) -> None:
    dataset, family = declared(line)
    plain = family.schemas[TABLE]
    fields = tuple(
        f.altered(stated="publisher") if f.name == "tree_name" else f.altered(classification=None)
        for f in plain.fields
        if f.role != "level"
    )
    schemas = {TABLE: plain.altered(fields=fields)}
    new = {TABLE: first.tables[TABLE].slice(1)}

    nets = net_changes(first.tables, new, dataset, schemas)

    # Of one publisher alone nothing would be said twice.
    one = {TABLE: first.tables[TABLE].slice(0, 1)}
    assert len(net_changes(one, {}, dataset, schemas)) == 1
    gone = first.tables[TABLE].slice(0, 1).to_pylist()[0]
    fen = -int(gone["care_amount"].replace(".", ""))
    assert nets == (
        NetChange(TABLE, {}, {"care_amount": fen}),
        NetChange(TABLE, {"tree_name": gone["tree_name"]}, {"care_amount": fen}),
    )
