"""Mobile telephones, however they are written, and telephones that are said to be at home.

An office's telephone is no personal data: notices must name one. Amounts and codes of eleven
digits are told apart by what touches them.

Basis: Personal Information Protection Law, art. 4.
"""

import re
from collections.abc import Iterator

from pipelines.inspection.identity import GAP, Span

# Groups in which people write eleven digits.
_SIZES = (
    (11,),
    (3, 4, 4),
    (3, 8),
    (7, 4),
    (4, 3, 4),
    (3, 3, 5),
    (4, 4, 3),
    (4, 7),
    (3, 4, 2, 2),
    (3, 2, 2, 2, 2),
)


def _grouped(sizes: tuple[int, ...]) -> str:
    first, *rest = sizes
    return GAP.join((rf"1[3-9][0-9]{{{first - 2}}}", *(rf"[0-9]{{{n}}}" for n in rest)))


_MOBILE = re.compile(
    rf"(?<![0-9])(?:\(?(?:\+|00)?86\)?{GAP}|0)?\(?"
    rf"(?:{'|'.join(map(_grouped, _SIZES))}"
    r"|1(?:\s?[3-9])(?:\s[0-9]){9}"  # every digit apart
    r"|(?=[0-9]+[\r\n]+[0-9]+)1[3-9](?:[\r\n]*[0-9]){9}|1(?:[\r\n]+)[3-9][0-9]{9}"  # wrapped
    r"|1\.[3-9][0-9]{9}[Ee]\+?10)(?![0-9])"
)
_TWO_MOBILES = re.compile(r"(?<![0-9A-Za-z])(?:1[3-9][0-9]{9}){2}(?![0-9A-Za-z])")
_HOME = re.compile(
    r"(?:住宅|家庭|家里|宅)电?话?[:\s]*((?:0[0-9]{2,3}[-\s]?)?[2-9][0-9]{6,7})(?![0-9])"
)
# Letters before a number that say it is a telephone; other capitals begin a code.
_LABELS = re.compile(
    "tel|telephone|phone|mobile|mob|cell|call|contact|fax|wechat|weixin|wx|vx|qq|sms|id|dh|sj|"
    "lxdh|lxfs|shouji|dianhua|whatsapp|line|t|m|p|h|v",
    re.I,
)
_CONTEXT = 40
_TOKEN_BEFORE = re.compile(r"(?P<letters>[A-Za-z]*)(?P<joint>(?<=[0-9A-Za-z])[-_/.])?$")
_TOKEN_BEHIND = re.compile(r"(?P<letters>[A-Za-z]*)(?P<joint>[-_/][0-9A-Za-z])?")
_BEFORE_AMOUNT = re.compile(r"(?:[¥$]|RMB|CNY|人民币|金额|总价|报价|合计)[:为约\s]*$", re.I)
_BEHIND_AMOUNT = re.compile(
    r"\s*(?:元|万|亿|%|‰|美|港币|欧|日元|平方|㎡|m[2²³]|立方|吨|公斤|千克|kg)"
)


def mobile_spans(text: str) -> Iterator[Span]:
    """Where mobile numbers stand, country code included."""
    for match in _TWO_MOBILES.finditer(text):
        yield match.span()
    for match in _MOBILE.finditer(text):
        before = text[max(0, match.start() - _CONTEXT) : match.start()]
        behind = text[match.end() : match.end() + _CONTEXT]
        is_other = _is_decimal(before, match[0], behind) or _is_amount(before, behind)
        if not is_other and not _is_code(before, match[0], behind):
            yield match.span()


def home_telephone_spans(text: str) -> Iterator[Span]:
    """Where telephones stand that are said to be at home."""
    for match in _HOME.finditer(text):
        yield match.span(1)


def _is_decimal(before: str, number: str, behind: str) -> bool:
    """Part of a number with decimals; a spreadsheet writes `.0` behind a whole one."""
    if re.fullmatch(r"[0-9]+\.[0-9]{1,6}", number):
        return True
    whole = re.search(r"(?<![0-9])[0-9]{1,10}\.$", before)
    decimals = re.match(r"\.([0-9]{1,6})(?![0-9])", behind)
    return bool(whole) or bool(decimals and decimals[1] != "0")


def _is_amount(before: str, behind: str) -> bool:
    return bool(_BEFORE_AMOUNT.search(before) or _BEHIND_AMOUNT.match(behind))


def _is_code(before: str, number: str, behind: str) -> bool:
    """Whether what touches a number makes it part of a code: capitals, unless they name it."""
    front, back = _TOKEN_BEFORE.search(before), _TOKEN_BEHIND.match(behind)
    if front and front["letters"]:
        if _LABELS.fullmatch(front["letters"]):
            return False
        if len(front["letters"]) == 1 or not front["letters"][1:].islower():
            return True
    if not number.isdigit() and ((front and front["joint"]) or (back and back["joint"])):
        return True  # ABC-135-2024-0012-1
    letters = back["letters"] if back else ""
    return bool(letters) and not (len(letters) > 1 and letters.islower())
