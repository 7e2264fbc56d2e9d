import random
from collections import Counter
from collections.abc import Iterator

import pytest
from stdnum.cn import ric, uscc

from pipelines.inspection.identity import is_identity_number
from pipelines.inspection.personal import KINDS, hide, personal_hits
from tests.inspection.spellings import MADE, identity, spelled

EACH = 20
SPELLED = list(spelled(EACH))


def kinds(text: str, **where: bool) -> set[str]:
    return {hit.kind for hit in personal_hits(text, **where)}


def expected(kind: str) -> str:
    return kind.removeprefix("old ")


@pytest.mark.parametrize("kind", MADE)
def test_numbers_are_found_however_they_are_spelled(kind: str) -> None:
    texts = [(name, text) for k, name, text in SPELLED if k == kind]
    missed = Counter(name for name, text in texts if expected(kind) not in kinds(text))

    found = len(texts) - missed.total()
    print(f"{kind}: {found} of {len(texts)} found in {len(MADE[kind][1])} spellings")
    assert not missed


def test_what_is_hidden_leaves_no_number_to_read() -> None:
    for kind, name, text in SPELLED:
        shown = hide(text, personal_hits(text))
        assert not kinds(shown) - {"masked-identity-number"}, (kind, name, shown)
        assert len(shown) == len(text)


def codes(each: int) -> Iterator[tuple[str, str]]:
    """Numbers of other kinds, made up with the same dice: none is personal."""
    dice = random.Random(20260102)  # noqa: S311 - the same numbers every time
    for _ in range(each):
        amount = dice.randrange(13 * 10**9, 20 * 10**9)
        yield "amount with decimals", f"{amount}.{dice.randrange(100):02}"
        yield "amount with commas", f"{amount:,}.00"
        yield "amount with its unit", f"{amount}元"
        yield "amount in ten thousands", f"{dice.randrange(10**8)}.{dice.randrange(10**4):04}万元"
        yield "amount behind its sign", f"￥{amount}"
        yield "amount in a sentence", f"合计{amount / 100:.2f}元，其中{dice.randrange(10**7)}元"
        yield "credit code", _credit_code(dice)
        yield "lot of a platform", f"E42050100{dice.randrange(10**8):08}001001"
        yield "project number", f"HBCZ-2025-{dice.randrange(10**6):06}"
        yield (
            "project number in groups",
            f"ZB-{dice.randrange(130, 200)}-2025-{dice.randrange(10**4):04}",
        )
        yield (
            "notice number",
            f"{_hex(dice, 8)}-{_hex(dice, 4)}-{_hex(dice, 4)}-{_hex(dice, 4)}-{_hex(dice, 12)}",
        )
        yield "hash", _hex(dice, 32)
        yield "page", f"https://ggzy.example.cn/jyxx/{dice.randrange(10**11)}/{_hex(dice, 32)}.html"
        yield "path", f"/jyxx/003001/00300100{dice.randrange(10)}/20250324/{_hex(dice, 8)}.html"
        yield "day and time", f"2025-{dice.randint(1, 12):02}-{dice.randint(1, 28):02} 18:00:00"
        yield "two days", f"2025年{dice.randint(1, 12)}月13日18时00分至2025年12月16日18时00分"
        yield "office telephone", f"0717-{dice.randrange(2 * 10**6, 9 * 10**6)}"
        yield "free telephone", f"400-{dice.randrange(1000):03}-{dice.randrange(10**4):04}"
        yield "office e-mail", f"ggzy{dice.randrange(100)}@yichang.gov.cn"
        yield (
            "masked mobile",
            f"1{dice.randint(3, 9)}{dice.randrange(10)}****{dice.randrange(10**4):04}",
        )
        yield "procurement category", f"A{dice.randrange(10**8):08}"
        yield "budget code", f"{dice.randrange(10**7):07}"
        yield "decimals", f"0.{dice.randrange(13 * 10**9, 20 * 10**9)}"
        yield "model", f"GF{dice.randrange(13 * 10**9, 20 * 10**9)}X"
        yield "twelve digits", f"{dice.randrange(10**11, 10**12)}"


def _hex(dice: random.Random, length: int) -> str:
    return f"{dice.randrange(16**length):0{length}x}"


def _credit_code(dice: random.Random) -> str:
    start = f"{dice.choice(('91', '92', '12', '11', '52'))}4205{dice.randrange(10**2):02}"
    digits = start + f"{dice.randrange(10**9):09}"
    return digits + uscc.calc_check_digit(digits + "0")


def test_codes_and_amounts_are_left_alone() -> None:
    made = list(codes(200))
    flagged = Counter(name for name, text in made if kinds(text))

    print(f"{flagged.total()} of {len(made)} made-up codes and amounts taken for personal")
    # A zone and ten digits may be a landline's number and a mobile's; a lone identity-like code
    # passes its check digit once in eleven times. None of these kinds does.
    assert not flagged - Counter({"twelve digits": 20})


def test_every_kind_has_its_words() -> None:
    assert {expected(kind) for kind in MADE} | {"home-telephone"} == set(KINDS)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("住宅电话：0717-6227288", "home-telephone"),
        ("宅电6227288", "home-telephone"),
        ("港澳居民来往内地通行证H12345678", "certificate-number"),
        ("军官证号：20012345", "certificate-number"),
        ("身份证号420501199001010001", "identity-number"),
        ("账号：42050133440800000123", "bank-account"),
    ],
)
def test_named_numbers_are_taken_at_their_word(text: str, kind: str) -> None:
    assert kind in kinds(text)


def test_other_numbers_of_an_identifier_field_are_codes_but_an_identity_number_is_not() -> None:
    dice = random.Random(1)  # noqa: S311 - the same numbers every time

    assert kinds("13900000000", is_identifier=True) == set()
    assert kinds("E12345678", is_identifier=True) == set()
    assert kinds("420106631205123", is_identifier=True) == set()
    assert kinds(identity(dice), is_identifier=True) == {"identity-number"}


def test_lone_number_of_a_field_of_amounts_is_one() -> None:
    assert kinds("13900000000", is_amount=True) == set()
    assert kinds("电话13900000000", is_amount=True) == {"mobile-number"}


def test_number_may_name_a_county_founded_after_the_birth() -> None:
    digits = "11011519450312001"  # 大兴区, founded in 2001

    assert is_identity_number(digits + ric.calc_check_digit(digits + "0"))


@pytest.mark.parametrize(
    "number", ["110101199013010009", "110101199002300001", "990101199001010001"]
)
def test_number_without_a_day_of_birth_or_a_province_is_none(number: str) -> None:
    digits = number[:17]

    assert not is_identity_number(digits + ric.calc_check_digit(digits + "0"))


def test_number_that_has_grown_is_hidden_whole() -> None:
    dice = random.Random(2)  # noqa: S311 - the same numbers every time
    number = identity(dice)

    (hit,) = personal_hits(number + "02")

    assert (hit.kind, hit.start, hit.end) == ("identity-number", 0, 20)
