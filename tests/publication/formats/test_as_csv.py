from pathlib import Path

import pytest

from pipelines.model import text_table
from pipelines.publication.formats.as_csv import csv_parts, harmless, write_csv, write_excel_csv
from tests.plain_line import TABLE, Line


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("-5.00", "-5.00"),
        ("+1,000", "+1,000"),
        ("=1", "'=1"),
        ("-1+cmd", "'-1+cmd"),
        ("'a", "''a"),
    ],
)
def test_only_what_is_no_number_gets_an_apostrophe(text: str, written: str) -> None:
    assert harmless(text) == written


def test_excel_file_has_a_mark_headings_with_units_and_windows_line_ends(
    line: Line, tmp_path: Path
) -> None:
    schema = line.catalogue.schemas[TABLE]
    rows = [("2024", "00101", "=银杏", "item", "-1", "-5.00")]

    write_excel_csv(tmp_path / "a.csv", schema, text_table(schema.names, rows))

    assert (tmp_path / "a.csv").read_bytes().decode() == (
        "\ufeff年度,树种编码,树种,级次,数量（棵）,养护费（元）\r\n"
        "2024,00101,'=银杏,item,-1,-5.00\r\n"
    )


def test_columns_stand_in_the_order_of_the_schema(line: Line, tmp_path: Path) -> None:
    schema = line.catalogue.schemas[TABLE]
    names = list(reversed(schema.names))

    write_csv(tmp_path / "a.csv", schema, text_table(names, []))

    assert (tmp_path / "a.csv").read_text() == ",".join(schema.names) + "\n"


def test_empty_cell_of_a_single_column_is_a_row() -> None:
    assert b"".join(csv_parts(text_table(["a"], [(None,)]))) == b'a\n""\n'
