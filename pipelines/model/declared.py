"""What the repository says: families, schemas, code lists, rules and datasets.

Checked by pydantic when it is loaded: an unknown key is refused, and nothing can be changed.
"""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from pydantic import Field as Property

from pipelines.model.codelist import Codelist
from pipelines.model.disclosure import Clearance, Disclosable, Embargo, Withholding
from pipelines.model.law import Parameter, Reason, Rule
from pipelines.model.titled import Declared, Titled

MONEY_UNIT = "元"
Given = str | int | date  # a value written by hand, read as its text


class LegalBasis(Declared):
    """The act and article that oblige publication."""

    act: str
    act_en: str
    article: str
    article_en: str


class Classification(Declared):
    """Says that a field holds codes of a list (`schemas/codelists/`)."""

    codelist: str
    name: str | None = None  # the field that carries the code's printed name
    year: str | None = None  # the integer or date field that says which year's list is meant
    parents: bool = False  # whether the parent's row must stand in the same table
    level: str | None = None  # the level every code must have; with `leaf`, the deepest ones
    leaf: bool = False  # whether only codes with nothing below them in the table must have it
    basis: str | None = None  # the act that asks for the level
    basis_en: str | None = None


class Field(Disclosable):
    """A column of a table: a Table Schema field with a unit and a meaning."""

    type: Literal["string", "integer", "number", "date", "year", "boolean"]
    format: str | None = None
    constraints: Mapping[str, Any] = Property(default_factory=dict)
    unit: str | None = None
    labels: tuple[str, ...] = ()
    classification: Classification | None = None
    role: Literal["level", "line_number", "month", "minute"] | None = None
    stated: Literal["year", "publisher"] | None = None  # a form says it once, above its tables
    of: str | None = None
    amount_of: str | None = Property(default=None, alias="amountOf")
    amount_at_least: int | None = Property(default=None, alias="amountAtLeast")

    @property
    def public_from(self) -> str | None:
        """The field of the same row whose moment opens this one; None if it is not closed."""
        return self.disclosure.public_from if isinstance(self.disclosure, Embargo) else None

    @property
    def headings(self) -> tuple[str, ...]:
        """What the head of its column may say without anybody declaring it."""
        return (self.title, self.name, *self.labels)

    @property
    def is_money(self) -> bool:
        """Whether the field is an amount in yuan, kept exactly."""
        return self.type == "number" and self.unit == MONEY_UNIT

    @property
    def is_filled_by_program(self) -> bool:
        """Whether the value is derived from other cells and never read from a column."""
        return self.role in ("level", "line_number") or self.amount_of is not None

    @property
    def is_required(self) -> bool:
        """Whether the schema refuses a row without a value."""
        return bool(self.constraints.get("required"))


class Block(Declared):
    """A set of columns that makes rows; a sheet may hold several side by side."""

    columns: Mapping[str, str | tuple[str, ...]] = Property(default_factory=dict)
    constants: Mapping[str, Given] = Property(default_factory=dict)


class Layout(Declared):
    """How a table is printed: by what labels its columns go, and in which unit its amounts are."""

    columns: Mapping[str, str | tuple[str, ...]] = Property(default_factory=dict)
    constants: Mapping[str, Given] = Property(default_factory=dict)
    blocks: tuple[Block, ...] = ()
    ignore: tuple[str, ...] = ()
    withhold: tuple[Withholding, ...] = ()
    unit: str | None = None
    first_row: int | None = None

    def parts(self) -> tuple[Block, ...]:
        """The blocks to read, the layout itself being the only one when none is listed."""
        return self.blocks or (Block(columns=self.columns, constants=self.constants),)

    def labels(self) -> tuple[str, ...]:
        """Every label the columns are read by."""
        named = [name for part in self.parts() for name in part.columns.values()]
        return tuple(label for n in named for label in ((n,) if isinstance(n, str) else n))


class Form(Layout):
    """An official form of a table: the words of its title, and how its columns are printed.

    One of `pairs` may also be filled in with each label beside its value, a sheet for each row.
    """

    titles: tuple[str, ...]
    pairs: bool = False


class Schema(Disclosable):
    """One table of a family: a Table Schema, with what is needed to read its printed form."""

    fields: tuple[Field, ...]
    primary_key: tuple[str, ...] = Property(alias="primaryKey")
    missing_values: tuple[str, ...] = Property(default=("",), alias="missingValues")
    foreign_keys: tuple[Mapping[str, Any], ...] = Property(default=(), alias="foreignKeys")
    totals: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()
    order: int = 0
    forms: tuple[Form, ...] = ()
    on_error: Literal["block", "withhold"] = Property(default="block", alias="onError")

    @cached_property
    def is_open(self) -> bool:
        """Whether all of it is for everybody at all times."""
        return all(thing.disclosure == "public" for thing in (self, *self.fields))

    @cached_property
    def public(self) -> "Schema":
        """The schema with the fields anybody may see."""
        return self.altered(fields=tuple(f for f in self.fields if f.is_public))

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """The fields by their names."""
        return {f.name: f for f in self.fields}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The fields' names in the order of the schema."""
        return tuple(f.name for f in self.fields)

    @cached_property
    def money(self) -> tuple[str, ...]:
        """The names of the amounts in yuan."""
        return tuple(f.name for f in self.fields if f.is_money)

    def descriptor(self) -> dict[str, Any]:
        """The schema as a Frictionless Table Schema descriptor, with our properties beside."""
        options = {"by_alias": True, "exclude_none": True, "exclude_defaults": True}
        return self.model_dump(mode="json", exclude={"forms", "on_error"}, **options)


