"""The tables of an edition as an SQLite database of their own, defined as in the public one.

Basis: the file format of SQLite, https://www.sqlite.org/fileformat2.html
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.database import create_tables, label_table_name, open_file
from pipelines.model import SOURCE_ROW, Dataset, Schema, batches_of
from pipelines.publication.rows import label_rows
from pipelines.tables import Tables
from pipelines.transfer import insert_table

# Where the header says which library wrote the file: the same number whichever did.
_WRITER, _WRITER_NUMBER = 96, (3_040_001).to_bytes(4, "big")


def write_database(
    path: Path,
    tables: Tables,
    dataset: Dataset,
    data: Mapping[str, pa.Table],
    about: Mapping[str, list[dict[str, Any]]],
) -> None:
    """The tables with the label tables of their codes, and `about`: rows of tables about the data.

    The columns are those of the public database, so that its queries run here too; a row's source
    is not part of an edition, and those columns are empty.
    """
    schemas = {name: tables.catalogue.schemas[name] for name in data}
    contents = {**about, **_labels(tables, schemas.values())}
    engine = open_file(path)
    with engine.begin() as connection:
        create_tables(connection, [tables.table(name) for name in (*contents, *data)])
        for name, rows in contents.items():
            if rows:
                connection.execute(tables.table(name).insert(), rows)
        for name, table in data.items():
            batches = (_without_source(batch) for batch in batches_of(table))
            insert_table(connection, schemas[name], batches, dataset.name, None)
    with engine.connect() as connection:
        connection.exec_driver_sql("VACUUM")
    engine.dispose()
    with path.open("r+b") as file:
        file.seek(_WRITER)
        file.write(_WRITER_NUMBER)


def _labels(tables: Tables, schemas: Iterable[Schema]) -> dict[str, list[dict[str, Any]]]:
    listed = {f.classification.codelist for s in schemas for f in s.fields if f.classification}
    codelists = tables.catalogue.codelists
    return {label_table_name(name): label_rows(codelists[name]) for name in sorted(listed)}


def _without_source(batch: pa.Table) -> pa.Table:
    return batch.append_column(SOURCE_ROW, pa.nulls(batch.num_rows, pa.int64()))
