"""What is not for the public is in none of the five forms of a report."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipelines.catalogue import load_catalogue
from pipelines.cli.inspecting import Target, inspect_target
from pipelines.cli.reporting import ReportWriter
from pipelines.intake.grid import Grid
from pipelines.intake.recognise import Wanted
from pipelines.redaction import HIDDEN
from pipelines.report.as_workbook import write_workbook
from pipelines.report.closed import may_hold_closed_cells, without_closed_cells
from pipelines.report.excerpt import build_excerpts
from pipelines.tables import Tables
from tests.fair import CANARIES, DATASET, make_line
from tests.report.conftest import Inspected
from tests.test_canaries import files_below, leaks

# The row with an error is shown to the clerk who is to mend it.
KEPT = set(CANARIES) - {"withheld row"}


@pytest.fixture(scope="module")
def fair(tmp_path_factory: pytest.TempPathFactory) -> Inspected:
    """A dataset in which something of every kind is not for the public."""
    line = make_line(tmp_path_factory.mktemp("fair"))
    catalogue = load_catalogue(line.root / "schemas", line.root / "datasets")
    dataset = catalogue.datasets[DATASET]
    target = Target(dataset.folder / dataset.snapshots[0].path, dataset)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SUNLEDGER_REPOSITORY", str(line.root))
        patch.setenv("SUNLEDGER_HOME", str(line.home))
        return inspect_target(target, Tables(catalogue), Wanted())


@pytest.mark.parametrize("form", ["text", "json", "csv", "html", "xlsx"])
def test_closed_content_is_in_no_byte_of_a_report(
    form: str, fair: Inspected, tmp_path: Path
) -> None:
    output = tmp_path / f"report.{form}"
    writer = ReportWriter(form, output, "zh", show_all=True)
    writer.prepare([fair[0].snapshot.path])

    writer.write(*fair)

    written = {str(path): data for path, data in files_below(tmp_path)}
    assert "摊位".encode() in b"".join(written.values())
    assert leaks(written, KEPT) == []


def test_excerpt_shows_the_open_cells_and_the_heads_of_the_closed_ones(fair: Inspected) -> None:
    stalls = next(e for e in build_excerpts(*fair) if e.sheet == "摊位")

    rows = {row.number: [cell.text for cell in row.cells] for row in stalls.rows}
    assert rows["1"][4:10] == [
        "报名单位",
        "报名家数",
        "费用",
        "payee_acct_no",
        "联系人",
        "联系电话",
    ]
    assert rows["2"][2] == "糖画"
    assert [rows["2"][n] for n in (4, 5, 7, 8, 9)] == [HIDDEN] * 5


def test_sheet_in_which_no_table_was_found_is_hidden(fair: Inspected) -> None:
    (grid,) = without_closed_cells(fair[0], {"": Grid("别处", [["某人", ""]])}).values()

    assert grid.rows == [[HIDDEN, ""]]


def test_workbook_of_a_file_with_closed_cells_says_where_to_mend(fair: Inspected) -> None:
    book = load_workbook(io.BytesIO(write_workbook(*fair, "zh")))

    said = [cell.value for cell in book.worksheets[0]["A"]]
    assert any("请在原来的文件里改" in str(text) for text in said)


def test_file_in_which_all_is_open_is_shown_as_it_is(welfare_home: Inspected) -> None:
    report, grids = welfare_home

    assert not may_hold_closed_cells(report)
    assert without_closed_cells(report, grids) is grids


def test_file_that_no_table_fits_has_nothing_that_is_known_to_be_closed(fair: Inspected) -> None:
    assert not may_hold_closed_cells(replace(fair[0], dataset=None))
