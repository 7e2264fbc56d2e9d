import csv
import io
import json
from pathlib import Path

from tests import write
from tests.cli.conftest import SNAPSHOT, Run
from tests.plain_line import DATASET, Line


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
