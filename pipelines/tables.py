"""Every table of the public database, made when one is first asked for.

The library they are made with takes longer to load than a small file to inspect.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pipelines.model import Catalogue

if TYPE_CHECKING:
    from sqlalchemy import MetaData, Table


@dataclass(frozen=True)
class Tables:
    """Every table the public database has, built from a catalogue."""

    catalogue: Catalogue

    @cached_property
    def metadata(self) -> "MetaData":
        """Family tables, label tables of the code lists, and the tables about the data.

        Raises: RepositoryError if a family's table would take the name of another.
        """
        from pipelines.database import make_tables

        return make_tables(self.catalogue)

    def table(self, name: str) -> "Table":
        """The table of that name."""
        return self.metadata.tables[name]
