from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.codelists import CodelistYear, plain_name
from pipelines.model import Catalogue, Code, Codelist


def entry(code: str, name: str, first: int | None = None, last: int | None = None) -> Code:
    return Code(
        code=code,
        parent=None,
        level="code",
        name=name,
        name_en=None,
        valid_from=first,
        valid_to=last,
        verified=True,
        source="目录",
    )


CODELIST = Codelist.model_validate(
    {
        "name": "purpose",
        **dict.fromkeys(("title", "title_en", "description", "description_en"), "用途"),
        "levels": ["code"],
        "basis": "目录",
        "basis_en": "List",
        "coverage": [
            {"from": 2010, "to": 2014, "complete": True, "source": "目录"},
            {"from": 2018, "complete": False, "source": "公开文件"},
        ],
        "codes": [
            entry("205", "教育支出"),
            entry("20501", "教育管理事务"),
            entry("20502", "普通教育", None, 2012),
            entry("20502", "基础教育", 2013, None),
            entry("20599", "其他教育支出", 2013, 2013),
            entry("21011", "医疗（行政单位）"),
            entry("21012", "医疗(行政单位)"),
        ],
    }
)


@pytest.mark.parametrize(
    ("year", "known", "complete"),
    [
        *((2009, False, False), (2010, True, True), (2014, True, True), (2015, False, False)),
        *((2017, False, False), (2018, True, False), (2024, True, False), (0, False, False)),
    ],
)
def test_list_speaks_for_the_years_it_says(year: int, known: bool, complete: bool) -> None:
    listed = CodelistYear(CODELIST, year)

    assert (listed.is_known, listed.is_complete) == (known, complete)


@pytest.mark.parametrize(
    ("code", "year", "name"),
    [
        *(("205", 1900, "教育支出"), ("205", 2100, "教育支出")),
        *(("20502", 2012, "普通教育"), ("20502", 2013, "基础教育")),
        *(("20599", 2012, None), ("20599", 2013, "其他教育支出"), ("20599", 2014, None)),
    ],
)
def test_code_is_what_it_was_in_the_year(code: str, year: int, name: str | None) -> None:
    found = CodelistYear(CODELIST, year).codes.get(code)

    assert (found.name if found else None) == name


NEAREST = {
    # code, name → the code most likely meant
    "by its name": (("71101", "教育管理事务"), "20501"),
    "by its name, spaced": (("71101", "教育 管理 事务"), "20501"),
    "by a name much alike": (("71101", "教育管理事物"), "20501"),
    "name over digits": (("205", "教育管理事务"), "20501"),
    "of two names, the closer digits": (("21112", "医疗(行政单位)"), "21012"),
    "of two names, none with close digits": (("9", "医疗(行政单位)"), "21011"),
    "by its digits": (("20503", None), "20502"),
    "by its digits, the name says nothing": (("20503", "乙丙丁"), "20502"),
    "nothing like it": (("甲", None), None),
}


@pytest.mark.parametrize("name", NEAREST)
def test_nearest_code_is_the_one_most_likely_meant(name: str) -> None:
    (code, printed), meant = NEAREST[name]

    found = CodelistYear(CODELIST, 2013).nearest(code, printed)

    assert (found.code if found else None) == meant


def test_nearest_code_was_in_force() -> None:
    found = CodelistYear(CODELIST, 2012).nearest("20599", "其他教育支出")

    assert found is not None
    assert found.code != "20599"


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        *(
            ("维修（护）费", "维修(护)费", True),
            ("水 费", "水费", True),
            ("水\u3000\n费", "水费", True),
        ),
        *(("水费", "电费", False), ("Ａ类", "A类", True), ("a类", "A类", False)),
    ],
)
def test_names_are_compared_without_white_space_and_width(
    left: str, right: str, same: bool
) -> None:
    assert (plain_name(left) == plain_name(right)) is same


@given(st.text())
def test_plain_name_of_a_plain_name_is_itself(name: str) -> None:
    assert plain_name(plain_name(name)) == plain_name(name)


# — the repository's own lists —


def test_functional_list_knows_recycled_codes_by_their_year(catalogue: Catalogue) -> None:
    function = catalogue.codelists["function"]

    names = [CodelistYear(function, year).codes["21007"].name for year in (2008, 2024)]

    assert names == ["妇幼保健", "计划生育事务"]


def test_shifted_code_of_a_published_budget_is_recognised(catalogue: Catalogue) -> None:
    listed = CodelistYear(catalogue.codelists["function"], 2024)

    found = listed.nearest("71102", "事业单位医疗")

    assert found is not None
    assert (found.code, found.name) == ("2101102", "事业单位医疗")


def test_parents_are_in_force_whenever_their_children_are(catalogue: Catalogue) -> None:
    for codelist in catalogue.codelists.values():
        for year in range(2000, 2031):
            codes = CodelistYear(codelist, year).codes
            orphans = [c.code for c in codes.values() if c.parent and c.parent not in codes]
            assert not orphans, (codelist.name, year)


def test_codes_begin_with_their_parents_code_and_stand_one_level_below(
    catalogue: Catalogue,
) -> None:
    for codelist in catalogue.codelists.values():
        levels = {c.code: codelist.levels.index(c.level) for c in codelist.codes}
        for code in codelist.codes:
            if code.parent:
                assert levels[code.code] > levels[code.parent], (codelist.name, code.code)


def test_every_list_is_sorted_and_its_codes_are_ascii(catalogue: Catalogue) -> None:
    for codelist in catalogue.codelists.values():
        keys = [(c.code, c.valid_from or 0) for c in codelist.codes]
        assert keys == sorted(keys), codelist.name
        assert all(code.isascii() and code.strip() == code for code, _ in keys), codelist.name


def test_complete_years_of_a_list_do_not_overlap(catalogue: Catalogue) -> None:
    for codelist in catalogue.codelists.values():
        spans = sorted((c.first, 9999 if c.last is None else c.last) for c in codelist.coverage)
        assert all(a[1] < b[0] for a, b in pairwise(spans)), codelist.name
