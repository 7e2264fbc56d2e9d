"""Builders of the intake tests: a small table, files that print it, and a dataset that reads it."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
from openpyxl import Workbook

from pipelines.catalogue import load_yaml
from pipelines.intake.grid import Grid
from pipelines.intake.normalise import normalise_snapshot
from pipelines.intake.read import read_snapshot
from pipelines.intake.snapshot import take_snapshot
from pipelines.intake.text import read_csv_grid
from pipelines.model import (
    SOURCE_ROW,
    Catalogue,
    Correction,
    Dataset,
    Family,
    Finding,
    ReadSnapshot,
    Schema,
    Staged,
)

TABLE = "repair_line"
SCHEMA_YAML = """\
name: repair_line
title: 维修
title_en: Repairs
description: 每个项目的维修费用。
description_en: What the repair of each thing costs.
primaryKey: [side, item_name, line_number]
missingValues: ["", "-", "—", "－"]
totals: [合计]
fields:
  - {name: item_name, title: 项目, title_en: Item, description: 项目名称。,
     description_en: Name of the item., type: string, constraints: {required: true}}
  - {name: repair_count, title: 次数, title_en: Count, description: 维修次数。,
     description_en: Number of repairs., type: integer, unit: 次}
  - {name: repair_amount, title: 金额, title_en: Amount, description: 维修费用。,
     description_en: Cost of the repairs., type: number, unit: 元, labels: [费用, 费用(万元)]}
  - {name: price_text, title: 报价, title_en: Price, description: 报价原文。,
     description_en: The price as printed., type: string}
  - {name: price_amount, title: 报价金额, title_en: Price in yuan, description: 报价中的金额。,
     description_en: The amount in the price., type: number, unit: 元, amountOf: price_text,
     amountAtLeast: 1000}
  - {name: side, title: 方面, title_en: Side, description: 表的左边或右边。,
     description_en: Left or right of the table., type: string}
  - {name: line_number, title: 行次, title_en: Line, description: 同名的第几行。,
     description_en: Which line of its name., type: integer, role: line_number}
"""
SCHEMA = Schema.model_validate(load_yaml(SCHEMA_YAML, "tests"))
FAMILY = Family(
    name="repair",
    title="维修",
    title_en="Repairs",
    description="维修。",
    description_en="Repairs.",
    schemas={TABLE: SCHEMA},
)
Row = Sequence[Any]


def write_workbook(
    path: Path,
    sheets: Mapping[str, Sequence[Row]],
    *,
    merged: Iterable[str] = (),
    hidden: Iterable[str] = (),
) -> Path:
    """An XLSX file of the sheets' rows; `merged` ranges lie in the first sheet."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        if title in hidden:
            sheet.sheet_state = "hidden"
    for range_ in merged:
        book.worksheets[0].merge_cells(range_)
    book.save(path)
    return path


def make_dataset(path: Path, *resources: Mapping[str, Any], **more: Any) -> Dataset:
    """A dataset of that one file; `entry` says more of the file, the rest of the dataset."""
    entry = {"path": path.name, "date": date(2024, 3, 1), **more.pop("entry", {})}
    return Dataset.model_validate(
        {
            "name": "elm-town-repairs",
            "family": FAMILY.name,
            "title": "榆树镇维修",
            "title_en": "Repairs of Elm Town",
            "description": "示例。",
            "description_en": "An example.",
            "publisher": {"name": "榆树镇", "name_en": "Elm Town"},
            "sources": [{"title": "维修费用表"}],
            "cadence": "annual",
            "snapshots": [entry],
            "resources": [{"table": TABLE, **r} for r in resources or ({},)],
            "folder": path.parent,
            **more,
        }
    )


def read(path: Path, *resources: Mapping[str, Any], **more: Any) -> ReadSnapshot:
    """What is read from that one file."""
    dataset = make_dataset(path, *resources, **more)
    snapshot = take_snapshot(dataset, dataset.snapshots[0])
    return read_snapshot(snapshot, dataset, FAMILY)


def stage(path: Path, *resources: Mapping[str, Any], **more: Any) -> Staged:
    """That one file after intake."""
    dataset = make_dataset(path, *resources, **more)
    snapshot = take_snapshot(dataset, dataset.snapshots[0])
    source = read_snapshot(snapshot, dataset, FAMILY)
    catalogue = Catalogue(families={FAMILY.name: FAMILY}, codelists={}, checks={}, datasets={})
    return normalise_snapshot(snapshot, source, dataset, catalogue)


def correct(cell: tuple[int, str], was: str, becomes: str, snapshot: str) -> Correction:
    """A correction of one cell, given by row and column."""
    return Correction(
        snapshot=snapshot,
        table=TABLE,
        row=cell[0],
        column=cell[1],
        was=was,
        becomes=becomes,
        because="印错",
        because_en="A misprint",
        source="更正公告",
    )


def records(data: pa.Table) -> dict[int, dict[str, Any]]:
    """The rows of a table by their source rows."""
    return {row.pop(SOURCE_ROW): row for row in data.to_pylist()}


def brief(findings: Iterable[Finding]) -> list[tuple]:
    """What matters of findings: the rule, the cell, what stands there and what was expected."""
    return [(f.rule, f.place.cell(), f.value, f.expected) for f in findings]


def csv_grid(data: bytes, declared: str | None = None) -> tuple[str | None, Grid]:
    """What those bytes hold as a CSV file."""
    return read_csv_grid(io.BytesIO(data), declared)
