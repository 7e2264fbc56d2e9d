import csv
import io
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from python_calamine import CalamineWorkbook

from pipelines.inspection.privacy import (
    correction_findings,
    privacy_findings,
    without_personal_data,
)
from pipelines.model import Clearance, Correction, Schema
from tests.inspection import make_schema, make_table
from tests.inspection.spellings import spelled

# Made up: region, day of birth and check digit hold together, nobody is meant.
IDENTITY = "110101190001010209"
IDENTITY_X = "11010119000101025X"
MOBILE = "13900000000"

SCHEMA = make_schema({"name": "id"}, {"name": "x"}, key=["id"])


def schema_of(**field: Any) -> Schema:
    return make_schema({"name": "id"}, {"name": "x", **field}, key=["id"])


def found(text: str, schema: Schema = SCHEMA) -> list[str | None]:
    table = make_table(schema, {"id": "1", "x": text})
    return [f.value for f in privacy_findings(table, schema)]


PERSONAL = {
    "mobile": (MOBILE, "139********"),
    "mobile in a sentence": (f"联系人张某，电话{MOBILE}。", "139********"),
    "mobile behind a colon": (f"Tel:{MOBILE}", "139********"),
    "mobile at the end of a sentence": (f"Call {MOBILE}.", "139********"),
    "mobile in full width": ("１３９００００００００", "１３９********"),
    "mobile with the country's code": (f"+86{MOBILE}", "+86***********"),
    "mobile with the country's code, spaced": (f"86 {MOBILE}", "86 ***********"),
    "mobile with hyphens": ("139-0000-0000", "139**********"),
    "mobile with spaces": ("139 0000 0000", "139**********"),
    "identity number": (IDENTITY, "110***************"),
    "identity number in a sentence": (f"身份证{IDENTITY}号", "110***************"),
    "identity number with X": (IDENTITY_X, "110***************"),
    "identity number with x": (IDENTITY_X.lower(), "110***************"),
    "masked identity number": ("1101011900010*****", "110***************"),
    "masked identity number, last four shown": ("11010119000101**07", "110***************"),
}


@pytest.mark.parametrize("name", PERSONAL)
@pytest.mark.fault("S01")
def test_personal_number_is_found_and_hidden(name: str) -> None:
    text, hidden = PERSONAL[name]

    assert found(text) == [hidden]


def test_every_personal_number_of_a_cell_is_found() -> None:
    assert found(f"{MOBILE}、{MOBILE}；{IDENTITY}") == ["139********"] * 2 + ["110***************"]


HARMLESS = {
    "landline": "021-62345678",
    "too short": "1390000000",
    "too long": "139000000001",
    "no mobile prefix": "12900000000",
    "part of a code": "GF13900000000X",
    "amount": "13900000000.00",
    "identity number with a wrong check digit": "110101190001010208",
    "social credit code": "12500000745322928L",
    "lot number": "E4205010001016516001001",
    "day and time": "2025-06-13 18:00",
    "stars": "******",
    "a hidden name": "张**",
}


@pytest.mark.parametrize("name", HARMLESS)
def test_other_numbers_are_not_taken_for_personal_ones(name: str) -> None:
    assert found(HARMLESS[name]) == []


NOT_SCANNED = {
    "amount": {"type": "number", "unit": "元"},
    "count": {"type": "integer", "unit": "个"},
    "code": {"classification": {"codelist": "a-list"}},
    "month": {"role": "month"},
}


@pytest.mark.parametrize("name", NOT_SCANNED)
def test_amounts_and_codes_are_not_scanned(name: str) -> None:
    assert found(MOBILE, schema_of(**NOT_SCANNED[name])) == []


def test_finding_says_where_the_number_stands() -> None:
    table = make_table(SCHEMA, {"id": "1"}, {"id": "2", "x": MOBILE})

    (finding,) = privacy_findings(table, SCHEMA)

    assert (finding.rule, finding.severity) == ("no-personal-data", "error")
    assert (finding.table, finding.field, finding.place.cell()) == ("a_table", "x", "表!B5")


def test_note_is_scanned_because_it_is_published() -> None:
    table = make_table(SCHEMA, {"id": "1"}, note=f"注：联系人电话{MOBILE}")

    (finding,) = privacy_findings(table, SCHEMA)

    assert (finding.value, finding.place.cell()) == ("139********", "表")


@pytest.mark.parametrize("key", ["was", "becomes", "because", "because_en", "source"])
def test_correction_is_scanned_because_it_is_published(key: str) -> None:
    texts = dict.fromkeys(("was", "becomes", "because", "because_en", "source"), "甲")
    place = {"snapshot": "2024.csv", "table": "a_table", "row": 5, "column": "B"}
    correction = Correction(**place, **texts | {key: f"张某{MOBILE}"})

    (finding,) = correction_findings([correction])

    assert (finding.value, finding.place.cell()) == ("139********", "B5")


@pytest.mark.parametrize("name", PERSONAL)
def test_quoted_text_hides_the_number_and_keeps_its_length(name: str) -> None:
    text, hidden = PERSONAL[name]

    shown = without_personal_data(f"前{text}后")

    assert shown is not None
    assert hidden in shown
    assert len(shown) == len(text) + 2
    assert sum(c.isdigit() for c in shown) <= 4


