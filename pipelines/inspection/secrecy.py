"""Finds marks that say a text is not for the public; the same words in a sentence are none.

Basis: Law on Guarding State Secrets, arts. 14 and 22 (levels and marks); Regulation on Open
Government Information, arts. 14 to 16.
"""

import re
import unicodedata

_LEVEL = r"(?:绝密|机密|秘密)(?:级)?"
_TERM = r"(?:长期|永久|解密前|启用前|[0-9一二三四五六七八九十]{1,3}\s*(?:年|个?月|日|天)?)"
_MARKED = rf"{_LEVEL}(?:件|文件|资料)?(?:\s*[★☆*]\s*{_TERM}?)?"
_INTERNAL = (
    "(?:仅供|仅限|限)?内部(?:资料|文件|使用|参考|信息|材料|掌握|传阅)|仅供内部|涉密(?:文件|资料|信息|件)"
    "|此件(?:不予?公开|依申请公开)|不予公开|不宜公开|不对外公开"
    "|注意(?:保密|保存)|(?:严禁|不得|请勿|禁止)外传"
)
_MARK = rf"(?:{_MARKED}|{_INTERNAL})"
_MARKS = rf"{_MARK}(?:\s*[,，、;；]?\s*{_MARK})*"
_SHOWN = re.compile(
    rf"{_LEVEL}\s*[★☆]\s*{_TERM}?"
    rf"|(?:密\s*级|保密等级|涉密等级|公开属性|公开类[型别])\s*[:：]\s*(?:{_MARK}|内部|不公开|依申请公开)"
    rf"|[【\[(〔《「『<{{]\s*(?:{_MARKS}|保密|内部)\s*[】\])〕》」』>}}]"
    rf"|\A\s*{_MARKS}\s*[!.。]?\s*\Z"
    rf"|\A\s*(?:{_INTERNAL})\s*[:：]"
    rf"|内部(?:资料|文件)\s*[,，、;；]?\s*(?:{_INTERNAL})"
)
# What every mark holds: the cheap question asked of a whole column.
SCREEN = "密|内部|此件|不予公开|不宜公开|不对外公开|公开属性|公开类|注意保存|外传"


def secrecy_marks(text: str) -> list[str]:
    """The marks of a text, in the half-width form.

    >>> secrecy_marks("密级：秘密"), secrecy_marks("供应商应当保守商业秘密")
    (['密级:秘密'], [])
    """
    shown = "".join(c for c in text if unicodedata.category(c) != "Cf")
    plain = unicodedata.normalize("NFKC", shown)
    return [match[0].strip() for match in _SHOWN.finditer(plain)]
