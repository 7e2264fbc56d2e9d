import re

from pipelines.portal.asking import Answer
from pipelines.portal.references import bibtex, csl, reference

ANSWER = Answer(("n",), ((1,),))
CITATION = {
    "edition": {
        "dataset": "elm-town-trees",
        "number": 2,
        "title": "榆树镇行道树",
        "publisher_name": "榆树镇",
        "published_at": "2026-02-01T09:00:00+08:00",
    },
    "answer": ANSWER,
    "url": "https://example.org/dataset/elm-town-trees/cite/2?sql=select+1",
    "today": "2026-03-05",
    "key": "elm-town-trees-2-abcdef01",
}


def test_words_follow_the_national_standard() -> None:
    assert reference(CITATION) == (
        "榆树镇. 榆树镇行道树：第 2 版[DS/OL]. (2026-02-01)[2026-03-05]. "
        "https://example.org/dataset/elm-town-trees/cite/2?sql=select+1."
    )


def test_bibtex_closes_what_it_opens() -> None:
    text = bibtex(CITATION)

    assert text.startswith("@misc{elm-town-trees-2-abcdef01,\n")
    assert text.count("{") == text.count("}")
    assert dict(re.findall(r"^  (\w+) = \{(.*)\},$", text, re.M))["version"] == "2"


def test_csl_has_dates_as_numbers() -> None:
    said = csl(CITATION)

    assert (said["type"], said["issued"]) == ("dataset", {"date-parts": [[2026, 2, 1]]})
    assert said["note"].endswith(ANSWER.sha256)
