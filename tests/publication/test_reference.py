from pathlib import Path

import pytest

from tests import make_repository
from tests.plain_line import Line


@pytest.fixture
def line(tmp_path: Path) -> Line:
    return Line(make_repository(tmp_path / "repository"), tmp_path / "home")


def test_what_the_repository_says_takes_the_place_of_what_it_said(line: Line) -> None:
    line.warehouse.prepare(line.settings.editions)
    names = line.rows("select name from rule order by 1")

    line.edit("schemas/codelists/tree-kind.csv", "银杏", "银杏树")
    line.warehouse.prepare(line.settings.editions)

    assert line.rows("select name from rule order by 1") == names
    assert ("银杏树",) in line.rows("select name from code")
    assert ("银杏",) not in line.rows("select name from code")


def test_newest_edition_of_a_dataset_is_kept(line: Line) -> None:
    line.publish()
    line.edit("datasets/elm-town-trees/datapackage.yaml", "榆树镇行道树", "榆树镇的树")

    line.warehouse.prepare(line.settings.editions)

    assert line.rows("select title, latest_edition from dataset") == [("榆树镇的树", 1)]
