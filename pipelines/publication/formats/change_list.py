"""What an edition changed, as CSV and JSON: rows added and removed whole, others cell by cell."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pipelines.model import Change, Edition, NetChange, text_table
from pipelines.publication.changes import read_key
from pipelines.publication.formats.as_csv import csv_parts
from pipelines.publication.formats.texts import json_text, write_parts
from pipelines.records import yuan_of

CHANGES_CSV, CHANGES_JSON = "changes.csv", "changes.json"
_COLUMNS = ("table", "key", "kind", "field", "old", "new", "difference")


def write_change_list(folder: Path, edition: Edition) -> None:
    """Both files; those of a first edition, which changes nothing, are written too.

    In the CSV a whole row stands as a JSON object, as in the table `change` of the database.
    Amounts and differences are yuan with two decimals.
    """
    lines = [_line(change) for change in edition.changes]
    write_parts(folder / CHANGES_CSV, csv_parts(text_table(_COLUMNS, lines)))
    previous, revision = edition.previous, edition.revision
    counts = Counter(change.kind for change in edition.changes)
    content = {
        "dataset": edition.dataset,
        "edition": edition.number,
        "previous_edition": previous and previous.number,
        "revision": revision and revision.model_dump(),
        "counts": {kind: counts[kind] for kind in ("added", "removed", "changed")},
        "net": [_net_object(net) for net in edition.net],
        "changes": list(_objects(edition.changes)),
    }
    (folder / CHANGES_JSON).write_bytes(json_text(content))


def _net_object(net: NetChange) -> dict[str, Any]:
    amounts = {name: yuan_of(fen) for name, fen in net.amounts_fen.items()}
    return {"table": net.table, "rows_of": dict(net.rows_of), "net": amounts}


def _line(change: Change) -> tuple[str | None, ...]:
    return (
        *(change.table, change.key, change.kind, change.field, change.old, change.new),
        _difference(change),
    )


def _objects(changes: Sequence[Change]) -> Iterator[dict[str, Any]]:
    for change in changes:
        is_row = change.kind != "changed"
        old, new = (
            json.loads(text) if is_row and text is not None else text
            for text in (change.old, change.new)
        )
        yield {
            "table": change.table,
            "key": read_key(change.key),
            "kind": change.kind,
            **({} if is_row else {"field": change.field}),
            "old": old,
            "new": new,
            **({} if change.difference_fen is None else {"difference": _difference(change)}),
        }


def _difference(change: Change) -> str | None:
    return None if change.difference_fen is None else yuan_of(change.difference_fen)
