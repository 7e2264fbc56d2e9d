import fcntl

import pytest

from tests.cli.conftest import SNAPSHOT, Run
from tests.plain_line import DATASET, FOLDER, Line


@pytest.mark.usefixtures("plain_flows")
def test_publish_tells_what_became_of_each_file(run: Run) -> None:
    first, second = run("publish"), run("publish")

    assert (first.exit_code, second.exit_code) == (0, 0)
    for shown in ("榆树镇行道树", "2024", "已发布 published", "第 1 版", f"/dataset/{DATASET}"):
        assert shown in first.output
    assert "共 1 个文件，新版本 1 个，未发布 0 个。" in first.output
    assert "1 snapshots, 1 new editions, 0 refused." in first.output
    assert "无变化 unchanged" in second.output
    assert "Nothing new: no edition was made." in second.output


@pytest.mark.usefixtures("plain_flows")
def test_publish_counts_rows_errors_and_warnings(run: Run, line: Line) -> None:
    line.edit(SNAPSHOT, "落叶树,3,1.50", "落叶树,3,1.80")

    result = run("publish")

    row = next(text for text in result.output.splitlines() if "榆树镇行道树" in text)
    assert row.split()[:6] == ["榆树镇行道树", "2024", "4", "1", "0", "未发布"]
    assert "1 处错误" in result.output
    assert "未发布 1 个" in result.output


@pytest.mark.usefixtures("plain_flows")
def test_publish_is_strict_about_refused_files_only_when_asked(run: Run, line: Line) -> None:
    line.edit(SNAPSHOT, "落叶树,3,1.50", "落叶树,3,1.80")
    assert run("publish").exit_code == 0
    assert run("publish", "--strict").exit_code == 1
    line.edit(SNAPSHOT, "落叶树,3,1.80", "落叶树,3,1.50")
    assert run("publish", "--strict").exit_code == 0


@pytest.mark.usefixtures("plain_flows")
def test_publish_ends_with_2_when_it_cannot_run(run: Run, line: Line) -> None:
    unknown = run("publish", "elm")
    assert (unknown.exit_code, "no dataset elm" in unknown.stderr) == (2, True)
    line.home.mkdir()
    with line.settings.lock.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        busy = run("publish")
    assert (busy.exit_code, "another run is publishing" in busy.stderr) == (2, True)
    line.edit(f"{FOLDER}/datapackage.yaml", "family:", "famly:")
    broken = run("publish")
    assert (broken.exit_code, "famly" in broken.stderr) == (2, True)


@pytest.mark.usefixtures("plain_flows")
def test_publish_says_that_a_lost_warehouse_must_be_restored(run: Run, line: Line) -> None:
    run("publish")
    line.settings.warehouse.unlink()

    result = run("publish")

    assert result.exit_code == 2
    assert "restore it" in " ".join(result.stderr.split())
