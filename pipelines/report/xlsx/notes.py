"""Comments on cells, beside those a sheet has. Basis: ECMA-376, part 1, 18.7; part 4 (VML)."""

import re
from collections.abc import Sequence

from lxml import etree

from pipelines.intake.limits import UnreadableError
from pipelines.publication.formats.workbook_text import writable
from pipelines.report.xlsx.cells import Mark, place_drawing
from pipelines.report.xlsx.package import MAIN, OFFICE, Element, Package, main, parse, serialise

_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_VML = "urn:schemas-microsoft-com:vml"
_OFFICE = "urn:schemas-microsoft-com:office:office"
_EXCEL = "urn:schemas-microsoft-com:office:excel"
_AUTHOR = "阳光账本 Sunledger"
_FIRST_BLOCK = 900  # of shape identifiers: a number no bureau's workbook comes to
_SHAPES = 1_024  # identifiers in a block
_LINE, _FEWEST_LINES, _MOST_LINES = 22, 4, 22  # characters of a line, lines of a note


def add_notes(package: Package, part: str, sheet: Element, marks: Sequence[Mark]) -> None:
    """Comment on each marked cell; on one that is commented already the text is added to it.

    A drawing of comments that is not XML is left as it is, and the sheet gets none of ours.
    """
    kinds = dict(package.relations(part).values())
    try:
        drawing = _drawing(package, kinds.get("vmlDrawing"))
    except UnreadableError:
        return
    comments = _comments(package, kinds.get("comments"))
    author = _author(comments)
    entries = comments.find(main("commentList"))
    present = {entry.get("ref"): entry for entry in entries}
    block = _free_identifier(drawing)
    for number, mark in enumerate(marks):
        if mark.reference in present:
            _add_text(present[mark.reference], "\n\n" + mark.text)
            continue
        entry = etree.SubElement(entries, main("comment"), ref=mark.reference, authorId=author)
        _add_text(entry, mark.text)
        drawing.append(_shape(block + number, mark))
    package.parts[kinds.get("comments") or _new_comments(package, part)] = serialise(comments)
    target = kinds.get("vmlDrawing") or _new_drawing(package, part, sheet)
    package.parts[target] = etree.tostring(drawing)


def _new_comments(package: Package, part: str) -> str:
    """A part for comments that the sheet refers to."""
    target = package.free_name("xl/commentsReport{}.xml")
    package.relate(part, "comments", target)
    package.declare(_COMMENTS_TYPE, target)
    return target


def _new_drawing(package: Package, part: str, sheet: Element) -> str:
    """A part for the shapes of comments that the sheet refers to."""
    target = package.free_name("xl/drawings/vmlDrawingReport{}.vml")
    identifier = package.relate(part, "vmlDrawing", target)
    package.declare(_DRAWING_TYPE, ending="vml")
    child = etree.Element(main("legacyDrawing"))
    child.set(f"{{{OFFICE}}}id", identifier)
    place_drawing(sheet, child)
    return target


def _comments(package: Package, part: str | None) -> Element:
    if part and part in package.parts:
        return parse(package.parts[part])
    root = etree.Element(main("comments"), nsmap={None: MAIN})
    etree.SubElement(root, main("authors"))
    etree.SubElement(root, main("commentList"))
    return root


def _author(comments: Element) -> str:
    authors = comments.find(main("authors"))
    etree.SubElement(authors, main("author")).text = _AUTHOR
    return str(len(authors) - 1)


def _add_text(entry: Element, text: str) -> None:
    body = entry.find(main("text"))
    if body is None:
        body = etree.SubElement(entry, main("text"))
    run = etree.SubElement(body, main("r"))
    element = etree.SubElement(run, main("t"))
    element.text = writable(text)
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _drawing(package: Package, part: str | None) -> Element:
    """The drawing the comments of a sheet are shown in, or a new one with a shape to copy."""
    if part and part in package.parts:
        return parse(package.parts[part])
    used = sum(name.startswith("xl/drawings/vmlDrawingReport") for name in package.parts)
    block = _FIRST_BLOCK + used
    return etree.fromstring(
        f'<xml xmlns:v="{_VML}" xmlns:o="{_OFFICE}" xmlns:x="{_EXCEL}">'
        f'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{block}"/></o:shapelayout>'
        '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
        'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
        '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
        f'<v:shape id="_x0000_s{block * _SHAPES}" type="#_x0000_t202" style="visibility:hidden"/>'
        "</xml>"
    )


def _free_identifier(drawing: Element) -> int:
    """One more than the largest identifier of a shape."""
    found = re.findall(rb"_x0000_s([0-9]+)", etree.tostring(drawing))
    own = drawing.find(f"{{{_VML}}}shape[@style='visibility:hidden']")
    if own is not None and not own.getchildren():
        drawing.remove(own)  # it only held the number of the block
    return max(map(int, found), default=_FIRST_BLOCK * _SHAPES) + 1


def _shape(identifier: int, mark: Mark) -> Element:
    """A hidden note to the right of its cell, as high as its text needs."""
    lines = sum(1 + len(line) // _LINE for line in mark.text.splitlines())
    height = min(max(lines, _FEWEST_LINES), _MOST_LINES)
    column, row = mark.column - 1, mark.row - 1
    anchor = f"{column + 1}, 12, {max(row - 1, 0)}, 4, {column + 5}, 12, {row + height}, 4"
    return etree.fromstring(
        f'<v:shape xmlns:v="{_VML}" xmlns:o="{_OFFICE}" xmlns:x="{_EXCEL}" '
        f'id="_x0000_s{identifier}" type="#_x0000_t202" fillcolor="#fffbe6" o:insetmode="auto" '
        f'style="position:absolute;width:230pt;height:{height * 14}pt;z-index:1;visibility:hidden">'
        '<v:fill color2="#fffbe6"/><v:shadow color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"/></v:textbox>'
        f'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )
