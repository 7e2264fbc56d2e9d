from decimal import Decimal
from pathlib import Path

from pyarrow import parquet

from pipelines.model import text_table
from pipelines.publication.formats.as_parquet import write_parquet
from tests.plain_line import TABLE, Line


def test_amounts_are_decimals_codes_are_text_and_columns_say_their_unit(
    line: Line, tmp_path: Path
) -> None:
    schema = line.catalogue.schemas[TABLE]
    rows = [("2024", "001", "银杏", "item", None, "9999999999999999.99")]

    write_parquet(tmp_path / "a.parquet", schema, text_table(schema.names, rows))

    table = parquet.read_table(tmp_path / "a.parquet")
    assert str(table.schema.field("care_amount").type) == "decimal128(18, 2)"
    assert table["care_amount"][0].as_py() == Decimal("9999999999999999.99")
    assert table["tree_code"][0].as_py() == "001"
    assert table.schema.field("care_amount").metadata[b"unit"].decode() == "元"


def test_table_without_rows_keeps_its_columns(line: Line, tmp_path: Path) -> None:
    schema = line.catalogue.schemas[TABLE]

    write_parquet(tmp_path / "a.parquet", schema, text_table(schema.names, []))

    assert parquet.read_table(tmp_path / "a.parquet").column_names == list(schema.names)
