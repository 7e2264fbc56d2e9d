import pytest

from pipelines.inspection.digits import NO_DIGIT, views


def texts(text: str) -> list[str]:
    return [view.text for view in views(text)]


def test_plain_text_has_one_view() -> None:
    assert texts("电话 139") == ["电话 139"]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("１３９", "139"),
        ("٠١٢", "012"),
        ("一三九", "139"),
        ("〇零幺", "001"),
        ("①③⑨", "139"),
        ("壹叁玖", "139"),
        ("１．5", "1.5"),
    ],
)
def test_digits_of_all_kinds_are_folded_in_the_last_view(text: str, folded: str) -> None:
    assert texts(text)[-1] == folded


def test_digit_of_another_kind_ends_a_number_in_the_first_view() -> None:
    assert texts("１139")[0] == f"{NO_DIGIT}139"
    assert texts("①139")[0] == f"{NO_DIGIT}139"


def test_invisible_characters_are_passed_over_and_places_are_kept() -> None:
    (view,) = views("a\u200b1\u00ad2\ufeff3b")

    assert view.text == "a123b"
    assert view.span(1, 4) == (2, 7)


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/13912345678/a.html",
        "9c17b152-3311-4473-bf24-b5365557a9f6",
        "0123456789abcdef0123456789abcdef",
    ],
)
def test_addresses_and_hexadecimal_identifiers_have_no_digits(text: str) -> None:
    (view,) = views(text)

    assert view.text == NO_DIGIT * len(text)


def test_number_that_an_address_names_stays() -> None:
    text = "https://example.org/?tel=13912345678"

    assert texts(text) == [text]
