from pipelines.publication.restoration import standing_editions
from tests.plain_line import DATASET, FOLDER, TABLE, Line

PLACES = f"select tree_code, snapshot, source_row from {TABLE} order by 1"


def test_editions_that_stand_are_told_newest_first(line: Line) -> None:
    line.publish()
    for was, becomes in (("2", "7"), ("7", "8")):
        line.edit(f"{FOLDER}/snapshots/2024.csv", f"梧桐,{was}", f"梧桐,{becomes}")
        line.publish()
    line.withdraw(2)

    with line.warehouse.engine.connect() as connection:
        standing = standing_editions(connection, line.warehouse.tables, DATASET)

    assert [edition.number for edition in standing] == [3, 1]


def test_rows_that_come_back_do_not_claim_a_source_row_nobody_knows(line: Line) -> None:
    line.publish()
    line.edit(f"{FOLDER}/snapshots/2024.csv", "梧桐,2", "梧桐,7")
    line.publish()

    line.withdraw(2)

    assert {(snapshot, row) for _, snapshot, row in line.rows(PLACES)} == {("2024", None)}
