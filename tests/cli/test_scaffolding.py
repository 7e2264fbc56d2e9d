import re
from pathlib import Path

import pytest

from tests import write
from tests.cli.conftest import Run
from tests.plain_line import Line


def fill_in(root: Path) -> None:
    """Write something where a scaffold asks for it."""
    for path in [*root.rglob("*.yaml"), *root.rglob("*.sql")]:
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"【请填写：[^】]*】", "写好了", text)
        path.write_text(re.sub(r"'\[fill in: [^\]]*\]'", "Filled in", text), encoding="utf-8")


def test_a_dataset_made_of_a_file_is_checked_filled_in_and_published(
    run: Run, line: Line, form: Path
) -> None:
    made = run("new", "dataset", "own-trees", "--from", str(form))
    unfinished = run("check")
    fill_in(line.root / "datasets")
    finished = run("check")

    assert made.exit_code == 0, made.output
    assert "datasets/own-trees/datapackage.yaml:3  数据集的名称" in made.output
    assert unfinished.exit_code == 1
    assert "datasets/own-trees/datapackage.yaml:3  数据集的名称" in unfinished.output
    assert (finished.exit_code, "2 datasets" in finished.output) == (0, True)
    assert run("inspect", "own-trees").exit_code == 0
    (result,) = line.publish(name="own-trees")
    assert (result.outcome, result.row_count) == ("published", 3)


def test_a_rule_is_written_with_its_examples_where_the_repository_has_any(
    run: Run, line: Line
) -> None:
    (line.root / "tests/rules").mkdir(parents=True)

    made = run("new", "rule", "trees-are-many", "--family", "street-tree")
    fill_in(line.root / "schemas")

    assert made.exit_code == 0
    folder = line.root / "tests/rules/street-tree/trees-are-many"
    assert sorted(p.name for p in folder.iterdir()) == ["breaks.csv", "passes.csv"]
    assert run("check").exit_code == 0
    assert run("inspect", "elm-town-trees").exit_code == 0


def test_a_family_is_written_and_a_dataset_for_it(run: Run, line: Line) -> None:
    run("new", "family", "public-office", "--table", "office")
    run("new", "dataset", "elm-town-offices", "--family", "public-office")
    fill_in(line.root)

    assert "2 families, 2 tables" in run("check").output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["rule", "class-is-sum-of-items", "--family", "street-tree"], "已经有这条规则"),
        (["rule", "Trees", "--family", "street-tree"], "小写字母"),
        (["rule", "trees-are-many"], "street-tree"),
        (["rule", "trees-are-many", "--family", "elm"], "street-tree"),
        (["family", "street-tree", "--table", "other"], "已经有了"),
        (["family", "office", "--table", "tree_line"], "已经有这张表"),
        (["family", "office", "--table", "Office"], "小写字母"),
        (["dataset", "elm-town-trees", "--family", "street-tree"], "已经有了"),
        (["dataset", "other", "--from", "nothing.csv"], "nothing.csv"),
    ],
)
def test_what_cannot_be_made_leaves_no_file(
    run: Run, line: Line, words: list[str], said: str
) -> None:
    before = sorted(line.root.rglob("*"))

    result = run("new", *words)

    assert result.exit_code == 2
    assert said in result.stderr.replace("\n", "")
    assert sorted(line.root.rglob("*")) == before


def test_a_file_that_is_not_recognised_is_said_to_be_so(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "别的.csv", "甲,乙\n1,2\n")

    result = run("new", "dataset", "other", "--from", str(path))

    assert (result.exit_code, "认不出这个文件" in result.stderr) == (2, True)
