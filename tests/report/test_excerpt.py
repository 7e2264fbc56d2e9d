from pipelines.intake.grid import Grid, Span
from pipelines.model import Finding, Place
from pipelines.report.excerpt import MOST_ROWS, MOST_SHEETS, Excerpt, build_excerpts
from tests.report.conftest import Inspected
from tests.report.test_content import finding, report_of

ROWS = [[f"{letter}{n}" for letter in "ABC"] for n in range(1, 201)]


def excerpt(found: list[Finding], like: Inspected, grid: Grid) -> Excerpt:
    (made,) = build_excerpts(report_of(found, like[0]), {grid.sheet or "": grid})
    return made


def numbers(made: Excerpt) -> list[str | None]:
    return [row.number for row in made.rows]


def test_the_header_and_the_rows_around_a_finding_are_shown(welfare_home: Inspected) -> None:
    made = excerpt([finding(60), finding(62)], welfare_home, Grid("表", ROWS))

    assert numbers(made) == [*map(str, range(1, 9)), None, "59", "60", "61", "62", "63"]
    assert made.letters == ["A", "B", "C"]
    assert not made.is_cut


def test_the_bad_cell_is_marked_with_its_findings(welfare_home: Inspected) -> None:
    found = [finding(60), finding(60, rule="code-is-listed")]

    made = excerpt(found, welfare_home, Grid("表", ROWS))

    marked = {c.address: [n.number for n in c.lines] for r in made.rows for c in r.cells if c.lines}
    assert marked == {"C60": [1, 2]}
    assert made.numbers == {1, 2}


def test_a_merged_cell_is_one_and_gathers_the_findings_within(welfare_home: Inspected) -> None:
    grid = Grid("表", ROWS, [Span(1, 0, 1, 2)])

    made = excerpt([finding(2)], welfare_home, grid)

    (cell,) = next(row for row in made.rows if row.number == "2").cells
    assert (cell.address, cell.across, cell.severity) == ("A2", 3, "error")


def test_a_merged_cell_with_rows_left_out_is_shown_in_each_row(welfare_home: Inspected) -> None:
    grid = Grid("表", ROWS, [Span(9, 0, 99, 0)])

    made = excerpt([finding(60)], welfare_home, grid)

    shown = {r.number: r.cells[0].text for r in made.rows if r.number in ("59", "60", "61")}
    assert shown == {"59": "A10", "60": "A10", "61": "A10"}


def test_an_excerpt_is_bounded(welfare_home: Inspected) -> None:
    long = excerpt([finding(n) for n in range(1, 200, 3)], welfare_home, Grid("表", ROWS))
    sheets = {str(n): Grid(str(n), ROWS) for n in range(50)}
    found = [
        Finding("code-is-listed", "error", "bgt05_general_func", Place(name, 3, "C"))
        for name in sheets
    ]

    assert long.is_cut
    assert sum(row.number is not None for row in long.rows) == MOST_ROWS
    assert len(build_excerpts(report_of(found, welfare_home[0]), sheets)) == MOST_SHEETS


def test_lines_of_a_page_go_by_their_own_numbers(welfare_home: Inspected) -> None:
    grid = Grid("表", ROWS[:3], numbers=(8001, 8002, 8003))
    place = Place("表", 8002, "B", is_paged=True)

    found = Finding("code-is-listed", "error", "bgt05_general_func", place)

    made = excerpt([found], welfare_home, grid)
    (cell,) = [c for row in made.rows for c in row.cells if c.lines]
    assert cell.text == "B2"
    assert numbers(made)[1] == "第8页第2行"


def test_a_finding_outside_the_sheet_has_no_place_in_it(welfare_home: Inspected) -> None:
    made = excerpt([finding(5_000), finding(3)], welfare_home, Grid("表", ROWS))

    assert made.numbers == {2}
