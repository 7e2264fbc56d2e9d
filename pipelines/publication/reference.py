"""The tables of the warehouse that say what the repository says, written anew on every run."""

from sqlalchemy import Connection, delete, insert

from pipelines.database import label_table_name
from pipelines.publication.restoration import standing_editions
from pipelines.publication.rows import clearance_rows, dataset_row, field_rows, label_rows, rule_row
from pipelines.records import code_rows, parameter_rows, required_rows
from pipelines.tables import Tables


def replace_reference(connection: Connection, tables: Tables) -> None:
    """What the repository says: rules, fields, code lists, datasets."""
    catalogue = tables.catalogue
    contents = {
        "rule": [rule_row(rule) for rule in catalogue.rules.values()],
        "field": list(field_rows(catalogue)),
        "code": code_rows(catalogue),
        "parameter": parameter_rows(catalogue),
        "required_table": required_rows(catalogue),
        "clearance": list(clearance_rows(catalogue)),
        **{label_table_name(c.name): label_rows(c) for c in catalogue.codelists.values()},
    }
    for name, rows in contents.items():
        connection.execute(delete(tables.table(name)))
        insert_rows(connection, tables, name, rows)
    _replace_datasets(connection, tables)


def _replace_datasets(connection: Connection, tables: Tables) -> None:
    table = tables.table("dataset")
    for dataset in tables.catalogue.datasets.values():
        standing = standing_editions(connection, tables, dataset.name)
        row = dataset_row(dataset) | {
            "latest_edition": standing[0].number if standing else None,
        }
        connection.execute(delete(table).where(table.c.name == dataset.name))
        connection.execute(insert(table), row)


def insert_rows(connection: Connection, tables: Tables, name: str, rows: list[dict]) -> None:
    """Put rows into a table; none is no fault."""
    if rows:
        connection.execute(insert(tables.table(name)), rows)
