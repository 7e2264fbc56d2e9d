"""A new dataset: its descriptor, with the tables and columns a file was recognised by."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from pipelines.catalogue import dump_yaml
from pipelines.intake.candidates import Candidate
from pipelines.intake.recognise import NOT_STATED
from pipelines.model import Block, Dataset, Family, Snapshot
from pipelines.scaffold.placeholders import to_fill, to_fill_en


def dataset_files(
    name: str,
    family: Family,
    snapshot: Snapshot | None = None,
    recognised: Dataset | None = None,
    found: tuple[Candidate, ...] = (),
) -> Mapping[str, str]:
    """The text of the descriptor by its path from the repository's top.

    Without a file it names every table of the family, and a snapshot that is to be put there.
    """
    descriptor = {
        "name": name,
        "family": family.name,
        "title": to_fill("数据集的名称"),
        "title_en": to_fill_en("name of the dataset"),
        "description": to_fill("里面有什么、哪里不全"),
        "description_en": to_fill_en("what it holds and what is missing"),
        "publisher": _publisher(recognised),
        "sources": [{"title": to_fill("数字出自哪一份公开文件")}],
        **_legal_basis(family),
        **_series(family, recognised),
        "snapshots": [_snapshot(snapshot, recognised, family)],
        "resources": [_resource(c) for c in found] or [{"table": t} for t in family.schemas],
    }
    return {f"datasets/{name}/datapackage.yaml": dump_yaml(descriptor)}


def _publisher(recognised: Dataset | None) -> dict[str, str]:
    known = recognised and recognised.publisher.name
    return {
        "name": known if known and known != NOT_STATED else to_fill("公开主体的全称"),
        "name_en": to_fill_en("the publisher in English"),
    }


def _legal_basis(family: Family) -> dict[str, Any]:
    bases = [basis.model_dump() for basis in family.legal_basis]
    return {"legal_basis": bases} if bases else {}


def _series(family: Family, recognised: Dataset | None) -> dict[str, Any]:
    """What is the same in every file; a table with a year in its key is replaced year by year."""
    years = _stated(family, "year")
    is_yearly = any(years & set(s.primary_key) for s in family.schemas.values())
    publishers = _stated(family, "publisher")
    given = _given(recognised)
    name = next((str(given[n]) for n in publishers if given.get(n) not in (None, NOT_STATED)), None)
    constants = {n: name or to_fill("公开单位") for n in sorted(publishers)}
    return {
        "cadence": "annual" if is_yearly else "irregular",
        **({"partition": sorted(years)} if is_yearly else {}),
        **({"constants": constants} if constants else {}),
    }


def _snapshot(
    snapshot: Snapshot | None, recognised: Dataset | None, family: Family
) -> dict[str, Any]:
    years = _stated(family, "year")
    given = {n: v for n, v in _given(recognised).items() if n in years}
    path = f"snapshots/{snapshot.path.name}" if snapshot else f"snapshots/{to_fill('文件名')}.xlsx"
    entry: dict[str, Any] = {"path": path, "date": snapshot.date if snapshot else _today()}
    constants = given or ({} if recognised else dict.fromkeys(sorted(years), to_fill("年度")))
    return entry | ({"constants": constants} if constants else {})


def _today() -> date:
    return datetime.now(UTC).date()


def _stated(family: Family, kind: str) -> set[str]:
    return {f.name for s in family.schemas.values() for f in s.fields if f.stated == kind}


def _given(recognised: Dataset | None) -> dict[str, str | int]:
    resources = recognised.resources if recognised else ()
    return {n: v for resource in resources for n, v in resource.constants.items()}


def _resource(candidate: Candidate) -> dict[str, Any]:
    """A table with the sheet it stands in, and its columns as they are printed."""
    layout = candidate.layout
    resource: dict[str, Any] = {"table": candidate.table}
    if candidate.sheet:
        resource["sheet"] = candidate.sheet
    for key in ("unit", "first_row"):
        if value := getattr(layout, key):
            resource[key] = value
    if layout.blocks:
        resource["blocks"] = [_block(block) for block in layout.blocks]
    else:
        resource["columns"] = _columns(layout.columns)
    if layout.ignore:
        resource["ignore"] = [*layout.ignore]
    return resource


def _block(block: Block) -> dict[str, Any]:
    constants = {"constants": dict(block.constants)} if block.constants else {}
    return {"columns": _columns(block.columns)} | constants


def _columns(columns: Mapping[str, str | tuple[str, ...]]) -> dict[str, str | list[str]]:
    return {name: n if isinstance(n, str) else [*n] for name, n in columns.items()}
