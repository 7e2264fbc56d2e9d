"""Personal data that must not leave the building: identity numbers and mobile telephones.

Only text fields are scanned: eleven-digit amounts look like telephones. The finding shows enough
to find the cell and hides the rest, because findings are published.
"""

import re
from collections.abc import Iterator

from stdnum.cn import ric

from pipelines.model import Finding, Place, Schema, StagedTable

_MOBILE = re.compile(r"(?<![0-9A-Za-z])1[3-9][0-9]{9}(?![0-9A-Za-z])")
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])")
# Masked numbers still tell region and date of birth.
_MASKED = re.compile(
    r"(?<![0-9])[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-9*]{2}\*{2,}[0-9Xx*]*"
)


def privacy_findings(table: StagedTable, schema: Schema) -> Iterator[Finding]:
    """Every cell of a text field that holds a mobile number or an identity number.

    Basis: Personal Information Protection Law, arts. 4, 10 and 28.
    """
    for field in schema.fields:
        if field.type != "string" or field.classification or field.role:
            continue
        texts = table.frame[field.name]
        for row, text in texts[texts.notna()].items():
            for hidden in _personal(str(text)):
                place = Place(table.sheet, int(str(row)), table.columns.get(field.name))
                yield Finding(
                    "no-personal-data", "error", table.table, place, field.name, value=hidden
                )


def without_personal_data(text: str | None) -> str | None:
    """The text with every personal number hidden, as a finding may show it.

    >>> without_personal_data("联系人 13912345678")
    '联系人 139********'
    """
    if text is None:
        return None
    for pattern in (_MOBILE, _IDENTITY, _MASKED):
        text = pattern.sub(lambda match: _hidden(match[0]), text)
    return text


def _personal(text: str) -> Iterator[str]:
    for match in _MOBILE.finditer(text):
        yield _hidden(match[0])
    for match in _IDENTITY.finditer(text):
        if ric.is_valid(match[0].upper()):
            yield _hidden(match[0])
    for match in _MASKED.finditer(text):
        yield _hidden(match[0])


def _hidden(number: str) -> str:
    """The first three characters, the rest as stars."""
    return number[:3] + "*" * (len(number) - 3)
