from typing import Any

import pytest

from pipelines.inspection.classification import classification_findings
from pipelines.model import Catalogue, Code, Codelist, Finding, Schema
from tests.inspection import brief, make_schema, make_table

LISTED = "code-is-listed"
OBSERVED = "code-is-in-the-observed-list"
NAMED = "code-has-its-listed-name"
PARENT = "code-stands-under-its-parent"
UNKNOWN_YEAR = "code-list-speaks-for-the-year"


def code(code: str, name: str, years: tuple[int | None, int | None] = (None, None)) -> Code:
    """An entry of a list of classes of three digits and items of five."""
    parent = code[:3] if len(code) > 3 else None
    return Code(
        code=code,
        parent=parent,
        level="item" if parent else "class",
        name=name,
        name_en=None,
        valid_from=years[0],
        valid_to=years[1],
        verified=True,
        source="目录",
    )


CODELIST = Codelist.model_validate(
    {
        "name": "purpose",
        **dict.fromkeys(("title", "title_en", "description", "description_en"), "用途"),
        "levels": ["class", "item"],
        "basis": "用途目录",
        "basis_en": "List of purposes",
        "coverage": [
            {"from": 2010, "to": 2019, "complete": True, "source": "目录"},
            {"from": 2020, "complete": False, "source": "公开文件"},
        ],
        "codes": [
            code("205", "教育支出"),
            code("20501", "教育管理事务"),
            code("20502", "普通教育"),
            code("20509", "教育费附加安排的支出", (2015, 2019)),
            code("210", "卫生健康支出"),
            code("21011", "行政事业单位医疗"),
            code("21007", "妇幼保健", (None, 2014)),
            code("21007", "计划生育事务", (2015, None)),
            code("21099", "其他（卫生）支出"),
        ],
    }
)
FIELDS: list[dict[str, Any]] = [
    {"name": "year", "type": "integer"},
    {"name": "code", "classification": {"codelist": "purpose", "name": "name", "year": "year"}},
    {"name": "name"},
]
SCHEMA = make_schema(*FIELDS, key=["code"], totals=["合计"])


def found(schema: Schema, *rows: dict[str, str | None]) -> list[Finding]:
    table = make_table(schema, *rows)
    return list(classification_findings(table, schema, {"purpose": CODELIST}))


def line(code: str, name: str | None = None, year: str | None = "2012") -> dict[str, str | None]:
    return {"year": year, "code": code, "name": name}


# — listed in the year —


@pytest.mark.parametrize(
    "row",
    [
        line("205", "教育支出"),
        line("20501", None),
        line("21007", "妇幼保健", "2014"),
        line("21007", "计划生育事务", "2015"),
        line("21007", "计划生育事务", "2024"),
    ],
)
def test_code_of_the_year_gives_nothing(row: dict[str, str | None]) -> None:
    assert found(SCHEMA, row) == []


UNLISTED = {
    # year, code, name → rule, severity, what was probably meant
    "complete list": (*("2012", "20503", None), LISTED, "error", "20502 普通教育"),
    "complete list, the name helps": (
        *("2012", "20599", "教育管理事务"),
        *(LISTED, "error", "20501 教育管理事务"),
    ),
    "partial list": (*("2022", "20503", None), OBSERVED, "warning", None),
    "partial list, beginning unknown": (
        *("2022", "29901", None),
        LISTED,
        "error",
        "21099 其他（卫生）支出",
    ),
    "partial list, too short": (*("2022", "2050", None), LISTED, "error", "20502 普通教育"),
    "partial list, too long": (*("2022", "2050201", None), LISTED, "error", "20502 普通教育"),
    "partial list, no code at all": (*("2022", "甲", None), LISTED, "error", None),
    "complete list, code of later years": (
        *("2012", "20509", None),
        LISTED,
        "error",
        "20502 普通教育",
    ),
    "complete list, full-width digits": (*("2012", "２０５", None), LISTED, "error", None),
}


@pytest.mark.parametrize("name", UNLISTED)
def test_code_that_is_not_listed_is_found_with_what_was_meant(name: str) -> None:
    year, code, printed, rule, severity, meant = UNLISTED[name]

    (finding,) = found(SCHEMA, line(code, printed, year))

    assert brief([finding]) == [(rule, "表!B4", code, meant)]
    assert finding.severity == severity