class Family(Titled):
    """A kind of data: its tables and its rules."""

    legal_basis: tuple[LegalBasis, ...] = ()
    required: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    schemas: Mapping[str, Schema] = Property(default_factory=dict)
    rules: Mapping[str, Rule] = Property(default_factory=dict)

    @cached_property
    def public(self) -> "Family":
        """The family with the tables, the fields and the queries anybody may see."""
        shown = {n: s.public for n, s in self.schemas.items() if s.is_public}
        hidden = {n for n in self.schemas if n not in shown}
        hidden |= {f.name for s in self.schemas.values() for f in s.fields if not f.is_public}
        return self.altered(
            schemas=shown,
            rules={n: r.without_query_of(hidden) for n, r in self.rules.items()},
            required=tuple(n for n in self.required if n in shown),
        )


class Publisher(Declared):
    """The body that issues the data and answers for it."""

    name: str
    name_en: str
    division_code: str | None = None


class Source(Declared):
    """The publication a figure comes from."""

    title: str
    page: str | None = None
    path: str | None = None
    note: str | None = None


class License(Declared):
    """A licence as the Data Package standard writes it."""

    name: str
    title: str
    path: str | None = None


class Revision(Declared):
    """Why figures that are public change: printed with everything that changed."""

    reason: str = Property(min_length=1)
    reason_en: str = Property(min_length=1)


class SnapshotEntry(Declared):
    """A source file a dataset declares, with the date of the state it shows."""

    path: str
    date: date
    constants: Mapping[str, Given] = Property(default_factory=dict)
    source: Source | None = None
    encoding: str | None = None
    row_count: int | None = Property(default=None, ge=0)  # as somebody has counted them
    revision: Revision | None = None

    @property
    def stem(self) -> str:
        """The name the snapshot goes by in tables and pages."""
        return Path(self.path).stem


class Resource(Layout):
    """Where one table of a dataset stands in its snapshots, and how its columns are called."""

    table: str
    sheet: str | None = None
    note: str | None = None  # what the publication says of the table elsewhere than at the table
    optional: bool = False
    rows: tuple[Mapping[str, Given], ...] = ()  # rows given here, that stand in no file


class Correction(Declared):
    """A cell changed by hand, with its evidence."""

    snapshot: str
    table: str
    row: int = Property(ge=1)
    column: str = Property(pattern=r"^[A-Z]{1,3}$")
    was: str
    becomes: str
    because: str
    because_en: str
    source: str


class Dataset(Disclosable):
    """One publisher's series in one family."""

    family: str
    publisher: Publisher
    licenses: tuple[License, ...] = ()
    sources: tuple[Source, ...]
    legal_basis: tuple[LegalBasis, ...] = ()
    cadence: Literal["annual", "monthly", "irregular"]
    partition: tuple[str, ...] = ()
    constants: Mapping[str, Given] = Property(default_factory=dict)
    revision: Revision | None = None  # of a list whose figures change as a matter of course
    snapshots: tuple[SnapshotEntry, ...]
    resources: tuple[Resource, ...]
    corrections: tuple[Correction, ...] = ()
    clearances: tuple[Clearance, ...] = ()
    folder: Path

    def entry(self, stem: str) -> SnapshotEntry:
        """The declared snapshot of that name."""
        return next(s for s in self.snapshots if s.stem == stem)


class Catalogue(Declared):
    """Everything the repository declares, cross-checked."""

    families: Mapping[str, Family]
    codelists: Mapping[str, Codelist]
    parameters: Mapping[str, Parameter] = Property(default_factory=dict)
    reasons: Mapping[str, Reason] = Property(default_factory=dict)
    checks: Mapping[str, Rule]
    datasets: Mapping[str, Dataset]

    @cached_property
    def public(self) -> "Catalogue":
        """What of it anybody may see; nothing that publishes knows of more."""
        return self.altered(families={n: f.public for n, f in self.families.items()})

    @property
    def schemas(self) -> dict[str, Schema]:
        """Every table of every family by its name."""
        return {n: s for f in self.families.values() for n, s in f.schemas.items()}

    @property
    def rules(self) -> dict[str, Rule]:
        """Every built-in check and every SQL rule by its name."""
        return dict(self.checks) | {
            n: r for f in self.families.values() for n, r in f.rules.items()
        }
