from pathlib import Path

import pytest

from tests import SNAPSHOT_CSV, write
from tests.cli.conftest import RULE, SNAPSHOT, Run
from tests.plain_line import DATASET, Line


def test_inspect_shows_where_each_finding_stands_and_publishes_nothing(
    run: Run, line: Line
) -> None:
    line.edit(SNAPSHOT, "落叶树,3,1.50", "落叶树,3,1.80")

    result = run("inspect", DATASET)

    assert result.exit_code == 1
    for shown in ("E4", "养护费", "18000.00", "15000.00", "各项之和为"):
        assert shown in result.output
    assert "错误 1，提示 0" in result.output
    assert not line.home.exists()


def test_inspect_of_a_faultless_file_ends_with_0(run: Run) -> None:
    result = run("inspect", DATASET, "2024")

    assert (result.exit_code, "错误 0" in result.output) == (0, True)


def test_inspect_shows_the_first_findings_and_counts_the_rest(run: Run, line: Line) -> None:
    rows = "".join(f"1,{n},无名,1,0\n" for n in range(10, 60))
    write(line.root / SNAPSHOT, SNAPSHOT_CSV.replace("1,01,", f"{rows}1,01,"))

    first, whole = run("inspect", DATASET).output, run("inspect", DATASET, "--all").output

    assert first.count("不在当年的科目中") == 5
    assert "另有 45 处" in first
    assert whole.count("不在当年的科目中") == 50
    assert "另有" not in whole


@pytest.mark.parametrize("text", ["[/b]", "[red]红[/red]", "[bold]", "[link=x]y[/link]"])
def test_inspect_shows_brackets_as_they_stand(run: Run, line: Line, text: str) -> None:
    line.edit(SNAPSHOT, "银杏", text)

    result = run("inspect", DATASET)

    assert result.exit_code == 1, result.exception
    assert text in result.output


@pytest.mark.parametrize("words", [["elm"], [DATASET, "2023"]])
def test_inspect_of_what_is_not_there_ends_with_2(run: Run, words: list[str]) -> None:
    assert run("inspect", *words).exit_code == 2


def test_inspect_of_a_file_that_cannot_be_read_ends_with_2(run: Run, line: Line) -> None:
    (line.root / SNAPSHOT).unlink()

    result = run("inspect", DATASET)

    assert (result.exit_code, "2024.csv" in result.stderr) == (2, True)


def test_inspect_with_a_rule_that_cannot_be_run_ends_with_2(run: Run, line: Line) -> None:
    line.edit(RULE, "select p.dataset, p.snapshot,", "select p.snapshot, p.dataset,")

    result = run("inspect", DATASET)

    assert (result.exit_code, "class-is-sum-of-items" in result.stderr) == (2, True)


def test_inspect_takes_a_file_that_no_dataset_knows(run: Run, form: Path, line: Line) -> None:
    clean = run("inspect", str(form))
    form.write_text(form.read_text(encoding="utf-8").replace("1.50", "1.80"), encoding="utf-8")
    wrong = run("inspect", str(form))

    assert (clean.exit_code, "错误 0" in clean.output) == (0, True)
    assert (wrong.exit_code, "E3" in wrong.output) == (1, True)
    assert "行道树 (street-tree)" in wrong.output
    assert not line.home.exists()


def test_inspect_takes_several_files_and_folders(run: Run, form: Path) -> None:
    write(form.parent / "下级/树.csv", form.read_bytes())
    write(form.parent / "说明.docx", b"x")
    write(form.parent / ".hidden.csv", b"x")

    result = run("inspect", str(form.parent), str(form), DATASET)

    assert result.exit_code == 0
    assert result.stdout.count("树.csv ─") == 3
    assert result.stdout.count("2024.csv ─") == 1
    assert "说明.docx" in result.stderr


def test_inspect_ends_with_the_code_of_the_worst_file(run: Run, form: Path) -> None:
    damaged = write(form.parent / "坏.xlsx", b"PK")
    other = write(form.parent / "别的.csv", "甲,乙\n1,2\n")

    for path, said in ((damaged, "文件无法读取"), (other, "没有认出任何一张公开的表")):
        result = run("inspect", str(form), str(path))

        assert result.exit_code == 2
        assert said in result.output
        assert "无法审核" in result.output


def test_inspect_names_the_nearest_table_and_takes_the_users_word(run: Run, form: Path) -> None:
    form.write_text("树种,数量\n银杏,1\n", encoding="utf-8")

    unknown, named = run("inspect", str(form)), run("inspect", str(form), "--as", "tree_line")

    assert unknown.exit_code == 2
    assert "street-tree/tree_line" in unknown.output
    assert named.exit_code == 1
    assert "不能为空" in named.output


@pytest.mark.parametrize("name", ["elm", "street-tree/elm", "elm/tree_line"])
def test_inspect_lists_what_there_is_when_a_table_is_misspelt(
    run: Run, form: Path, name: str
) -> None:
    result = run("inspect", str(form), "--as", name)

    assert result.exit_code == 2
    assert "street-tree" in result.stderr or "tree_line" in result.stderr


def test_inspect_tells_a_dataset_from_a_file_of_the_same_name(
    run: Run, form: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(form.parent)
    write(Path(DATASET), form.read_bytes())

    assert "2024.csv" in run("inspect", DATASET).output
    assert "无法审核" in run("inspect", f"./{DATASET}").output  # a file without an ending
