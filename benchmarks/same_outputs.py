"""What the chain makes of a file, made by this program: `python -m benchmarks.same_outputs`.

The file is judged by its schema and written as a database, CSV and JSON, each with its SHA-256;
nothing else that publishing adds is done. The repository is that of SUNLEDGER_REPOSITORY.
"""

from datetime import datetime
from pathlib import Path

from pipelines.catalogue import load_catalogue
from pipelines.inspection.inspect import inspect_snapshot
from pipelines.intake.normalise import normalise_snapshot
from pipelines.intake.read import read_snapshot
from pipelines.intake.snapshot import take_snapshot
from pipelines.publication.edition import own_tables
from pipelines.publication.formats.as_csv import write_csv
from pipelines.publication.formats.as_database import write_database
from pipelines.publication.formats.as_json import write_json
from pipelines.publication.written import written_file
from pipelines.redaction import CHINA
from pipelines.settings import load_settings
from pipelines.tables import Tables


def main() -> None:
    """Judge the one snapshot of every dataset and write the files into this folder.

    Raises: SystemExit with 1 if the snapshot has an error.
    """
    settings = load_settings()
    catalogue = load_catalogue(settings.schemas, settings.datasets)
    tables, here = Tables(catalogue), Path()
    for dataset in catalogue.datasets.values():
        family = catalogue.families[dataset.family]
        snapshot = take_snapshot(dataset, dataset.snapshots[0])
        source = read_snapshot(snapshot, dataset, family)
        staged = normalise_snapshot(snapshot, source, dataset, catalogue)
        if inspect_snapshot(staged, dataset, tables, now=datetime.now(CHINA)).is_refused:
            raise SystemExit(1)
        held = own_tables(staged, family)
        database = here / f"{dataset.name}.sqlite"
        write_database(database, tables, dataset, held, {})
        files = [database]
        for name, table in held.items():
            written = {here / f"{name}.csv": write_csv, here / f"{name}.json": write_json}
            for path, write in written.items():
                write(path, family.schemas[name], table)
            files += written
        for path in files:
            print(written_file(path).sha256, path.name)


if __name__ == "__main__":
    main()
