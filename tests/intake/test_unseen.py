import pyarrow as pa
import pyarrow.compute as pc
import pytest

from pipelines.intake.unseen import CONTROL, IN_COLUMN, UNSEEN, may_hide

# Every character but half ones, which no text in UTF-8 holds.
CHARACTERS = [chr(n) for n in range(0x110000) if not 0xD800 <= n <= 0xDFFF]
ODD = {c for c in CHARACTERS if UNSEEN.search(c) or CONTROL.search(c)}


def test_a_column_is_asked_for_the_same_characters_as_a_text() -> None:
    found = pc.match_substring_regex(pa.array(CHARACTERS), IN_COLUMN)

    assert {c for c, is_odd in zip(CHARACTERS, found.to_pylist(), strict=True) if is_odd} == ODD


@pytest.mark.parametrize("around", ["", "银杏", "a,b\n"])
def test_bytes_with_such_a_character_are_never_passed_over(around: str) -> None:
    missed = [c for c in ODD if not may_hide(f"{around}{c}{around}".encode())]

    assert missed == []


@pytest.mark.parametrize("text", ["", "银杏（1），《甲》、乙。\n", "a\tb\r\n", "①Ⅷ㎡℃", "é"])
def test_ordinary_bytes_are_not_looked_through(text: str) -> None:
    assert not may_hide(text.encode())


@pytest.mark.parametrize("character", ["\t", "\n", "\r", " ", "\u3000", "\u00a0"])
def test_white_space_is_seen(character: str) -> None:
    assert character not in ODD
