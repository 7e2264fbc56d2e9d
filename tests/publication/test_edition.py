import csv
import hashlib
import io
from collections.abc import Callable

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.model import Edition, Family
from pipelines.publication.edition import build_edition, csv_bytes, read_canonical_csv
from tests import SNAPSHOT_CSV, write
from tests.plain_line import FOLDER, TABLE, Line, staged_tables

SNAPSHOT = f"{FOLDER}/snapshots/2024.csv"
LETTERS = st.sampled_from('a银,"\r\n ;=') | st.characters(codec="utf-8", exclude_characters="\0")
CELLS = st.none() | st.text(LETTERS, min_size=1)


def requoted(text: str) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, quoting=csv.QUOTE_ALL).writerows(csv.reader(io.StringIO(text)))
    return buffer.getvalue()


def resorted(text: str) -> str:
    lines = text.splitlines(keepends=True)
    return "".join([*lines[:3], *reversed(lines[3:])])


@pytest.fixture
def first(line: Line) -> Edition:
    edition = line.build()
    assert edition is not None
    return edition


SAME: dict[str, Callable[[str], str | bytes]] = {
    "as it was": lambda text: text,
    "re-sorted": resorted,
    "in GB18030": lambda text: text.encode("gb18030"),
    "with a byte order mark": lambda text: text.encode("utf-8-sig"),
    "all cells quoted, lines ended by CR LF": requoted,
    "other blank rows": lambda text: text.replace("\n\n", "\n") + "\n,,,,\n",
    "trailing zeros": lambda text: text.replace("0.5", "0.500"),
    "full-width digits": lambda text: text.replace("1.50", "１.５０"),
    "white space around cells": lambda text: text.replace("银杏", " 银杏 "),
    "in yuan": lambda text: (
        text.replace("万元", "元")
        .replace(",1.50", ",15000")
        .replace(",1.00", ",10000.0")
        .replace(",0.5", ",5000")
        .replace(",1.5\n", ',"15,000"\n')
    ),
}


@pytest.mark.parametrize("how", SAME)
def test_same_content_makes_no_edition(line: Line, first: Edition, how: str) -> None:
    write(line.root / SNAPSHOT, SAME[how](SNAPSHOT_CSV))

    assert line.build(previous=first) is None


def test_changed_cell_makes_the_next_edition(line: Line, first: Edition) -> None:
    line.edit(SNAPSHOT, "梧桐,2", "梧桐,7")

    second = line.build(previous=first)

    assert second is not None
    assert (first.number, second.number) == (1, 2)
    assert second.sha256 != first.sha256
    assert [(c.field, c.old, c.new) for c in second.changes] == [("tree_count", "2", "7")]


def test_number_is_not_taken_up_again_when_old_content_returns(line: Line, first: Edition) -> None:
    line.edit(SNAPSHOT, "梧桐,2", "梧桐,7")
    second = line.build(previous=first)
    line.edit(SNAPSHOT, "梧桐,7", "梧桐,2")

    third = line.build(previous=second)

    assert third is not None
    assert third.number == 3
    assert third.sha256 == first.sha256


def test_snapshot_replaces_the_whole_of_an_undivided_dataset(line: Line, first: Edition) -> None:
    line.add_snapshot("2025", SNAPSHOT_CSV)

    second = line.build("2025", first)

    assert second is not None
    assert set(second.tables[TABLE].fiscal_year) == {"2025"}


def test_partition_replaces_only_itself(line: Line, first: Edition) -> None:
    fewer = SNAPSHOT_CSV.replace("1,02,梧桐,2,0.5\n", "").replace("1.5", "1.0")
    line.add_snapshot("2025", SNAPSHOT_CSV, partition=True)
    both = line.build("2025", first)
    assert both is not None
    assert list(both.tables[TABLE].fiscal_year) == ["2024"] * 4 + ["2025"] * 4
    write(line.root / f"{FOLDER}/snapshots/2025.csv", fewer)

    third = line.build("2025", both)

    assert third is not None
    table = third.tables[TABLE]
    assert table[table.fiscal_year == "2024"].reset_index(drop=True).equals(first.tables[TABLE])
    assert list(table[table.fiscal_year == "2025"].tree_code) == ["1", "101", "合计"]
    assert {c.key.split(";")[0] for c in third.changes} == {"fiscal_year=2025"}


