"""Frictionless is asked: what is wrong with one cell, and which rows share a key.

Frictionless is imported when it is first asked. A clean table asks it nothing, and its import would
be a good part of the time a clean file takes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from pipelines.exceptions import RepositoryError

if TYPE_CHECKING:
    import frictionless

Notes = Mapping[str, str]
_NO_LIMIT = 1_000_000_000  # Frictionless stops at its limit; ours is beyond what memory holds


class CellReader:
    """One field as Frictionless reads it: each text by itself, as a row's other cells do not count.

    `left_out` are constraints that are judged elsewhere.
    """

    def __init__(
        self, field: Mapping[str, Any], table: Mapping[str, Any], left_out: Iterable[str] = ()
    ) -> None:
        constraints = {k: v for k, v in field.get("constraints", {}).items() if k not in left_out}
        self._descriptor = _around(table, [{**field, "constraints": constraints}])
        self.read = lru_cache(maxsize=16_384)(self._read)
        self._first: dict[Any, str] = {}

    @cached_property
    def _reader(self) -> Any:
        with _descriptor_is_sound():
            return _schema(self._descriptor).fields[0].create_cell_reader()

    def _read(self, text: str | None) -> tuple[Any, Notes]:
        """The value and, by `type` or the constraint's name, what is wrong with it."""
        try:
            value, notes = self._reader(text)
        except TypeError as error:  # a time with a zone beside a bound without one
            return None, {"type": f"{error}"}
        return value, notes or {}

    def key_text(self, text: str) -> str | None:
        """A text that stands for the value, the same for all texts that say it; None for no value.

        Raises: RepositoryError if values of the field's type cannot be compared.
        """
        value, _ = self.read(text)
        if value is None or value == text:
            return value
        plain = str(value) if type(value).__name__ in ("int", "date") else text
        try:
            return self._first.setdefault(value, plain)
        except TypeError as error:
            name = self._descriptor["fields"][0]["name"]
            raise RepositoryError(f"field {name}: its values cannot be a key: {error}") from error


def _around(table: Mapping[str, Any], fields: list[Mapping[str, Any]]) -> dict[str, Any]:
    """The table's descriptor with those fields alone."""
    kept = {k: v for k, v in table.items() if k not in ("primaryKey", "foreignKeys", "uniqueKeys")}
    return {**kept, "fields": fields}


def _schema(descriptor: Mapping[str, Any]) -> "frictionless.Schema":
    from frictionless import Schema

    return Schema.from_descriptor(dict(descriptor))


def refuse_unsound(descriptor: Mapping[str, Any]) -> None:
    """Raises: RepositoryError if Frictionless does not understand the descriptor."""
    with _descriptor_is_sound():
        _schema(descriptor)


@contextmanager
def _descriptor_is_sound() -> Iterator[None]:
    """Raises: RepositoryError if Frictionless does not understand the descriptor."""
    import re

    from frictionless import FrictionlessException

    try:
        yield
    except (FrictionlessException, re.error) as error:
        raise RepositoryError(f"table schema: {error}") from error


def key_errors(
    descriptor: Mapping[str, Any],
    names: Sequence[str],
    key: Sequence[str],
    rows: Iterable[Sequence[str | None]],
) -> Iterator[tuple[str, int, str, str]]:
    """For rows of the key fields: kind of error, position among them (0-based), field, note.

    What is missing in the rows is None.
    """
    from frictionless.resources import TableResource

    fields = []
    for field in descriptor["fields"]:
        if field["name"] in names:
            unique = field.get("constraints", {}).get("unique", False)
            read = {k: v for k, v in field.items() if k != "missingValues"}
            fields.append({**read, "constraints": {"unique": unique}})
    with _descriptor_is_sound():
        schema = _schema({"fields": fields, "primaryKey": list(key), "missingValues": []})
    data = [[f["name"] for f in fields], *rows]
    report = TableResource(data=data, schema=schema).validate(limit_errors=_NO_LIMIT)
    for error in report.tasks[0].errors if report.tasks else report.errors:
        if error.type in ("primary-key", "unique-error"):
            yield error.type, error.row_number - 2, getattr(error, "field_name", ""), error.note
