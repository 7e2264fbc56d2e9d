from pipelines.report.xlsx.package import Package, main, parse
from pipelines.report.xlsx.styles import COLOURS, Styles
from tests.report.xlsx import bureau_workbook


def test_a_coloured_format_is_made_once(tmp_path: object) -> None:
    package = Package(bureau_workbook())
    before = parse(package.parts["xl/styles.xml"])
    styles = Styles(package)

    made = [styles.coloured(0, "error"), styles.coloured(0, "error"), styles.coloured(0, "info")]
    styles.save()

    after = parse(package.parts["xl/styles.xml"])
    formats = after.find(main("cellXfs"))
    assert made[0] == made[1] != made[2]
    assert len(formats) == int(formats.get("count")) == len(before.find(main("cellXfs"))) + 2
    fills = after.find(main("fills"))
    assert len(fills) == int(fills.get("count"))


def test_what_there_was_is_not_changed() -> None:
    package = Package(bureau_workbook())
    before = parse(package.parts["xl/styles.xml"]).find(main("cellXfs"))
    styles = Styles(package)
    styles.text(bold=True, link=True, colour=COLOURS["error"])
    styles.amount()
    styles.coloured(1, "warning")
    styles.save()

    after = parse(package.parts["xl/styles.xml"]).find(main("cellXfs"))

    for old, new in zip(before, after, strict=False):
        assert dict(old.attrib) == dict(new.attrib)


def test_a_format_that_is_not_there_is_the_plain_one() -> None:
    package = Package(bureau_workbook())
    styles = Styles(package)

    styles.coloured(9_999, "error")
    styles.save()

    assert parse(package.parts["xl/styles.xml"]).find(main("cellXfs"))[-1].get("applyFill") == "1"


def test_a_workbook_without_a_style_sheet_gets_one() -> None:
    package = Package(bureau_workbook())
    relations = "xl/_rels/workbook.xml.rels"
    package.parts[relations] = package.parts[relations].replace(b"/styles", b"/other")

    styles = Styles(package)
    number = styles.coloured(0, "error")
    styles.save()

    (part,) = (t for kind, t in package.relations(package.workbook).values() if kind == "styles")
    root = parse(package.parts[part])
    assert root.find(main("cellXfs"))[number].get("fillId") == "2"  # the first two are reserved
