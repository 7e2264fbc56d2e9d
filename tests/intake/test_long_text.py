import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.intake import long_text
from pipelines.intake.formats import read_file
from pipelines.intake.grid import Grid
from pipelines.intake.long_rows import LongRows
from pipelines.intake.read import read_snapshot
from pipelines.intake.snapshot import take_snapshot
from pipelines.intake.text import read_csv_grid
from pipelines.model import ReadSnapshot
from tests import make_repository
from tests.plain_line import Line

HEAD = [
    ["编制单位：榆树镇", "", "", "", "", "单位：万元"],
    ["类", "项", "树种名称", "数量", "养护费", "备注"],
]
FIRST = [["1", "01", "银杏", "1", "1.50", f"第{n}批"] for n in range(70)]
TEXTS = st.one_of(
    st.text("银杏 \t0123456789,.;\"'\u3000\u00a0\u200b\u0085“”", max_size=6),
    st.sampled_from(["注：一", "单位：万元", "第 2 页", "", "类", "项", "梧桐", "2", "\x07"]),
)
ROW = st.one_of(
    st.lists(TEXTS, min_size=6, max_size=6),
    st.just(HEAD[1]),
    st.just(["", "", "", "", "", ""]),
    st.just(["注：含追加", "", "", "", "", ""]),
    st.just(["单位：万元", "", "", "", "", ""]),
    st.just(HEAD[0]),
)


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file counts as long, and is read in many blocks."""
    monkeypatch.setattr(long_text, "LONG_BYTES", 1)
    monkeypatch.setattr(long_text, "BLOCK_BYTES", 150)


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Line:
    root = make_repository(tmp_path_factory.mktemp("repository"))
    return Line(root, root / "home")


def as_csv(rows: list[list[str]], quoting: int = csv.QUOTE_MINIMAL) -> bytes:
    file = io.StringIO()
    csv.writer(file, quoting=quoting, lineterminator="\n").writerows(rows)
    return file.getvalue().encode()


def as_read(line: Line, path: Path) -> ReadSnapshot:
    catalogue = line.catalogue
    dataset = catalogue.datasets[next(iter(catalogue.datasets))]
    snapshot = replace(take_snapshot(dataset, dataset.snapshots[0]), path=path)
    return read_snapshot(snapshot, dataset, catalogue.families[dataset.family])


def told(read: ReadSnapshot) -> tuple:
    return (
        read.encoding,
        read.findings,
        [(replace(t, data=None, parts={}), t.data.to_pydict()) for t in read.tables],
        [{n: p.to_pydict() for n, p in t.parts.items()} for t in read.tables],
    )


@given(rows=st.lists(ROW, max_size=30), mark=st.booleans(), end=st.booleans())
@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_long_file_is_read_like_a_short_one(
    line: Line, tmp_path: Path, rows: list[list[str]], mark: bool, end: bool
) -> None:
    header = [list(HEAD[0]), list(HEAD[1])]
    data = as_csv([*header, *FIRST, *rows])
    path = tmp_path / "2024.csv"
    path.write_bytes((b"\xef\xbb\xbf" if mark else b"") + (data if end else data.rstrip(b"\n")))

    as_long = told(as_read(line, path))
    long_text.LONG_BYTES = 10**9
    as_short = told(as_read(line, path))
    long_text.LONG_BYTES = 1

    assert as_long == as_short


@pytest.mark.parametrize("between", [b"\n", b"\r\n\r\n", b"\n\n\n"])
def test_blank_lines_keep_their_numbers(between: bytes, line: Line, tmp_path: Path) -> None:
    path = tmp_path / "2024.csv"
    path.write_bytes(as_csv([*HEAD, *FIRST]) + between + as_csv(FIRST) + between)

    as_long = told(as_read(line, path))
    assert isinstance(read_file(path).grids[""].rows, LongRows)
    long_text.LONG_BYTES = 10**9

    assert as_long == told(as_read(line, path))


PLAIN = {
    "commas": as_csv(FIRST * 2),
    "a mark": b"\xef\xbb\xbf" + as_csv(FIRST * 2),
    "breaks of two characters": as_csv(FIRST * 2).replace(b"\n", b"\r\n"),
    "quotation marks": as_csv(FIRST * 2, csv.QUOTE_ALL),
    "no last break": as_csv(FIRST * 2)[:-1],
    "commas inside quotation marks": as_csv([*FIRST, *[["1", "a,b", 'c"d', "", "", ""]] * 9]),
}


@pytest.mark.parametrize("name", PLAIN)
def test_plain_file_is_read_by_columns_and_every_row_is_the_same(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(PLAIN[name])
    _, grid = read_csv_grid(PLAIN[name], None)

    found = long_text.read_long_csv(path, None)

    assert found is not None
    assert list(found[1]) == grid.rows


LEFT = {
    "a row too short": as_csv([*FIRST, ["1", "2"]]),
    "a row too long": as_csv([*FIRST, ["1"] * 7]),
    "a line longer than a block": as_csv([*FIRST, ["x" * 999, "", "", "", "", ""], *FIRST]),
    "a row of two lines": as_csv([*FIRST, ["1", "a\nb", "", "", "", ""]]),
    "a stray quotation mark": as_csv(FIRST) + b'1,"a"b,,,,\n',
    "a quotation mark never closed": as_csv(FIRST) + b'1,"a,,,,\n',
    "a lone carriage return": as_csv(FIRST) + b"1,a\rb,,,,\n",
    "bytes that are no UTF-8": as_csv(FIRST) + "槐,,,,,\n".encode("gb18030"),
    "one column": as_csv([["a"]] * 99),
    "few rows": as_csv(FIRST[:9]),
}


@pytest.mark.parametrize("name", LEFT)
def test_file_that_is_not_plain_is_left_to_the_strict_reader(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(LEFT[name])

    assert long_text.read_long_csv(path, None) is None
    assert not any(isinstance(g.rows, LongRows) for g in read_file(path).grids.values())


def test_other_encodings_are_left_to_the_strict_reader(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(PLAIN["commas"])

    assert long_text.read_long_csv(path, "gb18030") is None


@pytest.mark.parametrize("text", ["a\u200bb", "a\x07", "x" * 32_768, "\ufeff", "a\u00ad"])
def test_text_that_is_not_seen_whole_is_found_in_its_cell(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_text, "BLOCK_BYTES", 100_000)
    data = as_csv([*FIRST, ["1", "2", "3", "4", text, "5"], *FIRST])
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    _, short = read_csv_grid(data, None)

    (long,) = read_file(path).grids.values()

    assert isinstance(long.rows, LongRows)
    assert [*long.findings] == [*short.findings] != []


def test_grid_of_a_long_file_knows_its_width_and_cells(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(PLAIN["commas"])
    (grid,) = read_file(path).grids.values()

    assert isinstance(grid, Grid)
    assert (grid.width, grid.cell(100, 5), grid.cell(140, 0)) == (6, "第30批", "")
