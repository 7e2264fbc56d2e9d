from tests.cli.conftest import Run
from tests.plain_line import DATASET, Line


def test_whole_editions_end_with_0_and_a_changed_one_with_1(run: Run, line: Line) -> None:
    assert run("verify").exit_code == 2
    line.publish()
    assert "everything is as it was published" in run("verify").output
    path = line.settings.editions / DATASET / "1" / "tree_line.csv"
    path.write_bytes(path.read_bytes() + b"x")

    result = run("verify", DATASET, "1")

    assert result.exit_code == 1
    assert "tree_line.csv" in result.output
