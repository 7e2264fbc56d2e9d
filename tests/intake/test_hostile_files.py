"""Every hostile file ends in findings that say why, within bounded time and memory.

What each file is told, to the letter and in both languages, stands in `hostile_files.csv`:
`pytest --accept` writes it anew, to be reviewed as a diff.
"""

import csv
import json
import os
import re
import selectors
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from pipelines.model import Catalogue, Finding, Place, Rule
from pipelines.wording import word_finding
from tests import REPOSITORY
from tests.intake.hostile_files import HOSTILE

# What a process that reads may take in all; importing what it needs takes 130 MB of it.
MOST_MEGABYTES = 300
MOST_LINES = 5  # of one file in the table of messages
HANGS_AFTER = 120  # seconds, on a machine that is busy with other things
READER = """
import dataclasses, json, re, resource, sys
from pathlib import Path
from pipelines.intake.formats import read_file

for line in sys.stdin:
    Path("/proc/self/clear_refs").write_text("5")  # forget the most memory had until here
    content = read_file(Path(line.rstrip()))
    inside = [f for grid in content.grids.values() for f in grid.findings]
    found = [dataclasses.asdict(f) for f in [*content.findings, *inside]]
    own = int(re.search(r"VmHWM:\\s*([0-9]+)", Path("/proc/self/status").read_text())[1])
    peak = max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    print(json.dumps({"found": found, "megabytes": peak // 1024}), flush=True)
"""


class Reader:
    """A process of its own that reads one file after the other."""

    def __init__(self, temporary: Path) -> None:
        self.temporary = temporary  # where it may unpack things, and must not leave them
        self.process = self._start()

    def _start(self) -> subprocess.Popen[str]:
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        environment = {**os.environ, "TMPDIR": str(self.temporary)}
        command = [sys.executable, "-c", READER]
        return subprocess.Popen(command, cwd=REPOSITORY, text=True, env=environment, **pipes)

    def read(self, path: Path) -> dict[str, Any]:
        """What it finds in a file, and the most memory it or a child of its had."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{path}\n")
        self.process.stdin.flush()
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            if not selector.select(HANGS_AFTER):
                self.close()
                self.process = self._start()
                pytest.fail("the reader hangs")
        return json.loads(self.process.stdout.readline())

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    process = Reader(tmp_path_factory.mktemp("temporary"))
    yield process
    process.close()


class Messages:
    """What each file is told, as accepted; or what it is to be from now on."""

    path = Path(__file__).with_name("hostile_files.csv")
    columns = ("file", "severity", "rule", "cell", "message", "message_en")

    def __init__(self, accept: bool) -> None:
        self.accept = accept
        self.lines: dict[str, list[list[str]]] = {}
        with self.path.open(encoding="utf-8", newline="") as file:
            for name, *line in csv.reader(file):
                self.lines.setdefault(name, []).append(line)

    def write(self) -> None:
        if self.accept:
            names = ["file", *(name for name in HOSTILE if name in self.lines)]
            with self.path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerows([name, *line] for name in names for line in self.lines[name])


@pytest.fixture(scope="module")
def messages(request: pytest.FixtureRequest) -> Iterator[Messages]:
    known = Messages(request.config.getoption("--accept", default=False))
    yield known
    known.write()


def told(found: dict[str, Any], checks: Mapping[str, Rule]) -> list[str]:
    """A finding as a line of the table of messages."""
    finding = Finding(**{**found, "place": Place(**found["place"])})
    zh, en = (word_finding(finding, checks[finding.rule], None, la) for la in ("zh", "en"))
    return [finding.severity, finding.rule, finding.place.cell() or "", zh.message, en.message]


# What a name begins with is the id of its fault.
IDS = {name: re.match("[IS][0-9]{2}", name) for name in HOSTILE}
NAMED = [
    pytest.param(name, marks=pytest.mark.fault(id_[0]) if id_ else ()) for name, id_ in IDS.items()
]


@pytest.mark.fault("N3", "N4")
@pytest.mark.parametrize("name", NAMED)
def test_hostile_file_ends_in_findings_that_say_why(
    tmp_path: Path, reader: Reader, messages: Messages, catalogue: Catalogue, name: str
) -> None:
    hostile = HOSTILE[name]
    path = tmp_path / hostile.called
    hostile.make(path)

    result = reader.read(path)

    assert result["megabytes"] < MOST_MEGABYTES
    lines = [told(found, catalogue.checks) for found in result["found"]]
    why = [line for line in lines if line[1] == hostile.rule]
    assert why, lines
    assert hostile.said in " ".join(why[0])
    assert str(tmp_path) not in str(lines)
    if messages.accept:
        messages.lines[name] = lines[:MOST_LINES]
    assert lines[:MOST_LINES] == messages.lines.get(name)
    assert [p.name for p in tmp_path.iterdir()] == [hostile.called]
    assert list(reader.temporary.iterdir()) == []
