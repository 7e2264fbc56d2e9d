import re
from string import Formatter

import pytest

from pipelines.report import words
from pipelines.report.words import say


def places(text: str) -> set[str]:
    """What a text leaves room for."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


TEXTS = sorted(words._WORDS)


@pytest.mark.parametrize("key", TEXTS)
def test_every_text_has_both_languages_with_the_same_places(key: str) -> None:
    zh, en = words._WORDS[key]

    assert re.search(r"[\u4e00-\u9fff]", zh)
    assert not re.search(r"[\u4e00-\u9fff]", en.replace("问题", ""))
    assert places(zh) == places(en)


def test_numbers_are_grouped() -> None:
    assert say("more", "en", count=12_000) == "12,000 more"
    assert say("counts", "zh", error=1_000, warning=0, info=2) == "错误 1,000，提示 0，说明 2"
