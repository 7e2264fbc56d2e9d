"""How values look in Datasette's tables: amounts grouped, datasets as links to their pages."""

from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from datasette.app import Datasette
from markupsafe import Markup, escape

from pipelines.model import MONEY_UNIT
from pipelines.publication.metadata import DATABASE, PLUGIN

FEN_UNIT = "分"


def group_digits(value: Any, places: int = 2) -> str:
    """An amount with thousands separators, exact.

    >>> group_digits("156211123.00"), group_digits(-5, 0), group_digits("见附件")
    ('156,211,123.00', '-5', '见附件')
    """
    try:
        return f"{Decimal(str(value)):,.{places}f}"
    except InvalidOperation:
        return str(value)


@lru_cache(maxsize=8)
def column_units(datasette: Datasette) -> dict[str, str]:
    """The unit of each column that has the same one in every table, by name.

    One quantity has one name and one unit in all tables, so a column of a query, which belongs
    to no table, is recognised as well.
    """
    found: dict[str, set[str]] = {}
    tables = datasette.metadata("tables", database=DATABASE, fallback=False) or {}
    for table in tables.values():
        for name, column in table["plugins"][PLUGIN]["columns"].items():
            found.setdefault(name, set()).add(column.get("unit", ""))
    return {name: next(iter(units)) for name, units in found.items() if len(units) == 1}


def show_cell(datasette: Datasette, column: str, value: Any) -> Markup | None:
    """The cell as HTML, or None to leave it to Datasette."""
    if isinstance(value, dict) and column == "dataset":
        path = datasette.urls.path(f"/dataset/{value['value']}")
        return Markup('<a href="{}">{}</a>').format(path, value["label"])
    if value is None or value == "" or isinstance(value, dict | bytes):
        return None
    unit = column_units(datasette).get(column)
    if unit == MONEY_UNIT:
        return Markup('<span class="amount">{}</span>').format(escape(group_digits(value)))
    if unit == FEN_UNIT:
        return Markup('<span class="amount">{}</span>').format(escape(group_digits(value, 0)))
    return None
