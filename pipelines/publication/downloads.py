"""The files of an edition, each written once into a folder; always the same bytes."""

from collections.abc import Mapping
from pathlib import Path

from pipelines.model import Disclosed, Edition
from pipelines.publication.cover import about_sheet, dictionary_sheet, findings_sheet
from pipelines.publication.descriptor import DESCRIPTOR, build_descriptor
from pipelines.publication.formats.as_csv import write_csv, write_excel_csv
from pipelines.publication.formats.as_database import write_database
from pipelines.publication.formats.as_json import write_json, write_json_lines
from pipelines.publication.formats.as_parquet import write_parquet
from pipelines.publication.formats.as_workbook import left_out, write_workbook
from pipelines.publication.formats.change_list import write_change_list
from pipelines.publication.formats.compressed import compress
from pipelines.publication.formats.texts import json_text
from pipelines.publication.readme import write_readme
from pipelines.publication.rows import dataset_row, field_rows
from pipelines.publication.totals import control_totals
from pipelines.publication.written import Written, written_file
from pipelines.tables import Tables

CONTROL_TOTALS = "control-totals.json"
README = "README.md"
WORKBOOK = "tables.xlsx"
DATABASE = "tables.sqlite"
TABLE_FORMATS = {
    ".csv": write_csv,
    "-excel.csv": write_excel_csv,
    ".json": write_json,
    ".jsonl": write_json_lines,
    ".parquet": write_parquet,
}


def build_downloads(
    folder: Path,
    edition: Edition,
    disclosed: Disclosed,
    tables: Tables,
    reports: Mapping[str, bytes],
) -> dict[str, Written]:
    """Every file of the edition by its name, written into an empty folder, and a compressed twin.

    `tables` are the public ones, `reports` the files of the inspection. What vouches for the files
    is not among them.
    """
    family = tables.catalogue.families[disclosed.dataset.family]
    for name, table in edition.tables.items():
        for end, write in TABLE_FORMATS.items():
            write(folder / f"{name}{end}", family.schemas[name], table)
    _write_workbook(folder / WORKBOOK, edition, disclosed, tables)
    _write_database(folder / DATABASE, edition, disclosed, tables)
    totals = control_totals(edition, disclosed.dataset, family.schemas)
    write_change_list(folder, edition)
    contents = {
        CONTROL_TOTALS: json_text(totals),
        README: write_readme(edition, disclosed, family, left_out(edition.tables)).encode(),
    }
    _write_all(folder, contents)
    described = {path.name: written_file(path) for path in sorted(folder.iterdir())}
    descriptor = build_descriptor(edition, disclosed, family, described)
    _write_all(folder, {DESCRIPTOR: json_text(descriptor), **reports})
    others = [path for path in sorted(folder.iterdir()) if path.name not in described]
    twins = [twin for path in sorted(folder.iterdir()) if (twin := compress(path))]
    return described | {path.name: written_file(path) for path in (*others, *twins)}


def _write_all(folder: Path, contents: Mapping[str, bytes]) -> None:
    for name, data in contents.items():
        (folder / name).write_bytes(data)


def _write_workbook(path: Path, edition: Edition, disclosed: Disclosed, tables: Tables) -> None:
    catalogue = tables.catalogue
    schemas = catalogue.families[disclosed.dataset.family].schemas
    left = left_out(edition.tables)
    write_workbook(
        path,
        schemas,
        {name: table for name, table in edition.tables.items() if name not in left},
        [about_sheet(edition, disclosed, schemas, left)],
        [
            dictionary_sheet([schemas[name] for name in edition.tables], catalogue),
            findings_sheet(disclosed, catalogue),
        ],
    )


def _write_database(path: Path, edition: Edition, disclosed: Disclosed, tables: Tables) -> None:
    dataset = disclosed.dataset
    own = [r for r in field_rows(tables.catalogue) if r["table_name"] in edition.tables]
    about = {
        "dataset": [dataset_row(dataset) | {"latest_edition": edition.number}],
        "field": own,
    }
    write_database(path, tables, dataset, edition.tables, about)
