"""The formats of a workbook: those there are, and the same with the colour of a severity."""

from collections.abc import Mapping
from copy import deepcopy

from lxml import etree

from pipelines.model import Severity
from pipelines.report.xlsx.package import Element, Package, main, parse, serialise

COLOURS: Mapping[Severity, str] = {"error": "FFFBC8C8", "warning": "FFFFE59A", "info": "FFD5E5F5"}
_EMPTY = (
    b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<fonts><font/></fonts>"
    b'<fills><fill><patternFill patternType="none"/></fill>'
    b'<fill><patternFill patternType="gray125"/></fill></fills>'
    b"<borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs>"
    b'<cellXfs><xf xfId="0"/></cellXfs></styleSheet>'
)
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_AMOUNT_FORMAT = "4"  # #,##0.00
# Children of the style sheet in the order the standard asks for.
_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles")


class Styles:
    """The style sheet of a workbook. Basis: ECMA-376, part 1, 18.8."""

    def __init__(self, package: Package) -> None:
        """Read the style sheet, or make one where a workbook has none."""
        self._package = package
        relations = package.relations(package.workbook).values()
        found = [part for kind, part in relations if kind == "styles" and part in package.parts]
        if found:
            self._part = found[0]
            self._root = parse(package.parts[self._part])
        else:
            self._part = package.free_name("xl/stylesReport{}.xml")
            self._root = parse(_EMPTY)
            package.relate(package.workbook, "styles", self._part)
            package.declare(_TYPE, self._part)
        self._coloured: dict[tuple[int, Severity], int] = {}
        self._fills: dict[str, int] = {}

    def coloured(self, base: int, severity: Severity) -> int:
        """The format `base` with the colour of a severity."""
        key = base, severity
        if key not in self._coloured:
            formats = self._list("cellXfs")
            known = len(formats) > base >= 0
            format_ = deepcopy(formats[base]) if known else etree.Element(main("xf"))
            format_.set("fillId", str(self._fill(COLOURS[severity])))
            format_.set("applyFill", "1")
            self._coloured[key] = _append(formats, format_)
        return self._coloured[key]

    def text(
        self,
        *,
        bold: bool = False,
        link: bool = False,
        colour: str | None = None,
        wrap: bool = True,
    ) -> int:
        """A format for the list: text at the top of its cell."""
        font = etree.Element(main("font"))
        for name, value in (("b", bold), ("u", link)):
            if value:
                etree.SubElement(font, main(name))
        etree.SubElement(font, main("sz"), val="11")
        etree.SubElement(font, main("color"), rgb="FF0B5A86" if link else "FF1B2430")
        etree.SubElement(font, main("name"), val="Calibri")
        format_ = etree.Element(main("xf"), xfId="0", applyFont="1", applyAlignment="1")
        format_.set("fontId", str(_append(self._list("fonts"), font)))
        format_.set("fillId", str(self._fill(colour)) if colour else "0")
        if colour:
            format_.set("applyFill", "1")
        etree.SubElement(format_, main("alignment"), vertical="top", wrapText=str(int(wrap)))
        return _append(self._list("cellXfs"), format_)

    def amount(self) -> int:
        """A format for amounts in the list."""
        format_ = etree.Element(
            main("xf"), xfId="0", numFmtId=_AMOUNT_FORMAT, applyNumberFormat="1", applyAlignment="1"
        )
        etree.SubElement(format_, main("alignment"), vertical="top")
        return _append(self._list("cellXfs"), format_)

    def save(self) -> None:
        """Put the style sheet back into the workbook."""
        self._package.parts[self._part] = serialise(self._root)

    def _fill(self, colour: str) -> int:
        if colour not in self._fills:
            fill = etree.Element(main("fill"))
            pattern = etree.SubElement(fill, main("patternFill"), patternType="solid")
            etree.SubElement(pattern, main("fgColor"), rgb=colour)
            etree.SubElement(pattern, main("bgColor"), indexed="64")
            self._fills[colour] = _append(self._list("fills"), fill)
        return self._fills[colour]

    def _list(self, name: str) -> Element:
        found = self._root.find(main(name))
        if found is None:
            found = etree.Element(main(name))
            before = {main(n) for n in _ORDER[: _ORDER.index(name)]}
            place = sum(element.tag in before for element in self._root)
            self._root.insert(place, found)
        return found


def _append(parent: Element, child: Element) -> int:
    """Add a child; its index."""
    parent.append(child)
    parent.set("count", str(len(parent)))
    return len(parent) - 1
