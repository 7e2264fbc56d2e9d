import pytest

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


SCHEMA = "schemas/street-tree/tree_line.yaml"
NAME = "Name of the kind of tree., type: string}"


def declare(line: Line, field: str) -> None:
    line.edit(SCHEMA, NAME, f"Name of the kind of tree., {field}}}")


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ('type: string, constraints: {pattern: "(?=银).*"}', "tree_name: pattern (?=银).*"),
        ('type: date, format: "%d.%m.%Y"', "tree_name: type date (format %d.%m.%Y)"),
        (
            *('type: date, format: "%d.%m.%Y", constraints: {minimum: 01.01.2020}',),
            *("tree_name: type date (format %d.%m.%Y); minimum 01.01.2020",),
        ),
    ],
)
def test_check_names_the_fields_that_columns_cannot_decide_and_why(
    run: Run, line: Line, field: str, said: str
) -> None:
    declare(line, field)

    result = run("check")

    assert result.exit_code == 0, result.stderr
    assert "tree_line: 逐个内容由 Frictionless 判断" in result.output
    assert f"  {said}\n" in result.output


def test_check_says_nothing_of_fields_that_columns_decide(run: Run) -> None:
    assert "Frictionless" not in run("check").output


def test_check_refuses_a_pattern_that_could_take_for_ever(run: Run, line: Line) -> None:
    declare(line, 'type: string, constraints: {pattern: "(?=b)(a|a)*b"}')

    result = run("check")

    assert result.exit_code == 2
    assert "field tree_name: pattern (?=b)(a|a)*b" in " ".join(result.stderr.split())


@pytest.mark.parametrize("words", [["check"], ["publish"]])
def test_constraint_the_type_cannot_have_stops_the_program(
    run: Run, line: Line, words: list[str]
) -> None:
    declare(line, "type: boolean, constraints: {minLength: 2}")

    result = run(*words)

    assert result.exit_code == 2
    assert "tree_line: table schema: " in " ".join(result.stderr.split())
    assert "minLength" in result.stderr
