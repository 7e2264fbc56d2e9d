"""Withdraws an edition: the one way in which anything published can go.

The record is one transaction of the warehouse, with the rows of the edition before it where the
newest was withdrawn. Then readers get the new state, and the tombstone is written.
"""

from dataclasses import replace
from pathlib import Path

from pipelines.exceptions import UsageError
from pipelines.model import Withdrawal
from pipelines.publication.keys import signing_key
from pipelines.publication.lock import locked
from pipelines.publication.states import publish_state
from pipelines.publication.tombstone import finish_withdrawals
from pipelines.publication.warehouse import Warehouse
from pipelines.settings import Settings


def withdraw(settings: Settings, warehouse: Warehouse, asked: Withdrawal) -> Withdrawal:
    """The withdrawal as it is recorded; asked for a second time, what is missing of it is done.

    An edition that is withdrawn already stays so, with the reason it has; its files can still be
    removed.

    Raises: UsageError if there is no such edition, or none of the number that is to replace it;
    BusyError if another run is publishing; SignatureError if the home's key is lost; StoreError if
    the edition before cannot be brought back as it was published.
    """
    with locked(settings.lock):
        _require_publication(settings.warehouse)
        warehouse.prepare(settings.editions)
        _check(asked, warehouse)
        signing_key(settings.keys)  # before anything changes
        known = {(w.dataset, w.edition): w for w in warehouse.withdrawals()}
        standing = known.get((asked.dataset, asked.edition))
        is_purged = asked.is_purged or bool(standing and standing.is_purged)
        withdrawal = replace(standing or asked, is_purged=is_purged)
        if withdrawal != standing:
            warehouse.withdraw(withdrawal, settings.editions)
        publish_state(settings.warehouse, settings.public)
        finish_withdrawals(settings, [withdrawal])
    return withdrawal


def _require_publication(warehouse: Path) -> None:
    if not warehouse.exists():
        raise UsageError(f"{warehouse.parent} 里还没有发布过 / nothing has been published there")


def _check(asked: Withdrawal, warehouse: Warehouse) -> None:
    numbers = warehouse.numbers(asked.dataset)
    if asked.edition not in numbers:
        known = "、".join(map(str, numbers)) or "–"
        raise UsageError(
            f"{asked.dataset} 没有第 {asked.edition} 版，有 {known}"
            f" / {asked.dataset} has no edition {asked.edition}; there are {known}"
        )
    withdrawn = {w.edition for w in warehouse.withdrawals() if w.dataset == asked.dataset}
    if asked.replaced_by is not None and (
        asked.replaced_by not in set(numbers) - withdrawn - {asked.edition}
    ):
        raise UsageError(
            f"第 {asked.replaced_by} 版不能代替它：没有这一版，或者它也撤回了"
            f" / edition {asked.replaced_by} cannot replace it: it does not stand"
        )
    if not asked.reason.strip():
        raise UsageError("要写明撤回的原因 / say why it is withdrawn: --reason")
