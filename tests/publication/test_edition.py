import csv
import hashlib
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.model import Edition, Family, rows_of, text_array, text_table, with_columns
from pipelines.publication.edition import build_edition, read_canonical_csv
from pipelines.publication.formats.as_csv import csv_parts
from tests import REPOSITORY, SNAPSHOT_CSV, write
from tests.plain_line import FOLDER, TABLE, Line, staged_tables

WITH_SUMMARIES = [
    "shanghai-putuo-wanli-street-department-budget",
    "shanghai-putuo-finance-bureau-final-accounts",
]
SNAPSHOT = f"{FOLDER}/snapshots/2024.csv"
LETTERS = st.sampled_from('a银,"\r\n ;=') | st.characters(codec="utf-8", exclude_characters="\0")
CELLS = st.none() | st.text(LETTERS, min_size=1)


def csv_bytes(table: pa.Table) -> bytes:
    return b"".join(csv_parts(table))


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
    assert set(second.tables[TABLE]["fiscal_year"].to_pylist()) == {"2025"}


def test_partition_replaces_only_itself(line: Line, first: Edition) -> None:
    fewer = SNAPSHOT_CSV.replace("1,02,梧桐,2,0.5\n", "").replace("1.5", "1.0")
    line.add_snapshot("2025", SNAPSHOT_CSV, partition=True)
    both = line.build("2025", first)
    assert both is not None
    assert both.tables[TABLE]["fiscal_year"].to_pylist() == ["2024"] * 4 + ["2025"] * 4
    write(line.root / f"{FOLDER}/snapshots/2025.csv", fewer)

    third = line.build("2025", both)

    assert third is not None
    table = third.tables[TABLE]
    assert of_year(table, "2024").equals(first.tables[TABLE])
    assert of_year(table, "2025")["tree_code"].to_pylist() == ["1", "101", "合计"]
    assert {c.key.split(";")[0] for c in third.changes} == {"fiscal_year=2025"}


def of_year(table: pa.Table, year: str) -> pa.Table:
    return table.filter(pc.equal(table["fiscal_year"], year))


def in_year(table: pa.Table, year: str) -> pa.Table:
    return with_columns(table, {"fiscal_year": text_array([year] * table.num_rows)})


def test_partition_leaves_tables_it_does_not_hold_as_they_were(line: Line) -> None:
    line.edit(f"{FOLDER}/datapackage.yaml", "snapshots:", "partition: [fiscal_year]\nsnapshots:")
    family = two_tables(line)
    dataset = line.catalogue.datasets["elm-town-trees"]
    data = line.stage().tables[TABLE].data
    old = build_edition(staged_tables({TABLE: data, "shrub_line": data}), dataset, family, None)

    new = build_edition(staged_tables({TABLE: in_year(data, "2025")}), dataset, family, old)

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
    data = line.stage().tables[TABLE].data
    family = line.catalogue.families["street-tree"]
    old = build_edition(staged_tables({TABLE: data, "shrub_line": data}), dataset, family, None)
    for name in (TABLE, "shrub_line"):
        path = line.root / f"schemas/street-tree/{name}.yaml"
        gained = "  - {name: remark, title: 备注, title_en: Remark, description: 备注。,\n"
        gained += "     description_en: A remark., type: string}\n"
        path.write_text(path.read_text(encoding="utf-8") + gained, encoding="utf-8")
    family = line.catalogue.families["street-tree"]
    data = in_year(data, "2025")
    data = with_columns(data, {"remark": text_array(["新"] * data.num_rows)})

    new = build_edition(staged_tables({TABLE: data}), dataset, family, old)

    assert new is not None
    table = new.tables[table_name]
    assert table.column_names[-1] == "remark"
    assert set(of_year(table, "2024")["remark"].to_pylist()) == {None}
    assert b"nan" not in csv_bytes(table)


def test_rows_stand_in_key_order_numbers_by_size(line: Line) -> None:
    family = line.catalogue.families["street-tree"]
    dataset = line.catalogue.datasets["elm-town-trees"]
    data = line.stage().tables[TABLE].data[:1]
    years = ["999", "10000", "1000"]
    rows = [
        with_columns(data, {"fiscal_year": text_array([y]), "tree_code": text_array([c])})
        for y in years
        for c in ("1", "合计", "01")
    ]

    edition = build_edition(staged_tables({TABLE: pa.concat_tables(rows)}), dataset, family, None)

    assert edition is not None
    keys = list(rows_of(edition.tables[TABLE], "fiscal_year", "tree_code"))
    assert keys == [(y, c) for y in ("999", "1000", "10000") for c in ("01", "1", "合计")]


def test_texts_of_the_key_stand_by_their_ordinals(line: Line) -> None:
    family = line.catalogue.families["street-tree"]
    dataset = line.catalogue.datasets["elm-town-trees"]
    data = line.stage().tables[TABLE].data[:1]
    printed = ["一、道路", "二、公园", "十、其他", "合计"]
    rows = [with_columns(data, {"tree_code": text_array([code])}) for code in reversed(printed)]

    edition = build_edition(staged_tables({TABLE: pa.concat_tables(rows)}), dataset, family, None)

    assert edition is not None
    assert edition.tables[TABLE]["tree_code"].to_pylist() == printed


@pytest.mark.parametrize("name", WITH_SUMMARIES)
def test_summary_whose_lines_change_places_makes_no_edition(tmp_path: Path, name: str) -> None:
    line = Line(REPOSITORY, tmp_path)
    dataset = line.catalogue.datasets[name]
    family = line.catalogue.families[dataset.family]
    staged = line.stage("2024", name)
    reversed_ = {n: replace(t, data=t.data[::-1]) for n, t in staged.tables.items()}

    first = build_edition(staged, dataset, family, None)
    second = build_edition(replace(staged, tables=reversed_), dataset, family, first)

    assert first is not None
    assert second is None


def test_hash_of_an_edition_can_be_computed_from_its_files(first: Edition) -> None:
    digest = hashlib.sha256()
    for name, table in first.tables.items():
        digest.update(f"{name}\n".encode() + csv_bytes(table))

    assert digest.hexdigest() == first.sha256


@given(st.lists(st.tuples(CELLS, CELLS), max_size=4))
def test_canonical_table_survives_being_written_and_read(rows: list[tuple]) -> None:
    read = read_canonical_csv(csv_bytes(text_table(["name", "remark"], rows)))

    assert list(rows_of(read)) == rows


@given(st.lists(CELLS, max_size=4))
def test_table_of_one_column_survives_being_written_and_read(cells: list[str | None]) -> None:
    table = pa.table({"name": text_array(cells)})

    assert read_canonical_csv(csv_bytes(table))["name"].to_pylist() == cells


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
    table = text_table(["name", "remark"], [(cell, "1")])

    assert csv_bytes(table) == b"name,remark\n" + written + b",1\n"
