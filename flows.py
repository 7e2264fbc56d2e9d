"""The line a snapshot travels, in its order: the table of contents of the project.

    snapshot → read → normalise → inspect → disclose → edition → downloads → warehouse
    → public state

`publish` runs `publish_dataset` for every dataset; that takes each snapshot not yet published
through the line. A task is one line that calls one plain function; only reading and writing are
tried again. What happened is recorded in the warehouse, never in Prefect's own database.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pipelines.settings import Settings, load_settings, prepare_prefect

# Prefect reads its environment when it is imported.
prepare_prefect(load_settings().home)

from prefect import State, Task, flow, task  # noqa: E402
from prefect.cache_policies import NO_CACHE  # noqa: E402
from prefect.client.schemas.objects import TaskRun  # noqa: E402
from prefect.settings import (  # noqa: E402
    PREFECT_API_AUTH_STRING,
    PREFECT_API_URL,
    PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
    temporary_settings,
)

from pipelines.catalogue import load_catalogue  # noqa: E402
from pipelines.discretion import Discreet  # noqa: E402
from pipelines.exceptions import RepositoryError, SunledgerError  # noqa: E402
from pipelines.inspection.inspect import inspect_snapshot  # noqa: E402
from pipelines.inspection.structure import refuse_unsound_schemas  # noqa: E402
from pipelines.intake.normalise import normalise_snapshot  # noqa: E402
from pipelines.intake.read import read_snapshot  # noqa: E402
from pipelines.intake.snapshot import take_snapshot  # noqa: E402
from pipelines.model import Catalogue, Dataset, Result, SnapshotEntry  # noqa: E402
from pipelines.prefect_server import PrefectServer  # noqa: E402
from pipelines.progress import begin_step  # noqa: E402
from pipelines.publication.basis import (  # noqa: E402
    declared_basis,
    judging_basis,
    until_next_opening,
)
from pipelines.publication.disclosure import disclose_snapshot  # noqa: E402
from pipelines.publication.downloads import build_downloads  # noqa: E402
from pipelines.publication.edition import build_edition  # noqa: E402
from pipelines.publication.lock import locked  # noqa: E402
from pipelines.publication.revision import judge_revision  # noqa: E402
from pipelines.publication.sealing import seal_edition  # noqa: E402
from pipelines.publication.site import write_metadata  # noqa: E402
from pipelines.publication.states import publish_state  # noqa: E402
from pipelines.publication.store import (  # noqa: E402
    building_folder,
    remove_unpublished,
    write_edition,
)
from pipelines.publication.tombstone import finish_withdrawals  # noqa: E402
from pipelines.publication.warehouse import Warehouse  # noqa: E402
from pipelines.redaction import CHINA  # noqa: E402
from pipelines.report.files import build_reports  # noqa: E402
from pipelines.tables import Tables  # noqa: E402


def _is_io_fault(_task: Task, _run: TaskRun, state: State) -> bool:
    """Disks and networks recover; the same input is never judged otherwise a second time."""
    return isinstance(state.result(raise_on_failure=False), OSError)


_RETRIES: dict[str, Any] = {
    "retries": 3,
    "retry_delay_seconds": 1,
    "retry_condition_fn": _is_io_fault,
}
T = TypeVar("T")


def step(function: Callable[..., T], *values: Any, retry: bool = False) -> T:
    """What a plain function makes of some values, run as a task of its name.

    The values are not the task's parameters: Prefect would walk through every code and row. What a
    fault says of them is not Prefect's either: it keeps and prints the message.
    """
    options = _RETRIES if retry else {}

    def work() -> T:
        with Discreet():
            return function(*values)

    return task(work, name=function.__name__, cache_policy=NO_CACHE, **options)()


@dataclass(frozen=True)
class Workspace:
    """The repository as loaded once, and the home it is published into.

    The warehouse knows of the catalogue only what is public.
    """

    settings: Settings
    catalogue: Catalogue
    warehouse: Warehouse

    @cached_property
    def tables(self) -> Tables:
        """The tables rules run over, closed columns included; they are never on a disk."""
        return Tables(self.catalogue)

    @cached_property
    def judged_by(self) -> str:
        """The hash of what snapshots are judged by."""
        return judging_basis(self.settings.schemas)


@lru_cache(maxsize=1)
def _workspace(settings: Settings) -> Workspace:
    catalogue = load_catalogue(settings.schemas, settings.datasets)
    refuse_unsound_schemas(catalogue)
    return Workspace(settings, catalogue, Warehouse(settings.warehouse, Tables(catalogue.public)))


@contextmanager
def recorded(server: PrefectServer | None, home: Path) -> Iterator[None]:
    """Within this block the configured server records the runs, or one that ends with this run.

    Short flows spend a second each on stopping their heartbeat; a run that is killed leaves
    nothing behind that the heartbeat would have to find, so it is off.
    """
    with ExitStack() as stack:
        changed: dict[Any, Any] = {PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}
        if not PREFECT_API_URL.value():
            server = stack.enter_context(server or PrefectServer(home))
            changed |= {PREFECT_API_URL: server.api_url(), PREFECT_API_AUTH_STRING: server.password}
        stack.enter_context(temporary_settings(changed))
        yield


@flow(name="publish", validate_parameters=False)
def publish(
    datasets: list[str] | None = None, now: datetime | None = None, *, anew: bool = False
) -> list[Result]:
    """Publish what is new in the named datasets, or in all; the results in catalogue order.

    A dataset whose run fails leaves its last good edition in place, and the others go on. `now` is
    the moment by which embargoes end, the machine's own when none is given. `anew` judges also
    those files of which nothing has changed that their judgement rests on.
    """
    settings = load_settings()
    workspace = _workspace(settings)
    workspace.warehouse.prepare(settings.editions)
    publish_state(settings.warehouse, settings.public)
    finish_withdrawals(settings, workspace.warehouse.withdrawals())
    write_metadata(
        settings.repository / "metadata.yml", settings.metadata, workspace.catalogue.public
    )
    results: list[Result] = []
    for name in datasets or workspace.catalogue.datasets:
        state = publish_dataset(name, now or datetime.now(CHINA), anew, return_state=True)
        results += (
            state.result()
            if state.is_completed()
            else [_failed(workspace.catalogue.datasets[name], state)]
        )
    return results


@flow(name="publish-dataset", flow_run_name="{name}", validate_parameters=False)
def publish_dataset(name: str, now: datetime, anew: bool = False) -> list[Result]:
    """Publish each snapshot of one dataset that is new, oldest first, and look at current ones.

    A current one is judged anew if it was received again, if its corrections, rules or code lists
    have changed, if an embargo has ended, or if `anew` says so.
    """
    with Discreet():
        workspace = _workspace(load_settings())
        dataset, warehouse = workspace.catalogue.datasets[name], workspace.warehouse
        remove_unpublished(workspace.settings.editions, name, warehouse.history(name).newest)
        entries = _to_publish(dataset, warehouse.published_snapshots(name))
        return [_publish_snapshot(workspace, dataset, entry, now, anew) for entry in entries]


def _to_publish(dataset: Dataset, published: set[str]) -> list[SnapshotEntry]:
    """The snapshots after the newest published one, and before them the last of each partition.

    A dataset without partitions has one. An older snapshot of a partition is history: publishing
    it again would take the newer figures back.
    """
    stems = [s.stem for s in dataset.snapshots]
    for stem in published - set(stems):
        raise RepositoryError(f"dataset {dataset.name}: published snapshot {stem} is gone")
    newest = max((stems.index(stem) for stem in published), default=-1)
    current = {
        tuple({**dataset.constants, **entry.constants}.get(name) for name in dataset.partition): n
        for n, entry in enumerate(dataset.snapshots[: newest + 1])
    }
    return [
        entry for n, entry in enumerate(dataset.snapshots) if n > newest or n in current.values()
    ]


def _publish_snapshot(
    workspace: Workspace, dataset: Dataset, entry: SnapshotEntry, now: datetime, anew: bool
) -> Result:
    catalogue, warehouse = workspace.catalogue, workspace.warehouse
    family = catalogue.families[dataset.family]
    settings = workspace.settings
    editions = settings.editions

    begin_step(dataset.name, entry.stem, "read")
    snapshot = step(take_snapshot, dataset, entry, retry=True)
    basis = step(declared_basis, snapshot, dataset, workspace.judged_by, retry=True)
    known = None if anew else step(warehouse.standing, dataset, entry.stem, basis, now, retry=True)
    if known is not None:
        return known
    source = step(read_snapshot, snapshot, dataset, family, retry=True)
    staged = step(normalise_snapshot, snapshot, source, dataset, catalogue)
    begin_step(dataset.name, entry.stem, "inspect")
    inspection = step(inspect_snapshot, staged, dataset, workspace.tables, warehouse.path, now)
    begin_step(dataset.name, entry.stem, "publish")
    disclosed = step(disclose_snapshot, staged, inspection, dataset, family, now)
    edition = None
    if disclosed.makes_edition:
        previous = step(warehouse.latest_edition, dataset, editions, retry=True)
        history = step(warehouse.history, dataset.name, retry=True)
        edition = step(
            build_edition, disclosed.staged, disclosed.dataset, family.public, previous, history
        )
        judged = step(judge_revision, edition, disclosed, family.public.schemas, history)
        disclosed, edition = judged.disclosed, judged.edition
    if edition is not None:
        reports = step(build_reports, disclosed, warehouse.tables.catalogue)
        folder = building_folder(editions, dataset.name)
        made = step(build_downloads, folder, edition, disclosed, warehouse.tables, reports)
        files = step(seal_edition, edition, disclosed, catalogue.public, made, settings, retry=True)
        step(write_edition, editions, dataset.name, edition.number, files, retry=True)
    basis = step(until_next_opening, basis, staged, family.schemas, now)
    result = step(warehouse.record, disclosed, edition, basis, retry=True)
    step(publish_state, settings.warehouse, settings.public, retry=True)
    return result


def _failed(dataset: Dataset, state: State) -> Result:
    """What became of a dataset whose run failed; what its fault says names the file and why."""
    fault = state.result(raise_on_failure=False)
    message = str(fault) if isinstance(fault, SunledgerError | OSError) else state.message
    return Result(
        dataset=dataset.name,
        title=dataset.title,
        snapshot="",
        row_count=0,
        errors=0,
        warnings=0,
        outcome="failed",
        edition=None,
        reason=f"程序或机器的故障，不是数据的错：{message}",
        reason_en="a fault of the program or the machine, not of the data: see above",
        where="",
    )


def run(
    datasets: list[str] | None = None,
    server: PrefectServer | None = None,
    now: datetime | None = None,
    *,
    anew: bool = False,
) -> list[Result]:
    """Run `publish` here and now, on the given server or on one of its own if none is configured.

    Raises: RepositoryError if the repository does not hold together or a name is unknown, before
    a flow begins; BusyError if another run is publishing into the same home.
    """
    settings = load_settings()
    _workspace.cache_clear()
    known = _workspace(settings).catalogue.datasets
    for name in datasets or ():
        if name not in known:
            raise RepositoryError(f"no dataset {name} under {settings.datasets}")
    with locked(settings.lock), recorded(server, settings.home):
        return publish(datasets, now, anew=anew)


if __name__ == "__main__":
    run()
