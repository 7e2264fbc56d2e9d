import pytest

from pipelines.codelists import CodelistYear
from pipelines.inspection import suggestions
from pipelines.inspection.suggestions import Suggester
from pipelines.model import Catalogue, Code, Codelist


def entry(code: str, name: str) -> Code:
    return Code(
        code=code,
        parent=None,
        level="code",
        name=name,
        name_en=None,
        valid_from=None,
        valid_to=None,
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
        "coverage": [],
        "codes": [
            entry("205", "教育支出"),
            entry("20501", "教育管理事务"),
            entry("20502", "普通教育"),
            entry("21011", "医疗（行政单位）"),
            entry("21012", "医疗(行政单位)"),
        ],
    }
)
SUGGESTER = Suggester(CodelistYear(CODELIST, 2013))
MEANT = {
    # code, name → the code of the name, the code of the digits
    "by its name": (("71101", "教育管理事务"), "20501", "21011"),
    "by its name, spaced": (("71101", "教育 管理 事务"), "20501", "21011"),
    "by a name much alike": (("71101", "教育管理事物"), "20501", "21011"),
    "name over digits": (("21013", "教育管理事务"), "20501", "21012"),
    "of two names, the closer digits": (("21112", "医疗(行政单位)"), "21012", "21012"),
    "of two names, none with close digits": (("9", "医疗(行政单位)"), "21011", None),
    "by its digits": (("20503", None), None, "20502"),
    "two digits in the wrong order": (("20510", None), None, "20501"),
    "a digit too many": (("205001", None), None, "20501"),
    "by its digits, the name says nothing": (("20503", "乙丙丁"), None, "20502"),
    "nothing like it": (("甲", None), None, None),
    "a page of text": (("20" * 5000, "教育" * 5000), None, None),
    "no text": (("", ""), None, None),
}


@pytest.mark.parametrize("name", MEANT)
def test_closest_code_by_name_and_closest_by_digits_are_suggested(name: str) -> None:
    (code, printed), by_name, by_digits = MEANT[name]

    found = SUGGESTER.suggest(code, printed)

    assert (found.by_name and found.by_name.code, found.by_digits and found.by_digits.code) == (
        by_name,
        by_digits,
    )
    assert (found.code and found.code.code) == (by_name or by_digits)


def test_both_reasons_are_given_in_both_languages() -> None:
    found = SUGGESTER.suggest("21013", "教育管理事务")

    assert found.reason == (
        "按名称：20501 教育管理事务（名称相同）；按编码：21012 医疗(行政单位)（只差第5位）"
    )
    assert found.reason_en == (
        "by name: 20501 教育管理事务 (same name); "
        "by digits: 21012 医疗(行政单位) (only digit 5 differs)"
    )


def test_suggestion_is_the_same_however_often_it_is_made() -> None:
    made = {Suggester(CodelistYear(CODELIST, 2013)).suggest("2050", "教育").reason for _ in "abc"}

    assert len(made) == 1


def test_codes_of_published_budgets_are_recognised(catalogue: Catalogue) -> None:
    function = Suggester(CodelistYear(catalogue.codelists["function"], 2024))
    economic = Suggester(CodelistYear(catalogue.codelists["economic"], 2024))

    found = [
        function.suggest("71102", "事业单位医疗"),  # 7 | 11 | 02 for 210 | 11 | 02
        economic.suggest("3012", "津贴补贴"),  # 301 | 2 for 301 | 02
        economic.suggest("30210", "车辆运行费"),
    ]

    assert [f.code and f.code.code for f in found] == ["2101102", "30102", "30231"]


def test_large_list_is_not_compared_entry_by_entry(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 3,351 divisions only a few are looked at closely for one wrong code and name."""
    compared = []

    class Counted(suggestions.SequenceMatcher):
        def ratio(self) -> float:
            compared.append(1)
            return super().ratio()

    monkeypatch.setattr(suggestions, "SequenceMatcher", Counted)
    Suggester(CodelistYear(catalogue.codelists["division"], 2023)).suggest("310170", "普陀县")

    assert 0 < len(compared) < 100
