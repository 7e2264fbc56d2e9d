"""Runs a reader that a hostile file could make endless in a process of its own, with limits.

The child gets the file on its standard input and gives back JSON: nothing it says is executed. It
may open no new file for writing, and when it takes too long or too much memory it is ended.
"""

import json
import resource
import signal
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from pipelines.intake.limits import UnreadableError

MAX_MEMORY = 300_000_000  # real documents need 70 MB
_SECONDS, _BYTES_PER_SECOND, _MOST_SECONDS = 15, 50_000, 300
_REFUSED, _OUT_OF_MEMORY = 3, 4
_ROOT = Path(__file__).resolve().parents[2]


def run_confined(module: str, data: bytes) -> Any:
    """What `extract(data)` of a module gives, as JSON.

    Raises: UnreadableError with the reader's own reason, or because it came to a limit.
    """
    seconds = min(_SECONDS + len(data) // _BYTES_PER_SECOND, _MOST_SECONDS)
    command = [sys.executable, "-P", "-m", __name__, module, str(seconds)]
    try:
        # The command is our own; the file is data to it.
        done = subprocess.run(  # noqa: S603
            command,
            input=data,
            capture_output=True,
            timeout=seconds * 4,
            env=_environment(),
            cwd="/",
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableError(_too_long(seconds)) from error
    if done.returncode == 0:
        return json.loads(done.stdout)
    if done.returncode == _REFUSED:
        raise UnreadableError(done.stdout.decode())
    if done.returncode == _OUT_OF_MEMORY:
        raise UnreadableError("读取所需内存过多/reading it takes too much memory")
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise UnreadableError(_too_long(seconds))
    last = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
    raise UnreadableError(f"读取程序中断/the reader broke off: {''.join(last)[:200]}")


def _environment() -> dict[str, str]:
    """Nothing of ours but where the program lies, and where compiled modules are kept if at all."""
    kept = sys.pycache_prefix
    cache = {"PYTHONPYCACHEPREFIX": kept} if kept else {"PYTHONDONTWRITEBYTECODE": "1"}
    return {"PYTHONPATH": str(_ROOT), "PYTHONIOENCODING": "utf-8", **cache}


def _too_long(seconds: int) -> str:
    return f"{seconds} 秒内未能读完/not read within {seconds} seconds"


def _confine(seconds: int) -> None:
    """Limits of this process from here on; what it needs has been imported."""
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _main(module: str, seconds: str) -> int:
    extract = import_module(module).extract
    _confine(int(seconds))
    try:
        sys.stdout.write(json.dumps(extract(sys.stdin.buffer.read())))
    except UnreadableError as error:
        sys.stdout.write(str(error))
        return _REFUSED
    except MemoryError:
        return _OUT_OF_MEMORY
    return 0


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
