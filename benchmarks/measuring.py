"""One program run once: how long it took, the most memory it held, how it ended."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LIMIT_SECONDS = 600.0


@dataclass(frozen=True)
class Run:
    """Seconds by the clock and of processors, bytes of the largest resident set, the exit code."""

    seconds: float
    processor_seconds: float
    peak_bytes: int
    exit_code: int

    @property
    def is_stopped(self) -> bool:
        """Whether it was still at work when its time was up."""
        return self.exit_code == -signal.SIGKILL


def run_measured(
    command: Sequence[str],
    folder: Path,
    output: Path,
    environment: Mapping[str, str],
    limit: float = LIMIT_SECONDS,
) -> Run:
    """Run a command in a folder, with what it says in a file; it is stopped at a limit of seconds.

    The memory is the kernel's own count (wait4) for that process and those it has waited for.
    """
    with output.open("wb") as said:
        begin = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **environment}, stdout=said
        )
        clock = threading.Timer(limit, process.kill)
        clock.start()
        _, status, usage = os.wait4(process.pid, 0)
        clock.cancel()
        seconds = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    busy = usage.ru_utime + usage.ru_stime
    return Run(seconds, busy, usage.ru_maxrss * 1024, process.returncode)
