"""Faults that no single module answers: from a file to what is published, or is not."""

import csv
import http.server
import io
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.comments import Comment

from pipelines.catalogue import load_catalogue
from pipelines.exceptions import RepositoryError
from pipelines.intake.formats import read_file
from pipelines.model import Catalogue, Finding
from pipelines.publication.formats.as_csv import csv_parts
from pipelines.report.as_csv import harmless
from pipelines.wording import word_finding
from tests import REPOSITORY, make_repository, write
from tests.intake.hostile_files import SHEET, with_parts
from tests.plain_line import FOLDER, Line
from tests.reader import problems

SNAPSHOT = f"{FOLDER}/snapshots/2024.csv"


@pytest.fixture
def line(tmp_path: Path) -> Line:
    return Line(make_repository(tmp_path / "repository"), tmp_path / "home")


def said(finding: Finding, catalogue: Catalogue) -> str:
    schema = catalogue.schemas.get(finding.table or "")
    return word_finding(finding, catalogue.rules[finding.rule], schema, "zh").message


def findings_of(line: Line) -> list[str]:
    """What is said of the snapshot, in Chinese, with its place."""
    found = line.disclose().inspection.findings
    return [f"{f.place.cell() or ''} {said(f, line.catalogue)}".strip() for f in found]


# — I05, N13: a stray quotation mark —

CELLS = st.text(alphabet='银杏a1,";\n ', max_size=5)


@pytest.mark.fault("I05", "N13")
@given(
    rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=2, max_size=6),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    place=st.integers(0, 999),
)
def test_one_quotation_mark_too_many_is_always_found(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], quoting: int, place: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "stray.csv"
    text = io.StringIO()
    csv.writer(text, lineterminator="\n", quoting=quoting).writerows(rows)
    whole = text.getvalue()
    at = place % (len(whole) + 1)
    before = cells_of(write(path, whole))

    after = cells_of(write(path, f'{whole[:at]}"{whole[at:]}'))

    assert before is not None
    assert after is None


def cells_of(path: Path) -> list[list[str]] | None:
    """The rows of a file, or None if something is found in it."""
    (grid,) = read_file(path).grids.values()
    is_found = any(f.rule == "quotes-come-in-pairs" for f in grid.findings)
    return None if is_found else [list(cells) for cells in grid.rows]


# — I06: the header —


@pytest.mark.fault("I06")
def test_label_that_stands_twice_is_told_and_no_column_is_renamed(line: Line) -> None:
    line.edit(SNAPSHOT, "树种名称,数量,养护费", "树种名称,养护费,养护费")

    assert line.publish()[0].outcome == "refused"
    assert any("养护费" in text for text in findings_of(line))


@pytest.mark.fault("I06")
def test_column_without_a_label_is_told(line: Line) -> None:
    line.edit(SNAPSHOT, "树种名称,数量,养护费\n", "树种名称,数量,养护费,\n")
    line.edit(SNAPSHOT, "落叶树,3,1.50\n", "落叶树,3,1.50,7\n")

    found = findings_of(line)

    assert line.publish()[0].outcome == "refused"
    assert any(text.startswith("F3 列“F”没有对应的字段") for text in found), found


# — I15: texts a spreadsheet runs —

PAYLOADS = [
    *("=1+1", '=HYPERLINK("http://a.cn","x")', "=cmd|' /C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0"),
    *(
        "+1+cmd|' /C calc'!A0",
        "-2+3+cmd|' /C calc'!A0",
        "\t=1+1",
        "\r=1+1",
        '=1";"=2',
        "=10+20+cmd",
    ),
]


@pytest.mark.fault("I15")
@pytest.mark.parametrize("text", PAYLOADS)
def test_text_a_spreadsheet_would_run_is_whole_in_the_data_and_harmless_in_reports(
    text: str,
) -> None:
    table = pa.table({"name": [text]})

    (_, (published,)) = csv.reader(io.StringIO(b"".join(csv_parts(table)).decode(), newline=""))

    assert published == text
    assert harmless(text) == f"'{text}"


