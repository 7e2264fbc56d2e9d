from tests.cli.conftest import Run
from tests.plain_line import Line


def test_serve_says_what_to_do_when_nothing_is_published(run: Run) -> None:
    result = run("serve")

    assert result.exit_code == 2
    assert "./run publish" in result.stderr


def test_serve_without_its_metadata_says_what_to_do(run: Run, line: Line) -> None:
    line.publish()  # the plain functions write no metadata

    result = run("serve")

    assert result.exit_code == 2
    assert "publish" in result.stderr
