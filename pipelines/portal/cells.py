"""How values look in Datasette's tables: amounts grouped, names of things as people call them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from pipelines.database import label_table_name
from pipelines.model import MONEY_UNIT
from pipelines.portal.words import KINDS, LEVELS, OUTCOMES, REDACTIONS, SEVERITIES, Word
from pipelines.publication.changes import read_key
from pipelines.publication.metadata import DATABASE, PLUGIN

if TYPE_CHECKING:  # Datasette loads this plugin while it is itself being imported
    from datasette.app import Datasette

FEN_UNIT = "分"
_PLAIN = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?")
PLACES = {MONEY_UNIT: 2, FEN_UNIT: 0}
AMOUNT = Markup('<span class="amount">{}</span>')
BADGE = Markup('<span class="badge {}">{}</span>')
PAIR = Markup('<span class="pair"><span class="muted">{}</span> {}</span>')
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


def show_fen(fen: int) -> str:
    """An amount in fen as yuan with thousands separators.

    >>> show_fen(-123456)
    '-1,234.56'
    """
    return group_digits(Decimal(fen) / 100)


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


@lru_cache(maxsize=8)
def family_words(datasette: Datasette) -> dict[str, Word]:
    """What each family is called."""
    config = datasette.plugin_config(PLUGIN, database=DATABASE, fallback=False) or {}
    groups = (group for group in config.get("groups", []) if "family" in group)
    return {group["family"]: Word(group["title"], group["title_en"]) for group in groups}


def _agreed(datasette: Datasette, key: str) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for table in table_texts(datasette).values():
        for name, column in table["columns"].items():
            found.setdefault(name, set()).add(column.get(key, ""))
    return {name: next(iter(texts)) for name, texts in found.items() if len(texts) == 1}


def show_value(value: Any, column: dict[str, Any]) -> Any:
    """A canonical value as its column is shown: an amount grouped, a level in words.

    >>> show_value("5000.00", {"unit": "元"}), show_value(None, {})
    ('5,000.00', '—')
    """
    if value is None or value == "":
        return "—"
    unit = column.get("unit")
    if unit in PLACES:
        return group_digits(value, PLACES[unit])
    return LEVELS.get(value, value) if column.get("role") == "level" else value


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
    if column in level_columns(datasette) and isinstance(value, str):
        return Markup("{}").format(_level_word(datasette, table, value, row))
    is_ours = table is None or table_texts(datasette).get(table, {}).get("kind") == "system"
    show = _SHOWN.get(column)
    return show(datasette, value, row) if is_ours and show else None


def _level_word(datasette: Datasette, table: str | None, level: str, row: Any) -> Word | str:
    """What a level is called: each code list has its own words, families share those of budgets."""
    codelist = row["codelist"] if "codelist" in row.keys() else None  # noqa: SIM118 - no mapping
    name = label_table_name(codelist) if isinstance(codelist, str) else table
    columns = table_texts(datasette).get(name, {}).get("columns", {})
    title = columns.get("level", {}).get("levels", {}).get(level)
    return Word(title, level) if title else LEVELS.get(level, level)


def _show_dataset(datasette: Datasette, value: Any) -> Markup | None:
    name, label = (value["value"], value["label"]) if isinstance(value, dict) else (value, value)
    return LINK.format(datasette.urls.path(f"/dataset/{name}"), label) if name else None


def _show_table(datasette: Datasette, value: Any, _row: Any) -> Markup | None:
    texts = table_texts(datasette).get(value)
    return texts and LINK.format(datasette.urls.table(DATABASE, value), texts["title"])


def _show_family(datasette: Datasette, value: Any, _row: Any) -> Markup | None:
    word = family_words(datasette).get(value) if isinstance(value, str) else None
    return word and Markup("{}").format(word)


def _show_field(datasette: Datasette, value: Any, row: Any) -> Markup | None:
    """The field's title, if the row says of which table it is one."""
    table = row["table_name"] if "table_name" in row.keys() else None  # noqa: SIM118 - no mapping
    column = table_texts(datasette).get(table, {}).get("columns", {}).get(value)
    return column and Markup("{} <code>{}</code>").format(column["title"], value)


def _show_reason(datasette: Datasette, value: Any, _row: Any) -> Markup | None:
    config = datasette.plugin_config(PLUGIN, database=DATABASE, fallback=False) or {}
    title = config.get("reasons", {}).get(value)
    return title and Markup("{} <code>{}</code>").format(title, value)


def _badge(words: dict[str, Word]) -> Callable[[Datasette, Any, Any], Markup | None]:
    def show(_datasette: Datasette, value: Any, _row: Any) -> Markup | None:
        word = words.get(value)
        return word and BADGE.format(value.replace(" ", "-"), word)

    return show


def _show_edition(datasette: Datasette, value: Any, row: Any) -> Markup | None:
    """The edition of a change leads to the page of all its changes."""
    if not {"dataset", "kind"} <= set(row.keys()):
        return None
    dataset = row["dataset"]
    name = dataset["value"] if isinstance(dataset, dict) else dataset
    return LINK.format(datasette.urls.path(f"/dataset/{name}/changes/{value}"), value)


def _show_side(datasette: Datasette, value: Any, row: Any) -> Markup | None:
    """What stood before or stands now: one value, or a whole row with the titles of its fields."""
    if not {"kind", "table_name", "field"} <= set(row.keys()):
        return None
    columns = table_texts(datasette).get(row["table_name"], {}).get("columns", {})
    if row["kind"] == "changed":
        return Markup("{}").format(show_value(value, columns.get(row["field"], {})))
    try:
        cells = json.loads(str(value)).items()
    except (ValueError, AttributeError):
        return None  # a visitor's own column of that name
    return _show_pairs(cells, columns)


def _show_key(datasette: Datasette, value: Any, row: Any) -> Markup | None:
    """The key of a changed row, with the titles of its fields."""
    if not {"kind", "table_name"} <= set(row.keys()):
        return None
    columns = table_texts(datasette).get(row["table_name"], {}).get("columns", {})
    return _show_pairs(read_key(str(value)).items(), columns)


def _show_pairs(cells: Iterable[tuple[str, Any]], columns: dict[str, Any]) -> Markup:
    pairs = (
        PAIR.format(columns.get(name, {}).get("title", name), show_value(v, columns.get(name, {})))
        for name, v in cells
    )
    return Markup(" ").join(pairs)


_SHOWN: dict[str, Callable[[Datasette, Any, Any], Markup | None]] = {
    "family": _show_family,
    "table_name": _show_table,
    "field": _show_field,
    "cannot_check": _show_reason,
    "severity": _badge(SEVERITIES),
    "outcome": _badge(OUTCOMES),
    "kind": _badge(KINDS | REDACTIONS),
    "edition": _show_edition,
    "key": _show_key,
    "old": _show_side,
    "new": _show_side,
}
