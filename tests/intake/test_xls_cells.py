import json

import pytest

from pipelines.intake.limits import UnreadableError
from pipelines.intake.xls_cells import extract
from tests.intake.old_workbook import (
    Formatted,
    Formula,
    OldSheet,
    compound_file,
    workbook_stream,
)


def extracted(**sheets: OldSheet) -> dict:
    return extract(compound_file("Workbook", workbook_stream(sheets)))


def test_visible_sheets_are_given_as_plain_values() -> None:
    found = extracted(
        表=OldSheet(
            [["支出", None], [1.5, True], [Formula(2), Formatted(45352, 14)]],
            merged=[(0, 0, 0, 1)],
            hidden_rows=[1],
        ),
        藏=OldSheet([["密"]], is_hidden=True),
    )

    (sheet,) = found["sheets"]
    assert json.loads(json.dumps(found))["sheets"][0]["rows"] == [
        ["支出", ""],
        [1.5, True],
        [2.0, ["d", "2024-03-01"]],
    ]
    assert sheet["spans"] == [[0, 0, 0, 1]]
    assert sheet["formulas"] == [(2, 0)]
    assert sheet["hidden_rows"] == [1]
    assert found["is_1904"] is False


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not an Excel workbook"),
        (compound_file("WordDocument", b"x" * 5000), "not an Excel workbook"),
        (compound_file("EncryptedPackage", b"x" * 5000), "password"),
        (compound_file("Workbook", b"\x09\x08\xff\xff" + b"\0" * 5000), "cut short"),
    ],
)
def test_what_is_no_workbook_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableError, match=said):
        extract(data)
