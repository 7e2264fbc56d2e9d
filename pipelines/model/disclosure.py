"""What may be told to whom: classes of disclosure, embargoes, columns kept back, clearances.

Basis: Regulation on Open Government Information, arts. 14 to 16 and 37.
"""

from datetime import date
from typing import Literal, Self

from pydantic import model_validator

from pipelines.model.titled import Declared, Titled

DisclosureClass = Literal["public", "limited", "withheld"]


class Embargo(Declared):
    """Closed until the moment that a field of the same row states, and for ever without one.

    A day counts as its end, since nobody knows the hour.
    """

    public_from: str


class Disclosable(Titled):
    """A thing that may be for everybody, for a circle of readers, or for nobody.

    What is not for everybody says why: the reason is published, the content is not.
    """

    disclosure: DisclosureClass | Embargo = "public"
    because: str | None = None
    because_en: str | None = None

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.disclosure != "public" and not (self.because and self.because_en):
            raise ValueError("not public: `because` and `because_en` must say why")
        return self

    @property
    def is_public(self) -> bool:
        """Whether it leaves the building at all, at once or when its embargo ends."""
        return self.disclosure == "public" or isinstance(self.disclosure, Embargo)


class Withholding(Declared):
    """A column of a dataset's file that is kept back, by its label."""

    label: str
    because: str
    because_en: str


class Clearance(Declared):
    """Numbers of one kind in one field that somebody has decided may be public.

    `pattern` is what a number must match from end to end. Identity numbers and marks of secrecy
    cannot be cleared.
    """

    table: str
    field: str
    kind: Literal[
        "mobile-number", "home-telephone", "bank-account", "certificate-number", "e-mail-address"
    ]
    pattern: str
    because: str
    because_en: str
    decided_by: str
    decided_on: date
