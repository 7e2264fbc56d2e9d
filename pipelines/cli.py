"""`sunledger …`: the words of the command line. Only `publish` needs Prefect."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, NoReturn

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table

from pipelines.catalogue import load_catalogue
from pipelines.database import Tables
from pipelines.exceptions import SunledgerError
from pipelines.inspection.inspect import inspect_snapshot
from pipelines.intake.normalise import normalise_snapshot
from pipelines.intake.read import read_snapshot
from pipelines.intake.snapshot import take_snapshot
from pipelines.model import Catalogue, Dataset, Finding, Inspection, Result
from pipelines.portal.serve import datasette_arguments
from pipelines.progress import watched_by
from pipelines.settings import load_settings
from pipelines.wording import word_finding

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="阳光账本：把财政部门自己的文件变成人人可查的开放数据。"
    " / Sunledger: from a finance bureau's own files to open data anyone can check.",
)
out, err = Console(), Console(stderr=True)

_OUTCOMES = {
    "published": "[green]已发布 published[/]",
    "unchanged": "无变化 unchanged",
    "refused": "[red]未发布 refused[/]",
    "failed": "[red bold]故障 failed[/]",
}
_SEVERITIES = {
    "error": "[red]错误 error[/]",
    "warning": "提示 warning",
    "info": "说明 note",
}
_STEPS = {"read": "读取", "inspect": "审核", "publish": "发布"}
_SHOWN = 20


def _stop(error: Exception) -> NoReturn:
    err.print(f"[red]无法运行 could not run:[/] {escape(str(error))}", highlight=False)
    raise typer.Exit(2)


@app.command()
def publish(
    datasets: Annotated[
        list[str] | None, typer.Argument(help="数据集名称，缺省为全部 / dataset names, all if none")
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="有数据集未发布时返回 1 / exit 1 if any was refused")
    ] = False,
) -> None:
    """读取、审核并发布新的文件。 / Read, inspect and publish what is new."""
    try:
        # Prefect takes seconds to import; every other command goes without it.
        from flows import run

        with _progress(datasets):
            results = run(datasets)
    except (SunledgerError, OSError) as error:
        _stop(error)
    _print_results(results)
    if any(r.outcome == "failed" for r in results):
        raise typer.Exit(2)
    if strict and any(r.outcome == "refused" for r in results):
        raise typer.Exit(1)


@contextmanager
def _progress(datasets: list[str] | None) -> Iterator[None]:
    """A bar over the snapshots of the run; silent where nobody looks at a terminal."""
    catalogue = _load()
    chosen = [d for n, d in catalogue.datasets.items() if not datasets or n in datasets]
    text = TextColumn("{task.description}", markup=False)
    columns = (SpinnerColumn(), text, BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=err, transient=True) as progress:
        total = sum(len(d.snapshots) for d in chosen)
        bar = progress.add_task("准备 preparing", total=total)
        positions = {
            (d.name, s.stem): i
            for i, (d, s) in enumerate((d, s) for d in chosen for s in d.snapshots)
        }

        def watch(dataset: str, snapshot: str, step: str) -> None:
            title = catalogue.datasets[dataset].title
            text = f"{_STEPS[step]} {title} · {snapshot}"
            progress.update(bar, description=text, completed=positions[dataset, snapshot])

        with watched_by(watch):
            yield


def _print_results(results: list[Result]) -> None:
    table = Table(title="发布结果 Publication", title_justify="left", box=SIMPLE_HEAD)
    table.add_column("数据集\ndataset", overflow="fold")
    table.add_column("文件\nsnapshot", no_wrap=True)
    for heading in ("行\nrows", "错误\nerrors", "提示\nwarnings"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("结果\noutcome", overflow="fold")
    table.add_column("查看\nwhere to look", overflow="fold")
    for r in results:
        counts = (f"{n:,}" for n in (r.row_count, r.errors, r.warnings))
        outcome = f"{_OUTCOMES[r.outcome]}\n{escape(r.reason)}\n[dim]{escape(r.reason_en)}[/]"
        table.add_row(escape(r.title), escape(r.snapshot), *counts, outcome, r.where)
    _console().print(table)
    made = sum(r.outcome == "published" for r in results)
    refused = sum(r.outcome == "refused" for r in results)
    _say(
        f"共 {len(results)} 个文件，新版本 {made} 个，未发布 {refused} 个。"
        f" / {len(results)} snapshots, {made} new editions, {refused} refused."
    )
    if not made and not refused:
        _say("没有新内容，未另出版本。 / Nothing new: no edition was made.")
    elif not made:
        _say("除未发布的以外没有新内容，未另出版本。 / Nothing else is new: no edition was made.")
    _say(f"打开网站 open the site: ./run serve   （数据在 data in {load_settings().home}）")


def _say(text: str) -> None:
    out.print(escape(text), highlight=False, soft_wrap=True)


def _console() -> Console:
    """Wide enough for the table where the output is a file or a pipe of no stated width."""
    return out if out.is_terminal or "COLUMNS" in os.environ else Console(width=180)


@app.command()
def inspect(
    dataset: Annotated[str, typer.Argument(help="数据集名称 / dataset name")],
    snapshot: Annotated[
        str | None, typer.Argument(help="文件名，缺省为最新 / snapshot, the newest if none")
    ] = None,
    show_all: Annotated[
        bool, typer.Option("--all", help="列出全部问题 / list every finding")
    ] = False,
) -> None:
    """只审核、不发布。 / Inspect one file without publishing anything."""
    catalogue = _load()
    chosen = catalogue.datasets.get(dataset)
    if chosen is None:
        _stop(SunledgerError(f"没有数据集 no dataset {dataset}"))
    inspection = _inspect(chosen, snapshot, catalogue)
    _print_findings(inspection, catalogue, None if show_all else _SHOWN)
    if inspection.is_refused:
        raise typer.Exit(1)


def _inspect(dataset: Dataset, snapshot: str | None, catalogue: Catalogue) -> Inspection:
    stems = [s.stem for s in dataset.snapshots]
    if snapshot and snapshot not in stems:
        known = "、".join(stems)
        _stop(SunledgerError(f"没有文件 no snapshot {snapshot}；现有 there are: {known}"))
    try:
        taken = take_snapshot(dataset, dataset.entry(snapshot or stems[-1]))
        source = read_snapshot(taken, dataset, catalogue.families[dataset.family])
        staged = normalise_snapshot(taken, source, dataset, catalogue)
        return inspect_snapshot(staged, dataset, Tables(catalogue))
    except (SunledgerError, OSError) as error:
        _stop(error)


def _print_findings(inspection: Inspection, catalogue: Catalogue, most: int | None) -> None:
    table = Table(title="审核结果 Findings", title_justify="left", box=SIMPLE_HEAD)
    for heading in ("级别", "位置", "字段", "内容 value", "应为 expected", "说明 message"):
        table.add_column(heading, overflow="fold")
    shown = inspection.findings[:most]
    for finding in shown:
        table.add_row(*_finding_cells(finding, catalogue))
    if inspection.findings:
        _console().print(table)
    counts = {s: inspection.count(s) for s in ("error", "warning", "info")}
    rest = len(inspection.findings) - len(shown)
    more = f"（另有 {rest} 处，用 --all 列出 and {rest} more, listed by --all）" if rest else ""
    _say(
        f"错误 errors {counts['error']}，提示 warnings {counts['warning']}，"
        f"说明 notes {counts['info']}{more}"
    )
    left_open = [o for o in inspection.outcomes if o.cannot_check]
    if left_open:
        rows = sum(sum(o.cannot_check.values()) for o in left_open)
        _say(
            f"另有 {len(left_open)} 条规则共 {rows} 行无法核对，缺少日期等，不算成立。"
            f" / {len(left_open)} rules left {rows} rows unchecked, which is not passing."
        )


def _finding_cells(finding: Finding, catalogue: Catalogue) -> tuple[str, ...]:
    rule = catalogue.rules[finding.rule]
    schema = catalogue.schemas.get(finding.table or "")
    message = word_finding(finding, rule, schema, "zh").message
    texts = (finding.place.cell(), finding.field, finding.value, finding.expected, message)
    *cells, said = (escape(text or "") for text in texts)
    return _SEVERITIES[finding.severity], *cells, f"{said}\n[dim]{rule.name}[/]"


@app.command()
def check() -> None:
    """核对 schemas/ 与 datasets/。 / Check that what the repository declares holds together."""
    catalogue = _load()
    _say(
        f"{len(catalogue.families)} families, {len(catalogue.schemas)} tables, "
        f"{len(catalogue.rules)} rules, {len(catalogue.codelists)} code lists, "
        f"{len(catalogue.datasets)} datasets: 一切相符 all hold together"
    )


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="端口 / port")] = 8001,
    host: Annotated[str, typer.Option(help="地址 / address")] = "127.0.0.1",
) -> None:
    """打开网站。 / Open the site."""
    settings = load_settings()
    if not settings.warehouse.exists():
        _stop(
            SunledgerError("还没有发布任何内容，请先运行 ./run publish / run ./run publish first")
        )
    try:
        arguments = ["-m", "datasette", *datasette_arguments(settings, host, port)]
    except SunledgerError as error:
        _stop(error)
    _say(f"http://{host}:{port}/  （Ctrl+C 停止 to stop）")
    sys.stdout.flush()
    # The arguments are ours; Datasette takes this process's place, so a signal reaches it.
    os.execv(sys.executable, [sys.executable, *arguments])  # noqa: S606


def _load() -> Catalogue:
    settings = load_settings()
    try:
        return load_catalogue(settings.schemas, settings.datasets)
    except SunledgerError as error:
        _stop(error)
