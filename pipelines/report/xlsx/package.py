"""A workbook as the archive of parts it is. Basis: ECMA-376, part 2 (packaging conventions)."""

import io
import posixpath
import zipfile
from typing import Any

from lxml import etree

from pipelines.intake.archive import open_archive, read_member
from pipelines.intake.limits import UnreadableError

Element = Any  # lxml's own class is not public
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATIONSHIPS = f"{_PACKAGE}/relationships"
_TYPES = f"{_PACKAGE}/content-types"
_TYPES_PART = "[Content_Types].xml"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MACRO_WORKBOOK = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_EPOCH = (1980, 1, 1, 0, 0, 0)


def main(name: str) -> str:
    """A name of the main namespace, as lxml writes it."""
    return f"{{{MAIN}}}{name}"


def parse(data: bytes) -> Element:
    """The root of a part; nothing outside of it is ever fetched or expanded.

    Raises: UnreadableError if it is not XML.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableError(str(error)) from error


def serialise(root: Element) -> bytes:
    """A part as bytes."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


class Package:
    """The parts of a workbook by their names, in the order of the archive."""

    def __init__(self, data: bytes) -> None:
        """Raises: UnreadableError if it is no archive, or no workbook of the common form."""
        with open_archive(data) as archive:
            members = [m for m in archive.infolist() if not m.is_dir()]
            self._dates = {m.filename: m.date_time for m in members}
            self.parts = {m.filename: read_member(archive, m) for m in members}
        self.workbook = self._part_of_type(_WORKBOOK, _MACRO_WORKBOOK)
        if parse(self.parts[self.workbook]).tag != main("workbook"):
            raise UnreadableError("a workbook of the strict form")

    def _part_of_type(self, *types: str) -> str:
        for element in parse(self.parts.get(_TYPES_PART, b"")):
            part = element.get("PartName", "").removeprefix("/")
            if element.get("ContentType") in types and part in self.parts:
                return part
        raise UnreadableError("no workbook inside")

    def sheets(self) -> dict[str, str]:
        """The worksheets in their order: name → part."""
        relations = self.relations(self.workbook)
        found = {}
        for sheet in parse(self.parts[self.workbook]).iter(main("sheet")):
            kind, part = relations.get(sheet.get(f"{{{OFFICE}}}id", ""), ("", ""))
            if kind == "worksheet" and part in self.parts:
                found[sheet.get("name", "")] = part
        return found

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part refers to inside the package: identifier → last word of the type, part."""
        data = self.parts.get(_relations_part(part))
        return {
            element.get("Id"): (
                element.get("Type", "").rpartition("/")[2],
                _resolved(part, element.get("Target", "")),
            )
            for element in (parse(data) if data else ())
            if element.get("TargetMode") != "External"
        }

    def relate(self, part: str, kind: str, target: str) -> str:
        """Let a part refer to another; the new identifier."""
        name = _relations_part(part)
        data = self.parts.get(name)
        root = parse(data) if data else etree.Element(f"{{{_RELATIONSHIPS}}}Relationships")
        taken = {element.get("Id") for element in root}
        names = (f"rIdReport{number}" for number in range(1, len(taken) + 2))
        identifier = next(name for name in names if name not in taken)
        etree.SubElement(
            root,
            f"{{{_RELATIONSHIPS}}}Relationship",
            Id=identifier,
            Type=f"{OFFICE}/{kind}",
            Target=f"/{target}",
        )
        self.parts[name] = serialise(root)
        return identifier

    def declare(self, content_type: str, part: str | None = None, ending: str = "") -> None:
        """Say of what type a part is, or every part with an ending that has no type yet."""
        root = parse(self.parts[_TYPES_PART])
        tag, key, value = ("Override", "PartName", f"/{part}")
        if part is None:
            tag, key, value = ("Default", "Extension", ending)
        if not any(e.get(key, "").lower() == value.lower() for e in root):
            element = etree.Element(f"{{{_TYPES}}}{tag}", {key: value, "ContentType": content_type})
            root.insert(0 if part is None else len(root), element)
        self.parts[_TYPES_PART] = serialise(root)

    def free_name(self, pattern: str) -> str:
        """A part's name that is not taken; `{}` stands for a number."""
        names = (pattern.format(number) for number in range(1, len(self.parts) + 2))
        return next(name for name in names if name not in self.parts)

    def drop_macros(self) -> None:
        """Leave the macros out: a report runs nothing."""
        types = parse(self.parts[_TYPES_PART])
        for element in types:
            if element.get("ContentType") == _MACRO_WORKBOOK:
                element.set("ContentType", _WORKBOOK)
        self.parts[_TYPES_PART] = serialise(types)
        name = _relations_part(self.workbook)
        relations = parse(self.parts.get(name, b"<r/>"))
        for element in list(relations):
            if element.get("Type", "").endswith("/vbaProject"):
                self.parts.pop(_resolved(self.workbook, element.get("Target", "")), None)
                relations.remove(element)
        self.parts[name] = serialise(relations)

    def to_bytes(self) -> bytes:
        """The archive; parts that were there keep their date, new ones have a fixed one."""
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in self.parts.items():
                info = zipfile.ZipInfo(name, self._dates.get(name, _EPOCH))
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, data)
        return file.getvalue()


def _relations_part(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _resolved(part: str, target: str) -> str:
    if target.startswith("/"):
        return target.removeprefix("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))
