from pathlib import Path

import pytest

from pipelines.intake.formats import read_file
from pipelines.model import Catalogue
from pipelines.wording import word_finding
from tests import write

RULE = "cells-are-separated-by-commas"
OTHER = {
    "semicolons": ("单位：元;;\n项目;次数;金额\n银杏;1;1.50\n", "分号（;）"),
    "semicolons and decimal commas": ("项目;次数;金额\n银杏;1;1,50\n梧桐;2;0,5\n", "分号（;）"),
    "tabs": ("项目\t次数\t金额\n银杏\t1\t1.50\n\n梧桐\t2\t0.5\n", "制表符（Tab）"),
    "vertical bars": ("项目|次数\n银杏|1\n", "竖线（|）"),
    "full-width commas": ("项目，次数，金额\n银杏，1，1.50\n", "全角逗号（，）"),
    "quoted cells": ('"项目";"次数"\n"银杏";"1"\n', "分号（;）"),
}


@pytest.mark.parametrize("name", OTHER)
def test_other_separator_is_named_with_how_to_save(
    tmp_path: Path, catalogue: Catalogue, name: str
) -> None:
    text, said = OTHER[name]
    path = write(tmp_path / "a.csv", text)

    (grid,) = read_file(path).grids.values()

    finding = grid.findings[0]

    assert finding.rule == RULE
    assert (finding.severity, finding.place.row, finding.detail) == ("error", 1, said)
    wording = word_finding(finding, catalogue.checks[RULE], None, "zh")
    first = finding.value
    assert wording.message == f"各格之间用的是{said}，不是英文逗号，没有读取：“{first}”。"
    assert "CSV UTF-8" in (wording.mend or "")


COMMAS = {
    "lists in cells": "项目,次数\n银杏;梧桐,1\n槐;柳,2\n",
    "one column": "项目\n银杏\n梧桐；柳\n",
    "titles above": "维修，年度\n单位；元\n项目,次数,金额\n银杏,1,1.50\n梧桐,1,1\n柳,2,2\n",
    "one line": "项目;次数\n",
    "nothing": "",
}


@pytest.mark.parametrize("name", COMMAS)
def test_commas_are_not_taken_for_anything_else(tmp_path: Path, name: str) -> None:
    content = read_file(write(tmp_path / "a.csv", COMMAS[name]))

    assert [f.rule for g in content.grids.values() for f in g.findings if f.rule == RULE] == []
