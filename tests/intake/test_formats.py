import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from pipelines.intake.formats import read_file
from pipelines.intake.kinds import SUFFIXES, kind_of
from tests import write
from tests.intake import brief, read, records, write_workbook
from tests.intake.old_workbook import OldSheet, write_xls
from tests.intake.open_document import row, write_ods

CSV = "项目,次数,金额\n银杏,1,1.50\n"
HTML = "<table><tr><td>项目<td>次数<td>金额<tr><td>银杏<td>1<td>1.50</table>"
ROWS = [["项目", "次数", "金额"], ["银杏", "1", "1.50"]]
CELLS = [["项目", "次数", "金额"], ["银杏", 1, "1.50"]]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The same table in each kind of file."""
    folder = tmp_path_factory.mktemp("kinds")
    xlsx = write_workbook(folder / "a.xlsx", {"表1": CELLS})
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.write(xlsx, "表1")
    return {
        "csv": write(folder / "a.csv", CSV),
        "html": write(folder / "a.htm", HTML),
        "xlsx": xlsx,
        "xls": write_xls(folder / "a.xls", {"表1": OldSheet(CELLS)}),
        "ods": write_ods(folder / "a.ods", {"表1": row(*ROWS[0]) + row(*ROWS[1])}),
        "zip": folder / "a.zip",
    }


@pytest.mark.parametrize("kind", ["csv", "html", "xlsx", "xls", "ods", "zip"])
def test_same_table_is_read_the_same_from_each_kind_of_file(
    files: Mapping[str, Path], kind: str
) -> None:
    content = read_file(files[kind])

    (grid,) = content.grids.values()
    assert (content.kind, list(grid.rows)) == (kind, ROWS)
    assert not grid.findings


@pytest.mark.parametrize("suffix", [".xls", ".et", ".csv", ".pdf"])
@pytest.mark.parametrize("kind", ["html", "xlsx", "xls", "ods", "zip"])
def test_kind_is_told_by_the_content_and_another_name_is_said(
    files: Mapping[str, Path], tmp_path: Path, kind: str, suffix: str
) -> None:
    path = write(tmp_path / f"2024{suffix}", files[kind].read_bytes())

    content = read_file(path)

    assert content.kind == kind
    said = [f for f in content.findings if f.rule == "file-is-what-its-name-says"]
    expected = [] if suffix in SUFFIXES[kind] else [("info", suffix, kind)]
    assert [(f.severity, f.value, f.expected) for f in said] == expected


def test_separated_text_under_the_name_of_a_workbook_is_read(tmp_path: Path) -> None:
    result = read(write(tmp_path / "2024.xls", CSV.encode("gb18030")))

    assert brief(result.findings) == [("file-is-what-its-name-says", None, ".xls", "csv")]
    assert result.encoding == "gb18030"
    assert records(result.tables[0].data)[2]["repair_amount"] == "1.50"


FOREIGN = {
    "a scanned page": (b"\x89PNG\r\n", "a.png", "图片"),
    "a scanned page called a PDF": (b"\xff\xd8\xff\xe0", "a.pdf", "图片"),
    "a RAR archive": (b"Rar!\x1a\7", "a.rar", "RAR"),
    "a saved web page": (b"MIME-Version: 1.0\n", "a.xls", "MHT"),
    "the XML of Excel 2003": (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "a.xls",
        "XML Spreadsheet",
    ),
    "some other XML": (b'<?xml version="1.0"?><a/>', "a.xls", "unknown"),
    "a program": (b"print('x')", "a.py", "unknown"),
    "nothing": (b"", "a.xlsx", "unknown"),
    "a file without a name's ending": (CSV.encode(), "a", "unknown"),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_file_of_a_kind_that_is_not_read_is_named(tmp_path: Path, name: str) -> None:
    data, called, said = FOREIGN[name]

    content = read_file(write(tmp_path / called, data))

    assert (content.kind, content.grids) == (None, {})
    (finding,) = content.findings
    assert finding.rule == "file-is-readable"
    assert called in (finding.detail or "")
    assert said in (finding.detail or "")
    assert str(tmp_path) not in (finding.detail or "")


def test_text_of_two_byte_characters_is_a_text_by_its_mark() -> None:
    assert kind_of(CSV.encode("utf-16"), ".csv") == "csv"
    assert kind_of(HTML.encode("utf-16"), ".htm") == "html"


@pytest.mark.parametrize("make", [Path.mkdir, lambda path: path.symlink_to("/dev/zero")])
def test_what_is_no_file_is_not_opened(tmp_path: Path, make: object) -> None:
    path = tmp_path / "2024.csv"
    make(path)

    with pytest.raises(FileNotFoundError, match=r"2024\.csv"):
        read_file(path)


# — archives —


def write_zip(path: Path, members: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_each_member_of_an_archive_is_a_file(tmp_path: Path, files: Mapping[str, Path]) -> None:
    members = {
        "预算/2024.csv": CSV.encode(),
        "决算.xlsx": files["xlsx"].read_bytes(),
        "__MACOSX/._2024.csv": b"\0\5\26\7",
    }

    content = read_file(write_zip(tmp_path / "a.zip", members))

    assert not content.findings
    assert {name: grid.sheet for name, grid in content.grids.items()} == {
        "预算/2024.csv": "预算/2024.csv",
        "决算.xlsx/表1": "决算.xlsx/表1",
    }


def test_table_of_an_archive_is_found_by_its_own_name(
    tmp_path: Path, files: Mapping[str, Path]
) -> None:
    path = write_zip(tmp_path / "2024.zip", {"决算.xlsx": files["xlsx"].read_bytes()})

    result = read(path, {"sheet": "表1"})

    assert not result.findings
    assert result.tables[0].sheet == "决算.xlsx/表1"


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_name_of_a_member_is_read_though_its_encoding_is_not_said(
    tmp_path: Path, encoding: str
) -> None:
    # As Windows and many portals write them: no flag, and zipfile takes it for a code page of DOS.
    raw = "预算表.csv".encode(encoding)
    path = write_zip(tmp_path / "a.zip", {"x" * len(raw): CSV.encode()})
    path.write_bytes(path.read_bytes().replace(b"x" * len(raw), raw))

    assert set(read_file(path).grids) == {"预算表.csv"}


def test_letter_beside_the_tables_is_said_and_does_not_hinder(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"说明.docx": b"\x89PNG", "a.csv": CSV.encode()})

    content = read_file(path)

    assert set(content.grids) == {"a.csv"}
    assert [(f.rule, f.severity, f.place.sheet) for f in content.findings] == [
        ("file-is-readable", "warning", "说明.docx")
    ]


def test_findings_of_a_member_say_where_it_lies(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"a.csv": "项目\na\7b\n".encode(), "b.xlsx": b"PK\3\4"})

    content = read_file(path)

    assert brief(content.grids["a.csv"].findings) == [
        ("cells-hold-values", "a.csv!A2", "a[U+0007]b", None)
    ]
    assert [(f.rule, f.severity, f.place.sheet) for f in content.findings] == [
        ("file-is-readable", "error", "b.xlsx")
    ]
