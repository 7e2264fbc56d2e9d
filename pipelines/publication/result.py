"""What publishing a snapshot came to, in words."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from pipelines.model import Dataset, Disclosed, Edition, Result
from pipelines.redaction import by_table


def build_result(
    disclosed: Disclosed,
    edition: Edition | None,
    latest: int | None,
    withdrawn: int | None = None,
) -> Result:
    """What became of one snapshot and why.

    `latest` is the edition that stood before, `withdrawn` the one its rows were withdrawn with.
    """
    dataset, inspection = disclosed.dataset, disclosed.inspection
    errors, warnings = inspection.count("error"), inspection.count("warning")
    number = edition.number if edition else latest
    if inspection.is_refused:
        outcome = "refused"
        reason = f"{errors} 处错误，未发布" + (f"，仍为第 {latest} 版" if latest else "")
        reason_en = f"{errors} errors, not published"
        reason_en += f"; edition {latest} stays" if latest else ""
    elif not dataset.is_public:
        outcome, reason = "limited", "不对外公开，没有发布"
        reason_en = "not for the public, not published"
    elif edition is None and withdrawn:
        outcome, reason = "withdrawn", f"与已撤回的第 {withdrawn} 版相同，不再发布"
        reason_en = f"the same as edition {withdrawn}, which was withdrawn"
    elif edition is None:
        outcome, (reason, reason_en) = "unchanged", _same(latest)
    else:
        zh, en = _changed(edition)
        outcome, reason = "published", f"第 {edition.number} 版，{zh}"
        reason_en = f"edition {edition.number}: {en}"
    withheld = sum(len(rows) for rows in by_table(inspection.withheld).values())
    if withheld and not inspection.is_refused:
        reason, reason_en = _besides(reason, reason_en, withheld)
    return Result(
        dataset=dataset.name,
        title=dataset.title,
        snapshot=disclosed.staged.snapshot.name,
        row_count=disclosed.staged.row_count,
        errors=errors,
        warnings=warnings,
        outcome=outcome,
        edition=number,
        reason=reason,
        reason_en=reason_en,
        where=f"/dataset/{dataset.name}",
        withheld=withheld,
    )


def standing_result(dataset: Dataset, record: Mapping[str, Any]) -> Result:
    """What became of a snapshot whose judgement stands, from the warehouse's record of it."""
    outcome, reason, reason_en = (record[n] for n in ("outcome", "reason", "reason_en"))
    if outcome == "published":
        outcome, (reason, reason_en) = "unchanged", _same(record["edition"])
        if record["withheld_count"]:
            reason, reason_en = _besides(reason, reason_en, record["withheld_count"])
    return Result(
        dataset=dataset.name,
        title=dataset.title,
        snapshot=record["snapshot"],
        row_count=record["row_count"],
        errors=record["error_count"],
        warnings=record["warning_count"],
        outcome=outcome,
        edition=record["edition"],
        reason=reason,
        reason_en=reason_en,
        where=f"/dataset/{dataset.name}",
        withheld=record["withheld_count"] or 0,
    )


def _same(latest: int | None) -> tuple[str, str]:
    return f"与第 {latest} 版相同，不另出版本", f"the same as edition {latest}, no new one"


def _besides(reason: str, reason_en: str, withheld: int) -> tuple[str, str]:
    return (
        f"{reason}；{withheld} 行有错，暂不公开",
        f"{reason_en}; {withheld} rows with errors withheld",
    )


def _changed(edition: Edition) -> tuple[str, str]:
    """What an edition changes, in Chinese and English: rows added and removed, cells altered."""
    kinds = Counter(change.kind for change in edition.changes)
    words = (
        ("added", "新增 {} 行", "{} rows added"),
        ("removed", "删除 {} 行", "{} rows removed"),
        ("changed", "改动 {} 格", "{} cells changed"),
    )
    said = [(zh, en, kinds[kind]) for kind, zh, en in words if kinds[kind]]
    if said:
        return (
            "，".join(zh.format(count) for zh, _, count in said),
            ", ".join(en.format(count) for _, en, count in said),
        )
    return ("首版", "the first") if edition.number == 1 else ("字段有变动", "its fields changed")
