"""The ordinals printed before the items of a table: 一、 （二） 3. and so on."""

import re

# What a text begins with that may have one.
ORDINAL = r"^\s*[（(]?[一二三四五六七八九十0-9０-９]{1,3}[、．.）)]"
_CHINESE = "一二三四五六七八九"
_MOST = 1_000
_ORDINAL = re.compile(
    r"\s*(?:"
    r"(?P<chinese>[一二三四五六七八九十]{1,3})[、．.]"
    r"|(?P<arabic>[0-9０-９]{1,3})[、．.](?![0-9０-９])"
    r"|[（(](?P<bracketed>[一二三四五六七八九十]{1,3}|[0-9０-９]{1,3})[）)][、．.]?"
    r")\s*"
)


def without_ordinal(text: str) -> str:
    """A text without the ordinal before it.

    >>> without_ordinal("十二、农林水支出"), without_ordinal("1. 一般公共预算资金")
    ('农林水支出', '一般公共预算资金')
    >>> without_ordinal("（一）因公出国费"), without_ordinal("三公经费"), without_ordinal("1.5倍")
    ('因公出国费', '三公经费', '1.5倍')
    """
    match = _ORDINAL.match(text)
    return text[match.end() :] if match else text


def printed_place(text: str) -> int:
    """Where a text belongs among others: Chinese ordinals by number, other ordinals, the rest.

    >>> sorted(["合计", "十、其他", "1. 基金", "二、收入"], key=printed_place)
    ['二、收入', '十、其他', '1. 基金', '合计']
    """
    match = _ORDINAL.match(text)
    if match is None:
        return 2 * _MOST
    number = match["chinese"] or match["arabic"] or match["bracketed"]
    value = int(number) if number.isdecimal() else _value(number)
    return value if match["chinese"] else _MOST + value


def _value(number: str) -> int:
    """A Chinese number below a hundred.

    >>> _value("三"), _value("十"), _value("十二"), _value("二十"), _value("二十六")
    (3, 10, 12, 20, 26)
    """
    tens, ten, ones = number.rpartition("十")
    units = _CHINESE.find(ones) + 1 if ones else 0
    return (10 * (_CHINESE.find(tens) + 1 if tens else 1) if ten else 0) + units
