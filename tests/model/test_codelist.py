import pytest

from pipelines.model import Code, Codelist, Coverage


def entry(first: int | None, last: int | None) -> Code:
    return Code(
        code="205",
        parent=None,
        level="class",
        name="教育支出",
        name_en=None,
        valid_from=first,
        valid_to=last,
        verified=True,
        source="目录",
    )


@pytest.mark.parametrize(
    ("first", "last", "year", "is_in_force"),
    [
        *((2010, 2014, 2009, False), (2010, 2014, 2010, True), (2010, 2014, 2014, True)),
        *((2010, 2014, 2015, False), (None, 2014, 1900, True), (2010, None, 2100, True)),
        (None, None, 2024, True),
    ],
)
def test_entry_is_in_force_from_its_first_year_to_its_last(
    first: int | None, last: int | None, year: int, is_in_force: bool
) -> None:
    assert entry(first, last).in_force(year) is is_in_force


@pytest.mark.parametrize(
    ("titles", "level", "called"),
    [
        *((("类", "款"), "section", "款"), (("类", "款"), "item", "item")),
        *(((), "class", "class"), (("类", "款"), None, "")),
    ],
)
def test_level_goes_by_its_chinese_title_where_the_list_gives_one(
    titles: tuple[str, ...], level: str | None, called: str
) -> None:
    codelist = Codelist(
        name="purpose",
        title="用途",
        title_en="Purpose",
        description="用途。",
        description_en="Purpose.",
        levels=("class", "section"),
        level_titles=titles,
        coverage=(Coverage.model_validate({"from": 2010, "complete": True, "source": "目录"}),),
        basis="目录",
        basis_en="List",
    )

    assert codelist.level_title(level) == called
