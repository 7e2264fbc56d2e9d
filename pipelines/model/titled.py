"""What everything written by hand in the repository has in common."""

from pydantic import BaseModel, ConfigDict


class Declared(BaseModel):
    """Anything written by hand in the repository: frozen, and strict about its keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Titled(Declared):
    """A thing with a name and a bilingual title and description."""

    name: str
    title: str
    title_en: str
    description: str
    description_en: str
