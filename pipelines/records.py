"""What a catalogue declares and a snapshot holds → rows as the database takes them."""

from decimal import Decimal
from typing import Any

from pipelines.model import Catalogue, Dataset, Staged


def fen_of(amount: str | None) -> int | None:
    """A canonical amount, yuan with two decimals, in fen.

    >>> fen_of("-0.05"), fen_of("156211123.00"), fen_of(None)
    (-5, 15621112300, None)
    """
    return None if amount is None else int(amount.replace(".", ""))


def yuan_of(fen: int) -> str:
    """An amount in fen as canonical text: yuan with two decimals, exact.

    >>> yuan_of(-5), yuan_of(15621112300)
    ('-0.05', '156211123.00')
    """
    return f"{Decimal(fen) / 100:.2f}"


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
