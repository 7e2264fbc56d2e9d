"""The first sheet of an annotated workbook: every finding, with a link to its cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree
from openpyxl.utils import get_column_letter

from pipelines.model import Severity
from pipelines.publication.formats.workbook_text import writable
from pipelines.report.xlsx.package import MAIN, OFFICE, Element, Package, main, parse, serialise
from pipelines.report.xlsx.styles import COLOURS, Styles

_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_LONGEST_NAME = 31
_HEADING = "FFF4F0E6"
_LATIN = 0x2FF  # beyond it, a character is as wide as two
_LINE_HEIGHT, _HIGHEST = 15, 400  # points; the format allows 409


@dataclass(frozen=True)
class Entry:
    """A line of the list; `target` is the sheet and the cell it leads to."""

    severity: Severity
    cells: Sequence[str | Decimal | None]
    target: tuple[str, str] | None


@dataclass(frozen=True)
class Listing:
    """What the sheet says: lines of text above, headings with the width of their columns, entries.

    `link` is the column that leads to the cells, `below` a last line.
    """

    name: str
    above: Sequence[str]
    headings: Sequence[tuple[str, int]]
    entries: Sequence[Entry]
    link: int
    below: str | None


def insert_listing(package: Package, styles: Styles, listing: Listing) -> None:
    """Put the list before all sheets, and open the workbook on it."""
    part = package.free_name("xl/worksheets/sheetReport{}.xml")
    identifier = package.relate(package.workbook, "worksheet", part)
    package.declare(_SHEET_TYPE, part)
    package.parts[part] = serialise(_sheet(styles, listing))
    root = parse(package.parts[package.workbook])
    sheets = root.find(main("sheets"))
    numbers = [int(sheet.get("sheetId", "0")) for sheet in sheets]
    element = etree.Element(main("sheet"), name=_free_name(sheets, listing.name))
    element.set("sheetId", str(max(numbers, default=0) + 1))
    element.set(f"{{{OFFICE}}}id", identifier)
    sheets.insert(0, element)
    for name in root.iter(main("definedName")):
        if name.get("localSheetId") is not None:
            name.set("localSheetId", str(int(name.get("localSheetId")) + 1))
    for view in root.iter(main("workbookView")):
        view.set("activeTab", "0")
        view.attrib.pop("firstSheet", None)
    package.parts[package.workbook] = serialise(root)


def _free_name(sheets: Element, wanted: str) -> str:
    taken = {sheet.get("name", "").casefold() for sheet in sheets}
    names = [wanted, *(f"{wanted[: _LONGEST_NAME - 4]} {n}" for n in range(2, len(taken) + 3))]
    return next(name for name in names if name.casefold() not in taken)


def _sheet(styles: Styles, listing: Listing) -> Element:
    root = etree.Element(main("worksheet"), nsmap={None: MAIN, "r": OFFICE})
    first = len(listing.above) + 2
    properties = etree.SubElement(root, main("sheetPr"))
    etree.SubElement(properties, main("pageSetUpPr"), fitToPage="1")
    _add_view(root, first)
    columns = etree.SubElement(root, main("cols"))
    for number, (_, width) in enumerate(listing.headings, 1):
        options = {"min": str(number), "max": str(number), "width": str(width)}
        etree.SubElement(columns, main("col"), options, customWidth="1")
    data = etree.SubElement(root, main("sheetData"))
    plain = styles.text()
    title, line = styles.text(bold=True, wrap=False), styles.text(wrap=False)
    for number, text in enumerate(listing.above, 1):
        _add_row(data, number, [text], [title if number == 1 else line])
    heading = styles.text(bold=True, colour=_HEADING)
    titles = [title for title, _ in listing.headings]
    _add_row(data, first - 1, titles, [heading] * len(titles))
    colours = {severity: styles.text(colour=colour) for severity, colour in COLOURS.items()}
    formats = [plain] * len(titles)
    formats[listing.link] = styles.text(link=True)
    amount = styles.amount()
    for number, entry in enumerate(listing.entries, first):
        own = [
            amount if isinstance(c, Decimal) else f
            for c, f in zip(entry.cells, formats, strict=True)
        ]
        own[0] = colours[entry.severity]
        _add_row(data, number, entry.cells, own)
        data[-1].set("ht", str(_height(entry.cells, listing.headings)))
        data[-1].set("customHeight", "1")
    last = first + len(listing.entries)
    if listing.below:
        _add_row(data, last, [listing.below], [title])
    corner = f"{get_column_letter(len(titles))}{max(last - 1, first - 1)}"
    etree.SubElement(root, main("autoFilter"), ref=f"A{first - 1}:{corner}")
    _add_links(root, listing, first)
    # Paper size 9 is A4.
    paper = {"paperSize": "9", "orientation": "landscape", "fitToHeight": "0"}
    etree.SubElement(root, main("pageSetup"), paper)
    return root


def _add_view(root: Element, first: int) -> None:
    views = etree.SubElement(root, main("sheetViews"))
    view = etree.SubElement(views, main("sheetView"), tabSelected="1", workbookViewId="0")
    top = f"A{first}"
    options = {"ySplit": str(first - 1), "topLeftCell": top, "activePane": "bottomLeft"}
    etree.SubElement(view, main("pane"), options, state="frozen")
    etree.SubElement(view, main("selection"), pane="bottomLeft", activeCell=top, sqref=top)


def _add_row(
    data: Element,
    number: int,
    cells: Sequence[str | Decimal | None],
    formats: Sequence[int],
) -> None:
    row = etree.SubElement(data, main("row"), r=str(number))
    for column, (value, format_) in enumerate(zip(cells, formats, strict=True), 1):
        reference = f"{get_column_letter(column)}{number}"
        cell = etree.SubElement(row, main("c"), r=reference, s=str(format_))
        if isinstance(value, Decimal):
            etree.SubElement(cell, main("v")).text = format(value, "f")
        elif value:
            cell.set("t", "inlineStr")
            text = etree.SubElement(etree.SubElement(cell, main("is")), main("t"))
            text.text = writable(value)
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _height(cells: Sequence[str | Decimal | None], headings: Sequence[tuple[str, int]]) -> int:
    """The height in points that the longest text of a row needs; Chinese takes two places."""
    lines = [1]
    for cell, (_, width) in zip(cells, headings, strict=True):
        if isinstance(cell, str):
            places = [sum(1 + (ord(c) > _LATIN) for c in line) for line in cell.splitlines()]
            lines.append(sum(1 + n // max(1, width - 1) for n in places))
    return min(_HIGHEST, _LINE_HEIGHT * max(lines) + 3)


def _add_links(root: Element, listing: Listing, first: int) -> None:
    targets = [(n, e.target) for n, e in enumerate(listing.entries, first) if e.target]
    if not targets:
        return
    links = etree.SubElement(root, main("hyperlinks"))
    letter = get_column_letter(listing.link + 1)
    for number, (sheet, cell) in targets:
        quoted = sheet.replace("'", "''")
        location = f"'{quoted}'!{cell}"
        etree.SubElement(links, main("hyperlink"), ref=f"{letter}{number}", location=location)
