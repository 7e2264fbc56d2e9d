import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.intake.grid import Grid
from pipelines.publication.formats.workbook_text import writable
from pipelines.report.xlsx.plain import write_grids


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("榆树\n镇\t", "榆树\n镇\t"),
        ("\x00\x0b\x1f", "[U+0000][U+000B][U+001F]"),
        ("_x000D_", "_x005F_x000D_"),
        ("\ud800", "[U+D800]"),
    ],
)
def test_what_a_workbook_cannot_hold_is_shown(text: str, written: str) -> None:
    assert writable(text) == written


@given(st.text(max_size=50))
def test_any_text_can_be_written_and_opened(text: str) -> None:
    data = write_grids([Grid("表", [["a", text]])], {"表": "表"})

    assert openpyxl.load_workbook(io.BytesIO(data))["表"]["A1"].value == "a"


def test_a_text_is_cut_to_what_a_cell_holds() -> None:
    assert len(writable("长" * 100_000)) < 32_767
