"""What a Table Schema rejects in a table of text, found by column and explained by Frictionless.

Any Table Schema can be given; nothing here knows of ours. The faults are those Frictionless finds
when it reads every row (tests/inspection/test_screen.py holds the two against each other).
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.inspection.explanation import CellReader, key_errors
from pipelines.inspection.keys import hash_rows, repeated
from pipelines.inspection.screen import FieldScreen, screen_field
from pipelines.model import SOURCE_ROW, none_of
from pipelines.parallel import map_in_order

Batches = Callable[[], Iterable[pa.Table]]  # all rows, anew at every call
_EARLIER = re.compile(r"position (?P<number>[0-9]+)$")


class Fault(NamedTuple):
    """One thing Frictionless rejects: in a cell, or (without a field) in a row.

    `kind` is Frictionless's type of error; `texts` the cell's text, or those of the row's primary
    key; `earlier` the source row where the same stands already.
    """

    row: int
    kind: str
    field: str
    texts: tuple[str | None, ...]
    note: str
    constraint: str = ""
    earlier: int | None = None

    @property
    def text(self) -> str | None:
        """The text of the cell."""
        return self.texts[0]


@dataclass(frozen=True)
class _Screened:
    """One batch after its screening: its faults, its keys as numbers, and its rows without one."""

    faults: list[Fault]
    hashes: list[np.ndarray]
    keyless: np.ndarray


@dataclass(frozen=True)
class TableScreen:
    """A Table Schema compiled into checks on columns."""

    descriptor: Mapping[str, Any]
    missing: Sequence[Any] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "missing", self.descriptor.get("missingValues", [""]))

    @cached_property
    def fields(self) -> Mapping[str, FieldScreen]:
        """The checks of each field by its name."""
        return {f["name"]: screen_field(f, self.missing) for f in self.descriptor["fields"]}

    @cached_property
    def readers(self) -> Mapping[str, CellReader]:
        """Frictionless, to be asked about each field."""
        return {
            f["name"]: CellReader(f, self.descriptor, self.fields[f["name"]].own)
            for f in self.descriptor["fields"]
        }

    @property
    def undecided(self) -> dict[str, tuple[str, ...]]:
        """The fields of which every different text is put to Frictionless, and for what of them."""
        return {name: screen.unsaid for name, screen in self.fields.items() if screen.unsaid}

    @cached_property
    def primary_key(self) -> tuple[str, ...]:
        """The fields of the primary key."""
        key = self.descriptor.get("primaryKey", ())
        return (key,) if isinstance(key, str) else tuple(key)

    @cached_property
    def keys(self) -> list[tuple[str, ...]]:
        """The sets of fields whose values may stand once only, the primary key first."""
        fields = self.descriptor["fields"]
        unique = [(f["name"],) for f in fields if f.get("constraints", {}).get("unique")]
        return [*([self.primary_key] if self.primary_key else []), *unique]

    def faults(self, batches: Batches) -> Iterator[Fault]:
        """Everything that is wrong: cells and blank rows in their order, then the keys."""
        hashes: list[list[np.ndarray]] = []
        keyless: list[np.ndarray] = []
        for screened in map_in_order(self._screened, batches()):
            yield from screened.faults
            hashes.append(screened.hashes)
            keyless.append(screened.keyless)
        if not self.keys or not hashes:
            return
        suspects = np.concatenate(keyless)
        for parts in zip(*hashes, strict=True):
            suspects[repeated(np.concatenate(parts))] = True
        if suspects.any():
            yield from self._key_faults(batches, suspects)

    def _screened(self, batch: pa.Table) -> _Screened:
        columns = {name: self._values(batch, name) for name in self.fields}
        rows = batch[SOURCE_ROW].to_numpy()
        blank = self._blank_rows(columns)
        keyless = (None,) * len(self.primary_key)
        faults = [Fault(int(rows[n]), "blank-row", "", keyless, "") for n in np.flatnonzero(blank)]
        for name, column in columns.items():
            faults += self._cell_faults(name, column, rows, blank)
        keys = {n: self._key_texts(n, columns[n]) for n in {n for key in self.keys for n in key}}
        return _Screened(
            sorted(faults, key=lambda fault: fault.row),
            [self._key_hashes(keys, key, rows) for key in self.keys],
            self._keyless(keys, len(batch)),
        )

    def _values(self, batch: pa.Table, name: str) -> pa.Array:
        column = batch[name]
        texts = column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
        return none_of(texts, self.fields[name].missing)

    def _blank_rows(self, columns: Mapping[str, pa.Array]) -> np.ndarray:
        """Rows in which no field has a value."""
        size = len(next(iter(columns.values())))
        blank = np.ones(size, bool)
        for column in columns.values():
            if not column.null_count:
                return np.zeros(size, bool)
            blank &= _mask(column.is_null())
        return blank

    def _cell_faults(
        self, name: str, column: pa.Array, rows: np.ndarray, blank: np.ndarray
    ) -> Iterator[Fault]:
        screen = self.fields[name]
        doubtful = screen.doubtful(column)
        notes = dict(self._notes(name, doubtful)) if len(doubtful) else {}
        wrong = [text for text, said in notes.items() if said]
        at = _positions(pc.is_in(column, value_set=pa.array(wrong, pa.string()))) if wrong else []
        if screen.required and column.null_count:
            notes[None] = self.readers[name].read(None)[1]
            at += np.flatnonzero(_mask(column.is_null()) & ~blank).tolist()
        for n in at:
            text = column[n].as_py()
            for constraint, note in notes[text].items():
                kind = "type-error" if constraint == "type" else "constraint-error"
                yield Fault(int(rows[n]), kind, name, (text,), note, constraint)

    def _notes(self, name: str, texts: pa.Array) -> Iterator[tuple[str, Mapping[str, str]]]:
        """Each text and what is wrong with it, in the words of Frictionless."""
        broken: dict[str, dict[str, str]] = defaultdict(dict)
        for constraint, check in self.fields[name].own.items():
            for text in texts.filter(pc.invert(check(texts))).to_pylist():
                broken[text][constraint] = self._own_notes[name][constraint]
        for text in texts.to_pylist():
            said = self.readers[name].read(text)[1]
            # Of a text that is not of the type, no more is said.
            yield text, said if "type" in said else {**said, **broken.get(text, {})}

    @cached_property
    def _own_notes(self) -> Mapping[str, Mapping[str, str]]:
        """The notes of the constraints Frictionless is not asked about, as it would write them."""
        return {
            f["name"]: {
                constraint: f'constraint "{constraint}" is "{f["constraints"][constraint]}"'
                for constraint in self.fields[f["name"]].own
            }
            for f in self.descriptor["fields"]
        }

    def _key_texts(self, name: str, column: pa.Array) -> pa.Array:
        """The column with one text for all texts that say the same, null where none can be read."""
        faithful = self.fields[name].faithful
        if faithful is None:
            return column
        sure = faithful(column)
        if pc.all(sure).as_py():
            return column
        others = column.filter(pc.invert(sure)).unique().drop_null()
        said = pa.array(map(self.readers[name].key_text, others.to_pylist()), pa.string())
        at = pc.index_in(column, value_set=others)
        return pc.if_else(at.is_valid(), said.take(at), column)

    def _key_hashes(
        self, texts: Mapping[str, pa.Array], names: tuple[str, ...], rows: np.ndarray
    ) -> np.ndarray:
        """A number for each row's key. Rows without a value of a unique field are all different."""
        hashes = hash_rows([texts[n] for n in names])
        if names != self.primary_key and texts[names[0]].null_count:
            hashes = np.where(_mask(texts[names[0]].is_null()), rows.astype(np.uint64), hashes)
        return hashes

    def _keyless(self, texts: Mapping[str, pa.Array], size: int) -> np.ndarray:
        """Rows without any value of the primary key."""
        lacking = np.full(size, bool(self.primary_key))
        for name in self.primary_key:
            lacking &= _mask(texts[name].is_null())
        return lacking

    def _key_faults(self, batches: Batches, suspects: np.ndarray) -> Iterator[Fault]:
        """Frictionless on all rows whose key may stand elsewhere too, and on those without one."""
        names = [name for name in self.fields if any(name in key for key in self.keys)]
        texts: list[tuple[str | None, ...]] = []
        rows: list[int] = []
        start = 0
        for batch in batches():
            chosen = batch.filter(pa.array(suspects[start : start + len(batch)]))
            start += len(batch)
            rows += chosen[SOURCE_ROW].to_pylist()
            texts += zip(*(self._values(chosen, name).to_pylist() for name in names), strict=True)
        for kind, position, name, note in key_errors(
            self.descriptor, names, self.primary_key, texts
        ):
            match = _EARLIER.search(note)
            earlier = rows[int(match["number"]) - 2] if match else None
            fields = (name,) if name else self.primary_key
            said = tuple(texts[position][names.index(n)] for n in fields)
            yield Fault(rows[position], kind, name, said, note, earlier=earlier)


def _mask(column: pa.Array) -> np.ndarray:
    return column.to_numpy(zero_copy_only=False)


def _positions(column: pa.Array) -> list[int]:
    return np.flatnonzero(_mask(column)).tolist()