def test_finding_rests_on_the_list_it_consulted() -> None:
    (finding,) = found(SCHEMA, line("20503"))

    assert (finding.basis, finding.basis_en) == ("用途目录", "List of purposes")


def test_name_that_no_code_has_is_found_beside_its_wrong_code() -> None:
    findings = found(SCHEMA, line("20599", "科学技术"))

    assert [f.rule for f in findings] == [LISTED, NAMED]
    assert (findings[1].field, findings[1].value) == ("name", "科学技术")


def test_shifted_code_is_recognised_by_its_name_on_the_real_list(catalogue: Catalogue) -> None:
    # Printed in a unit budget of 2024: 7 / 11 / 02 for 210 / 11 / 02.
    name = {"codelist": "function", "name": "name", "year": "year"}
    schema = make_schema(
        *FIELDS[:1], {"name": "code", "classification": name}, FIELDS[2], key=["code"]
    )
    table = make_table(schema, line("71102", "事业单位医疗", "2024"))

    (finding,) = classification_findings(table, schema, catalogue.codelists)

    assert (finding.rule, finding.severity) == (LISTED, "error")
    assert finding.expected == "2101102 事业单位医疗"


# — named as listed —


@pytest.mark.parametrize(
    "name", ["其他（卫生）支出", "其他(卫生)支出", "其他 （卫生） 支出", "其他(卫生）\n支出"]
)
def test_white_space_and_bracket_width_of_names_do_not_count(name: str) -> None:
    assert found(SCHEMA, line("21099", name)) == []


@pytest.mark.parametrize(
    ("code", "year", "name", "listed"),
    [
        ("205", "2012", "科学技术支出", "教育支出"),
        ("21007", "2014", "计划生育事务", "妇幼保健"),
        ("21007", "2015", "妇幼保健", "计划生育事务"),
        ("21099", "2012", "其他卫生支出", "其他（卫生）支出"),
    ],
)
def test_other_name_than_the_listed_one_is_found(
    code: str, year: str, name: str, listed: str
) -> None:
    (finding,) = found(SCHEMA, line(code, name, year))

    assert brief([finding]) == [(NAMED, "表!C4", name, listed)]
    assert finding.field == "name"


# — under its parent —

PARENTS = make_schema(
    *FIELDS[:1],
    {"name": "code", "classification": {"codelist": "purpose", "year": "year", "parents": True}},
    FIELDS[2],
    key=["code"],
    totals=["合计"],
)


def test_code_without_its_parents_row_is_found() -> None:
    (finding,) = found(PARENTS, line("205"), line("20501"), line("21011"))

    assert brief([finding]) == [(PARENT, "表!B6", "21011", "210")]


def test_parent_of_another_year_does_not_count() -> None:
    findings = found(PARENTS, line("205", year="2011"), line("20501", year="2012"))

    assert [f.rule for f in findings] == [PARENT]


def test_parent_may_stand_below() -> None:
    assert found(PARENTS, line("20501"), line("205")) == []


def test_parents_are_asked_for_only_where_the_schema_says_so() -> None:
    assert found(SCHEMA, line("20501")) == []


# — what cannot be judged —


@pytest.mark.parametrize(
    ("year", "detail"), [("2009", "purpose 2009"), ("1999", "purpose 1999"), (None, "purpose")]
)
def test_year_no_list_speaks_for_is_said_once(year: str | None, detail: str) -> None:
    (finding,) = found(SCHEMA, line("99999", year=year), line("88888", year=year))

    assert (finding.rule, finding.severity) == (UNKNOWN_YEAR, "info")
    assert (finding.detail, finding.place.cell()) == (detail, "表")


def test_printed_totals_and_rows_without_a_code_are_left_out() -> None:
    rows = [line("合计", "合计"), {"year": "2012", "code": None, "name": "其他"}]

    assert found(PARENTS, *rows) == []


def test_year_may_come_from_a_date() -> None:
    fields = [{"name": "year", "type": "date"}, *FIELDS[1:]]
    schema = make_schema(*fields, key=["code"])

    assert found(schema, line("21007", "妇幼保健", "2014-12-31")) == []
    assert len(found(schema, line("21007", "妇幼保健", "2015-01-01"))) == 1


def test_table_without_rows_gives_nothing() -> None:
    assert found(SCHEMA) == []


def test_field_without_a_list_is_not_looked_at() -> None:
    schema = make_schema({"name": "code"}, key=["code"])

    assert list(classification_findings(make_table(schema, {"code": "9"}), schema, {})) == []
