import pytest
from stdnum.cn import ric

from pipelines.inspection.identity import (
    identity_spans,
    is_identity_number,
    is_old_identity_number,
    is_shaped_like_identity,
    masked_spans,
)


def numbered(digits: str) -> str:
    return digits + ric.calc_check_digit(digits + "0")


def test_number_needs_a_province_a_day_and_its_check_character() -> None:
    good = numbered("11010119000101020")

    assert is_identity_number(good)
    assert not is_identity_number(good[:-1] + str((int(good[-1], 11) + 1) % 10))
    assert not is_identity_number(numbered("99010119000101020"))
    assert not is_identity_number(numbered("11010119000230020"))


@pytest.mark.parametrize(
    ("digits", "is_one"),
    [
        ("110101631205123", True),
        ("110100631205123", False),  # a city has no residents of its own
        ("119901631205123", False),  # there is and was no such county
        ("110101631305123", False),
        ("110101630230123", False),
    ],
)
def test_old_number_needs_a_county_and_a_day(digits: str, is_one: bool) -> None:
    assert is_old_identity_number(digits) is is_one


def test_foreigners_permit_is_one_too() -> None:
    assert is_identity_number(numbered("91184019700101001"))


@pytest.mark.parametrize(
    "text", ["1101011900010*****", "110101********0209", "11010119000101**07", "1101××××××××××0209"]
)
def test_partly_masked_number_is_found_whole(text: str) -> None:
    assert list(masked_spans(text)) == [(0, len(text))]


@pytest.mark.parametrize("text", ["******", "139****5678", "6222****1234", "XXXX-2025-001", "9***"])
def test_other_masks_are_left_alone(text: str) -> None:
    assert list(masked_spans(text)) == []


def test_old_number_in_a_field_of_identifiers_must_be_named() -> None:
    assert list(identity_spans("110101631205123", is_identifier=False)) == [(0, 15)]
    assert list(identity_spans("110101631205123", is_identifier=True)) == []
    assert list(identity_spans("身份证110101631205123", is_identifier=True)) == [(3, 18)]


def test_shape_is_told_without_the_check_character() -> None:
    assert is_shaped_like_identity("110101190001010200")
    assert not is_shaped_like_identity("916531013288649885")