@pytest.mark.fault("I15")
@pytest.mark.parametrize("text", ["-5.00", "-1,200.50", "银杏", "", None])
def test_negative_number_stays_one(text: str | None) -> None:
    assert harmless(text) == text


# — I17, N1: nothing is fetched —


@pytest.fixture
def canary() -> Iterator[tuple[str, list[str]]]:
    """The address of a server of this machine, and what is asked of it."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(302)
            self.send_header("Location", "/redirected")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()


SCHEMA = "schemas/street-tree/tree_line.yaml"
KEYS = (
    "foreignKeys:\n  - {fields: [tree_code], reference: {resource: %s/r, fields: [code]}}\nfields:"
)


@pytest.mark.fault("I17", "N1")
def test_no_address_in_a_repository_is_asked(line: Line, canary: tuple[str, list[str]]) -> None:
    address, asked = canary
    changes = [
        (f"{FOLDER}/datapackage.yaml", "path: snapshots", f"path: {address}"),
        (f"{FOLDER}/datapackage.yaml", "- table:", f"- schema: {address}/s\n    table:"),
        (f"{FOLDER}/datapackage.yaml", "- table:", f"- dialect: {address}/d\n    table:"),
        (SCHEMA, "name: tree_line", f"$schema: {address}/p\nname: tree_line"),
        (SCHEMA, "fields:", KEYS % address),
    ]
    for file, old, new in changes:
        line.edit(file, old, new)
        with pytest.raises(RepositoryError):
            line.publish()
        line.edit(file, new, old)

    assert line.publish()[0].outcome == "published"
    assert asked == []


@pytest.mark.fault("I17", "N1")
def test_no_address_in_a_file_is_asked(tmp_path: Path, canary: tuple[str, list[str]]) -> None:
    address, asked = canary
    page = (
        f"<html><head><link rel=stylesheet href={address}/c><base href={address}></head>"
        f"<body><img src={address}/i><iframe src={address}/f></iframe>"
        "<table><tr><th>项目<tr><td>银杏</table></body></html>"
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" TargetMode="External" Target="{address}/x" Type="http://schemas.'
        'openxmlformats.org/officeDocument/2006/relationships/externalLinkPath"/></Relationships>'
    )
    rels = SHEET.replace("worksheets/", "worksheets/_rels/") + ".rels"
    with_parts(**{rels: [relations.encode()]})(tmp_path / "a.xlsx")
    write(tmp_path / "a.html", page)
    write(tmp_path / "a.csv", f"项目,网址\n银杏,{address}/v\n")

    read = [read_file(path) for path in sorted(tmp_path.iterdir())]

    assert [bool(content.grids) for content in read] == [True, True, True]
    assert asked == []


# — I20, N10: a plugin left in the inbox —

EVIL = "from pathlib import Path\nPath(__file__).with_name('ran').touch()\n"


@pytest.mark.fault("I20", "N10")
def test_nothing_in_the_folder_one_stands_in_is_imported(line: Line, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    for name in ("frictionless_evil", "sitecustomize", "csv", "yaml", "pandas", "olefile"):
        write(inbox / f"{name}.py", EVIL)
    write(inbox / "树.csv", "行道树养护,,\n树种编码,树种,年度\n1,x,y\n")
    settings = {"SUNLEDGER_REPOSITORY": str(line.root), "SUNLEDGER_HOME": str(line.home)}
    environment = {**os.environ, **settings, "PYTHONPATH": str(REPOSITORY)}

    # As the console script does: the folder one stands in is not searched.
    command = [sys.executable, "-P", "-m", "pipelines", "inspect", "树.csv"]
    done = subprocess.run(command, cwd=inbox, env=environment, capture_output=True, text=True)

    assert done.returncode in (1, 2), done.stderr
    assert "Traceback" not in done.stderr
    assert not (inbox / "ran").exists()


# — I22, N8: digits of another script —


@pytest.mark.fault("I22", "N8")
def test_no_pattern_of_a_schema_takes_digits_of_another_script(catalogue: Catalogue) -> None:
    patterns = {
        (schema.name, field.name): str(field.constraints.get("pattern", ""))
        for schema in catalogue.schemas.values()
        for field in schema.fields
    }

    assert [where for where, pattern in patterns.items() if "\\d" in pattern] == []
    assert len(list(filter(None, patterns.values()))) > 20


@pytest.mark.fault("I22", "N8")
@pytest.mark.parametrize("code", ["０１", "٠١", "०१", "𝟎𝟏", "①②", "Ol"])
def test_code_in_other_digits_is_found_and_never_taken_for_the_listed_one(
    line: Line, code: str
) -> None:
    line.edit(SNAPSHOT, "1,01,银杏", f"1,{code},银杏")

    (result,) = line.publish()

    assert result.outcome == "refused"
    assert any(f"1{code}" in text for text in findings_of(line))


# — I26, N9: what pandas makes of codes —


@pytest.mark.fault("I26", "N9")
def test_codes_keep_their_zeros_beside_a_blank(line: Line) -> None:
    data = line.stage().tables["tree_line"].data

    assert data["tree_code"].to_pylist() == ["1", "101", "102", "合计"]


# — S01: what somebody has decided may be public —

CLEARANCES = """\
clearances:
  - {table: tree_line, field: tree_name, kind: mobile-number, pattern: "1390000[0-9]{4}",
     because: 值班手机, because_en: A duty telephone, decided_by: 办公室, decided_on: 2025-01-01}
