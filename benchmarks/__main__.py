"""How fast a file is judged, beside the peers in one run: `python -m benchmarks`.

Every program is called as its users call it, one after another, on the same file. It must find the
rows that were made bad, and no others; else nothing is written. One that takes longer than ten
minutes is stopped, and the figures say so; one that takes less than half a minute is run three
times, and the middle run counts.
"""

import argparse
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.contestants import CONTESTANTS, DATA, SCHEMA, Contestant, Sunledger
from benchmarks.family import write_repository
from benchmarks.machine import machine
from benchmarks.measuring import Run, run_measured
from benchmarks.page import PAGE, write_figures
from benchmarks.table import FAULTY_ONE_IN, VARIANTS, Variant, table_schema, write_table

ROWS, LONG_ROWS = 1_000_000, 10_000_000
SHORT_SECONDS = 30.0
_SAID = {
    "clean": "没有错误 clean",
    "faulty": f"每 {FAULTY_ONE_IN} 行错一行 one bad row in {FAULTY_ONE_IN}",
    "codes": "一栏有一万个代码的列表 a field with a list of 10,000 codes",
}


@dataclass(frozen=True)
class Measured:
    """What one program took for one table."""

    program: str
    variant: Variant
    rows: int
    run: Run


class DisagreementError(Exception):
    """Raised when a program did not find just the rows that were made bad."""


def main() -> None:
    """Measure, print, and with `--write` put the figures on the page."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=ROWS, help="rows for all programs")
    arguments.add_argument(
        "--long", type=int, default=LONG_ROWS, help="rows for this program alone; 0 for none"
    )
    arguments.add_argument("--write", action="store_true", help=f"write the figures into {PAGE}")
    given = arguments.parse_args()
    measured = [m for variant in VARIANTS for m in measure(variant, given.rows, CONTESTANTS)]
    if given.long:
        measured += measure("clean", given.long, [Sunledger()])
    print(figures(measured))
    if given.write:
        write_figures("inspection", figures(measured))


def measure(variant: Variant, rows: int, programs: Sequence[Contestant]) -> list[Measured]:
    """Each program on the same table.

    Raises: DisagreementError unless each finds just the bad rows.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bad = write_table(folder / DATA, rows, variant)
        (folder / SCHEMA).write_text(json.dumps(table_schema(variant)), encoding="utf-8")
        write_repository(folder, variant)
        return [_measured(program, folder, variant, rows, bad) for program in programs]


def _measured(program: Contestant, folder: Path, variant: Variant, rows: int, bad: int) -> Measured:
    output = folder / program.findings
    begin = partial(run_measured, program.command(), folder, output, program.environment(folder))
    run = begin()
    if run.seconds < SHORT_SECONDS:  # what else the machine does weighs most on a short run
        run = sorted([run, begin(), begin()], key=lambda r: r.seconds)[1]
    if run.is_stopped:
        print(f"{variant:8}{rows:>12,}{program.name:>14}  stopped after {run.seconds:.0f} s")
        return Measured(program.name, variant, rows, run)
    if run.exit_code != (program.broken if bad else program.clean):
        raise DisagreementError(f"{program.name}: {variant}: exit code {run.exit_code}")
    found = len(program.bad_rows(folder)) if bad else 0
    if found != bad:
        raise DisagreementError(f"{program.name}: {variant}: {found} bad rows, not {bad}")
    print(f"{variant:8}{rows:>12,}{program.name:>14}{run.seconds:9.2f} s", flush=True)
    return Measured(program.name, variant, rows, run)


def figures(measured: Sequence[Measured]) -> str:
    """The machine, and a line for each program and table: how many times as long as ours."""
    own = {(m.variant, m.rows): m.run for m in measured if m.program == Sunledger.name}
    head = (
        "| 表 table | 行 rows | 程序 program | 秒 s | 处理器秒 CPU s | 行/秒 rows/s "
        "| 内存 peak MiB | 倍数 times as long |\n"
        "| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: |\n"
    )
    packages = [name for program in CONTESTANTS for name in program.packages]
    return f"{machine(packages)}\n\n{head}" + "\n".join(
        f"| {_SAID[m.variant]} | {m.rows:,} | {m.program} "
        + _figures(m.run, m.rows, own[m.variant, m.rows])
        for m in measured
    )


def _figures(run: Run, rows: int, own: Run) -> str:
    """One that was stopped took longer, at fewer rows a second, than the figures say."""
    more, less = ("> ", "< ") if run.is_stopped else ("", "")
    return (
        f"| {more}{run.seconds:.2f} | {more}{run.processor_seconds:.2f} "
        f"| {less}{rows / run.seconds:,.0f} | {more}{run.peak_bytes / 2**20:,.0f} "
        f"| {more}{run.seconds / own.seconds:.1f} |"
    )


if __name__ == "__main__":
    main()
