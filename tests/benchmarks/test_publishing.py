"""The publishing benchmark, on few rows: every command does its work. Never how fast."""

import csv
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.measuring import Run
from benchmarks.page import PAGE, markers, with_figures
from benchmarks.publishing import (
    AGAIN,
    CHAIN,
    SAME,
    WHOLE,
    FailedError,
    Measured,
    Step,
    figures,
    measure,
    run_step,
)
from tests import REPOSITORY

ROWS = 300


@pytest.mark.slow
def test_both_make_the_same_files(tmp_path: Path) -> None:
    measured = measure(tmp_path, ROWS)

    assert [m.step for m in measured] == [*CHAIN, SAME, WHOLE, AGAIN]
    theirs, ours = (
        list(csv.reader((tmp_path / name).open(encoding="utf-8")))
        for name in ("chain.csv", "contract_line.csv")
    )
    assert (len(theirs), len(ours)) == (ROWS + 1, ROWS + 1)
    assert theirs[0] == ours[0]
    assert {row[0] for row in theirs} == {row[0] for row in ours}
    chain, own = (
        json.loads((tmp_path / name).read_bytes()) for name in ("chain.json", "contract_line.json")
    )
    assert [list(row) for row in chain[:2]] == [list(row) for row in own[:2]]
    with closing(sqlite3.connect(tmp_path / "contracts-of-a-city.sqlite")) as connection:
        assert connection.execute("select count(*) from contract_line").fetchone() == (ROWS,)
    assert "新版本 1 个" in (tmp_path / WHOLE.output).read_text(encoding="utf-8")
    assert "新版本 0 个" in (tmp_path / AGAIN.output).read_text(encoding="utf-8")


def test_command_that_fails_stops_the_runner(tmp_path: Path) -> None:
    with pytest.raises(FailedError, match="false: exit code 1"):
        run_step(Step("false", [shutil.which("false") or ""], "said.txt"), tmp_path)


def test_share_is_of_the_whole_chain() -> None:
    seconds = (50.0, 25.0, 10.0, 10.0, 5.0, 20.0, 90.0)
    measured = [
        Measured(step, Run(each, each, 2**28, 0))
        for step, each in zip((*CHAIN, SAME, WHOLE), seconds, strict=True)
    ]

    lines = figures(measured, ROWS).splitlines()

    assert lines[-3].endswith("| **100.00** | **100.00** | **256** | **1.00** |")
    assert lines[-2].endswith("| 20.00 | 20.00 | 256 | 0.20 |")
    assert lines[-1].endswith("| 90.00 | 90.00 | 256 | 0.90 |")


def test_figures_take_the_place_of_the_old_ones() -> None:
    page = (REPOSITORY / PAGE).read_text(encoding="utf-8")
    begin, end = markers("publishing")

    written = with_figures(page, "publishing", "figures")

    assert written.split(begin)[0] == page.split(begin)[0]
    assert written.split(end)[1] == page.split(end)[1]
