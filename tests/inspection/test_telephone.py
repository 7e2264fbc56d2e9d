import pytest

from pipelines.inspection.telephone import home_telephone_spans, mobile_spans

MOBILE = "13900000000"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (MOBILE, MOBILE),
        (f"+86 {MOBILE}", f"+86 {MOBILE}"),
        (f"0{MOBILE}", f"0{MOBILE}"),
        (f"tel{MOBILE}", MOBILE),
        (f"{MOBILE}.0", MOBILE),
        ("1.3900000000E+10", "1.3900000000E+10"),
        ("139.0000.0000", "139.0000.0000"),
        (f"0717-6227288/{MOBILE}", MOBILE),
    ],
)
def test_mobile_is_found_with_what_belongs_to_it(text: str, shown: str) -> None:
    ((start, end),) = mobile_spans(text)

    assert text[start:end] == shown


@pytest.mark.parametrize(
    "text",
    [
        f"{MOBILE}.00",
        f"{MOBILE}元",
        f"￥{MOBILE}".replace("￥", "¥"),
        f"合计：{MOBILE}".replace("：", ":"),
        f"0.{MOBILE}",
        "139000000.00",
        f"GF{MOBILE}",
        f"{MOBILE}X",
        f"{MOBILE}1",
        "ABC-139-2024-0012-1",
        "0717-6227288",
        "400-139-0000",
    ],
)
def test_amounts_and_codes_of_eleven_digits_are_left_alone(text: str) -> None:
    assert list(mobile_spans(text)) == []


def test_every_mobile_of_a_list_is_found() -> None:
    assert len(list(mobile_spans(f"{MOBILE},{MOBILE};{MOBILE} {MOBILE}"))) == 4


def test_telephone_is_private_only_where_it_is_said_to_be_at_home() -> None:
    assert list(home_telephone_spans("住宅电话:0717-6227288")) == [(5, 17)]
    assert list(home_telephone_spans("联系电话:0717-6227288")) == []
