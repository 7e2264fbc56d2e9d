"""Tells which tables a file holds when no descriptor says so: by titles, labels and year.

Every sheet is compared with the official forms of all schemas (`forms`) and with the labels of
their fields. What comes out is the dataset a descriptor would declare, so that the file goes the
same way as any other. Nothing is guessed: of two tables that fit equally well neither is taken,
and a year that is stated nowhere has to be given.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pipelines.intake.candidates import Candidate, nearest_tables, table_candidates
from pipelines.intake.grid import Grid
from pipelines.intake.pair_forms import unfold_pair_forms
from pipelines.intake.stated import (
    only_year,
    short_texts,
    stated_publishers,
    stated_years,
    years_in_name,
)
from pipelines.model import Catalogue, Dataset, Family, Publisher, Resource, Snapshot, SnapshotEntry

NOT_STATED = "未写明 not stated"  # stands for a publisher the file does not name
_UPPER_ROWS = 20

Reason = Literal["no table", "several tables", "table read already", "another family"]


@dataclass(frozen=True)
class Wanted:
    """What the user says of a file: its family, its table, its fiscal year."""

    family: str | None = None
    table: str | None = None
    year: int | None = None


@dataclass(frozen=True)
class Unread:
    """A sheet that is left out, and why; `tables` are those it may be."""

    sheet: str | None
    reason: Reason
    tables: tuple[str, ...] = ()


@dataclass(frozen=True)
class Recognition:
    """What a file was taken for.

    `dataset` is as a descriptor would declare it, or None if no table was found or the year is
    missing; `years` are the years the file states, the most frequent first; `nearest` are, of a
    file in which no table was found, the tables each sheet has most labels of.
    """

    dataset: Dataset | None
    found: tuple[Candidate, ...] = ()
    unread: tuple[Unread, ...] = ()
    year: int | None = None
    years: tuple[int, ...] = ()
    lacks_year: bool = False
    publisher: str | None = None
    nearest: Mapping[str | None, Sequence[Candidate]] = field(default_factory=dict)


def recognise(
    grids: Mapping[str, Grid], snapshot: Snapshot, catalogue: Catalogue, wanted: Wanted
) -> Recognition:
    """The dataset that a file's sheets make up.

    Basis: the titles and labels of the official forms, as the schemas list them.
    """
    families = [f for f in catalogue.families.values() if wanted.family in (None, f.name)]
    outer_title = snapshot.name if len(grids) == 1 else ""
    grids = unfold_pair_forms(grids, families)
    sheets = [
        (grid, table_candidates(grid, families, outer_title, wanted.table))
        for grid in grids.values()
    ]
    family = _family([candidates for _, candidates in sheets], families)
    found, unread = _assigned(sheets, family)
    if family is None or not found:
        nearest = {
            g.sheet: nearest_tables(g, families) for g, candidates in sheets if not candidates
        }
        return Recognition(None, unread=tuple(unread), nearest=nearest)
    years = _years(grids, found, snapshot.name)
    year = wanted.year or only_year(years)
    publisher = _publisher(grids)
    constants = [_constants(family, c, year, publisher) for c in found]
    fields = [family.schemas[c.table].by_name for c in found]
    needs_year = any(
        f[n].stated == "year" for f, g in zip(fields, constants, strict=True) for n in g
    )
    lacks_year = needs_year and year is None
    resources = [] if lacks_year else list(map(_resource, found, constants))
    return Recognition(
        dataset=None if lacks_year else _dataset(snapshot, family, resources, publisher),
        found=tuple(found),
        unread=tuple(unread),
        year=year if needs_year else None,
        years=tuple(year for year, _ in years.most_common()),
        lacks_year=lacks_year,
        publisher=publisher,
    )


def _family(by_sheet: Sequence[Sequence[Candidate]], families: Sequence[Family]) -> Family | None:
    """The family most sheets belong to, by their best candidates of it; None of two alike."""
    weights: dict[str, list[tuple[int, ...]]] = {f.name: [] for f in families}
    for candidates in by_sheet:
        best: dict[str, Candidate] = {}
        for candidate in candidates:
            best.setdefault(candidate.family, candidate)
        for name, candidate in best.items():
            weights[name].append((1, candidate.is_complete, *candidate.weight))
    totals = {n: tuple(map(sum, zip(*w, strict=True))) for n, w in weights.items() if w}
    ranked = sorted(totals, key=lambda name: totals[name], reverse=True)
    if not ranked or (len(ranked) > 1 and totals[ranked[0]] == totals[ranked[1]]):
        return None
    return next(f for f in families if f.name == ranked[0])


def _assigned(
    sheets: Sequence[tuple[Grid, Sequence[Candidate]]], family: Family | None
) -> tuple[list[Candidate], list[Unread]]:
    """One sheet for every table, the likeliest; every other sheet, and why it is left out."""
    found: dict[str, Candidate] = {}
    unread: list[Unread] = []
    for grid, candidates in sorted(sheets, key=lambda pair: _weight(pair[1]), reverse=True):
        own = [c for c in candidates if family and c.family == family.name]
        first = own[0] if own else None
        rivals = tuple(sorted({c.table for c in own if c.weight == own[0].weight}))
        if first is None:
            unread.append(_left_out(grid, candidates, family))
        elif len(rivals) > 1:
            unread.append(Unread(grid.sheet, "several tables", rivals))
        elif first.table in found:
            unread.append(Unread(grid.sheet, "table read already", (first.table,)))
        else:
            found[first.table] = first
    tables = list(family.schemas) if family else []
    names = [grid.sheet for grid, _ in sheets]
    return (
        sorted(found.values(), key=lambda c: tables.index(c.table)),
        sorted(unread, key=lambda u: names.index(u.sheet)),
    )


def _weight(candidates: Sequence[Candidate]) -> tuple[int, ...]:
    return candidates[0].weight if candidates else ()


def _left_out(grid: Grid, candidates: Sequence[Candidate], family: Family | None) -> Unread:
    tables = tuple(sorted({c.table for c in candidates}))
    if not tables:
        return Unread(grid.sheet, "no table")
    return Unread(grid.sheet, "another family" if family else "several tables", tables)


def _years(grids: Mapping[str, Grid], found: Sequence[Candidate], file: str) -> Counter[int]:
    """The years stated nearest to the tables: above them, elsewhere in the file, in its name."""
    rows = {c.sheet or "": _UPPER_ROWS if c.header_row is None else c.header_row + 1 for c in found}
    own, other = Counter[int](), Counter[int]()
    for name, grid in grids.items():
        texts = [name, *short_texts(grid, range(rows.get(name, _UPPER_ROWS)))]
        (own if name in rows else other).update(stated_years(texts))
    return own or other or years_in_name(file)


def _publisher(grids: Mapping[str, Grid]) -> str | None:
    names = Counter(
        name for grid in grids.values() for name in stated_publishers(grid, range(_UPPER_ROWS))
    )
    return names.most_common(1)[0][0] if names else None


def _constants(
    family: Family, candidate: Candidate, year: int | None, publisher: str | None
) -> dict[str, str | int | None]:
    """What the table has no column for because the form states it once."""
    given = {"year": year, "publisher": publisher or NOT_STATED}
    columns = {name for part in candidate.layout.parts() for name in part.columns}
    return {
        f.name: given[f.stated]
        for f in family.schemas[candidate.table].fields
        if f.stated and f.name not in columns
    }


def _resource(candidate: Candidate, constants: Mapping[str, str | int | None]) -> Resource:
    layout = candidate.layout.model_dump(exclude={"constants"})
    given = {**constants, **candidate.layout.constants}
    return Resource(table=candidate.table, sheet=candidate.sheet, constants=given, **layout)


def _dataset(
    snapshot: Snapshot, family: Family, resources: Sequence[Resource], publisher: str | None
) -> Dataset:
    name = publisher or NOT_STATED
    return Dataset(
        name=snapshot.dataset,
        title=snapshot.path.name,
        title_en=snapshot.path.name,
        description=family.description,
        description_en=family.description_en,
        family=family.name,
        publisher=Publisher(name=name, name_en=name),
        sources=(),
        cadence="irregular",
        snapshots=(SnapshotEntry(path=snapshot.path.name, date=snapshot.date),),
        resources=tuple(resources),
        folder=snapshot.path.parent,
    )
