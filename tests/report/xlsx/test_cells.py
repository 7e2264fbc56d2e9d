import pytest

from pipelines.report.xlsx.cells import Mark, colour_cells, place_drawing, top_left
from pipelines.report.xlsx.package import Element, Package, main, parse
from pipelines.report.xlsx.styles import COLOURS, Styles
from tests.report.xlsx import bureau_workbook

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def package() -> Package:
    return Package(bureau_workbook())


def cells_of(sheet: Element) -> dict[str, Element]:
    return {cell.get("r"): cell for cell in sheet.iter(main("c"))}


def fill_of(package: Package, cell: Element) -> str | None:
    styles = parse(package.parts["xl/styles.xml"])
    format_ = styles.find(main("cellXfs"))[int(cell.get("s"))]
    fill = styles.find(main("fills"))[int(format_.get("fillId"))]
    colour = fill.find(f".//{main('fgColor')}")
    return None if colour is None else colour.get("rgb")


def coloured(package: Package, *marks: Mark) -> Element:
    sheet, styles = parse(package.parts[SHEET]), Styles(package)
    colour_cells(sheet, marks, styles)
    styles.save()
    return sheet


def test_a_marked_cell_has_its_colour_and_keeps_its_format(package: Package) -> None:
    before = int(cells_of(parse(package.parts[SHEET]))["B3"].get("s"))

    sheet = coloured(package, Mark(3, 2, "error", ""))

    cell = cells_of(sheet)["B3"]
    formats = parse(package.parts["xl/styles.xml"]).find(main("cellXfs"))
    assert fill_of(package, cell) == COLOURS["error"]
    assert formats[int(cell.get("s"))].get("numFmtId") == formats[before].get("numFmtId") == "164"


def test_a_blank_cell_is_made_in_its_place_with_the_format_it_would_have(package: Package) -> None:
    sheet = coloured(package, Mark(3, 4, "warning", ""), Mark(8, 2, "error", ""))

    rows = {row.get("r"): row for row in sheet.iter(main("row"))}
    assert [cell.get("r") for cell in rows["3"]] == ["A3", "B3", "C3", "D3"]
    assert [cell.get("r") for cell in rows["8"]] == ["B8"]
    numbers = [int(row.get("r")) for row in sheet.iter(main("row"))]
    assert numbers == sorted(numbers)
    formats = parse(package.parts["xl/styles.xml"]).find(main("cellXfs"))
    assert formats[int(cells_of(sheet)["B8"].get("s"))].get("numFmtId") == "164"  # the column's


def test_all_other_cells_stay_as_they_are(package: Package) -> None:
    before = cells_of(parse(package.parts[SHEET]))

    after = cells_of(coloured(package, Mark(3, 1, "info", "")))

    assert before.keys() == after.keys()
    for reference, cell in before.items():
        if reference != "A3":
            assert cell.attrib == after[reference].attrib


def test_rows_and_cells_without_numbers_follow_each_other(package: Package) -> None:
    sheet = parse(
        f'<worksheet xmlns="{main("")[1:-1]}"><sheetData><row><c/><c/></row><row r="5"><c/></row>'
        "</sheetData></worksheet>".encode()
    )

    colour_cells(sheet, [Mark(1, 2, "error", ""), Mark(5, 1, "error", "")], Styles(package))

    formats = [cell.get("s") for cell in sheet.iter(main("c"))]
    assert formats[0] is None
    assert formats[1] == formats[2] != "0"


def test_a_merged_range_goes_by_its_first_cell(package: Package) -> None:
    merged = top_left(parse(package.parts[SHEET]))

    assert merged[5, 1] == (4, 1)
    assert merged[1, 3] == (1, 1)
    assert (3, 1) not in merged


@pytest.mark.parametrize(
    ("parts", "place"), [("drawing", 1), ("drawing tableParts extLst", 1), ("extLst", 0), ("", 0)]
)
def test_the_drawing_stands_where_the_standard_has_it(parts: str, place: int) -> None:
    children = "".join(f"<{name}/>" for name in parts.split())
    sheet = parse(f'<worksheet xmlns="{main("")[1:-1]}">{children}</worksheet>'.encode())
    drawing = parse(f'<legacyDrawing xmlns="{main("")[1:-1]}"/>'.encode())

    place_drawing(sheet, drawing)

    assert sheet.index(drawing) == place


def test_a_mark_knows_its_reference() -> None:
    assert Mark(13, 28, "error", "").reference == "AB13"
