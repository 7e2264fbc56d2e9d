"""What a catalogue declares and a snapshot holds → rows as the database takes them."""

from collections.abc import Callable, Iterable
from itertools import repeat
from typing import Any

import pyarrow as pa

from pipelines.database import FEN
from pipelines.model import SOURCE_ROW, Catalogue, Dataset, Schema, Staged


def table_rows(schema: Schema, data: pa.Table, dataset: str, snapshot: str) -> list[dict[str, Any]]:
    """The rows of a canonical table as the database takes them."""
    columns: dict[str, Iterable[Any]] = {"dataset": repeat(dataset), "snapshot": repeat(snapshot)}
    columns[SOURCE_ROW] = data[SOURCE_ROW].to_pylist()
    for field in schema.fields:
        texts = data[field.name].to_pylist()
        convert = str if field.is_money else _CONVERTERS.get(field.type, str)
        columns[field.name] = _converted(texts, convert)
        if field.is_money:
            columns[field.name + FEN] = _converted(texts, fen_of)
    names = list(columns)
    values = zip(*columns.values(), strict=False)  # as long as the table: two are without end
    return [dict(zip(names, row, strict=True)) for row in values]


def _converted(texts: Iterable[str | None], convert: Callable[[Any], Any]) -> Iterable[Any]:
    if convert is str:
        return texts
    return [None if text is None else convert(text) for text in texts]


def fen_of(amount: str | None) -> int | None:
    """A canonical amount, yuan with two decimals, in fen.

    >>> fen_of("-0.05"), fen_of("156211123.00"), fen_of(None)
    (-5, 15621112300, None)
    """
    return None if amount is None else int(amount.replace(".", ""))


_CONVERTERS: dict[str, Any] = {
    "integer": int,
    "year": int,
    "number": float,
    "boolean": lambda text: text == "true",
}


def code_rows(catalogue: Catalogue) -> list[dict[str, Any]]:
    """Every dated entry of every code list."""
    return [
        {"codelist": codelist.name, **code.model_dump(), "valid_from": code.valid_from or 0}
        for codelist in catalogue.codelists.values()
        for code in codelist.codes
    ]


def parameter_rows(catalogue: Catalogue) -> list[dict[str, Any]]:
    """Every dated value of every parameter; one that holds everywhere has '' as its division."""
    return [
        {
            **parameter.model_dump(exclude={"values", "local"}),
            **value.model_dump(mode="json"),
            "division_code": value.division_code or "",
        }
        for parameter in catalogue.parameters.values()
        for value in parameter.values
    ]


def required_rows(catalogue: Catalogue) -> list[dict[str, str]]:
    """The tables each family obliges its publishers to fill or to declare empty."""
    return [
        {"family": family.name, "table_name": table}
        for family in catalogue.families.values()
        for table in family.required
    ]


def resource_rows(staged: Staged, dataset: Dataset) -> list[dict[str, Any]]:
    """One row for every table the snapshot was found to hold, empty ones included."""
    return [
        {
            "dataset": dataset.name,
            "snapshot": staged.snapshot.name,
            "table_name": name,
            "family": dataset.family,
            "sheet": table.sheet,
            "unit": table.unit,
            "rounding_fen": table.rounding_fen,
            "row_count": table.row_count,
            "note": table.note,
        }
        for name, table in staged.tables.items()
    ]
