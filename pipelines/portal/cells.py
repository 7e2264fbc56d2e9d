"""How values look in Datasette's tables: amounts grouped, names of things as people call them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from datasette.utils import to_css_class
from markupsafe import Markup

from pipelines.model import MONEY_UNIT
from pipelines.portal.words import KINDS, LEVELS, OUTCOMES, SEVERITIES
from pipelines.publication.metadata import DATABASE, PLUGIN

if TYPE_CHECKING:  # Datasette loads this plugin while it is itself being imported
    from datasette.app import Datasette

FEN_UNIT = "分"
_PLAIN = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?")
PLACES = {MONEY_UNIT: 2, FEN_UNIT: 0}
AMOUNT = Markup('<span class="amount">{}</span>')
BADGE = Markup('<span class="badge {}">{}</span>')
LINK = Markup('<a href="{}">{}</a>')


def group_digits(value: Any, places: int = 2) -> str:
    """An amount with thousands separators, exact.

    >>> group_digits("156211123.00"), group_digits(-5, 0), group_digits("见附件")
    ('156,211,123.00', '-5', '见附件')
    >>> group_digits("1e999999999")
    '1e999999999'
    """
    text = str(value)
    # A visitor's query may call anything an amount: an exponent would be written out in full.
    return f"{Decimal(text):,.{places}f}" if _PLAIN.fullmatch(text) else text


@lru_cache(maxsize=8)
def table_texts(datasette: Datasette) -> dict[str, dict[str, Any]]:
    """What the metadata says of each table, for the portal."""
    tables = datasette.metadata("tables", database=DATABASE, fallback=False) or {}
    return {name: table["plugins"][PLUGIN] for name, table in tables.items()}


@lru_cache(maxsize=8)
def column_units(datasette: Datasette) -> dict[str, str]:
    """The unit of each column, by name; a rule's difference is in fen.

    One quantity has one name and one unit in all tables, so that a column of a query, which
    belongs to no table, is recognised as well.
    """
    return _agreed(datasette, "unit") | {"difference": FEN_UNIT}


@lru_cache(maxsize=8)
def column_titles(datasette: Datasette) -> dict[str, str]:
    """The title of each column that has the same one in every table, by name."""
    return _agreed(datasette, "title")


@lru_cache(maxsize=8)
def level_columns(datasette: Datasette) -> frozenset[str]:
    """The columns that say how deep a line stands in its classification."""
    return frozenset(n for n, role in _agreed(datasette, "role").items() if role == "level")


def _agreed(datasette: Datasette, key: str) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for table in table_texts(datasette).values():
        for name, column in table["columns"].items():
            found.setdefault(name, set()).add(column.get(key, ""))
    return {name: next(iter(texts)) for name, texts in found.items() if len(texts) == 1}


def width_class(value: Any) -> str:
    """How much room a cell needs, as a class of the style sheet.

    >>> width_class("2024-02-10"), width_class(Markup("<a href='/a-long-address'>榆树镇</a>"))
    ('short', 'short')
    """
    text = value.striptags() if isinstance(value, Markup) else str(value)
    return "short" if len(text) < 18 else "middle" if len(text) < 60 else "long"


def lay_out(row: Any, about: dict[str, Any], units: dict[str, str]) -> Iterator[tuple[str, Any]]:
    """The cells of a row that are shown, each with its classes; integer twins are not."""
    columns = about.get("columns", {})
    for cell in row:
        name, value = cell["column"], cell["value"]
        if "twin" in columns.get(name, {}):
            continue
        if cell["value_type"] == "pk" and cell.get("is_special_link_column"):
            value = relabel(value, "查看")
        number = " num" if units.get(name) in PLACES else ""
        yield (
            f"col-{to_css_class(name)} type-{cell['value_type']} {width_class(value)}{number}",
            value,
        )


def relabel(link: Any, text: str) -> Markup:
    """A link of Datasette's with another text.

    >>> relabel('<a href="/t/1">1</a>', "查看")
    Markup('<a href="/t/1">查看</a>')
    """
    return Markup(re.sub(r">[^<]*</a>$", f">{text}</a>", str(link)))  # noqa: S704 - both are ours


def show_cell(
    datasette: Datasette, table: str | None, column: str, value: Any, row: Any
) -> Markup | None:
    """The cell as HTML, or None to leave it to Datasette."""
    if column == "dataset":
        return _show_dataset(datasette, value)
    if value is None or value == "" or isinstance(value, dict | bytes):
        return None
    unit = column_units(datasette).get(column)
    if unit in PLACES:
        return AMOUNT.format(group_digits(value, PLACES[unit]))
    if column in level_columns(datasette) and value in LEVELS:
        return Markup("{} <code>{}</code>").format(LEVELS[value], value)
    is_ours = table is None or table_texts(datasette).get(table, {}).get("kind") == "system"
    show = _SHOWN.get(column)
    return show(datasette, value, row) if is_ours and show else None


def _show_dataset(datasette: Datasette, value: Any) -> Markup | None:
    name, label = (value["value"], value["label"]) if isinstance(value, dict) else (value, value)
    return LINK.format(datasette.urls.path(f"/dataset/{name}"), label) if name else None


def _show_table(datasette: Datasette, value: Any, _row: Any) -> Markup | None:
    texts = table_texts(datasette).get(value)
    return texts and LINK.format(datasette.urls.table(DATABASE, value), texts["title"])


def _show_field(datasette: Datasette, value: Any, row: Any) -> Markup | None:
    """The field's title, if the row says of which table it is one."""
    table = row["table_name"] if "table_name" in row.keys() else None  # noqa: SIM118 - no mapping
    column = table_texts(datasette).get(table, {}).get("columns", {}).get(value)
    return column and Markup("{} <code>{}</code>").format(column["title"], value)


def _show_reason(datasette: Datasette, value: Any, _row: Any) -> Markup | None:
    config = datasette.plugin_config(PLUGIN, database=DATABASE, fallback=False) or {}
    title = config.get("reasons", {}).get(value)
    return title and Markup("{} <code>{}</code>").format(title, value)


def _badge(words: dict[str, str]) -> Callable[[Datasette, Any, Any], Markup | None]:
    def show(_datasette: Datasette, value: Any, _row: Any) -> Markup | None:
        word = words.get(value)
        return word and BADGE.format(value.replace(" ", "-"), word)

    return show


_SHOWN: dict[str, Callable[[Datasette, Any, Any], Markup | None]] = {
    "table_name": _show_table,
    "field": _show_field,
    "cannot_check": _show_reason,
    "severity": _badge(SEVERITIES),
    "outcome": _badge(OUTCOMES),
    "kind": _badge(KINDS),
}
