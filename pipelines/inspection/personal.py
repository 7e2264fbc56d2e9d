"""Finds what identifies a person in a text: identity, mobile, account and certificate numbers.

Names of persons and addresses are not recognised, and neither is a number that nothing tells from
a code: a passport's in a sentence that does not say so, a corporate account without its name.

Basis: Personal Information Protection Law, arts. 4 and 28.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stdnum import luhn

from pipelines.inspection.digits import View, views
from pipelines.inspection.identity import GAP, Span, identity_spans, masked_spans
from pipelines.inspection.telephone import home_telephone_spans, mobile_spans

KINDS = {
    "identity-number": "身份证号 identity number",
    "masked-identity-number": "只遮了一部分的身份证号 partly masked identity number",
    "mobile-number": "手机号码 mobile number",
    "home-telephone": "住宅电话 home telephone",
    "bank-account": "银行账号 bank account",
    "certificate-number": "护照等证件号码 passport or other certificate",
    "e-mail-address": "个人邮箱 personal e-mail address",
}
_SHOWN = {"e-mail-address": 1, "certificate-number": 1}  # characters left to read; else three
_CARD = re.compile(
    r"(?<![0-9A-Za-z.-])(?:62(?:[ -]?[0-9]){14,17}|(?:4|5[1-5]|35)[0-9]{2,3}(?:[ -]?[0-9]{4}){3})"
    r"(?![0-9A-Za-z.-])"
)
_NAMED_ACCOUNT = re.compile(
    r"(?:[账帐]号|[账帐]户号码?|卡号|银行[账帐]户)(?:[:为是\s]|号)*"
    rf"([0-9](?:{GAP}[0-9]){{8,27}})(?![0-9])"
)
_CERTIFICATE = re.compile(
    r"(?:护照|通行证|回乡证|台胞证|军官证|士兵证|驾驶证|居留证|居住证)[(:为是\s]*(?:证?号码?|编号)?"
    r"[(:为是\s]*([A-Za-z]{0,2}[0-9]{6,12}(?:\([0-9A-Z]\))?)(?![0-9A-Za-z])"
)
_PASSPORT = re.compile(r"\s*([EG][0-9]{8}|E[A-HJ-NP-Z][0-9]{7})\s*")
_MAIL = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@(?P<domain>(?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,10})"
)
# Where anyone may open an account; an office's address has the office's own domain.
_FREE_MAIL = re.compile(
    r"(?:vip\.)?(?:qq|foxmail|163|126|188|263|sina|sohu|tom|139|21cn|aliyun)\.com|yeah\.net"
    r"|sina\.(?:com\.)?cn|189\.cn|wo\.cn|live\.(?:com|cn)|yahoo(?:\.com)?(?:\.cn)?|yahoo\.com"
    r"|(?:gmail|hotmail|outlook|msn|icloud|me)\.com|proton\.me",
    re.I,
)


@dataclass(frozen=True)
class Hit:
    """What identifies a person, and where it stands in the text: a key of `KINDS`, and a slice."""

    kind: str
    start: int
    end: int


def personal_hits(
    text: str, *, is_identifier: bool = False, is_amount: bool = False
) -> tuple[Hit, ...]:
    """Everything personal in a text, in its order; where two overlap, the longer one.

    In a field of identifiers or of printed amounts, a cell that is nothing but a number is one:
    there only what has a check digit and a day of birth is personal.
    """
    found = {
        Hit(kind, *view.span(*span))
        for view in views(text)
        for kind, span in _found(view, is_identifier=is_identifier)
    }
    if (is_identifier or is_amount) and text.strip().replace(".", "", 1).isdecimal():
        found = {hit for hit in found if hit.kind == "identity-number"}
    return _apart(found)


def hide(text: str, hits: tuple[Hit, ...]) -> str:
    """The text with all of each hit but its beginning as stars; its length stays."""
    for hit in hits:
        shown = min(hit.end, hit.start + _SHOWN.get(hit.kind, 3))
        text = text[:shown] + "*" * (hit.end - shown) + text[hit.end :]
    return text


def _apart(found: set[Hit]) -> tuple[Hit, ...]:
    kept: list[Hit] = []
    kinds = list(KINDS)
    for hit in sorted(found, key=lambda h: (h.start - h.end, h.start, kinds.index(h.kind))):
        if all(hit.end <= other.start or hit.start >= other.end for other in kept):
            kept.append(hit)
    return tuple(sorted(kept, key=lambda h: h.start))


def _found(view: View, *, is_identifier: bool) -> Iterator[tuple[str, Span]]:
    text = view.text
    spans = {
        "identity-number": identity_spans(text, is_identifier=is_identifier),
        "masked-identity-number": masked_spans(text),
        "mobile-number": mobile_spans(text),
        "home-telephone": home_telephone_spans(text),
        "bank-account": _account_spans(text, is_identifier=is_identifier),
        "certificate-number": _certificate_spans(text, is_identifier=is_identifier),
        "e-mail-address": _mail_spans(text),
    }
    for kind, found in spans.items():
        yield from ((kind, span) for span in found)


def _account_spans(text: str, *, is_identifier: bool) -> Iterator[Span]:
    """Accounts that are named so, and bank cards by their first and check digits (ISO/IEC 7812)."""
    for match in _NAMED_ACCOUNT.finditer(text):
        yield match.span(1)
    for match in () if is_identifier else _CARD.finditer(text):
        digits = re.sub(GAP, "", match[0])
        if len(digits) in range(16, 20) and luhn.is_valid(digits):
            yield match.span()


def _certificate_spans(text: str, *, is_identifier: bool) -> Iterator[Span]:
    """Certificates that are named so, and a cell that is nothing but a passport's number."""
    for match in _CERTIFICATE.finditer(text):
        yield match.span(1)
    passport = None if is_identifier else _PASSPORT.fullmatch(text)
    if passport:
        yield passport.span(1)


def _mail_spans(text: str) -> Iterator[Span]:
    for match in _MAIL.finditer(text):
        if _FREE_MAIL.fullmatch(match["domain"]):
            yield match.span()
