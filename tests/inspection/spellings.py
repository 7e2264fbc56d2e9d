"""Made-up personal numbers in the ways people write them, always the same for the same seed."""

import random
from collections.abc import Callable, Iterator

from stdnum import luhn
from stdnum.cn import ric

Spelling = Callable[[str], str]
CHINESE = str.maketrans("0123456789", "零一二三四五六七八九")
CIRCLE = str.maketrans("0123456789", "〇一二三四五六七八九")
FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
BOLD = str.maketrans("0123456789", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗")


def split(*sizes: int, by: str) -> Spelling:
    """The number in groups of those sizes, and a last one of what is left."""

    def spell(number: str) -> str:
        parts, rest = [], number
        for size in sizes:
            parts.append(rest[:size])
            rest = rest[size:]
        return by.join([*parts, rest])

    return spell


def _wrapped(before: str, behind: str = "") -> Spelling:
    return lambda number: f"{before}{number}{behind}"


ANY_NUMBER: dict[str, Spelling] = {
    "bare": str,
    "full width": lambda n: n.translate(FULL_WIDTH),
    "Arabic-Indic digits": lambda n: n.translate(ARABIC),
    "bold digits": lambda n: n.translate(BOLD),
    "Chinese digits": lambda n: n.translate(CHINESE),
    "Chinese digits with 〇": lambda n: n.translate(CIRCLE),
    "half Chinese": lambda n: n[:5] + n[5:].translate(CHINESE),
    "half full width": lambda n: n[:4] + n[4:].translate(FULL_WIDTH),
    "zero-width space inside": lambda n: "\u200b".join((n[:3], n[3:])),
    "zero-width joiner everywhere": "\u200d".join,
    "soft hyphen inside": lambda n: "\u00ad".join((n[:6], n[6:])),
    "word joiner and mark": lambda n: "\u2060".join((n[:3], n[3:7], n[7:])) + "\ufeff",
    "behind a circled number": _wrapped("①"),
    "behind a full-width number": _wrapped("１．"),
    "behind a Chinese numeral": _wrapped("第一"),
    "in a sentence": _wrapped("请与张某联系，号码", "，谢谢。"),
    "touching Chinese": _wrapped("联系人", "转"),
    "in brackets": _wrapped("张某（", "）"),
    "behind a line break": _wrapped("备注：\n", "\n"),
    "behind a tab": _wrapped("\t"),
    "in quotes": _wrapped("“", "”"),
    "behind a slash of words": _wrapped("李某/"),
    "two in a list": lambda n: f"{n}、{n}",
    "upper letters named ID": _wrapped("ID"),
}
MOBILE = ANY_NUMBER | {
    "spreadsheet float": _wrapped("", ".0"),
    "spreadsheet exponent": lambda n: f"1.{n[1:]}E+10",
    "tel": _wrapped("tel"),
    "Tel:": _wrapped("Tel:"),
    "TEL": _wrapped("TEL"),
    "微信": _wrapped("微信"),
    "wx": _wrapped("wx"),
    "手机号": _wrapped("手机号"),
    "pinyin in front": _wrapped("zhangsan"),
    "extension behind": _wrapped("", "ext801"),
    "with the country's code": _wrapped("+86"),
    "with the country's code and space": _wrapped("86 "),
    "with 0086-": _wrapped("0086-"),
    "with (+86)": _wrapped("(+86)"),
    "with a long-distance zero": _wrapped("0"),
    "behind a landline's area": _wrapped("0717-"),
    "behind a landline": _wrapped("0717-6227288/"),
    "two joined": lambda n: n + n,
    "3-4-4 by dots": split(3, 4, by="."),
    "3-4-4 by spaces": split(3, 4, by=" "),
    "3-4-4 by wide spaces": split(3, 4, by="\u3000"),
    "3-4-4 by no-break spaces": split(3, 4, by="\u00a0"),
    "3-4-4 by hyphens": split(3, 4, by="-"),
    "3-4-4 by full-width hyphens": split(3, 4, by="－"),
    "3-4-4 by dashes": split(3, 4, by="—"),
    "3-4-4 by long dashes": split(3, 4, by="——"),
    "3-4-4 by spaced hyphens": split(3, 4, by=" - "),
    "3-4-4 by underscores": split(3, 4, by="_"),
    "3-4-4 by slashes": split(3, 4, by="/"),
    "3-4-4 by middle dots": split(3, 4, by="·"),
    "3-8 by hyphen": split(3, by="-"),
    "3-8 by space": split(3, by=" "),
    "7-4 by space": split(7, by=" "),
    "7-4 by hyphen": split(7, by="-"),
    "4-3-4 by hyphens": split(4, 3, by="-"),
    "3-3-5 by spaces": split(3, 3, by=" "),
    "4-4-3 by spaces": split(4, 4, by=" "),
    "every digit apart": " ".join,
    "broken by a line after 3": split(3, by="\n"),
    "broken by a line after 5": split(5, by="\n"),
    "broken by a line after 9": split(9, by="\r\n"),
    "area in brackets": lambda n: f"({n[:3]}){n[3:]}",
    "full width by full-width hyphens": lambda n: split(3, 4, by="－")(n.translate(FULL_WIDTH)),
    "Chinese digits by spaces": lambda n: split(3, 4, by=" ")(n.translate(CHINESE)),
    "in the address of a page": _wrapped("https://example.org/book?tel="),
}
IDENTITY = ANY_NUMBER | {
    "named": _wrapped("身份证号："),
    "named, full width": lambda n: "身份证号码：" + n.translate(FULL_WIDTH),
    "touching capitals": _wrapped("SFZ"),
    "touching lower letters": _wrapped("sfz", "zhang"),
    "6-8-4 by spaces": split(6, 8, by=" "),
    "6-8-4 by hyphens": split(6, 8, by="-"),
    "6-4-4-4 by spaces": split(6, 4, 4, by=" "),
    "in fours": split(4, 4, 4, 4, by=" "),
    "in threes by dots": split(3, 3, 3, 3, 3, by="."),
    "broken by a line": split(10, by="\n"),
    "every digit apart": " ".join,
    "grown by digits behind": _wrapped("", "02"),
    "grown by digits in front": _wrapped("3"),
    "grown by a mobile behind": _wrapped("", "13900000000"),
    "lower x": str.lower,
}
OLD_IDENTITY: dict[str, Spelling] = {
    "bare": str,
    "named": _wrapped("身份证"),
    "named with 号": _wrapped("身份证号码："),
    "full width": lambda n: n.translate(FULL_WIDTH),
    "6-6-3 by spaces": split(6, 6, by=" "),
    "in brackets": _wrapped("（", "）"),
    "in a sentence": _wrapped("王某，", "，男"),
    "zero-width space inside": split(6, by="\u200b"),
    "Chinese digits": lambda n: n.translate(CHINESE),
}
MASKED: dict[str, Spelling] = {
    "day and order": lambda n: n[:12] + "******",
    "order": lambda n: n[:14] + "****",
    "order but the last": lambda n: n[:14] + "***" + n[17:],
    "day": lambda n: n[:12] + "**" + n[14:],
    "day of birth": lambda n: n[:6] + "********" + n[14:],
    "all but region and last": lambda n: n[:6] + "***********" + n[17:],
    "all but 4 and 4": lambda n: n[:4] + "**********" + n[14:],
    "by ×": lambda n: n[:6] + "××××××××" + n[14:],
    "by X": lambda n: n[:6] + "XXXXXXXX" + n[14:],
    "by full-width stars": lambda n: n[:12] + "＊＊＊＊＊＊",
    "by dots": lambda n: n[:6] + "●●●●●●●●" + n[14:],
    "named": lambda n: f"身份证号：{n[:14]}****",
}
BANK: dict[str, Spelling] = {
    "bare": str,
    "in fours": split(4, 4, 4, by=" "),
    "in fours by hyphens": split(4, 4, 4, by="-"),
    "full width": lambda n: n.translate(FULL_WIDTH),
    "named": _wrapped("开户行：某银行，账号："),
    "named 帐号": _wrapped("帐号"),
    "named 卡号": _wrapped("卡号:"),
    "touching Chinese": _wrapped("工行", "户名张某"),
    "in a sentence": _wrapped("保证金汇至", "。"),
    "zero-width space inside": split(8, by="\u200b"),
}
CERTIFICATE: dict[str, Spelling] = {
    "bare": str,
    "named": _wrapped("护照号码："),
    "named without colon": _wrapped("护照"),
    "in a sentence": _wrapped("持护照（号码", "）入境"),
}
MAIL: dict[str, Spelling] = {
    "bare": str,
    "named": _wrapped("邮箱："),
    "in a sentence": _wrapped("请发至", "，逾期不候"),
    "full-width at": lambda n: n.replace("@", "＠"),
    "upper": str.upper,
    "in angle brackets": _wrapped("张某<", ">"),
}


def mobile(dice: random.Random) -> str:
    return f"1{dice.randint(3, 9)}{dice.randrange(10**9):09}"


def identity(dice: random.Random) -> str:
    region = f"{dice.choice(('11', '31', '42', '43', '51', '62', '65'))}01{dice.randint(1, 25):02}"
    digits = f"{region}{_day(dice, dice.randint(1931, 2016))}{dice.randrange(1000):03}"
    return digits + ric.calc_check_digit(digits + "0")


def old_identity(dice: random.Random) -> str:
    region = dice.choice(("110101", "310104", "420106", "430102", "510104", "420521"))
    return f"{region}{_day(dice, dice.randint(1931, 1999))[2:]}{dice.randrange(1000):03}"


def card(dice: random.Random) -> str:
    digits = f"62{dice.randrange(10 ** dice.choice((13, 16))):013}"
    return digits + luhn.calc_check_digit(digits)


def passport(dice: random.Random) -> str:
    return f"E{dice.randrange(10**8):08}"


def mail(dice: random.Random) -> str:
    name = "".join(dice.choices("abcdefghijk", k=dice.randint(4, 9)))
    return f"{name}@{dice.choice(('qq.com', '163.com', 'sina.com', 'gmail.com', 'foxmail.com'))}"


def _day(dice: random.Random, year: int) -> str:
    return f"{year}{dice.randint(1, 12):02}{dice.randint(1, 28):02}"


MADE: dict[str, tuple[Callable[[random.Random], str], dict[str, Spelling]]] = {
    "mobile-number": (mobile, MOBILE),
    "identity-number": (identity, IDENTITY),
    "old identity-number": (old_identity, OLD_IDENTITY),
    "masked-identity-number": (identity, MASKED),
    "bank-account": (card, BANK),
    "certificate-number": (passport, CERTIFICATE),
    "e-mail-address": (mail, MAIL),
}


def spelled(each: int, seed: int = 20260101) -> Iterator[tuple[str, str, str]]:
    """The kind, the name of the spelling, and the text: so many numbers of each spelling."""
    dice = random.Random(seed)  # noqa: S311 - the same numbers every time
    for kind, (make, spellings) in MADE.items():
        for name, spell in spellings.items():
            for _ in range(each):
                yield kind, name, spell(make(dice))
