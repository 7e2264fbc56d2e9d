"""Publishes, and tells what became of each file."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.box import SIMPLE_HEAD
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table

from pipelines.cli.checking import load
from pipelines.cli.console import err, say, stop, wide
from pipelines.exceptions import SunledgerError
from pipelines.model import Result
from pipelines.prefect_server import begin_server
from pipelines.progress import watched_by
from pipelines.settings import load_settings

_OUTCOMES = {
    "published": "[green]已发布 published[/]",
    "unchanged": "无变化 unchanged",
    "limited": "不对外公开 not public",
    "withdrawn": "已撤回，不再发布 withdrawn before",
    "refused": "[red]未发布 refused[/]",
    "failed": "[red bold]故障 failed[/]",
}
_STEPS = {"read": "读取", "inspect": "审核", "publish": "发布"}


def publish_datasets(datasets: list[str] | None, *, strict: bool, anew: bool = False) -> None:
    """Publish what is new; ends with 2 on a fault and, if strict, with 1 on a refused file."""
    try:
        with begin_server(load_settings().home) as server, _progress(datasets):
            # Prefect takes seconds to import, here and in the server that starts meanwhile.
            from flows import run

            results = run(datasets, server, anew=anew)
    except (SunledgerError, OSError) as error:
        stop(error)
    _print_results(results)
    if any(r.outcome == "failed" for r in results):
        raise typer.Exit(2)
    if strict and any(r.outcome == "refused" for r in results):
        raise typer.Exit(1)


@contextmanager
def _progress(datasets: list[str] | None) -> Iterator[None]:
    """A bar over the snapshots of the run; silent where nobody looks at a terminal."""
    catalogue = load()
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
    wide().print(table)
    made = sum(r.outcome == "published" for r in results)
    refused = sum(r.outcome == "refused" for r in results)
    say(
        f"共 {len(results)} 个文件，新版本 {made} 个，未发布 {refused} 个。"
        f" / {len(results)} snapshots, {made} new editions, {refused} refused."
    )
    if not made and not refused:
        say("没有新内容，未另出版本。 / Nothing new: no edition was made.")
    elif not made:
        say("除未发布的以外没有新内容，未另出版本。 / Nothing else is new: no edition was made.")
    say(f"打开网站 open the site: ./run serve   （数据在 data in {load_settings().home}）")
