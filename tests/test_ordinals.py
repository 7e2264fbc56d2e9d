import re

import pytest

from pipelines.ordinals import ORDINAL, printed_place, without_ordinal


@pytest.mark.parametrize(
    ("printed", "item"),
    [
        ("一、财政拨款收入", "财政拨款收入"),
        ("二十六、抗疫特别国债安排的支出", "抗疫特别国债安排的支出"),
        ("1. 一般公共预算资金", "一般公共预算资金"),
        ("２．政府性基金", "政府性基金"),
        ("（一）因公出国（境）费", "因公出国（境）费"),
        ("(3)公务接待费", "公务接待费"),
        ("一般公共服务支出", "一般公共服务支出"),
        ("三公经费", "三公经费"),
        ("1.5倍", "1.5倍"),
        ("2024年预算", "2024年预算"),
        ("十", "十"),
        ("", ""),
    ],
)
def test_ordinal_is_taken_off_and_nothing_else(printed: str, item: str) -> None:
    assert without_ordinal(printed) == item


def test_items_stand_in_the_order_of_their_ordinals() -> None:
    numbers = ["一", "二", "九", "十", "十一", "十九", "二十", "二十一", "九十九"]
    printed = [f"{number}、某项" for number in numbers] + ["1. 其中", "（二）其中", "合计"]

    mixed = printed[::-1]
    mixed.sort(key=printed_place)
    assert mixed == printed


@pytest.mark.parametrize("text", ["一、某项", "十二．某项", "（三）某项", "4、某项"])
def test_pattern_catches_every_ordinal(text: str) -> None:
    assert re.match(ORDINAL, text)


def test_long_text_of_ordinals_is_read_at_once() -> None:
    assert without_ordinal("一、" * 500_000).startswith("一、")
    assert without_ordinal("（" * 500_000).startswith("（")
