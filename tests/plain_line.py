"""The line of `flows.py` as plain functions, for tests that need no scheduler."""

import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.catalogue import load_catalogue
from pipelines.inspection.inspect import inspect_snapshot
from pipelines.intake.normalise import normalise_snapshot
from pipelines.intake.read import read_snapshot
from pipelines.intake.snapshot import take_snapshot
from pipelines.model import (
    Catalogue,
    Disclosed,
    Edition,
    Result,
    Snapshot,
    Staged,
    StagedTable,
    Withdrawal,
)
from pipelines.publication.basis import declared_basis, judging_basis, until_next_opening
from pipelines.publication.disclosure import disclose_snapshot
from pipelines.publication.downloads import build_downloads
from pipelines.publication.edition import build_edition
from pipelines.publication.revision import judge_revision
from pipelines.publication.sealing import seal_edition
from pipelines.publication.signing import SigningKey
from pipelines.publication.states import publish_state
from pipelines.publication.store import building_folder, write_edition
from pipelines.publication.warehouse import Warehouse
from pipelines.publication.withdrawal import withdraw
from pipelines.publication.written import Written
from pipelines.redaction import CHINA
from pipelines.report.files import build_reports
from pipelines.settings import Settings
from pipelines.tables import Tables
from tests import write

DATASET = "elm-town-trees"
FOLDER = f"datasets/{DATASET}"
TABLE = "tree_line"
KEY = SigningKey(bytes(range(32)))  # the same in every test, so that signatures are, too
NOW = datetime(2026, 1, 1, 12, tzinfo=CHINA)
CORRECTION = """\
- snapshot: 2024.csv
  table: tree_line
  row: 6
  column: E
  was: "0.7"
  becomes: "0.5"
  because: 印刷错误
  because_en: A misprint
  source: 勘误，第 2 页
"""


@lru_cache(maxsize=1)
def _catalogue(root: Path, _: tuple) -> Catalogue:
    return load_catalogue(root / "schemas", root / "datasets")


