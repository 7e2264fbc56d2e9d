"""How long publishing takes, beside a chain of tools: `python -m benchmarks.publishing`.

A table of fourteen fields is judged by its schema and given out as a database, CSV and JSON, each
with its digest: by Frictionless, csvs-to-sqlite, sqlite-utils and sha256sum one after another, and
by this program. Then it is published with all that this program adds: rules, eleven more files,
the manifest, the database of the site; and published again, when nothing is new.
"""

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.family import write_dataset, write_repository
from benchmarks.machine import machine
from benchmarks.measuring import Run, run_measured
from benchmarks.page import PAGE, write_figures
from benchmarks.table import table_schema, write_table
from pipelines.settings import REPOSITORY

ROWS = 1_000_000
PACKAGES = ("frictionless", "csvs-to-sqlite", "sqlite-utils", "sunledger", "pyarrow", "prefect")
LIMIT_SECONDS = 1_800.0
_DATA, _SCHEMA, _CHAIN = "table.csv", "schema.json", "chain.db"
_BIN = Path(sys.executable).parent
_OURS = [sys.executable, "-m"]


@dataclass(frozen=True)
class Step:
    """A command, and the file that what it prints goes to."""

    name: str
    command: Sequence[str]
    output: str


CHAIN = (
    Step(
        "frictionless validate",
        [str(_BIN / "frictionless"), "validate", _DATA, "--schema", _SCHEMA],
        "report.txt",
    ),
    Step("csvs-to-sqlite", [str(_BIN / "csvs-to-sqlite"), _DATA, _CHAIN], "database.txt"),
    Step(
        "sqlite-utils rows --csv",
        [str(_BIN / "sqlite-utils"), "rows", _CHAIN, "table", "--csv"],
        "chain.csv",
    ),
    Step("sqlite-utils rows", [str(_BIN / "sqlite-utils"), "rows", _CHAIN, "table"], "chain.json"),
    Step("sha256sum", ["sha256sum", _CHAIN, "chain.csv", "chain.json"], "digests.txt"),
)
SAME = Step("同样的文件 the same outputs", [*_OURS, "benchmarks.same_outputs"], "same.txt")
WHOLE = Step("sunledger publish", [*_OURS, "pipelines", "publish"], "publish.txt")
AGAIN = Step("sunledger publish，无新内容 nothing new", WHOLE.command, "again.txt")


@dataclass(frozen=True)
class Measured:
    """What one step took."""

    step: Step
    run: Run


class FailedError(Exception):
    """Raised when a command did not end well."""


def main() -> None:
    """Measure, print, and with `--write` put the figures on the page."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=ROWS, help="rows of the table")
    arguments.add_argument("--write", action="store_true", help=f"write the figures into {PAGE}")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        measured = measure(Path(name), given.rows)
    print(figures(measured, given.rows))
    if given.write:
        write_figures("publishing", figures(measured, given.rows))


def measure(folder: Path, rows: int) -> list[Measured]:
    """Every step, one after another, in a folder that holds the repository of one dataset.

    Raises: FailedError if a command fails.
    """
    write_table(folder / _DATA, rows, "clean")
    (folder / _SCHEMA).write_text(json.dumps(table_schema("clean")), encoding="utf-8")
    write_repository(folder, "clean")
    write_dataset(folder, folder / _DATA)
    shutil.copyfile(REPOSITORY / "metadata.yml", folder / "metadata.yml")
    return [Measured(step, run_step(step, folder)) for step in (*CHAIN, SAME, WHOLE, AGAIN)]


def run_step(step: Step, folder: Path) -> Run:
    """One command in that folder, as its users call it.

    Raises: FailedError if it does not end well.
    """
    environment = {
        "PYTHONPATH": str(REPOSITORY),
        "SUNLEDGER_REPOSITORY": str(folder),
        "SUNLEDGER_HOME": str(folder / "home"),
    }
    run = run_measured(step.command, folder, folder / step.output, environment, LIMIT_SECONDS)
    print(f"{run.seconds:9.2f} s  {step.name}", flush=True)
    if run.exit_code:
        raise FailedError(f"{step.name}: exit code {run.exit_code}")
    return run


def figures(measured: Sequence[Measured], rows: int) -> str:
    """The machine, a line for each command, and the share of the chain's time ours took."""
    chain = [m for m in measured if m.step in CHAIN]
    total = sum(m.run.seconds for m in chain)
    lines = [
        f"{rows:,} 行 rows；{machine(PACKAGES)}\n",
        "| 命令 command | 秒 s | 处理器秒 CPU s | 内存 peak MiB | 份额 share of the chain |",
        "| --- | ---: | ---: | ---: | ---: |",
        *(_line(m, total) for m in chain),
        f"| **整串 the chain** | **{total:.2f}** "
        f"| **{sum(m.run.processor_seconds for m in chain):.2f}** "
        f"| **{max(m.run.peak_bytes for m in chain) / 2**20:,.0f}** | **1.00** |",
        *(_line(m, total) for m in measured if m.step not in CHAIN),
    ]
    return "\n".join(lines)


def _line(measured: Measured, total: float) -> str:
    run = measured.run
    return (
        f"| {measured.step.name} | {run.seconds:.2f} | {run.processor_seconds:.2f} "
        f"| {run.peak_bytes / 2**20:,.0f} | {run.seconds / total:.2f} |"
    )


if __name__ == "__main__":
    main()
