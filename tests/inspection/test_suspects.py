import unicodedata

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.inspection.personal import personal_hits
from pipelines.inspection.secrecy import secrecy_marks
from pipelines.inspection.suspects import suspects
from tests.inspection.spellings import spelled

PIECES = st.one_of(
    st.sampled_from([text for _, _, text in spelled(2)]),
    st.text(alphabet="0123456789 -.*Xx１三①\u200b￥元:@EG张", max_size=24),
    st.sampled_from(["密级：秘密", "【内部资料】", "身份证", "账号", "护照", "tel", "\n"]),
)


def named(*texts: str | None) -> list[int]:
    return suspects(pa.chunked_array([pa.array(texts, pa.string())])).to_pylist()


def test_only_what_may_hold_something_is_named() -> None:
    assert named("银杏", "13900000000", None, "", "密级：秘密", "2025-06-13 18:00") == [1, 4]


def test_empty_column_names_nothing() -> None:
    assert named() == []
    assert suspects(pa.chunked_array([], pa.string())).to_pylist() == []


@pytest.mark.parametrize("before", ["银杏", "ginkgo"])  # columns of ASCII alone are asked less
@given(text=st.lists(PIECES, min_size=1, max_size=3).map("".join))
def test_whatever_is_found_in_a_cell_is_named_in_its_column(before: str, text: str) -> None:
    if personal_hits(text) or secrecy_marks(text):
        assert named(before, text) == [1], text


@pytest.mark.parametrize(
    "text",
    [
        *("6222\xa00210\xa00011\xa02233\xa0449", "6222－0210－0011－2233－449"),
        *("622202 1000112233449", "622 2021 0001 1223 3449", "6222\u20020210 0011 2233 449"),
        *("⼠兵证 0123456", "137\n\n\n\n12345678", "壹捌陸陸柒柒陸貳參15"),
    ],
)
def test_number_in_an_odd_spelling_is_found_and_named(text: str) -> None:
    assert personal_hits(text)
    assert named("ginkgo", text) == [1]


def test_every_numeral_a_reader_knows_is_asked_for() -> None:
    read = (chr(code) for code in range(0x80, 0x110000))
    numerals = [c for c in read if unicodedata.numeric(c, None) in range(10)]

    assert named(*(f"{c * 7}" for c in numerals)) == [*range(len(numerals))]


def test_every_cell_of_a_long_column_is_named_whether_it_repeats_itself_or_not() -> None:
    many = [f"CN{n:06d}" for n in range(70_000)]

    assert named(*many, "13900000000", *many, "13900000000") == [70_000, 140_001]
    assert named(*["a"] * 70_000, "13900000000", None, "13900000000") == [70_000, 70_002]


@pytest.mark.parametrize("text", ["E42050640865532228085", "HBCZ-2025-0000123456", "铜导体项目56"])
def test_codes_and_titles_are_not_read_closely(text: str) -> None:
    assert named(text) == []
