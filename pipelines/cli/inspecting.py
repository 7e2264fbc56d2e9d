"""Inspects files as they are handed in: no scheduler, no ledger and no descriptor is needed."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from pipelines.cli.checking import load
from pipelines.cli.console import err, note, stop
from pipelines.cli.naming import named_table
from pipelines.cli.reporting import ReportWriter
from pipelines.exceptions import SunledgerError, UsageError
from pipelines.inspection.inspect import inspect_snapshot
from pipelines.inspection.quotes import without_personal_quotes
from pipelines.intake.formats import FileContent, read_file
from pipelines.intake.grid import Grid
from pipelines.intake.kinds import SUFFIXES
from pipelines.intake.normalise import normalise_snapshot
from pipelines.intake.read import read_snapshot
from pipelines.intake.recognise import Recognition, Wanted, recognise
from pipelines.intake.snapshot import take_file, take_snapshot
from pipelines.model import Catalogue, Dataset, Finding, Inspection, Snapshot
from pipelines.progress import begin_step, watched_by
from pipelines.report.content import Report
from pipelines.settings import load_settings
from pipelines.tables import Tables
from pipelines.wording import Language

CLEAN, ERRORS, UNREADABLE = 0, 1, 2
_EXITS = {"clean": CLEAN, "errors": ERRORS, "unreadable": UNREADABLE}
_SUFFIXES = {suffix for suffixes in SUFFIXES.values() for suffix in suffixes}
_STEPS = {"read": "读取 reading", "inspect": "审核 inspecting", "write": "写报告 writing"}


@dataclass(frozen=True)
class Request:
    """What was asked for on the command line."""

    wanted: str | None
    year: int | None
    form: str | None
    output: Path | None
    language: Language
    show_all: bool


@dataclass(frozen=True)
class Target:
    """One file to inspect; `dataset` is None when it has no descriptor."""

    path: Path
    dataset: Dataset | None = None


def inspect_all(words: Sequence[str], request: Request) -> int:
    """Inspect and report on every target; the exit code of the worst of them."""
    catalogue = load()
    try:
        wanted = _wanted(request, catalogue)
        targets = list(_targets(words, catalogue))
        if not targets:
            raise UsageError(f"没有可审核的文件 nothing to inspect: {'、'.join(words)}")
        writer = ReportWriter(
            request.form, request.output, request.language, show_all=request.show_all
        )
        writer.prepare([target.path for target in targets])
        tables = Tables(catalogue)
        verdicts = []
        with _progress(len(targets)) as advance:
            for target in targets:
                report, grids = inspect_target(target, tables, wanted)
                begin_step(target.path.name, "", "write")
                writer.write(report, grids)
                verdicts.append(_EXITS[report.verdict])
                advance()
    except (SunledgerError, OSError) as error:
        stop(error)
    return max(verdicts)


def _wanted(request: Request, catalogue: Catalogue) -> Wanted:
    """What is said of the files; raises UsageError if it names no table or family."""
    if request.wanted is None:
        return Wanted(year=request.year)
    return Wanted(*named_table(request.wanted, catalogue), request.year)


def _targets(words: Sequence[str], catalogue: Catalogue) -> Iterator[Target]:
    """What each word names: a dataset (then its snapshots), a folder, or a file.

    Raises: UsageError if it names nothing.
    """
    dataset: Dataset | None = None
    pending = False  # whether a dataset's newest snapshot is meant unless one is named
    for word in words:
        if dataset and word in (s.stem for s in dataset.snapshots):
            pending = False
            yield _snapshot_target(dataset, word)
            continue
        if dataset and pending:
            yield _snapshot_target(dataset, dataset.snapshots[-1].stem)
        dataset = catalogue.datasets.get(word)
        pending = dataset is not None
        if dataset is None:
            yield from _file_targets(Path(word))
    if dataset and pending:
        yield _snapshot_target(dataset, dataset.snapshots[-1].stem)


def _snapshot_target(dataset: Dataset, stem: str) -> Target:
    return Target(dataset.folder / dataset.entry(stem).path, dataset)


def _file_targets(path: Path) -> Iterator[Target]:
    if path.is_file():
        yield Target(path)
        return
    if not path.is_dir():
        raise UsageError(f"没有这个文件、文件夹或者数据集 no such file, folder or dataset: {path}")
    root = path.resolve()
    inside = [p for p in sorted(path.rglob("*")) if p.is_file() and not p.name.startswith(".")]
    if outside := [p for p in inside if not p.resolve().is_relative_to(root)]:
        names = "、".join(p.name for p in outside)
        note(f"跳过指向文件夹以外的链接 links out of the folder skipped: {names}")
        inside = [p for p in inside if p not in outside]
    other = [p for p in inside if p.suffix.lower() not in _SUFFIXES]
    if other:
        note(
            f"跳过 {len(other)} 个其他文件 other files skipped: {'、'.join(p.name for p in other)}"
        )
    yield from (Target(p) for p in inside if p not in other)


def inspect_target(
    target: Target, tables: Tables, wanted: Wanted
) -> tuple[Report, Mapping[str, Grid]]:
    """The report on one file, and its sheets as they were read.

    Raises: OSError if the file cannot be opened; RepositoryError if a rule cannot be run.
    """
    begin_step(target.path.name, "", "read")
    if target.dataset is not None:
        snapshot = take_snapshot(target.dataset, target.dataset.entry(target.path.stem))
        encoding = target.dataset.entry(snapshot.name).encoding
        content = read_file(snapshot.path, encoding)
        published = load_settings().warehouse
        beside = published if published.exists() else None
        report = _judged(snapshot, content, target.dataset, tables, None, beside)
        return report, content.grids
    snapshot = take_file(target.path)
    content = read_file(target.path)
    grids, faults = content.grids, content.findings
    if not grids:
        return _unread(snapshot, tables, faults, None), grids
    recognition = recognise(grids, snapshot, tables.catalogue, wanted)
    if recognition.dataset is None:
        fault = _unrecognised(recognition, target.path.name)
        inside = [finding for grid in grids.values() for finding in grid.findings]
        return _unread(snapshot, tables, [*faults, *inside, fault], recognition), grids
    return _judged(snapshot, content, recognition.dataset, tables, recognition), grids


def _judged(  # noqa: PLR0913 - a file, what is known of it, and what it is held against
    snapshot: Snapshot,
    content: FileContent,
    dataset: Dataset,
    tables: Tables,
    recognition: Recognition | None,
    warehouse: Path | None = None,
) -> Report:
    catalogue = tables.catalogue
    source = read_snapshot(snapshot, dataset, catalogue.families[dataset.family], content)
    staged = normalise_snapshot(snapshot, source, dataset, catalogue)
    begin_step(snapshot.path.name, "", "inspect")
    inspection = inspect_snapshot(staged, dataset, tables, warehouse)
    return Report(snapshot, catalogue, inspection, dataset, staged, recognition)


def _unread(
    snapshot: Snapshot,
    tables: Tables,
    findings: Sequence[Finding],
    recognition: Recognition | None,
) -> Report:
    inspection = Inspection(tuple(map(without_personal_quotes, findings)), ())
    return Report(snapshot, tables.catalogue, inspection, recognition=recognition)


def _unrecognised(recognition: Recognition, file: str) -> Finding:
    """Why a file that could be read was not judged."""
    if recognition.lacks_year:
        years = "、".join(map(str, recognition.years)) or None
        return Finding("year-is-stated", "error", value=years)
    sheets = "、".join(u.sheet for u in recognition.unread if u.sheet) or None
    nearest = {
        f"{c.family}/{c.table}": None for found in recognition.nearest.values() for c in found
    }
    named = [name for u in recognition.unread for name in u.tables]
    return Finding(
        "tables-are-recognised",
        "error",
        expected="、".join(named or nearest) or None,
        detail=sheets or file,
    )


@contextmanager
def _progress(count: int) -> Iterator:
    """A bar over the files; silent where nobody looks at a terminal."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
    )
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        bar = progress.add_task("准备 preparing", total=count)

        def watch(file: str, _snapshot: str, step: str) -> None:
            progress.update(bar, description=f"{_STEPS[step]} {file}")

        with watched_by(watch):
            yield lambda: progress.advance(bar)
