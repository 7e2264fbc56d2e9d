"""Withdraws an edition, and tells what that came to."""

from dataclasses import dataclass
from datetime import datetime

from pipelines.cli.checking import load
from pipelines.cli.console import say, stop
from pipelines.exceptions import SunledgerError, UsageError
from pipelines.model import Withdrawal
from pipelines.publication.warehouse import Warehouse
from pipelines.publication.withdrawal import withdraw
from pipelines.redaction import CHINA
from pipelines.settings import load_settings
from pipelines.tables import Tables


@dataclass(frozen=True)
class Request:
    """What was asked for on the command line; whoever does not say who decides is the publisher."""

    dataset: str
    number: int
    reason: str
    reason_en: str | None
    replaced_by: int | None
    decided_by: str | None
    is_purged: bool


def withdraw_edition(request: Request) -> None:
    """Withdraw it; ends with 2 if it cannot be done, and then nothing has changed."""
    settings, catalogue = load_settings(), load()
    dataset = catalogue.datasets.get(request.dataset)
    if dataset is None:
        known = "、".join(catalogue.datasets)
        stop(UsageError(f"没有数据集 no dataset {request.dataset}：{known}"))
    asked = Withdrawal(
        dataset.name,
        request.number,
        datetime.now(CHINA).isoformat(timespec="seconds"),
        request.decided_by or dataset.publisher.name,
        request.reason.strip(),
        request.reason_en,
        request.replaced_by,
        request.is_purged,
    )
    warehouse = Warehouse(settings.warehouse, Tables(catalogue.public))
    try:
        done = withdraw(settings, warehouse, asked)
        latest = warehouse.latest(dataset.name)
    except (SunledgerError, OSError) as error:
        stop(error)
    _tell(dataset.title, done, latest.number if latest else None, warehouse.numbers(dataset.name))


def _tell(title: str, done: Withdrawal, latest: int | None, numbers: list[int]) -> None:
    files, files_en = ("已删除", "removed") if done.is_purged else ("不再提供", "closed")
    say(f"{title} 第 {done.edition} 版已撤回：{done.reason}。文件{files}，网址显示撤回说明。")
    say(f"Edition {done.edition} is withdrawn; its files are {files_en}, a tombstone says why.")
    if latest:
        say(f"最新版本是第 {latest} 版。 / The newest edition is {latest}.")
    else:
        say("现在没有可用的版本。 / No edition stands now.")
    following = done.edition + 1
    if following in numbers:
        say(
            f"第 {following} 版的变更里仍写着第 {done.edition} 版的原值；"
            "要一并收回，请也撤回那一版。"
            f" / The changes of edition {following} still quote old values of this one: withdraw it"
            " too if they must go."
        )
