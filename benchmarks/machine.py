"""The machine that was measured, and the versions that decided, in one line."""

import os
import platform
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path


def machine(packages: Iterable[str]) -> str:
    """Processors, memory, system, Python and the versions of the packages."""
    versions = "，".join(f"{name} {version(name)}" for name in sorted(set(packages)))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} 核 cores（{_processor()}），{memory:.0f} GiB，{platform.system()}，"
        f"Python {platform.python_version()}，{versions}。"
    )


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())
