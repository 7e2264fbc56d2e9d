"""Publishes from several processes at the same moment into one home.

    python -m tests.several_runs REPOSITORY…

One process is forked for each repository; all begin together. `SUNLEDGER_HOME` says where they
publish. Prints, as JSON, how each ended: `ok`, or what stopped it.
"""

import json
import os
import sys

from pipelines.exceptions import SunledgerError
from tests.crash_sweep import publish


def ended(repository: str) -> str:
    os.environ["SUNLEDGER_REPOSITORY"] = repository
    try:
        publish()
    except SunledgerError as error:
        return f"{type(error).__name__}: {error}"
    return "ok"


def started(repository: str, gate: int) -> tuple[int, int]:
    """A process that waits until the gate is opened, and where it will say how it ended."""
    answer, say = os.pipe()
    child = os.fork()
    if child:
        os.close(say)
        return child, answer
    try:
        os.read(gate, 1)
        os.write(say, ended(repository).encode())
    finally:
        os._exit(0)


if __name__ == "__main__":
    gate, opener = os.pipe()
    children = [started(repository, gate) for repository in sys.argv[1:]]
    for _ in children:
        os.write(opener, b"x")
    endings = []
    for child, answer in children:
        with os.fdopen(answer, "rb") as said:
            endings.append(said.read().decode() or "died")
        os.waitpid(child, 0)
    sys.stdout.write(json.dumps(endings))
