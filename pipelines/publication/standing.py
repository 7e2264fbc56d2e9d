"""Whether the judgement the warehouse holds of a file stands, and what it rests on."""

import json
from datetime import datetime

from sqlalchemy import Connection, and_, select

from pipelines.model import Catalogue, Dataset, Result
from pipelines.publication.basis import Basis, sha256_of_texts
from pipelines.publication.result import standing_result
from pipelines.tables import Tables


def find_standing(  # noqa: PLR0913 - a snapshot, what it rests on, and the moment that is asked for
    connection: Connection,
    tables: Tables,
    dataset: Dataset,
    snapshot: str,
    basis: Basis,
    now: datetime,
) -> Result | None:
    """What became of a snapshot; None if it was not judged, or what that rests on has changed."""
    table = tables.table("inspection")
    query = select(table).where(table.c.dataset == dataset.name, table.c.snapshot == snapshot)
    record = connection.execute(query).mappings().one_or_none()
    if record is None or record["declared_sha256"] != basis.declared:
        return None
    if Basis(basis.declared, record["stands_until"]).has_ended(now):
        return None
    if record["published_sha256"] != _published_basis(connection, tables, dataset):
        return None
    return standing_result(dataset, record)


def rests_on(
    connection: Connection, tables: Tables, dataset: Dataset, basis: Basis | None
) -> dict[str, str | None]:
    """What is kept of it beside the judgement, once an edition it made is recorded.

    That edition changes nothing: rules do not look at rows the snapshot takes the place of.
    """
    if basis is None:
        return dict.fromkeys(("declared_sha256", "published_sha256", "stands_until"))
    return {
        "declared_sha256": basis.declared,
        "published_sha256": _published_basis(connection, tables, dataset),
        "stands_until": basis.until,
    }


def _published_basis(connection: Connection, tables: Tables, dataset: Dataset) -> str:
    """The hash of which editions a judgement of the dataset may look at, as the warehouse has them.

    These are its own and, where a rule looks at what is published, those that hold its tables.
    """
    edition, withdrawal = tables.table("edition"), tables.table("withdrawal")
    same = and_(withdrawal.c.dataset == edition.c.dataset, withdrawal.c.edition == edition.c.number)
    query = (
        select(edition.c.dataset, edition.c.number, edition.c.sha256, withdrawal.c.edition)
        .outerjoin(withdrawal, same)
        .where(edition.c.dataset.in_(_looked_at(tables.catalogue, dataset)))
        .order_by(edition.c.dataset, edition.c.number)
    )
    return sha256_of_texts(json.dumps(list(row)) for row in connection.execute(query))


def _looked_at(catalogue: Catalogue, dataset: Dataset) -> list[str]:
    rules = catalogue.families[dataset.family].rules.values()
    wanted = {name for rule in rules for name in rule.published}
    if wanted - set(catalogue.schemas):
        return sorted(catalogue.datasets)  # a table about all of them
    holding = {name for name, f in catalogue.families.items() if wanted & set(f.schemas)}
    others = {d.name for d in catalogue.datasets.values() if d.family in holding}
    return sorted({dataset.name, *others})
