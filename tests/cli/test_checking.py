from tests.cli.conftest import Run
from tests.plain_line import Line


def test_check_counts_what_holds_together(run: Run) -> None:
    result = run("check")

    assert result.exit_code == 0
    assert "1 families, 1 tables" in result.output
    assert "1 code lists, 1 datasets: 一切相符" in result.output


def test_check_names_the_file_that_does_not_fit(run: Run, line: Line) -> None:
    line.edit("schemas/street-tree/tree_line.yaml", "codelist: tree-kind", "codelist: [a]")

    result = run("check")

    assert result.exit_code == 2
    assert "tree_line.yaml" in "".join(result.stderr.split())
