"""The judge of one line; what it says of whole tables is tested with the classification."""

import re
from pathlib import Path

import pytest

from pipelines.codelists import CodelistYear
from pipelines.inspection.codes import MOST_SUGGESTED, Judge, Line, odd_part
from pipelines.model import Catalogue, Classification
from tests.documents import read_document

OF = Classification(codelist="function", name="function_name", year="fiscal_year")


def judge(catalogue: Catalogue, present: set[str], year: int = 2024) -> Judge:
    listed = CodelistYear(catalogue.codelists["function"], year)
    return Judge("function_code", OF, listed, present)


def test_line_that_is_right_has_no_fault(catalogue: Catalogue) -> None:
    line = Line("2101102", "事业单位医疗", 2024)

    assert list(judge(catalogue, {"2101102"}).faults(line)) == []


def test_fault_says_the_same_in_both_languages(catalogue: Catalogue) -> None:
    (fault,) = judge(catalogue, set()).faults(
        Line("71102", "事业单位医疗", 2024, ("7", "11", "02"))
    )

    assert (fault.value, fault.expected) == ("7|11|02", "2101102 事业单位医疗")
    assert fault.words == (
        "类“7”是1位，应为3位；按名称和编码：2101102 事业单位医疗（名称相同，末4位相同）",
        "the class “7” is of length 1, not 3; "
        "by name and digits: 2101102 事业单位医疗 (same name, the last 4 digits agree)",
    )


def test_successor_is_expected_with_how_it_is_known(catalogue: Catalogue) -> None:
    (fault,) = judge(catalogue, {"2100402"}).faults(Line("2100402", "事业单位医疗", 2024))

    assert fault.expected == "2101102 事业单位医疗"
    assert "2008–2009年的目录中是“事业单位医疗”" in fault.words[0]
    assert "今为 2101102 事业单位医疗（同名，两版中各只一处）" in fault.words[0]


def test_every_judge_guesses_so_many_times_and_no_more(catalogue: Catalogue) -> None:
    one = judge(catalogue, set())
    lines = [Line(f"9{n:04d}", None, 2024) for n in range(MOST_SUGGESTED + 2)]

    said = ["".join(f.words[0] for f in one.faults(line)) for line in lines]

    assert [n for n, text in enumerate(said) if "不再推测" in text] == [100, 101]


@pytest.mark.parametrize(
    ("parts", "number"),
    [
        *((("7", "11", "02"), 0), (("210", "1", "02"), 1), (("210", "11", "2"), 2)),
        *((("210", "", "02"), 1), (("", "11", ""), 0), (("210", "11", "02"), 0)),
    ],
)
def test_odd_part_is_the_first_that_has_not_its_digits(
    catalogue: Catalogue, parts: tuple[str, ...], number: int
) -> None:
    assert odd_part(catalogue.codelists["function"], parts) == number


LISTS = {"2": "function", "7": "function", "3": "economic", "A": "procurement-category"}
SHOWN = re.findall(
    r"^\| (?P<parts>(?:`\w+` )+)(?P<name>\w+)，(?P<year>[0-9]{4}) \| (?P<said>.+?) · ",
    read_document(Path("docs/how-to/read-code-lists.md")),
    re.M,
)


def test_page_for_readers_shows_some_wrong_codes() -> None:
    assert len(SHOWN) == 5


@pytest.mark.parametrize(("printed", "name", "year", "said"), SHOWN)
def test_page_for_readers_says_what_the_judge_says(
    catalogue: Catalogue, printed: str, name: str, year: str, said: str
) -> None:
    parts = tuple(re.findall(r"`(\w+)`", printed))
    codelist = catalogue.codelists[LISTS[parts[0][0]]]
    line = Line("".join(parts), name, int(year), parts if len(parts) > 1 else ())
    one = Judge("code", OF, CodelistYear(codelist, int(year)), {line.code})

    (fault,) = one.faults(line)

    text = f"{fault.expected} {fault.words[0]}"
    quoted = re.findall(r"“[^”]+”(?:是[^；（]+|的名称)?|[0-9A]{5,9} ?[^；（“是 ]*", said)
    assert quoted
    for piece in quoted:
        assert piece.removeprefix("该编码的名称是").strip("“”") in text, piece
