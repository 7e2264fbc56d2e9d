"""The runner, on few rows: it runs every program and refuses a wrong answer. Never how fast."""

from pathlib import Path

import pytest

from benchmarks.__main__ import (
    DisagreementError,
    Measured,
    figures,
    measure,
)
from benchmarks.contestants import CONTESTANTS, Sunledger
from benchmarks.measuring import Run
from benchmarks.page import PAGE, markers, with_figures
from benchmarks.table import VARIANTS
from tests import REPOSITORY

MEASURED = [
    Measured("Frictionless", "clean", 1_000, Run(50.0, 49.0, 2**28, 0)),
    Measured("sunledger", "clean", 1_000, Run(2.0, 3.0, 2**29, 0)),
]


@pytest.mark.slow
@pytest.mark.parametrize("variant", VARIANTS)
def test_every_program_finds_the_same_rows(variant: str) -> None:
    measured = measure(variant, 2_000, CONTESTANTS)

    assert [m.program for m in measured] == [program.name for program in CONTESTANTS]


def test_program_finds_the_rows_that_were_made_bad() -> None:
    (measured,) = measure("faulty", 2_000, [Sunledger()])

    assert (measured.rows, measured.run.exit_code) == (2_000, 1)


def test_program_that_misses_a_row_stops_the_runner() -> None:
    class Blind(Sunledger):
        def command(self) -> list[str]:
            return ["false"]

        def bad_rows(self, folder: Path) -> set[int]:
            return {len(list(folder.iterdir()))}

    with pytest.raises(DisagreementError, match="1 bad rows, not 20"):
        measure("faulty", 2_000, [Blind()])


def test_table_says_how_many_times_as_long_each_took() -> None:
    lines = figures(MEASURED).splitlines()

    assert lines[-2].endswith("| 1,000 | Frictionless | 50.00 | 49.00 | 20 | 256 | 25.0 |")
    assert lines[-1].endswith("| sunledger | 2.00 | 3.00 | 500 | 512 | 1.0 |")


def test_program_that_was_stopped_took_longer_than_its_figure() -> None:
    stopped = Measured("pandera", "clean", 1_000, Run(600.0, 599.0, 2**28, -9))

    line = figures([stopped, *MEASURED]).splitlines()[-3]

    assert line.endswith("| pandera | > 600.00 | > 599.00 | < 2 | > 256 | > 300.0 |")


def test_figures_take_the_place_of_the_old_ones() -> None:
    page = (REPOSITORY / PAGE).read_text(encoding="utf-8")
    begin, end = markers("inspection")

    written = with_figures(page, "inspection", figures(MEASURED))

    assert written.split(begin)[0] == page.split(begin)[0]
    assert written.split(end)[1] == page.split(end)[1]
    assert with_figures(written, "inspection", figures(MEASURED)) == written
