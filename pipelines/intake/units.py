"""The unit of a table's amounts: stated on a line, in a pair of cells, or in the labels."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from pipelines.codelists import plain_name
from pipelines.intake.grid import Grid
from pipelines.intake.values import UNIT_FACTORS
from pipelines.model import Finding

# 单位：万元 above a table, but not 编制单位：…, which names the publisher.
_STATED = re.compile(
    r"(?<![\u4e00-\u9fff])(?:金额|货币|计量)?单位\s*[:：]\s*(?:人民币)?([^\s,，;；()（）]+)"
)
_ANNOUNCED = re.compile(r"(?:金额|货币|计量)?单位\s*[:：]?\s*")
_IN_LABEL = re.compile(r"\((?:单位:)?([^():]*元)\)$")
_LONGEST = 12


def units_in(cells: Sequence[str]) -> list[str]:
    """The units a row states: 单位：万元 in one cell, or 单位： and 万元 in two neighbours."""
    texts = [stripped for text in cells if (stripped := text.strip())]
    found = [unit for text in texts for unit in _STATED.findall(text)]
    return found + [
        unit
        for text, unit in pairwise(texts)
        if _ANNOUNCED.fullmatch(text) and plain_name(unit) in UNIT_FACTORS
    ]


def stated_unit(grid: Grid, rows: Iterable[int], table: str) -> tuple[str | None, list[Finding]]:
    """The unit the rows state, nearest to the data first, and a finding when they contradict.

    Units of money come before others: a sheet may state that of its areas too.
    """
    stated = [(row, unit) for row in rows for unit in units_in(grid.rows[row])]
    money = [(row, unit) for row, unit in stated if unit.endswith("元")] or stated[:1]
    if not money:
        return None, []
    words = list(dict.fromkeys(unit for _, unit in money))
    if len(words) == 1:
        return words[0], []
    finding = Finding(
        "unit-is-stated",
        "error",
        table,
        grid.place(money[1][0]),
        value="、".join(words),
        expected="、".join(UNIT_FACTORS),
    )
    return words[0], [finding]


def label_units(
    grid: Grid, header_rows: range, columns: Mapping[str, Sequence[int]]
) -> dict[str, str]:
    """The unit of each field whose own label, or the label of its group, states one."""
    units = {}
    for name, places in columns.items():
        found = list(_units_above(grid, header_rows, places[0])) if places else []
        if found:
            units[name] = found[0]
    return units


def _units_above(grid: Grid, header_rows: range, column: int) -> Iterator[str]:
    for row in reversed(header_rows):
        match = _IN_LABEL.search(plain_name(grid.label(row, column)))
        if match and len(match[1]) <= _LONGEST:
            yield match[1]


def units_in_labels(texts: Iterable[str]) -> list[str]:
    """The units of money that labels state in brackets, each once."""
    found = (_IN_LABEL.search(plain_name(text)) for text in texts)
    return list(dict.fromkeys(m[1] for m in found if m and m[1] in UNIT_FACTORS))
