"""What is personal in a file's cells, for the forms of a report that show whole sheets.

Basis: Personal Information Protection Law, arts. 10 and 25.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import pyarrow as pa

from pipelines.inspection.privacy import without_personal_data
from pipelines.inspection.suspects import suspects
from pipelines.intake.grid import Grid
from pipelines.report.content import Report
from pipelines.report.xlsx.package import Package, parse

RULE = "no-personal-data"
_WHOLE = ("si", "is", "text", "p")  # what stands in several formats is read as one
_SPOKEN = (
    *("Target", "location", "display", "tooltip", "prompt", "promptTitle", "error", "errorTitle"),
    *("name", "title", "descr", "displayName", "userId", "v"),
)
_SILENT = ("[Content_Types].xml", "xl/styles.xml")


def mask_texts(texts: Sequence[str]) -> Mapping[int, str]:
    """The texts that hold anything personal, by their positions, with that hidden."""
    asked = pa.chunked_array([pa.array(texts, pa.string())])
    shown = ((n, without_personal_data(texts[n]) or "") for n in suspects(asked).to_pylist())
    return {n: text for n, text in shown if text != texts[n]}


def without_personal_cells(grids: Mapping[str, Grid]) -> Mapping[str, Grid]:
    """The same sheets; of what is personal in their cells and names, enough is shown to find it."""
    return {name: _masked(grid) for name, grid in grids.items()}


def _masked(grid: Grid) -> Grid:
    rows = []
    for cells in grid.rows:
        hidden = mask_texts(cells) if any(map(_may_matter, cells)) else {}
        rows.append([hidden.get(n, text) for n, text in enumerate(cells)] if hidden else cells)
    return replace(grid, sheet=without_personal_data(grid.sheet), rows=rows)


def _may_matter(text: str) -> bool:
    """Whether a text is long enough to hold a number or an address."""
    return len(text) > 6


def holds_personal_data(report: Report, package: Package) -> bool:
    """Whether anything personal was found in the workbook, or stands in a text of any part."""
    if any(finding.rule == RULE for finding in report.inspection.findings):
        return True
    texts = [text for name, data in package.parts.items() for text in _texts(name, data)]
    return bool(mask_texts(texts))


def _texts(name: str, data: bytes) -> Iterator[str]:
    """What a part says: its texts and titles, not its numbers."""
    if name in _SILENT or not name.endswith((".xml", ".rels", ".vml")):
        return
    root = parse(data)
    is_sheet = "/worksheets/" in name
    for element in root.iter("{*}*"):
        kind = element.tag.rpartition("}")[2]
        yield from (element.get(key) for key in _SPOKEN if element.get(key))
        if kind in _WHOLE:
            yield "".join(_said(element))
        elif element.text and not (is_sheet and kind == "v" and _is_number(element)):
            yield element.text


def _said(element: Iterable) -> Iterator[str]:
    yield from (part for part in element.itertext() if part.strip())


def _is_number(value: object) -> bool:
    """Whether the value of a cell is a number, of itself or of a shared text."""
    return value.getparent().get("t", "n") != "str"
