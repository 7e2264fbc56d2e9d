"""All formats of an edition hold the same values: each is read back, cell for cell."""

import gzip
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from pipelines.catalogue import load_catalogue
from pipelines.model import Disclosed, Edition, Inspection, Schema, Staged, rows_of, text_table
from pipelines.publication.downloads import build_downloads
from pipelines.publication.formats.as_workbook import left_out
from pipelines.publication.formats.workbook_text import sheet_name
from pipelines.tables import Tables
from tests import REPOSITORY
from tests.plain_line import Line, staged_tables
from tests.publication.edition_readers import PLAIN_READERS, workbook_reader

CATALOGUE = load_catalogue(REPOSITORY / "schemas", REPOSITORY / "datasets")
SCHEMA = Schema.model_validate(
    {
        **{"name": "probe", "title": "试/表", "title_en": "P", "description": "", "order": 1},
        **{"description_en": "", "primaryKey": ["probe_id"]},
        "fields": [
            {"name": name, "title": title, "title_en": "F", "description": "", "type": kind}
            | {"description_en": ""}
            | more
            for name, title, kind, more in (
                ("probe_id", "编号", "string", {}),
                ("remark", "备注", "string", {}),
                ("size", "数", "integer", {}),
                ("share", "率", "number", {"unit": "%"}),
                ("price", "金额", "number", {"unit": "元"}),
                ("day", "日期", "date", {}),
                ("is_open", "公开", "boolean", {}),
            )
        ],
    }
)
HOSTILE = (
    *("=1+1", "+86", "-5.00", "-x", "@a", "'=1", "'", "\t=1", "＝1", '"', 'a"b,c', "a\nb", "a\rb"),
    *(
        "00123",
        "110101199003070011",
        "1e5",
        "TRUE",
        "null",
        "NaN",
        " 榆树 ",
        "𠮷",
        "\\n",
        "<r>&</r>",
    ),
    *("_x0041_", "2024-01-01", "\u2028", "é", "e\u0301", "#REF!", "0", "-"),
)
# What XML cannot hold is shown by its number in a workbook, and a file of SQLite keeps it.
TEXTS = st.sampled_from(HOSTILE) | st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=20
)
CENTS = st.integers(-(10**18) + 1, 10**18 - 1)
DAYS = st.dates().map(lambda day: day.isoformat())


def money(fen: int) -> str:
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def share(digits: int) -> str:
    whole, part = divmod(abs(digits), 10**6)
    text = f"{whole}.{part:06d}".rstrip("0").rstrip(".")
    return f"-{text}" if digits < 0 and text != "0" else text


ROWS = st.lists(
    st.tuples(
        st.uuids().map(str),
        st.none() | TEXTS,
        st.none() | st.integers(-(2**63) + 1, 2**63 - 1).map(str),
        st.none() | st.integers(-(10**15) + 1, 10**15 - 1).map(share),
        st.none() | CENTS.map(money),
        st.none() | DAYS,
        st.none() | st.sampled_from(["true", "false"]),
    ),
    max_size=6,
    unique_by=lambda row: row[0],
)


def build(folder: Path, schemas: dict[str, Schema], tables: dict) -> None:
    family = next(iter(CATALOGUE.families.values())).altered(schemas=schemas)
    dataset = next(iter(CATALOGUE.datasets.values())).altered(family=family.name)
    catalogue = CATALOGUE.altered(families={family.name: family})
    snapshot = staged_tables({}).snapshot
    disclosed = Disclosed(dataset, Staged(snapshot, None, {}, ()), Inspection((), ()))
    edition = Edition(dataset.name, 1, "", tables)
    build_downloads(folder, edition, disclosed, Tables(catalogue), {})


def check(folder: Path, schema: Schema, rows: list) -> None:
    """Every format of a table of the edition, and every compressed twin."""
    fields = [f.model_dump() for f in schema.fields]
    expected = [list(row) for row in rows]
    readers = PLAIN_READERS | {"workbook": workbook_reader(sheet_name(schema.title, set()))}
    for name, read in readers.items():
        assert read(folder, schema.name, fields) == expected, name
    for twin in folder.glob("*.gz"):
        assert gzip.decompress(twin.read_bytes()) == twin.with_suffix("").read_bytes()


@effort(max_examples=60)
@given(ROWS)
def test_any_values_are_the_same_in_every_format(rows: list[tuple]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build(folder, {"probe": SCHEMA}, {"probe": text_table(SCHEMA.names, rows)})

        check(folder, SCHEMA, rows)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_programs_misread_is_the_same_in_every_format(text: str, tmp_path: Path) -> None:
    rows = [("1", text, None, None, None, None, None)]
    build(tmp_path, {"probe": SCHEMA}, {"probe": text_table(SCHEMA.names, rows)})
    if text in ("a\rb", "\u2028", "<r>&</r>"):  # what a workbook makes of it: see its own test
        (tmp_path / "tables.xlsx").unlink()
        fields = [f.model_dump() for f in SCHEMA.fields]
        for read in PLAIN_READERS.values():
            assert read(tmp_path, "probe", fields) == [list(rows[0])]
        return

    check(tmp_path, SCHEMA, rows)


@pytest.mark.parametrize("name", sorted(CATALOGUE.datasets))
def test_real_tables_are_the_same_in_every_format(name: str, tmp_path: Path) -> None:
    line = Line(REPOSITORY, tmp_path / "home")
    dataset = CATALOGUE.datasets[name]
    schemas = dict(CATALOGUE.families[dataset.family].public.schemas)
    disclosed = line.disclose(dataset.snapshots[-1].stem, name)
    tables = {n: t.data.select(list(schemas[n].names)) for n, t in disclosed.staged.tables.items()}
    folder = tmp_path / "edition"
    folder.mkdir()
    build_downloads(folder, Edition(name, 1, "", tables), disclosed, Tables(CATALOGUE.public), {})

    assert not left_out(tables)
    described = json.loads((folder / "datapackage.json").read_bytes())["resources"]
    assert [r["name"] for r in described] == list(tables)
    for table_name, table in tables.items():
        check(folder, schemas[table_name], list(rows_of(table)))
