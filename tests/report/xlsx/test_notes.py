import io

import openpyxl

from pipelines.report.xlsx.cells import Mark
from pipelines.report.xlsx.notes import add_notes
from pipelines.report.xlsx.package import Package, parse, serialise
from tests.report.xlsx import bureau_workbook

SHEET = "xl/worksheets/sheet1.xml"
MARKS = [Mark(3, 2, "error", "第一行\n第二行"), Mark(20, 5, "warning", "<&>\x01")]


def noted(data: bytes, marks: list[Mark]) -> Package:
    package = Package(data)
    sheet = parse(package.parts[SHEET])
    add_notes(package, SHEET, sheet, marks)
    package.parts[SHEET] = serialise(sheet)
    return Package(package.to_bytes())


def comments(package: Package) -> dict[str, str]:
    book = openpyxl.load_workbook(io.BytesIO(package.to_bytes()))
    cells = (cell for row in book["支出 表"].iter_rows() for cell in row if cell.comment)
    return {cell.coordinate: cell.comment.text for cell in cells}


def test_a_note_is_read_as_it_was_meant() -> None:
    package = noted(bureau_workbook(), MARKS)

    assert comments(package) == {"B3": "第一行\n第二行", "E20": "<&>[U+0001]"}


def test_comments_of_the_bureau_stay_and_ours_stand_below() -> None:
    package = noted(bureau_workbook(commented=True), MARKS)

    found = comments(package)
    assert found["B3"] == "局里的批注\n\n第一行\n第二行"
    assert found["C3"] == "另一条"
    assert found["E20"] == "<&>[U+0001]"
    assert len([name for name in package.parts if "comments" in name]) == 1


def test_every_note_has_a_shape_of_its_own() -> None:
    marks = [Mark(row, 1, "error", str(row)) for row in range(1, 1_001)]

    package = noted(bureau_workbook(commented=True), marks)

    (drawing,) = (data for name, data in package.parts.items() if name.endswith(".vml"))
    shapes = [e for e in parse(drawing) if e.tag.endswith("}shape")]
    assert len(shapes) == 1_002
    assert len({shape.get("id") for shape in shapes}) == 1_002


def test_shapes_of_different_sheets_have_different_numbers() -> None:
    package = noted(bureau_workbook(), MARKS)
    part = "xl/worksheets/sheet2.xml"
    sheet = parse(package.parts[part])
    add_notes(package, part, sheet, MARKS)

    drawings = [parse(data) for name, data in package.parts.items() if name.endswith(".vml")]
    identifiers = [e.get("id") for d in drawings for e in d if e.tag.endswith("}shape")]
    assert len(identifiers) == len(set(identifiers)) == 4


def test_a_drawing_that_is_no_xml_is_left_alone() -> None:
    package = Package(bureau_workbook(commented=True))
    name = next(name for name in package.parts if name.endswith(".vml"))
    package.parts[name] = b"<xml><br></xml>"

    after = noted(package.to_bytes(), MARKS)

    assert after.parts[name] == b"<xml><br></xml>"
    assert comments(after).keys() == {"B3", "C3"}
