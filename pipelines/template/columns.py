"""What a form asks for in each column: its heading, its format, and what may be entered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.codelists import CodelistYear
from pipelines.model import MONEY_UNIT, Catalogue, Field, Schema

# What one unit of each unit of money leaves of a fen: the decimals an amount may have.
DECIMALS = {"元": 2, "千元": 5, "万元": 6, "百万元": 8, "亿元": 10}
_TEXT, _DATE, _NUMBER = "@", "yyyy-mm-dd", "General"
_WIDTHS = {"date": 13, "boolean": 8, "integer": 10, "year": 10}
_WIDEST, _NARROWEST = 40, 10
_LONGEST_PROMPT, _LONGEST_TITLE = 255, 32  # characters, by the format


@dataclass(frozen=True)
class Listed:
    """The entries of a code list in force, as a drop-down of codes or of names."""

    codelist: str
    is_name: bool
    is_complete: bool


@dataclass(frozen=True)
class Column:
    """A column of a form; `listed` is None where no code list says what may stand there."""

    field: Field
    unit: str | None
    listed: Listed | None

    @property
    def heading(self) -> str:
        """The field's title, and behind it the unit of its figures."""
        is_figure = self.unit and self.field.type != "string"
        return f"{self.field.title}（{self.unit}）" if is_figure else self.field.title

    @property
    def is_amount(self) -> bool:
        """Whether it holds an amount of money."""
        return self.field.is_money

    @property
    def number_format(self) -> str:
        """The format of its cells; text, so that zeros before a code survive."""
        if self.is_amount and self.unit == MONEY_UNIT:
            return "#,##0.00"
        if self.field.type == "date":
            return _DATE
        if self.field.type in ("integer", "number", "year"):
            return _NUMBER
        return _TEXT

    @property
    def width(self) -> int:
        """In characters: what its heading needs, more where names are entered."""
        heading = 2 * len(self.heading) + 2
        own = _WIDTHS.get(self.field.type, 16 if self.is_amount else 20)
        return min(_WIDEST, max(_NARROWEST, own, heading // 2 if heading > _WIDEST else heading))

    def prompt(self) -> dict[str, str]:
        """What is shown when a cell of the column is chosen."""
        needed = "（必填 required）" if self.field.is_required else ""
        text = f"{self.field.description}{needed}\n{self.field.description_en}"
        return {
            "input_title": self.field.title[:_LONGEST_TITLE],
            "input_message": text[:_LONGEST_PROMPT],
        }


def form_columns(schema: Schema, unit: str, catalogue: Catalogue, year: int | None) -> list[Column]:
    """The columns of a table's form: every field that is neither derived nor stated once above."""
    listed = _listed(schema, catalogue, year)
    asked = [f for f in schema.fields if not f.is_filled_by_program and f.stated is None]
    units = {f.name: unit if f.unit == MONEY_UNIT else f.unit for f in asked}
    return [Column(f, units[f.name], listed.get(f.name)) for f in asked]


def _listed(schema: Schema, catalogue: Catalogue, year: int | None) -> Mapping[str, Listed]:
    """The fields that hold codes or their names, with the list that speaks for the year."""
    found = {}
    for field in schema.fields:
        of = field.classification
        if of is None:
            continue
        listed = CodelistYear(catalogue.codelists[of.codelist], year or 0)
        found[field.name] = Listed(of.codelist, False, listed.is_complete)
        if of.name:
            found[of.name] = Listed(of.codelist, True, listed.is_complete)
    return found


def entry_rule(column: Column, cell: str) -> dict[str, Any]:
    """What may be entered where no list says so, as xlsxwriter takes it; `cell` is the first one.

    Basis: the constraints of Table Schema, as far as a spreadsheet can ask for them.
    """
    field, bounds = column.field, column.field.constraints
    if field.type == "boolean":
        return {"validate": "list", "source": ["是", "否"]}
    if "enum" in bounds:
        return {"validate": "list", "source": [str(value) for value in bounds["enum"]]}
    if column.is_amount:
        decimals = DECIMALS[column.unit or "元"]
        return {
            "validate": "custom",
            "value": f"=AND(ISNUMBER({cell}),ROUND({cell},{decimals})={cell})",
        }
    if field.type in ("integer", "year", "number"):
        return _number_rule("integer" if field.type == "year" else field.type, bounds)
    if field.type == "date":
        return {"validate": "custom", "value": f"=ISNUMBER({cell})"}
    longest = bounds.get("maxLength")
    if longest:
        return {"validate": "length", "criteria": "<=", "value": int(longest)}
    return {"validate": "any"}


def _number_rule(kind: str, bounds: Mapping[str, Any]) -> dict[str, Any]:
    least, most = bounds.get("minimum"), bounds.get("maximum")
    rule: dict[str, Any] = {"validate": "integer" if kind == "integer" else "decimal"}
    if least is not None and most is not None:
        return rule | {"criteria": "between", "minimum": least, "maximum": most}
    if most is not None:
        return rule | {"criteria": "<=", "value": most}
    return rule | {"criteria": ">=", "value": least if least is not None else _LEAST}


_LEAST = -(10**15)
