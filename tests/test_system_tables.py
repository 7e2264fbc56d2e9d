from sqlalchemy import MetaData

from pipelines.system_tables import add_system_tables

METADATA = MetaData()
add_system_tables(METADATA)


def test_every_table_about_a_dataset_is_found_by_its_name() -> None:
    about = {t.name for t in METADATA.sorted_tables if "dataset" in t.columns}

    assert {"edition", "inspection", "finding", "redaction", "withheld", "clearance"} <= about


def test_what_is_kept_back_is_counted_and_never_quoted() -> None:
    assert {"count", "because", "because_en", "until"} <= set(
        METADATA.tables["redaction"].columns.keys()
    )
    kept = set(METADATA.tables["withheld"].columns.keys())
    assert kept == {
        *("dataset", "snapshot", "table_name", "rule"),
        *("row_count", "amount_field", "amount_fen"),
    }
