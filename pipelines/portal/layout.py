"""Which cells of a row a table shows, in which order, and how much room each needs."""

import re
from collections.abc import Iterable, Iterator
from typing import Any
from unicodedata import east_asian_width

from datasette.utils import to_css_class
from markupsafe import Markup

from pipelines.portal.cells import PLACES


def in_order(cells: Iterable[Any], about: dict[str, Any], dataset: str | None = None) -> list[Any]:
    """Columns, or the cells of a row, in the order in which the metadata tells of the columns.

    Where only the rows of one dataset are asked for, its column says nothing and is left out.
    """
    places = {name: place for place, name in enumerate(about.get("columns", {}), start=1)}
    if dataset:
        cells = [cell for cell in cells if _name_of(cell) != "dataset"]
    last = len(places) + 1

    def place(cell: Any) -> int:
        return 0 if _name_of(cell) == "Link" else places.get(_name_of(cell), last)

    return sorted(cells, key=place)


def _name_of(cell: Any) -> str:
    return cell.get("name") or cell["column"]


def columns_of(found: list[dict[str, Any]], about: dict[str, Any]) -> list[str]:
    """The fields in which any of some rows has a value, in the order of the table."""
    names = {name for row in found for name in row}
    return [cell["column"] for cell in in_order([{"column": name} for name in names], about)]


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


def width_class(value: Any) -> str:
    """How much room a cell needs, as a class of the style sheet; a Chinese character needs two.

    >>> width_class("2024-02-10"), width_class(Markup("<a href='/a-long-address'>榆树镇</a>"))
    ('short', 'short')
    >>> width_class("上海市普陀区社会福利院")
    'middle'
    """
    text = value.striptags() if isinstance(value, Markup) else str(value)
    width = sum(2 if east_asian_width(character) in "WF" else 1 for character in text[:80])
    return "short" if width < 18 else "middle" if width < 80 else "long"


def breakable(name: str) -> Markup:
    """A column's name that may go on in the next line after an underscore.

    >>> breakable("care_amount")
    Markup('care_<wbr>amount')
    """
    return Markup("_<wbr>").join(name.split("_"))


def relabel(link: Any, text: str) -> Markup:
    """A link of Datasette's with another text.

    >>> relabel('<a href="/t/1">1</a>', "查看")
    Markup('<a href="/t/1">查看</a>')
    """
    return Markup(re.sub(r">[^<]*</a>$", f">{text}</a>", str(link)))  # noqa: S704 - both are ours
