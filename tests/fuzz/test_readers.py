"""Whatever stands in a file, a reader gives its tables or says why not: it never breaks."""

import json
import os
import resource
import signal
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.intake import pdf_pages, xls, xls_cells
from pipelines.intake.confined import MAX_MEMORY
from pipelines.intake.formats import FileContent, read_file
from pipelines.intake.limits import UnreadableError
from pipelines.model import Finding
from tests.fuzz import seeds
from tests.fuzz.mutations import changed, changed_inside

FEW, MANY = 8, 4_000
Extract = Callable[[bytes], object]
REFUSED, OUT_OF_MEMORY, SECONDS = 3, 4, 15
# A library that cannot get memory ends its process; the clock ends it too.
AT_LIMIT = (OUT_OF_MEMORY, -signal.SIGABRT, -signal.SIGXCPU, -signal.SIGKILL)
FILES = {
    "a.csv": changed(seeds.CSVS),
    "a.htm": changed(seeds.HTML),
    "a.xlsx": st.one_of(changed(seeds.XLSX), changed_inside(seeds.XLSX)),
    "a.ods": st.one_of(changed(seeds.ODS), changed_inside(seeds.ODS)),
    "a.zip": st.one_of(changed(seeds.ZIP), changed_inside(seeds.ZIP)),
}
# These run in a process of their own: what is fuzzed is what runs there, and what reads its answer.
CONFINED = {"a.xls": changed(seeds.XLS, most=3), "a.pdf": changed(seeds.PDF)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


def check(content: FileContent) -> None:
    """A file that gives no table says why; every finding has a place that can be written."""
    assert content.grids or content.findings
    inside = [f for grid in content.grids.values() for f in grid.findings]
    assert all(written(f) for f in [*content.findings, *inside])
    for grid in content.grids.values():
        assert all(isinstance(text, str) for cells in grid.rows for text in cells)


def written(finding: Finding) -> bool:
    """Whether a finding can be encoded; half a character cannot."""
    texts = [finding.place.cell(), finding.value, finding.expected, finding.detail]
    return json.dumps(texts, ensure_ascii=False).encode() != b""


def read_changed(folder: Path, name: str, data: bytes) -> None:
    path = folder / name
    path.write_bytes(data)
    check(read_file(path))


def confined_in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """What runs confined runs in a copy of this process: without a second for each start."""
    extracts: dict[str, Extract] = {
        "pipelines.intake.xls_cells": xls_cells.extract,
        "pipelines.intake.pdf_pages": pdf_pages.extract,
    }

    def run(module: str, data: bytes) -> object:
        return run_in_copy(extracts[module], data)

    monkeypatch.setattr(xls, "run_confined", run)
    monkeypatch.setattr("pipelines.intake.pdf.run_confined", run)


def run_in_copy(extract: Extract, data: bytes) -> object:
    """What it gives, as a confined process would tell it; a fault that is not ours is raised."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        os._exit(tell(extract, data, writing))
    os.close(writing)
    with open(reading, "rb") as pipe:  # noqa: PTH123 - no path, but what the copy tells
        told = pipe.read()
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if ended in AT_LIMIT:
        raise UnreadableError("at a limit")
    if ended == REFUSED:
        raise UnreadableError(told.decode())
    assert ended == 0, told.decode(errors="replace") or f"ended by signal {-ended}"
    return json.loads(told)


def tell(extract: Extract, data: bytes, writing: int) -> int:
    """Write what it gives or why not; the code the copy ends with."""
    own = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (own + MAX_MEMORY, own + MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with open(writing, "wb") as pipe:
        try:
            pipe.write(json.dumps(extract(data)).encode())
        except UnreadableError as error:
            pipe.write(str(error).encode())
            return REFUSED
        except MemoryError:
            return OUT_OF_MEMORY
        except BaseException:  # noqa: BLE001 - each is what the test looks for
            pipe.write(traceback.format_exc().encode())
            return 1
    return 0


def fuzz(strategy: st.SearchStrategy[bytes], act: Callable[[bytes], None], examples: int) -> None:
    health = [HealthCheck.too_slow, HealthCheck.data_too_large]

    # The few are the same every time: what lands does not hang on luck.
    @settings(
        max_examples=examples,
        suppress_health_check=health,
        deadline=None,
        derandomize=examples == FEW,
    )
    @given(strategy)
    def run(data: bytes) -> None:
        act(data)

    run()


@pytest.mark.parametrize("name", FILES)
def test_changed_file_is_read_or_refused(folder: Path, name: str) -> None:
    fuzz(FILES[name], lambda data: read_changed(folder, name, data), FEW)


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_many_changed_files_are_read_or_refused(folder: Path, name: str) -> None:
    fuzz(FILES[name], lambda data: read_changed(folder, name, data), MANY)


@pytest.mark.slow
@pytest.mark.parametrize("name", CONFINED)
def test_many_files_read_in_a_process_of_their_own_are_read_or_refused(
    folder: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    confined_in_place(monkeypatch)
    fuzz(CONFINED[name], lambda data: read_changed(folder, name, data), MANY)
