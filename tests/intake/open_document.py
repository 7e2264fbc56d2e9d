"""Writes ODS files for the tests: the content of a workbook as OpenDocument XML."""

import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style")
)
MANIFEST = (
    b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
)
STYLES = (
    '<style:style style:name="hidden" style:family="table">'
    '<style:table-properties table:display="false"/></style:style>'
)


def cell(text: str = "", **attributes: str) -> str:
    """A cell; the names of its attributes are those of the format, shortened."""
    names = {
        "value": "office:value",
        "value_type": "office:value-type",
        "date_value": "office:date-value",
        "boolean_value": "office:boolean-value",
        "formula": "table:formula",
        "columns_repeated": "table:number-columns-repeated",
        "columns_spanned": "table:number-columns-spanned",
        "rows_spanned": "table:number-rows-spanned",
    }
    given = "".join(f" {names[k]}={quoteattr(v)}" for k, v in attributes.items())
    paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n") if line)
    return f"<table:table-cell{given}>{paragraphs}</table:table-cell>"


def row(*cells: str, attributes: str = "") -> str:
    """A row; a plain text becomes a cell of text."""
    inner = "".join(c if c.startswith("<") else cell(c) for c in cells)
    return f"<table:table-row {attributes}>{inner}</table:table-row>"


def write_ods(
    path: Path,
    sheets: Mapping[str, str],
    *,
    hidden: tuple[str, ...] = (),
    manifest: bytes = MANIFEST,
) -> Path:
    """An ODS file; a sheet is given as the XML of its columns and rows."""
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}"
        f" table:style-name='{'hidden' if name in hidden else 'shown'}'>{inner}</table:table>"
        for name, inner in sheets.items()
    )
    content = (
        f"<office:document-content {NAMESPACES}><office:automatic-styles>{STYLES}"
        f"</office:automatic-styles><office:body><office:spreadsheet>{tables}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return path
