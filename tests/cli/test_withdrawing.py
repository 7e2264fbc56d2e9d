from tests.cli.conftest import Run
from tests.plain_line import DATASET, Line


def test_edition_is_withdrawn_and_what_that_came_to_is_told(run: Run, line: Line) -> None:
    line.publish()

    result = run("withdraw", DATASET, "1", "--reason", "数字有误", "--reason-en", "Wrong figures")

    assert result.exit_code == 0
    assert "第 1 版已撤回：数字有误" in result.output
    assert "No edition stands now" in result.output
    (row,) = line.rows("select withdrawn_by, reason, reason_en from withdrawal")
    assert row == ("榆树镇", "数字有误", "Wrong figures")
    verified = run("verify")
    assert verified.exit_code == 0
    assert "撤回：数字有误" in verified.output


def test_what_cannot_be_withdrawn_ends_with_2(run: Run, line: Line) -> None:
    assert run("withdraw", DATASET, "1", "--reason", "错").exit_code == 2
    line.publish()

    unknown = run("withdraw", "oak", "1", "--reason", "错")
    missing = run("withdraw", DATASET, "7", "--reason", "错")

    assert (unknown.exit_code, missing.exit_code) == (2, 2)
    assert DATASET in unknown.output
    assert "has no edition 7" in " ".join(missing.output.split())
    assert line.rows("select count(*) from withdrawal") == [(0,)]
