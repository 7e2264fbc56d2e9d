"""What must hold and why: thresholds with their dates, rules with their legal bases."""

import re
from collections.abc import Sequence, Set
from datetime import date
from typing import Literal

from pydantic import Field as Property
from pydantic import StrictInt

from pipelines.model.titled import Declared, Titled

_NAME = re.compile(r"[a-z][a-z0-9_]*")
Severity = Literal["error", "warning", "info"]


class ParameterValue(Declared):
    """What a parameter amounts to in a period (both days included), and on what basis.

    `division_code` is the administrative division whose own value it is; without one it holds
    everywhere that has none of its own. `verified` says whether the article was read.
    """

    value: StrictInt
    valid_from: date
    valid_to: date | None = None
    division_code: str | None = Property(default=None, pattern=r"^[0-9]{6}$")
    basis: str
    basis_en: str
    article: str
    article_en: str
    url: str | None = None
    verified: bool


class Parameter(Titled):
    """A threshold rules compare with: a whole number of its unit, dated, with its legal basis."""

    unit: str
    local: bool = False  # whether divisions may have values of their own
    values: tuple[ParameterValue, ...] = Property(min_length=1)


class Reason(Titled):
    """Why a row cannot be checked: rules give it by its name."""


class RuleText(Declared):
    """What every rule and built-in check says of itself."""

    title: str
    title_en: str
    severity: Severity
    basis: str
    basis_en: str
    article: str
    article_en: str
    url: str | None = None
    since: date | None
    why: str
    why_en: str
    excludes: str | None = None
    excludes_en: str | None = None
    message: str
    message_en: str
    mend: str | None = None
    mend_en: str | None = None


class Rule(RuleText):
    """A statement that must hold. A query for its own violations, or a built-in check (no SQL)."""

    name: str
    family: str | None
    tables: tuple[str, ...] = ()
    published: tuple[str, ...] = ()  # tables read with what is published beside the snapshot
    parameters: tuple[str, ...] = ()
    cannot_check: tuple[str, ...] = ()  # the reasons for which a row may be left open
    sql: str | None = None
    repeated: bool = False  # one query per table of `tables`, which stand for {table}

    def without_query_of(self, hidden: Set[str]) -> "Rule":
        """The rule as the public sees it: without its query if that speaks of hidden names."""
        spoken = set(_NAME.findall(self.sql or "")) | set(self.tables)
        return self.altered(sql=None) if spoken & hidden else self

    def query(self, tables: Sequence[str] | None = None) -> str:
        """The query over the given tables (all of the rule's when none are given)."""
        if not self.repeated:
            return self.sql or ""
        names = self.tables if tables is None else tables
        return "\nunion all\n".join((self.sql or "").replace("{table}", t) for t in names)
