"""Personal data that must not leave the building: identity numbers and mobile telephones.

Only text fields are scanned: eleven-digit amounts look like telephones. The finding shows enough
to find the cell and hides the rest, because findings are published.
"""

import re
from collections.abc import Iterable, Iterator

from stdnum.cn import ric

from pipelines.model import Correction, Finding, Place, Schema, StagedTable

# With the country's code or without; an amount printed with decimals is none.
_MOBILE = re.compile(
    r"(?<![0-9A-Za-z])(?:\+?86[- ]?)?1[3-9][0-9]([- ]?)[0-9]{4}\1[0-9]{4}(?![0-9A-Za-z]|\.[0-9])"
)
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])")
# Masked numbers still tell region and date of birth.
_MASKED = re.compile(
    r"(?<![0-9])[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-9*]{2}\*{2,}[0-9Xx*]*"
)
# A code is joined from several cells: in what a finding quotes, a number may have grown by digits.
_JOINED = re.compile(
    r"(?<![0-9A-Za-z.])(?:(?=[0-9]*1[3-9][0-9]{9})[0-9]{12,}+|[0-9]{17,}+[Xx]?+[0-9]*+)"
    r"(?![0-9A-Za-z]|\.[0-9])"
)
# Forms are filled in full width too; one character stands for one.
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def privacy_findings(table: StagedTable, schema: Schema) -> Iterator[Finding]:
    """Every cell of a text field, and every note, that holds a mobile or an identity number.

    Basis: Personal Information Protection Law, arts. 4, 10 and 28.
    """
    for field in schema.fields:
        if field.type != "string" or field.classification or field.role:
            continue
        for row, text in table.rows(field.name):
            for hidden in _personal(text or ""):
                place = table.place(row, field.name, text)
                yield Finding(
                    "no-personal-data", "error", table.table, place, field.name, value=hidden
                )
    for hidden in _personal(table.note or ""):
        place = Place(table.sheet, None)
        yield Finding("no-personal-data", "error", table.table, place, value=hidden)


def correction_findings(corrections: Iterable[Correction]) -> Iterator[Finding]:
    """Every correction that quotes such a number: corrections are published with the data."""
    for correction in corrections:
        place = Place(None, correction.row, correction.column)
        for text in correction.model_dump(exclude={"row", "column"}).values():
            for hidden in _personal(text):
                yield Finding("no-personal-data", "error", correction.table, place, value=hidden)


def without_personal_data(text: str | None) -> str | None:
    """The text with every personal number hidden, as a finding may show it.

    >>> without_personal_data("联系人 13912345678")
    '联系人 139********'
    """
    if text is None:
        return None
    plain = text.translate(_HALF_WIDTH)
    for pattern in (_JOINED, _MOBILE, _IDENTITY, _MASKED):
        for match in pattern.finditer(plain):
            text = text[: match.start()] + _hidden(match[0]) + text[match.end() :]
    return text


def _personal(text: str) -> Iterator[str]:
    plain = text.translate(_HALF_WIDTH)
    for match in _MOBILE.finditer(plain):
        yield _hidden(match[0])
    for match in _IDENTITY.finditer(plain):
        if ric.is_valid(match[0].upper()):
            yield _hidden(match[0])
    for match in _MASKED.finditer(plain):
        yield _hidden(match[0])


def _hidden(number: str) -> str:
    """The first three characters, the rest as stars."""
    return number[:3] + "*" * (len(number) - 3)
