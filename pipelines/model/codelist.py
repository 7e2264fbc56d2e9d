"""Code lists: dated entries, and what a list says of itself."""

from pydantic import Field as Property

from pipelines.model.titled import Declared, Titled


class Coverage(Declared):
    """The years a code list speaks for, and whether it is complete for them.

    A list that is not known yet may be carried on from an earlier year (`carried_from`): then what
    differs from it may be a revision, and is never an error.
    """

    first: int = Property(alias="from")
    last: int | None = Property(default=None, alias="to")
    complete: bool
    complete_levels: tuple[str, ...] = ()  # what is complete all the same, from the top down
    pattern: str | None = None  # the form of every code in these years
    carried_from: int | None = None  # the year whose codes stand for what is not known of these
    source: str


class Code(Declared):
    """One entry of a code list, with the years in which it was in force (inclusive).

    `printed_name` is what publications print where the list's source adds a qualifier to the name;
    `successor` the code that carries the meaning in the next edition, `successor_basis` how that
    is known.
    """

    code: str
    parent: str | None
    level: str
    name: str
    name_en: str | None
    valid_from: int | None
    valid_to: int | None
    verified: bool
    source: str
    printed_name: str | None = None
    successor: str | None = None
    successor_basis: str | None = None

    def in_force(self, year: int) -> bool:
        """Whether the entry stood in the list of a year."""
        return (self.valid_from or 0) <= year <= (self.valid_to or 9999)


class Codelist(Titled):
    """A closed list of codes; with parents it is a classification."""

    levels: tuple[str, ...]
    level_titles: tuple[str, ...] = ()  # what the levels are called in Chinese, in their order
    digits: tuple[int, ...] = ()  # how many digits each level adds; none where that varies
    coverage: tuple[Coverage, ...]
    basis: str
    basis_en: str
    url: str | None = None
    codes: tuple[Code, ...] = ()

    def level_title(self, level: str | None) -> str:
        """What a level is called in Chinese; its own name where the list does not say."""
        titles = dict(zip(self.levels, self.level_titles, strict=False))
        return titles.get(level or "", level or "")
