"""What everything written by hand in the repository has in common."""

from typing import Any, Self

from pydantic import BaseModel, ConfigDict


class Declared(BaseModel):
    """Anything written by hand in the repository: frozen, and strict about its keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    def altered(self, **changes: Any) -> Self:
        """A copy with other values, and nothing of what the original has worked out from its own.

        A plain copy would keep the cached properties, and with them what was taken away.
        """
        own = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self).model_construct(**{**own, **changes})


class Titled(Declared):
    """A thing with a name and a bilingual title and description."""

    name: str
    title: str
    title_en: str
    description: str
    description_en: str
