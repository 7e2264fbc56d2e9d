"""A CSV file is read by columns; of the same rows as lists, the same must be found."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.catalogue import load_catalogue
from pipelines.intake import separated
from pipelines.intake.column_rows import ColumnRows
from pipelines.intake.formats import read_file
from pipelines.intake.read import read_snapshot
from pipelines.intake.snapshot import take_snapshot
from pipelines.model import Catalogue, ReadSnapshot
from tests import make_repository

ENCODINGS = ["utf-8", "utf-8-sig", "gb18030"]
HEAD = [
    ["编制单位：榆树镇", "", "", "", "", "单位：万元"],
    ["类", "项", "树种名称", "数量", "养护费", "备注"],
]
FIRST = [["1", "01", "银杏", "1", "1.50", f"第{n}批"] for n in range(30)]
TEXTS = st.one_of(
    st.text("银杏 \t0123456789,.;\"'\u3000\u00a0\u200b\u0085“”", max_size=6),
    st.sampled_from(["注：一", "单位：万元", "第 2 页", "", "类", "项", "梧桐", "2", "\x07"]),
)
ROW = st.one_of(
    st.lists(TEXTS, min_size=6, max_size=6),
    st.lists(TEXTS, max_size=7),
    st.sampled_from([HEAD[1], HEAD[0], [""] * 6, ["注：含追加", *[""] * 5]]),
)


@pytest.fixture(scope="module")
def trees(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    root = make_repository(tmp_path_factory.mktemp("repository"))
    return load_catalogue(root / "schemas", root / "datasets")


def told(read: ReadSnapshot) -> tuple:
    return (
        read.encoding,
        read.findings,
        [(replace(t, data=None, parts={}), t.data.to_pydict()) for t in read.tables],
        [{n: p.to_pydict() for n, p in t.parts.items()} for t in read.tables],
    )


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is read in many stretches."""
    monkeypatch.setattr(separated, "_HEAD_BYTES", 100)
    monkeypatch.setattr(separated, "_CHUNK_BYTES", 150)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows=st.lists(ROW, max_size=20), encoding=st.sampled_from(ENCODINGS), end=st.booleans())
def test_file_is_read_as_if_row_by_row(
    trees: Catalogue, tmp_path: Path, rows: list[list[str]], encoding: str, end: bool
) -> None:
    (dataset,) = trees.datasets.values()
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([*HEAD, *FIRST, *rows])
    path = tmp_path / "2024.csv"
    path.write_text(text.getvalue() if end else text.getvalue().rstrip("\n"), encoding)
    snapshot = replace(take_snapshot(dataset, dataset.snapshots[0]), path=path)
    content = read_file(path)
    family = trees.families[dataset.family]

    grid = content.grids[""]
    lists = replace(grid, rows=[list(cells) for cells in grid.rows])
    as_lists = replace(content, grids={"": replace(lists, findings=list(lists.text_findings()))})

    assert isinstance(grid.rows, ColumnRows)
    assert content.encoding == encoding
    assert told(read_snapshot(snapshot, dataset, family, content)) == told(
        read_snapshot(snapshot, dataset, family, as_lists)
    )
