from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_form_is_written_and_can_be_inspected(run: Run) -> None:
    made = run("template", "street-tree", "--year", "2024")
    empty = run("inspect", "street-tree-2024.xlsx")

    assert (made.exit_code, "./run inspect street-tree-2024.xlsx" in made.output) == (0, True)
    assert "行道树 (street-tree)" in empty.output
    assert "文件中有数据" in empty.output  # the only thing that is wrong with an empty one


def test_a_form_is_written_where_it_is_asked_for(run: Run, tmp_path: Path) -> None:
    run("template", "street-tree/tree_line", "-o", "表.xlsx", "--unit", "万元")

    assert (tmp_path / "表.xlsx").stat().st_size > 0


def test_a_form_that_may_be_filled_in_is_never_replaced(run: Run, tmp_path: Path) -> None:
    (tmp_path / "表.xlsx").write_bytes(b"filled in")

    result = run("template", "tree_line", "-o", "表.xlsx")

    assert (result.exit_code, "不覆盖" in result.stderr) == (2, True)
    assert (tmp_path / "表.xlsx").read_bytes() == b"filled in"


@pytest.mark.parametrize(
    "words",
    [["elm"], ["tree_line", "--unit", "两"], ["tree_line", "-o", "不在/表.xlsx"]],
)
def test_what_cannot_be_written_ends_with_2(run: Run, words: list[str]) -> None:
    assert run("template", *words).exit_code == 2
