import csv
import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pytest

from pipelines.intake.formats import FileContent, read_file
from pipelines.intake.grid import Grid
from pipelines.intake.normalise import normalise_snapshot
from pipelines.intake.read import read_snapshot
from pipelines.intake.recognise import Wanted, recognise
from pipelines.intake.snapshot import take_file, take_snapshot
from pipelines.model import Catalogue, Dataset, Staged
from tests.intake import brief, read, records
from tests.intake.page_document import Paper, write_pdf

HEADER = ["项目", "次数", "金额"]
TITLE, UNIT = "2024年维修费用表", ("编制单位：榆树镇", "单位：万元")
LINES = [["银杏", "1", "1.50"], ["梧桐", "2", "2.50"]]


def grids_of(folder: Path, *papers: Paper) -> Mapping[str, Grid]:
    content = read_file(write_pdf(folder / "2024.pdf", papers))
    assert content.kind == "pdf"
    return content.grids


def numbered(grid: Grid) -> dict[int, list[str]]:
    return {grid.number(row): list(cells) for row, cells in enumerate(grid.rows)}


def test_table_is_read_with_the_lines_around_it_and_its_places(tmp_path: Path) -> None:
    paper = (
        Paper().line(TITLE).line(*UNIT).table([HEADER, *LINES]).line("注：含绿化带").line("- 1 -")
    )
    path = write_pdf(tmp_path / "2024.pdf", [paper])

    result = read(path, {"sheet": "维修费用表"})

    (table,) = result.tables
    assert not result.findings
    assert (table.sheet, table.unit, table.note) == (TITLE, "万元", "注：含绿化带")
    assert table.is_paged
    assert records(table.data) == {
        1004: {"item_name": "银杏", "repair_count": "1", "repair_amount": "1.50"},
        1005: {"item_name": "梧桐", "repair_count": "2", "repair_amount": "2.50"},
    }


def test_place_of_a_value_is_its_page_and_line(tmp_path: Path) -> None:
    paper = Paper().line(TITLE).table([HEADER, ["银杏", "1", "a\u202eb"]])

    (grid,) = grids_of(tmp_path, Paper().line("目录"), paper).values()

    assert brief(grid.findings) == [("cells-hold-values", f"{TITLE}!第2页C3", "a[U+202E]b", None)]
    assert grid.place(2).cell() == f"{TITLE}!第2页第3行"


NEXT_PAGE = {
    "without a word": Paper(),
    "with a page number above": Paper().line("第 2 页"),
    "with its title and unit again": Paper().line(TITLE).line(*UNIT),
    "with its title as continued": Paper().line(f"{TITLE}（续）").line(*UNIT),
    "as a continued table": Paper().line("续表"),
}


