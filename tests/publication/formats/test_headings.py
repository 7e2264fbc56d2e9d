from pipelines.publication.formats.headings import headings
from tests.plain_line import TABLE, Line


def test_heading_is_the_title_with_the_unit(line: Line) -> None:
    assert headings(line.catalogue.schemas[TABLE])[-2:] == ["数量（棵）", "养护费（元）"]


def test_two_that_would_read_the_same_have_their_names_behind(line: Line) -> None:
    schema = line.catalogue.schemas[TABLE]
    first, second, *rest = schema.fields
    alike = schema.altered(fields=(first, second.altered(title=first.title), *rest))

    assert headings(alike)[:2] == ["年度 fiscal_year", "年度 tree_code"]
