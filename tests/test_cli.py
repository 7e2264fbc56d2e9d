import csv
import fcntl
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from pipelines.cli import app
from tests import REPOSITORY, SNAPSHOT_CSV, make_repository, write
from tests.plain_line import DATASET, FOLDER, Line

SNAPSHOT = f"{FOLDER}/snapshots/2024.csv"
RULE = "schemas/street-tree/rules/class-is-sum-of-items.sql"
Run = Callable[..., Result]


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Line:
    line = Line(make_repository(tmp_path / "repository"), tmp_path / "home")
    monkeypatch.setenv("SUNLEDGER_REPOSITORY", str(line.root))
    monkeypatch.setenv("SUNLEDGER_HOME", str(line.home))
    monkeypatch.delenv("COLUMNS", raising=False)  # the terminal's, or none
    return line


@pytest.fixture
def run(line: Line) -> Run:
    """`sunledger WORDS…` with its exit code and what it prints."""
    return lambda *words: CliRunner().invoke(app, list(words))


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


@pytest.mark.usefixtures("prefect_server")
def test_publish_reports_a_fault_of_the_program_and_ends_with_2(run: Run, line: Line) -> None:
    line.edit(RULE, "select p.dataset, p.snapshot,", "select p.snapshot, p.dataset,")

    result = run("publish")

    assert result.exit_code == 2
    assert "故障 failed" in result.output
    assert "class-is-sum-of-items" in result.output


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


def test_serve_says_what_to_do_when_nothing_is_published(run: Run) -> None:
    result = run("serve")

    assert result.exit_code == 2
    assert "./run publish" in result.stderr


def test_serve_without_its_metadata_says_what_to_do(run: Run, line: Line) -> None:
    line.publish()  # the plain functions write no metadata

    result = run("serve")

    assert result.exit_code == 2
    assert "publish" in result.stderr


def test_no_words_show_the_help(run: Run) -> None:
    result = run()

    for word in ("publish", "inspect", "check", "serve"):
        assert word in result.output


@pytest.fixture
def form(line: Line, tmp_path: Path) -> Path:
    """The snapshot as a clerk hands it in: a file that no descriptor knows."""
    table = "tree_code,tree_name,fiscal_year,数量,养护费\n"
    rows = "1,落叶树,2024,3,1.50\n101,银杏,2024,1,1.00\n102,梧桐,2024,2,0.5\n"
    return write(tmp_path / "inbox/树.csv", f"行道树养护,,,,单位：万元\n{table}{rows}")


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


def test_inspect_prints_one_json_document_or_one_a_line(run: Run, form: Path) -> None:
    one = json.loads(run("inspect", str(form), "--format", "json").stdout)
    several = run("inspect", str(form), DATASET, "--format", "json").stdout.splitlines()

    assert one["file"]["name"] == "树.csv"
    assert [json.loads(text)["file"]["name"] for text in several] == ["树.csv", "2024.csv"]


def test_inspect_joins_the_findings_of_several_files_in_one_table(
    run: Run, form: Path, line: Line, tmp_path: Path
) -> None:
    form.write_text(form.read_text(encoding="utf-8").replace("1.50", "1.80"), encoding="utf-8")
    line.edit(SNAPSHOT, "落叶树,3,1.50", "落叶树,3,1.80")
    output = tmp_path / "问题.csv"

    result = run("inspect", str(form), DATASET, "-o", str(output))  # the ending says the form

    assert result.exit_code == 1
    assert str(output) in result.stderr.replace("\n", "")
    rows = list(csv.DictReader(io.StringIO(output.read_text(encoding="utf-8-sig"))))
    assert [(row["file"], row["cell"]) for row in rows] == [("树.csv", "E3"), ("2024.csv", "E4")]


def test_inspect_writes_one_report_a_file_into_a_folder(
    run: Run, form: Path, tmp_path: Path
) -> None:
    write(form.parent / "下级/树.csv", form.read_bytes())

    run("inspect", str(form.parent), "--format", "json", "-o", str(tmp_path / "out"))

    names = sorted(p.name for p in (tmp_path / "out").iterdir())
    assert names == ["树-report-2.json", "树-report.json"]


def test_inspect_never_writes_over_what_it_inspects(run: Run, form: Path) -> None:
    before = form.read_bytes()

    result = run("inspect", str(form), "-o", str(form))

    assert result.exit_code == 2
    assert form.read_bytes() == before


def test_inspect_speaks_english_when_asked(run: Run, line: Line) -> None:
    line.edit(SNAPSHOT, "落叶树,3,1.50", "落叶树,3,1.80")

    result = run("inspect", DATASET, "--lang", "en")

    assert "1 errors, 0 warnings" in result.output
    assert "its items add up to" in result.output


def test_help_starts_without_what_only_the_work_needs() -> None:
    code = (
        "import sys; from pipelines.cli import app\n"
        "print(sorted({'pandas', 'pyarrow', 'sqlalchemy', 'frictionless', 'openpyxl', 'datasette'}"
        " & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True)

    assert done.stdout == b"[]\n"


@pytest.mark.usefixtures("line")
def test_everything_but_publishing_works_without_prefect() -> None:
    code = "import sys; sys.modules['prefect'] = None; from pipelines.cli import app; app()"

    done = subprocess.run(
        [sys.executable, "-c", code, "inspect", DATASET],
        cwd=REPOSITORY,
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, b"")
