import re
from typing import Any, get_args, get_type_hints

import pytest
from datasette.filters import Filters
from markupsafe import Markup, escape

from pipelines.model import Catalogue, Change, Dataset, Outcome, Result, Severity
from pipelines.portal import words
from pipelines.portal.words import CADENCES, KINDS, LEVELS, LOOKUPS, OUTCOMES, SEVERITIES, Word

FAILED = {"failed"}  # a run that fails is recorded nowhere in the public database


@pytest.mark.parametrize(
    ("states", "known"),
    [
        (get_args(Severity), SEVERITIES),
        (set(get_args(get_type_hints(Result)["outcome"])) - FAILED, OUTCOMES),
        (get_args(get_type_hints(Outcome)["outcome"]), OUTCOMES),
        (get_args(get_type_hints(Change)["kind"]), KINDS),
        (get_args(Dataset.model_fields["cadence"].annotation), CADENCES),
        ([key for key, _, _ in Filters([]).lookups()], LOOKUPS),
    ],
    ids=["severities", "results", "outcomes", "kinds", "cadences", "lookups"],
)
def test_every_state_the_program_can_write_has_a_word(states: Any, known: dict) -> None:
    assert set(states)
    assert set(states) <= set(known)


def test_levels_of_family_tables_are_called_as_their_code_lists_call_them(
    catalogue: Catalogue,
) -> None:
    fields = [
        (schema.by_name[field.of or ""], field)
        for schema in catalogue.schemas.values()
        for field in schema.fields
        if field.role == "level"
    ]
    lists = {code.classification.codelist for code, _ in fields if code.classification}
    titles = {
        (level, catalogue.codelists[name].level_title(level))
        for name in lists
        for level in catalogue.codelists[name].levels
    }
    assert len(lists) >= 2
    assert titles | {("total", "合计")} == {(level, word.zh) for level, word in LEVELS.items()}


@pytest.mark.parametrize("name", [n for n in vars(words) if n.isupper() and n[0] != "_"])
def test_words_are_chinese_first_and_no_two_read_the_same(name: str) -> None:
    known: dict[str, Word] = getattr(words, name)
    for word in known.values():
        assert re.fullmatch(r"[一-鿿]+", word.zh)
        assert re.search(r"[a-z<>≤≥]", word.en)
    assert len({w.zh for w in known.values()}) == len({w.en for w in known.values()}) == len(known)


def test_word_says_which_language_is_which_and_escapes_both() -> None:
    word = Word("小于", "<")
    assert str(word) == "小于 <"
    assert escape(word) == Markup('小于 <span class="en" lang="en">&lt;</span>')