LONG_CODES = ["E4205010001016516001001", "2100101020205", "12500000745322928L"]
JOINED = {
    "mobile before digits": (f"{MOBILE}02", "139**********"),
    "mobile behind digits": (f"1{MOBILE}", "113*********"),
    "identity number before digits": (f"{IDENTITY}02", "110*****************"),
    "identity number with X before digits": (f"{IDENTITY_X}02", "110*****************"),
    "identity number within digits": (f"1{IDENTITY}02", "111******************"),
}


@pytest.mark.parametrize("name", JOINED)
def test_number_grown_by_the_digits_of_a_code_is_hidden_in_quotes(name: str) -> None:
    text, hidden = JOINED[name]

    assert without_personal_data(text) == hidden


@pytest.mark.parametrize("text", [None, "", "银杏", "13900000000.00", "２０２４年", *LONG_CODES])
def test_quoted_text_without_a_number_stays_as_it_is(text: str | None) -> None:
    assert without_personal_data(text) == text


@pytest.mark.parametrize(
    "kind",
    [
        "mobile-number",
        "identity-number",
        "old identity-number",
        "masked-identity-number",
        "bank-account",
        "certificate-number",
        "e-mail-address",
    ],
)
def test_whole_column_is_asked_no_less_than_each_cell(kind: str) -> None:
    texts = [text for k, _, text in spelled(5) if k == kind]
    rows = [{"id": str(n), "x": text} for n, text in enumerate(texts)]

    found = {f.place.row for f in privacy_findings(make_table(SCHEMA, *rows, first_row=0), SCHEMA)}

    assert found == set(range(len(texts)))


def test_mark_of_secrecy_is_found_in_a_cell_a_note_and_a_sheet_name() -> None:
    table = make_table(SCHEMA, {"id": "1", "x": "【内部资料】"}, note="注：密级：秘密")

    found = [(f.rule, f.severity, f.value) for f in privacy_findings(table, SCHEMA)]

    assert found == [
        ("no-secrecy-marks", "error", "【内部资料】"),
        ("no-secrecy-marks", "error", "密级:秘密"),
    ]


def test_no_cell_of_the_real_files_is_taken_for_personal(found_data: Path) -> None:
    texts: dict[str, str] = {}
    for path in sorted(found_data.rglob("*")):
        texts |= dict.fromkeys(_texts_of(path), f"{path.name}")
    cells = list(texts)
    table = make_table(SCHEMA, *({"id": text, "x": text} for text in cells), first_row=0)

    found = [(texts[cells[f.place.row or 0]], f.value) for f in privacy_findings(table, SCHEMA)]

    print(f"{len(found)} of {len(texts)} different real texts taken for personal or secret")
    assert len(texts) > 40_000
    assert found == []


def _texts_of(path: Path) -> set[str]:
    """Every text of a file that holds tables, whatever its columns mean."""
    if path.suffix == ".csv":
        data = path.read_bytes()
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("gb18030")
        return {cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row}
    if path.suffix in (".xlsx", ".xls"):
        book = CalamineWorkbook.from_path(str(path))
        sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
        return {str(cell) for sheet in sheets for row in sheet for cell in row}
    if path.suffix == ".htm":
        page = html.fromstring(path.read_bytes().decode("gb18030", "replace"))
        return {cell.text_content().strip() for cell in page.iter("td")}
    return set()


CLEARANCE = Clearance.model_validate(
    {
        "table": SCHEMA.name,
        "field": "x",
        "kind": "mobile-number",
        "pattern": "1390000[0-9]{4}",
        "because": "值班手机，单位所有",
        "because_en": "The office's own duty telephone",
        "decided_by": "办公室",
        "decided_on": "2025-01-01",
    }
)


@pytest.mark.fault("S01")
def test_number_somebody_has_cleared_is_on_record_with_who_decided_it() -> None:
    rows = [{"id": "1", "x": MOBILE}, {"id": "2", "x": "13900010000"}, {"id": "3", "x": IDENTITY}]

    found = list(privacy_findings(make_table(SCHEMA, *rows), SCHEMA, [CLEARANCE]))

    assert [(f.severity, f.value) for f in found] == [
        ("info", "139********"),
        ("error", "139********"),
        ("error", "110***************"),
    ]
    assert found[0].detail == (
        "手机号码 mobile number，办公室（2025-01-01）决定可以公开：值班手机，单位所有"
    )
    assert (found[0].detail_en or "").endswith("2025-01-01): The office's own duty telephone")


@pytest.mark.fault("S01")
@pytest.mark.parametrize("other", [{"table": "b"}, {"field": "id"}, {"kind": "bank-account"}])
def test_clearance_counts_for_its_own_field_and_kind_alone(other: dict[str, str]) -> None:
    table = make_table(SCHEMA, {"id": "1", "x": MOBILE})
    clearance = CLEARANCE.altered(**other)

    assert [f.severity for f in privacy_findings(table, SCHEMA, [clearance])] == ["error"]
