"""Foreign keys: rows that name what another table, or their own, does not hold."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from pipelines.inspection.explanation import CellReader
from pipelines.inspection.faults import Batches, Fault
from pipelines.model import SOURCE_ROW, rows_of

_NOT_THE_VALUE = ("name", "title", "description", "constraints", "example", "rdfType")


@dataclass(frozen=True)
class ForeignKey:
    """A foreign key with the descriptors of both tables."""

    names: tuple[str, ...]
    resource: str
    others: tuple[str, ...]
    own: Mapping[str, Any]
    other: Mapping[str, Any]

    def faults(self, own: Batches, other: Batches) -> Iterator[Fault]:
        """Every row whose values are found in no row of the other table.

        A row without any of the values refers to nothing. Values are compared as Frictionless
        reads them: the number 1 is 1.0.
        """
        doubtful = list(rows_of(self._doubtful(own(), other())))
        if not doubtful:
            return
        read = _tuple_reader(self.own, self.names)
        known = self._known(other())
        notes = {
            texts: self._note(values)
            for texts in doubtful
            if (values := read(texts)) not in known and set(values) != {None}
        }
        for batch in own() if notes else ():
            for row, *texts in rows_of(batch, SOURCE_ROW, *self.names):
                note = notes.get(tuple(texts))
                if note:
                    yield Fault(row, "foreign-key", "", tuple(texts), note)

    def _doubtful(self, own: Iterable[pa.Table], other: Iterable[pa.Table]) -> pa.Table:
        """The different values that do not stand in the other table letter by letter."""
        asked = _different(own, self.names)
        if not self._is_read_alike:
            return asked
        held = _different(other, self.others)
        return asked.join(held, list(self.names), list(self.others), join_type="left anti")

    @property
    def _is_read_alike(self) -> bool:
        """Whether the same text says the same in both tables."""
        own, other = _fields(self.own), _fields(self.other)
        missing = self.own.get("missingValues", [""]) == self.other.get("missingValues", [""])
        pairs = zip(self.names, self.others, strict=True)
        return missing and all(_reading(own[n]) == _reading(other[o]) for n, o in pairs)

    def _known(self, other: Iterable[pa.Table]) -> set[tuple]:
        read = _tuple_reader(self.other, self.others)
        return {read(texts) for texts in rows_of(_different(other, self.others))}

    def _note(self, values: tuple) -> str:
        """In the words of Frictionless."""
        return (
            f'for "{", ".join(self.names)}": values "{", ".join(map(str, values))}" not found in '
            f'the lookup table "{self.resource}" as "{", ".join(self.others)}"'
        )


def foreign_keys(
    descriptor: Mapping[str, Any], descriptors: Mapping[str, Mapping[str, Any]]
) -> Iterator[ForeignKey]:
    """The foreign keys of a table; `descriptors` are those of the tables that can be referred to.

    A reference to a table that is not among them cannot be checked and is left out; a table refers
    to itself by the empty name.
    """
    for key in descriptor.get("foreignKeys", ()):
        resource = key["reference"].get("resource", "")
        other = descriptor if not resource else descriptors.get(resource)
        if other is not None:
            names, others = key["fields"], key["reference"]["fields"]
            yield ForeignKey(_listed(names), resource, _listed(others), descriptor, other)


def _listed(names: str | list[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)


def _different(batches: Iterable[pa.Table], names: tuple[str, ...]) -> pa.Table:
    """The different values of those columns."""
    empty = pa.table({name: pa.array([], pa.string()) for name in names})
    parts = [_grouped(batch.select(list(names))) for batch in batches]
    return _grouped(pa.concat_tables([empty, *parts]))


def _grouped(table: pa.Table) -> pa.Table:
    return table.group_by(table.column_names).aggregate([])


def _fields(descriptor: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {f["name"]: f for f in descriptor["fields"]}


def _reading(field: Mapping[str, Any]) -> dict[str, Any]:
    """What of a descriptor decides which value a text says."""
    return {k: v for k, v in field.items() if k not in _NOT_THE_VALUE}


def _tuple_reader(
    descriptor: Mapping[str, Any], names: tuple[str, ...]
) -> Callable[[tuple[str | None, ...]], tuple]:
    fields = _fields(descriptor)
    readers = [CellReader(fields[name], descriptor) for name in names]

    def read(texts: tuple[str | None, ...]) -> tuple:
        return tuple(r.read(text)[0] for r, text in zip(readers, texts, strict=True))

    return read