resources:
"""


@pytest.mark.fault("S01")
def test_number_is_published_once_somebody_has_cleared_it_and_that_is_public_too(
    line: Line,
) -> None:
    line.edit(SNAPSHOT, "合计,,,3", "合计,,13900000000,3")
    assert line.publish()[0].outcome == "refused"
    line.edit(f"{FOLDER}/datapackage.yaml", "resources:\n", CLEARANCES)

    (result,) = line.publish()

    assert result.outcome == "published", findings_of(line)
    query = "select decided_by, because from clearance"
    assert line.rows(query) == [("办公室", "值班手机")]
    ((severity, message),) = line.rows("select severity, message from finding")
    assert severity == "info"
    assert "办公室（2025-01-01）决定可以公开：值班手机" in message
    assert "13900000000" not in message


# — S03: what a workbook holds beside its cells —

HELD_BACK = ("藏在后面的话", "批注里的话", "王文书", "内部文件名")


@pytest.mark.fault("S03")
def test_comments_properties_and_hidden_sheets_reach_no_byte(line: Line) -> None:
    book = Workbook()
    sheet = book.active
    for cells in csv.reader(io.StringIO((line.root / SNAPSHOT).read_text())):
        sheet.append(cells)
    sheet["C5"].comment = Comment(HELD_BACK[1], HELD_BACK[2])
    book.properties.creator, book.properties.title = HELD_BACK[2:]
    hidden = book.create_sheet("底稿")  # its name is told: somebody has to look
    hidden.sheet_state = "hidden"
    hidden.append([HELD_BACK[0]])
    book.save(line.root / SNAPSHOT.replace(".csv", ".xlsx"))
    (line.root / SNAPSHOT).unlink()
    line.edit(f"{FOLDER}/datapackage.yaml", "2024.csv", "2024.xlsx")

    (result,) = line.publish()

    assert result.outcome == "published", findings_of(line)
    assert problems(line.home) == []
    bytes_of = [p.read_bytes() for p in line.home.rglob("*") if p.is_file()]
    for text in HELD_BACK:
        ways = (text.encode(), text.encode("utf-16-le"), text.encode("unicode_escape"))
        assert not any(way in data for data in bytes_of for way in ways), text


def test_repository_of_these_tests_holds_together(line: Line) -> None:
    assert load_catalogue(line.root / "schemas", line.root / "datasets").datasets