@pytest.mark.parametrize("repeats_header", [True, False])
@pytest.mark.parametrize("name", NEXT_PAGE)
def test_table_that_runs_over_pages_is_one(tmp_path: Path, name: str, repeats_header: bool) -> None:
    first = Paper().line(TITLE).line(*UNIT).table([HEADER, *LINES]).line("- 1 -")
    above = NEXT_PAGE[name]
    second = Paper(list(above.texts), top=above.top)
    second.table([*([HEADER] if repeats_header else []), ["槐", "3", "3.50"]])
    path = write_pdf(tmp_path / "2024.pdf", [first, second])

    result = read(path, {"sheet": TITLE})

    assert not result.findings
    rows = records(result.tables[0].data)
    assert [values["item_name"] for values in rows.values()] == ["银杏", "梧桐", "槐"]
    assert [row // 1000 for row in rows] == [1, 1, 2]


APART = {
    "another title": Paper().line("2024年养护费用表").table([HEADER, *LINES]),
    "another width": Paper().table([["甲", "乙"], ["1", "2"]]),
    "a form of its own that begins the same": Paper().table([HEADER, ["槐", "三", "三"], *LINES]),
}


@pytest.mark.parametrize("name", APART)
def test_table_on_the_next_page_that_is_another_stays_apart(tmp_path: Path, name: str) -> None:
    grids = grids_of(tmp_path, Paper().line(TITLE).table([HEADER, *LINES]), APART[name])

    if name == "a form of its own that begins the same":
        assert len(grids) == 1  # the header is repeated as a whole: figures follow it above
    else:
        assert len(grids) == 2


def test_form_for_each_project_stays_apart_though_its_title_is_repeated(tmp_path: Path) -> None:
    def form(name: str) -> Paper:
        return Paper().table([["绩效目标表", "<"], ["项目名称", name], ["金额", "1.50"]])

    grids = grids_of(tmp_path, form("银杏园"), form("梧桐园"))

    assert list(grids) == ["绩效目标表", "绩效目标表（2）"]


def test_table_ends_where_words_follow_it(tmp_path: Path) -> None:
    first = Paper().line(TITLE).table([HEADER, *LINES]).line("注：以上为决算数")

    grids = grids_of(tmp_path, first, Paper().table([["甲", "乙", "丙"], *LINES]))

    assert list(grids) == [TITLE, "第2页"]


def test_row_that_merges_columns_keeps_its_figures_in_theirs(tmp_path: Path) -> None:
    # The last row of a table, alone on its page: 合计 covers what are two columns before.
    first = Paper().line(TITLE).table([HEADER, *LINES])

    (grid,) = grids_of(tmp_path, first, Paper().table([["合计", "<", "4.00"]])).values()

    assert numbered(grid)[2001] == ["合计", "", "4.00"]
    assert grid.label(4, 1) == "合计"


def test_line_breaks_inside_cells_are_joined(tmp_path: Path) -> None:
    cells = ["事业单位\n经营收入", "171,915,\n169", "Elm\nTown"]

    (grid,) = grids_of(tmp_path, Paper().line(TITLE).table([HEADER, cells])).values()

    assert numbered(grid)[1003] == ["事业单位经营收入", "171,915,169", "Elm Town"]


def test_character_printed_twice_for_bold_is_one(tmp_path: Path) -> None:
    paper = Paper().line(TITLE).table([HEADER, *LINES])
    paper.texts += [(x + 0.3, top, text) for x, top, text in paper.texts]

    (grid,) = grids_of(tmp_path, paper).values()

    assert numbered(grid)[1003] == LINES[0]


def test_page_that_is_a_picture_is_found(tmp_path: Path) -> None:
    paper = Paper().line(TITLE).table([HEADER, *LINES])

    content = read_file(write_pdf(tmp_path / "a.pdf", [paper, Paper(has_picture=True)]))

    assert list(content.grids) == [TITLE]
    assert [(f.rule, f.severity, f.place.cell()) for f in content.findings] == [
        ("file-is-readable", "error", "第2页第1行")
    ]


REFUSED = {
    "a scan": ([Paper(has_picture=True)], "扫描件"),
    "words without a table": ([Paper().line("说明")], "表格"),
    "an empty page": ([Paper()], "表格"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_document_without_a_table_is_one_finding_that_says_why(tmp_path: Path, name: str) -> None:
    papers, said = REFUSED[name]

    content = read_file(write_pdf(tmp_path / "a.pdf", papers))

    assert not content.grids
    (finding,) = content.findings
    assert finding.rule == "file-is-readable"
    assert said in (finding.detail or "")


# — real publications —

WANLI = "shanghai-putuo-wanli-street-department-budget"
PUBLISHED = {
    # A publication, the dataset that transcribes it, and its snapshot.
    "wanli_street_2023_budget": (WANLI, "2023"),
    "wanli_street_2024_budget": (WANLI, "2024"),
    "shanghai_finance_bureau_2025_budget": ("shanghai-finance-bureau-department-budget", "2025"),
    "putuo_social_welfare_home_2024_budget": (
        "shanghai-putuo-social-welfare-home-department-budget",
        "2024",
    ),
    "putuo_finance_bureau_2024_final_good": (
        "shanghai-putuo-finance-bureau-final-accounts",
        "2024",
    ),
}


@pytest.fixture(scope="module", params=PUBLISHED)
def publication(request: pytest.FixtureRequest, found_data: Path) -> tuple[Path, FileContent]:
    path = found_data / f"budget/{request.param}.pdf"
    return path, read_file(path)


def without_space(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_every_cell_of_a_publication_is_read_on_its_page(
    publication: tuple[Path, FileContent],
) -> None:
    path, content = publication
    printed: dict[int, list[list[str]]] = defaultdict(list)
    with (path.parent / f"raw_tables/{path.stem}.csv").open(encoding="utf-8-sig") as file:
        for page, _, _, *cells in list(csv.reader(file))[1:]:
            printed[int(page)].append([without_space(text) for text in cells if text.strip()])

    found: dict[int, list[list[str]]] = defaultdict(list)
    for grid in content.grids.values():
        for row in sorted(set(range(len(grid.rows))) - grid.asides):
            cells = [without_space(text) for text in grid.rows[row] if text]
            found[grid.number(row) // 1000].append(cells)

    assert not content.findings
    assert found == printed


def staged(dataset: Dataset, stem: str, catalogue: Catalogue) -> Staged:
    snapshot = take_snapshot(dataset, dataset.entry(stem))
    source = read_snapshot(snapshot, dataset, catalogue.families[dataset.family])
    return normalise_snapshot(snapshot, source, dataset, catalogue)


@pytest.mark.slow  # what inspection finds in them is in tests/real_documents
def test_tables_of_a_publication_are_those_transcribed_by_hand(
    publication: tuple[Path, FileContent], catalogue: Catalogue
) -> None:
    path, content = publication
    name, stem = PUBLISHED[path.stem]
    by_hand = catalogue.datasets[name].model_copy(update={"corrections": ()})
    expected = staged(by_hand, stem, catalogue).tables
    own = recognise(content.grids, take_file(path), catalogue, Wanted()).dataset
    assert own is not None

    tables = staged(own, path.stem, catalogue).tables

    assert len(tables) >= 9
    for table, read_by_us in tables.items():
        frame, hand = read_by_us.frame, expected[table].frame
        # One publisher is printed on no page of tables; one label is printed with its year.
        unread = {c for c in frame if frame[c].isna().all() and not hand[c].isna().all()}
        assert len(unread) <= (table == list(tables)[-1])
        columns = [c for c in frame if c not in unread | {"publisher_name"}]
        assert frame[columns].to_dict("records") == hand[columns].to_dict("records")
        assert read_by_us.unit == expected[table].unit
