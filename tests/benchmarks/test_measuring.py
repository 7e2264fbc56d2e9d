import sys
from pathlib import Path

from benchmarks.measuring import run_measured

PYTHON = [sys.executable, "-c"]


def test_run_tells_how_it_ended_and_keeps_what_was_said(tmp_path: Path) -> None:
    output = tmp_path / "said"

    run = run_measured([*PYTHON, "print('hello'); exit(3)"], tmp_path, output, {})

    assert (run.exit_code, run.is_stopped, output.read_text()) == (3, False, "hello\n")


def test_run_is_stopped_at_its_limit(tmp_path: Path) -> None:
    endless = [*PYTHON, "import time; time.sleep(60)"]

    assert run_measured(endless, tmp_path, tmp_path / "said", {}, limit=0.2).is_stopped