@dataclass(frozen=True)
class Line:
    """One repository and the home it is published into; the repository is read anew each time."""

    root: Path
    home: Path

    @property
    def settings(self) -> Settings:
        return Settings(repository=self.root, home=self.home)

    @property
    def catalogue(self) -> Catalogue:
        files = [p for p in self.root.rglob("*") if p.suffix in (".yaml", ".csv", ".sql")]
        states = [(p, p.stat().st_mtime_ns, p.stat().st_size) for p in sorted(files)]
        return _catalogue(self.root, tuple(states))

    @property
    def warehouse(self) -> Warehouse:
        return Warehouse(self.settings.warehouse, Tables(self.catalogue.public))

    def edit(self, name: str, old: str, new: str) -> None:
        """Change a text in a file of the repository."""
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{name} does not say {old}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def add_snapshot(self, stem: str, text: str, *, partition: bool = False) -> None:
        """Declare one more file, of the year that is its name, and write it."""
        path = f"{FOLDER}/datapackage.yaml"
        entry = f"  - {{path: snapshots/{stem}.csv, date: {stem}-03-01, constants: "
        self.edit(path, "resources:", f"{entry}{{fiscal_year: {stem}}}}}\nresources:")
        if partition:
            self.edit(path, "snapshots:", "partition: [fiscal_year]\nsnapshots:")
        write(self.root / f"{FOLDER}/snapshots/{stem}.csv", text)

    def stage(self, stem: str = "2024", name: str = DATASET) -> Staged:
        """A snapshot after intake."""
        catalogue = self.catalogue
        dataset = catalogue.datasets[name]
        snapshot = take_snapshot(dataset, dataset.entry(stem))
        source = read_snapshot(snapshot, dataset, catalogue.families[dataset.family])
        return normalise_snapshot(snapshot, source, dataset, catalogue)

    def build(
        self, stem: str = "2024", previous: Edition | None = None, name: str = DATASET
    ) -> Edition | None:
        """The edition a snapshot would make."""
        catalogue = self.catalogue
        dataset = catalogue.datasets[name]
        family = catalogue.families[dataset.family]
        return build_edition(self.stage(stem, name), dataset, family, previous)

    def downloads(self, edition: Edition, stem: str = "2024") -> dict[str, bytes]:
        """The files of an edition."""
        disclosed = self.disclose(stem, edition.dataset)
        made = self.written(edition, disclosed)
        return {name: file.path.read_bytes() for name, file in made.items()}

    def written(self, edition: Edition, disclosed: Disclosed) -> dict[str, Written]:
        """The files of an edition as they lie in the folder where they are made."""
        tables = self.warehouse.tables
        folder = building_folder(self.settings.editions, edition.dataset)
        reports = build_reports(disclosed, tables.catalogue)
        return build_downloads(folder, edition, disclosed, tables, reports)

    def disclose(
        self,
        stem: str = "2024",
        name: str = DATASET,
        now: datetime = NOW,
        staged: Staged | None = None,
    ) -> Disclosed:
        """What may leave the building of a snapshot."""
        catalogue = self.catalogue
        dataset = catalogue.datasets[name]
        staged = staged or self.stage(stem, name)
        warehouse = self.settings.warehouse if self.settings.warehouse.exists() else None
        inspection = inspect_snapshot(staged, dataset, Tables(catalogue), warehouse, now)
        family = catalogue.families[dataset.family]
        return disclose_snapshot(staged, inspection, dataset, family, now)

    def publish(self, *stems: str, name: str = DATASET, now: datetime = NOW) -> list[Result]:
        """Take snapshots through the line, all of the dataset when none is named."""
        settings, warehouse = self.settings, self.warehouse
        dataset = self.catalogue.datasets[name]
        family = self.catalogue.families[dataset.family].public
        warehouse.prepare(settings.editions)
        self.use_key()
        results = []
        schemas = self.catalogue.families[dataset.family].schemas
        judged_by = judging_basis(settings.schemas)
        for stem in stems or [s.stem for s in dataset.snapshots]:
            staged = self.stage(stem, name)
            disclosed = self.disclose(stem, name, now, staged)
            edition = None
            if disclosed.makes_edition:
                previous = warehouse.latest_edition(dataset, settings.editions)
                history = warehouse.history(name)
                edition = build_edition(
                    disclosed.staged, disclosed.dataset, family, previous, history
                )
                judged = judge_revision(edition, disclosed, family.schemas, history)
                disclosed, edition = judged.disclosed, judged.edition
            if edition is not None:
                made = self.written(edition, disclosed)
                public = self.catalogue.public
                files = seal_edition(edition, disclosed, public, made, settings)
                write_edition(settings.editions, name, edition.number, files)
            basis = declared_basis(staged.snapshot, dataset, judged_by)
            basis = until_next_opening(basis, staged, schemas, now)
            results.append(warehouse.record(disclosed, edition, basis))
            publish_state(settings.warehouse, settings.public)
        return results

    def withdraw(self, number: int, name: str = DATASET, **more: Any) -> Withdrawal:
        """Withdraw an edition."""
        asked = Withdrawal(name, number, NOW.isoformat(), "榆树镇", "数字有误")
        return withdraw(self.settings, self.warehouse, replace(asked, **more))

    def copied(self, folder: Path) -> "Line":
        """The same repository and home in another place, to be changed there."""
        for own in (self.root, self.home):
            shutil.copytree(own, folder / own.name, symlinks=True)
        return Line(folder / self.root.name, folder / self.home.name)

    def use_key(self) -> None:
        """Sign with the key of the tests, unless a key is there."""
        if not self.settings.keys.exists():
            write(self.settings.keys / "sunledger.key", KEY.text())

    def rows(self, sql: str, *values: object) -> list[tuple]:
        """What stands in the warehouse."""
        with closing(sqlite3.connect(self.settings.warehouse)) as connection:
            return connection.execute(sql, values).fetchall()


def staged_tables(tables: Mapping[str, pa.Table]) -> Staged:
    """Canonical tables as if a snapshot had held them."""
    snapshot = Snapshot(DATASET, "2024", Path("2024.csv"), date(2024, 3, 1), "", 0)
    staged = {name: StagedTable(name, None, t, {}, None, 1, None) for name, t in tables.items()}
    return Staged(snapshot, None, staged, ())
