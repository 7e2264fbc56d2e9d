import io
import zipfile

import pytest

from pipelines.intake.limits import UnreadableError
from pipelines.report.xlsx.package import Package, main, parse, serialise
from tests.report.xlsx import bureau_workbook


def rewritten(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    package = Package(data)
    assert old in package.parts[part]
    package.parts[part] = package.parts[part].replace(old, new)
    return package.to_bytes()


def test_a_workbook_that_is_not_changed_keeps_every_part() -> None:
    data = bureau_workbook()

    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(io.BytesIO(Package(data).to_bytes())) as after,
    ):
        assert before.namelist() == after.namelist()
        assert [m.date_time for m in before.infolist()] == [m.date_time for m in after.infolist()]
        assert all(before.read(name) == after.read(name) for name in before.namelist())


def test_the_same_change_makes_the_same_bytes() -> None:
    data = bureau_workbook()

    assert Package(data).to_bytes() == Package(data).to_bytes()


def test_sheets_are_found_in_their_order() -> None:
    sheets = Package(bureau_workbook()).sheets()

    assert list(sheets) == ["支出 表", "收入表", "内部"]
    assert sheets["收入表"] == "xl/worksheets/sheet2.xml"


def test_a_new_relation_does_not_take_the_place_of_another() -> None:
    package = Package(bureau_workbook())
    before = package.relations(package.workbook)

    first = package.relate(package.workbook, "worksheet", "xl/a.xml")
    second = package.relate(package.workbook, "worksheet", "xl/b.xml")

    after = package.relations(package.workbook)
    assert before.items() <= after.items()
    assert after[first] == ("worksheet", "xl/a.xml")
    assert after[second] == ("worksheet", "xl/b.xml")


def test_a_type_is_declared_once() -> None:
    package = Package(bureau_workbook())

    for _ in range(2):
        package.declare("a/b", "xl/a.xml")
        package.declare("a/c", ending="vml")

    types = [e.get("ContentType") for e in parse(package.parts["[Content_Types].xml"])]
    assert (types.count("a/b"), types.count("a/c")) == (1, 1)


def test_macros_do_not_travel() -> None:
    package = Package(bureau_workbook())
    package.relate(package.workbook, "vbaProject", "xl/vbaProject.bin")
    package.parts["xl/vbaProject.bin"] = b"code"
    common, macros = b"officedocument.spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main"
    types = package.parts["[Content_Types].xml"]
    package.parts["[Content_Types].xml"] = types.replace(
        b"vnd.openxmlformats-" + common, b"vnd." + macros
    )
    package = Package(package.to_bytes())

    package.drop_macros()

    left = Package(package.to_bytes())
    assert not [name for name in left.parts if "vba" in name]
    assert macros not in left.parts["[Content_Types].xml"]
    assert list(left.sheets()) == ["支出 表", "收入表", "内部"]


@pytest.mark.parametrize("data", [b"", b"PK", b"\xd0\xcf\x11\xe0"])
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        Package(data)


def test_a_workbook_of_the_strict_form_is_refused() -> None:
    own = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strict = b"http://purl.oclc.org/ooxml/spreadsheetml/main"

    with pytest.raises(UnreadableError):
        Package(rewritten(bureau_workbook(), "xl/workbook.xml", own, strict))


def test_entities_are_not_expanded() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY x "xxxx">]><a>&x;</a>'

    assert parse(bomb).text is None


def test_names_are_of_the_main_namespace() -> None:
    root = parse(serialise(parse(f'<a xmlns="{main("b")[1:-2]}"><b/></a>'.encode())))

    assert [child.tag for child in root] == [main("b")]
