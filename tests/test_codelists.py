import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.codelists import CodelistYear, is_named, plain_name
from pipelines.model import Catalogue, Code, Codelist, Coverage


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


TREE = CODELIST.model_copy(
    update={
        "levels": ("class", "section", "item"),
        "digits": (3, 2, 2),
        "coverage": (
            Coverage.model_validate(
                {
                    "from": 2020,
                    "complete": False,
                    "complete_levels": ["class"],
                    "pattern": "^2[0-9]{2}([0-9]{2}){0,2}$",
                    "source": "公开文件",
                }
            ),
        ),
        "codes": (
            entry("205", "教育支出").model_copy(update={"level": "class"}),
            entry("9", "短").model_copy(update={"level": "section", "parent": "8"}),
            entry("7", "旧", 2000, 2009),
            entry("7", "新", 2010, 2019),
        ),
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


@pytest.mark.parametrize(
    ("code", "level", "parent"),
    [
        *(("205", "class", None), ("20501", "section", "205"), ("2050101", "item", "20501")),
        *(("2050", None, None), ("205010101", None, None), ("", None, None)),
    ],
)
def test_unlisted_code_has_the_level_and_the_parent_of_its_digits(
    code: str, level: str | None, parent: str | None
) -> None:
    listed = CodelistYear(TREE, 2020)

    assert (listed.level_of(code), listed.parent_of(code)) == (level, parent)


def test_listed_code_has_the_level_and_the_parent_of_the_list() -> None:
    listed = CodelistYear(TREE, 2020)

    assert (listed.level_of("9"), listed.parent_of("9")) == ("section", "8")


@pytest.mark.parametrize(
    ("code", "impossible"),
    [
        *(("20501", False), ("2059999", False), ("206", True), ("20601", True)),
        *(("2050", True), ("甲", True), ("２０５", True), ("", True)),
    ],
)
def test_code_is_impossible_by_its_form_or_by_what_it_begins_with(
    code: str, impossible: bool
) -> None:
    assert CodelistYear(TREE, 2020).is_impossible(code) is impossible


def test_nothing_is_impossible_in_a_year_the_list_does_not_speak_for() -> None:
    assert not CodelistYear(TREE, 2019).is_impossible("甲")


def test_entries_of_other_years_are_found_newest_first() -> None:
    other = CodelistYear(CODELIST, 1900).other_years

    assert [c.name for c in other["20502"]] == ["基础教育"]
    assert [c.name for c in CodelistYear(TREE, 2030).other_years["7"]] == ["新", "旧"]


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


def test_successor_bears_the_same_name_and_is_the_only_one_that_does(
    catalogue: Catalogue,
) -> None:
    """How every successor of the repository is known: nothing is guessed."""
    for codelist in catalogue.codelists.values():
        for code in (c for c in codelist.codes if c.successor):
            where = (codelist.name, code.code)
            old = CodelistYear(codelist, code.valid_to or 0)
            heirs = [c for c in codelist.codes if c.code == code.successor and is_later(c, code)]
            assert heirs, where
            new = CodelistYear(codelist, heirs[0].valid_from or 0)
            scope = code.code[:2] if codelist.name == "division" else ""
            for year, only in ((old, code.code), (new, code.successor)):
                namesakes = year.by_name[plain_name(code.name)]
                assert [c.code for c in namesakes if c.code.startswith(scope)] == [only], where
            assert code.successor_basis == (
                "同省同名，两版中各只一处" if scope else "同名，两版中各只一处"
            )


def is_later(code: Code, other: Code) -> bool:
    return (code.valid_from or 0) > (other.valid_to or 9999)


def test_printed_name_is_the_listed_one_without_its_last_bracket(catalogue: Catalogue) -> None:
    printed = [c for c in catalogue.codelists["function"].codes if c.printed_name]

    assert len(printed) > 300
    for code in printed:
        assert code.name.startswith(f"{code.printed_name}（"), code.code
        assert is_named(code, code.printed_name or "")
        assert is_named(code, code.name)


def test_every_code_has_the_form_its_list_states_for_the_year(catalogue: Catalogue) -> None:
    for codelist in catalogue.codelists.values():
        for coverage in codelist.coverage:
            listed = CodelistYear(codelist, coverage.first)
            assert all(re.fullmatch(coverage.pattern or ".*", c) for c in listed.codes)


def test_level_follows_from_the_digits_wherever_a_list_says_so(catalogue: Catalogue) -> None:
    for codelist in (c for c in catalogue.codelists.values() if c.digits):
        empty = CodelistYear(codelist.model_copy(update={"codes": ()}), 2024)
        for code in codelist.codes:
            assert empty.level_of(code.code) == code.level, (codelist.name, code.code)
            assert empty.parent_of(code.code) == code.parent, (codelist.name, code.code)


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