def test_partition_leaves_tables_it_does_not_hold_as_they_were(line: Line) -> None:
    line.edit(f"{FOLDER}/datapackage.yaml", "snapshots:", "partition: [fiscal_year]\nsnapshots:")
    family = two_tables(line)
    dataset = line.catalogue.datasets["elm-town-trees"]
    frame = line.stage().tables[TABLE].frame
    old = build_edition(staged_tables({TABLE: frame, "shrub_line": frame}), dataset, family, None)

    new = build_edition(
        staged_tables({TABLE: frame.assign(fiscal_year="2025")}), dataset, family, old
    )

    assert new is not None
    assert old is not None
    assert list(new.tables) == [TABLE, "shrub_line"]
    assert new.tables["shrub_line"].equals(old.tables["shrub_line"])


def two_tables(line: Line) -> Family:
    """The family with a second table of the same shape."""
    path = line.root / "schemas/street-tree"
    text = (path / "tree_line.yaml").read_text(encoding="utf-8")
    text = text.replace("tree_line", "shrub_line").replace("primaryKey", "order: 9\nprimaryKey")
    write(path / "shrub_line.yaml", text)
    return line.catalogue.families["street-tree"]


@pytest.mark.parametrize("table_name", [TABLE, "shrub_line"])
def test_field_the_schema_gains_is_missing_in_older_partitions(line: Line, table_name: str) -> None:
    two_tables(line)
    dataset = line.catalogue.datasets["elm-town-trees"].model_copy(
        update={"partition": ("fiscal_year",)}
    )
    frame = line.stage().tables[TABLE].frame
    family = line.catalogue.families["street-tree"]
    old = build_edition(staged_tables({TABLE: frame, "shrub_line": frame}), dataset, family, None)
    for name in (TABLE, "shrub_line"):
        path = line.root / f"schemas/street-tree/{name}.yaml"
        gained = "  - {name: remark, title: 备注, title_en: Remark, description: 备注。,\n"
        gained += "     description_en: A remark., type: string}\n"
        path.write_text(path.read_text(encoding="utf-8") + gained, encoding="utf-8")
    family = line.catalogue.families["street-tree"]
    frame = frame.assign(fiscal_year="2025", remark="新")

    new = build_edition(staged_tables({TABLE: frame}), dataset, family, old)

    assert new is not None
    table = new.tables[table_name]
    assert list(table.columns)[-1] == "remark"
    assert set(table[table.fiscal_year == "2024"].remark) == {None}
    assert b"nan" not in csv_bytes(table)


def test_rows_stand_in_key_order_numbers_by_size(line: Line) -> None:
    family = line.catalogue.families["street-tree"]
    dataset = line.catalogue.datasets["elm-town-trees"]
    frame = line.stage().tables[TABLE].frame.iloc[:1]
    years = ["999", "10000", "1000"]
    rows = [frame.assign(fiscal_year=y, tree_code=c) for y in years for c in ("1", "合计", "01")]

    edition = build_edition(staged_tables({TABLE: pd.concat(rows)}), dataset, family, None)

    assert edition is not None
    keys = edition.tables[TABLE][["fiscal_year", "tree_code"]].values.tolist()
    assert keys == [[y, c] for y in ("999", "1000", "10000") for c in ("01", "1", "合计")]


def test_hash_of_an_edition_can_be_computed_from_its_files(first: Edition) -> None:
    digest = hashlib.sha256()
    for name, frame in first.tables.items():
        digest.update(f"{name}\n".encode() + csv_bytes(frame))

    assert digest.hexdigest() == first.sha256


@given(st.lists(st.tuples(CELLS, CELLS), max_size=4))
def test_canonical_table_survives_being_written_and_read(rows: list[tuple]) -> None:
    frame = pd.DataFrame(rows, columns=["name", "remark"], dtype=object)

    read = read_canonical_csv(csv_bytes(frame))

    assert read.values.tolist() == [list(row) for row in rows]


@given(st.lists(CELLS, max_size=4))
def test_table_of_one_column_survives_being_written_and_read(cells: list[str | None]) -> None:
    frame = pd.DataFrame({"name": pd.Series(cells, dtype=object)})

    assert read_canonical_csv(csv_bytes(frame)).name.tolist() == cells


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("a,b", b'"a,b"'),
        ('a"b', b'"a""b"'),
        ("a\nb", b'"a\nb"'),
        ("a\rb", b'"a\rb"'),
        (" a", b" a"),
        ("=1+1", b"=1+1"),
        (None, b""),
    ],
)
def test_only_cells_that_need_it_are_quoted(cell: str | None, written: bytes) -> None:
    frame = pd.DataFrame([[cell, "1"]], columns=["name", "remark"], dtype=object)

    assert csv_bytes(frame) == b"name,remark\n" + written + b",1\n"
