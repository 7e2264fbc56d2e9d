"""The programs that are measured: how each is called, and which rows it says are bad."""

import csv
import json
import sys
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.family import FAMILY, TABLE

DATA, SCHEMA = "table.csv", "schema.json"
_BIN = Path(sys.executable).parent
_ROOT = Path(__file__).resolve().parent.parent


class Contestant(ABC):
    """A program as its users call it, in a folder with the table, its schema and the family."""

    name: str
    packages: Sequence[str]  # whose versions decide
    clean, broken = 0, 1  # how it ends
    findings: str  # the file it leaves behind

    @abstractmethod
    def command(self) -> list[str]:
        """The words of the command line."""

    @abstractmethod
    def bad_rows(self, folder: Path) -> set[int]:
        """The rows it found fault with; the row of the header is 1."""

    def environment(self, folder: Path) -> Mapping[str, str]:
        """What the command needs to be told besides."""
        return {"PYTHONPATH": str(_ROOT), "SUNLEDGER_REPOSITORY": str(folder)}


class Frictionless(Contestant):
    """Its command, with the limit of errors out of the way: ours counts all, too."""

    name = "Frictionless"
    packages = ("frictionless",)
    findings = "frictionless.json"

    def command(self) -> list[str]:
        options = ["--schema", SCHEMA, "--limit-errors", "100000000", "--json"]
        return [str(_BIN / "frictionless"), "validate", DATA, *options]

    def bad_rows(self, folder: Path) -> set[int]:
        report = json.loads((folder / self.findings).read_bytes())
        return {e["rowNumber"] for task in report["tasks"] for e in task["errors"]}


class Pandera(Contestant):
    """The same constraints on a frame that pandas has read."""

    name = "pandera"
    packages = ("pandera", "pandas")
    findings = "pandera.json"

    def command(self) -> list[str]:
        return [sys.executable, "-m", "benchmarks.pandera_script", DATA, SCHEMA]

    def bad_rows(self, folder: Path) -> set[int]:
        return set(json.loads((folder / self.findings).read_bytes()))


class Sunledger(Contestant):
    """`sunledger inspect`, every finding written as CSV."""

    name = "sunledger"
    packages = ("sunledger", "pyarrow")
    findings = "sunledger.csv"

    def command(self) -> list[str]:
        options = ["--as", f"{FAMILY}/{TABLE}", "--format", "csv"]
        return [sys.executable, "-m", "pipelines", "inspect", DATA, *options]

    def bad_rows(self, folder: Path) -> set[int]:
        with (folder / self.findings).open(encoding="utf-8-sig", newline="") as file:
            return {int(line["row"] or 0) for line in csv.DictReader(file)}


CONTESTANTS: Sequence[Contestant] = (Frictionless(), Pandera(), Sunledger())
