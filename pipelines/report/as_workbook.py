"""The report as the bureau's own workbook: bad cells coloured and commented, all of them listed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipelines.intake.grid import Grid
from pipelines.intake.limits import UnreadableError
from pipelines.model import Severity, column_letter, column_number
from pipelines.report.as_json import quoted
from pipelines.report.closed import may_hold_closed_cells, without_closed_cells
from pipelines.report.content import SEVERITIES, Line, Report
from pipelines.report.left_out import left_out
from pipelines.report.personal import RULE, holds_personal_data, without_personal_cells
from pipelines.report.words import say
from pipelines.report.xlsx.cells import Mark, colour_cells, top_left
from pipelines.report.xlsx.listing import Entry, Listing, insert_listing
from pipelines.report.xlsx.notes import add_notes
from pipelines.report.xlsx.package import Package, main, parse, serialise
from pipelines.report.xlsx.plain import MOST_ROWS, sheet_names, write_grids
from pipelines.report.xlsx.styles import Styles
from pipelines.wording import Language, expectation, field_of, money, table_title, word_outcome

MOST_NOTED = 3  # findings a note tells of; the list has them all
_HEADINGS = (
    *(("severity", 7), ("where", 12), ("table", 26), ("field", 20), ("value", 24)),
    *(("expected", 24), ("difference", 14), ("message", 46), ("mend", 46), ("basis", 44)),
    ("rule", 30),
)
_LINK = 1  # the column that leads to the cell


@dataclass(frozen=True)
class _Place:
    """Where a finding stands in the workbook, 1-based."""

    sheet: str
    row: int
    column: int

    @property
    def reference(self) -> str:
        return f"{column_letter(self.column)}{self.row}"


def write_workbook(report: Report, grids: Mapping[str, Grid], language: Language) -> bytes:
    """The workbook as received with the report in it; of any other file, one made of its tables.

    One is made as well where anything is personal or not for the public: the file received has it
    all, in comments, names and hidden sheets too. Raises: OSError if the file is gone.
    """
    own = _own(report)
    package, places = own or _made(report, grids)
    styles = Styles(package)
    parts = package.sheets()
    by_sheet: dict[str, list[Line]] = {}
    for line in report.listed:
        if line.number in places:
            by_sheet.setdefault(places[line.number].sheet, []).append(line)
    for sheet, lines in by_sheet.items():
        _annotate(package, styles, parts[sheet], _marks(lines, places, language))
    _deselect(package, parts.values())
    insert_listing(package, styles, _listing(report, places, language, _remark(report, own)))
    styles.save()
    return package.to_bytes()


def _own(report: Report) -> tuple[Package, dict[int, _Place]] | None:
    """The workbook as received; None if it is none, or not to be shown."""
    if may_hold_closed_cells(report):
        return None
    try:
        package = Package(report.snapshot.path.read_bytes())
        package.drop_macros()
        if holds_personal_data(report, package):
            return None
        return package, _own_places(report, package)
    except UnreadableError:
        return None


def _made(report: Report, grids: Mapping[str, Grid]) -> tuple[Package, dict[int, _Place]]:
    """A workbook of what was read, without what is closed or personal."""
    shown = without_personal_cells(without_closed_cells(report, grids))
    names = sheet_names(shown.values(), report.snapshot.path.stem)
    return Package(write_grids(shown.values(), names)), _made_places(report, shown, names)


def write_list(report: Report, language: Language) -> bytes:
    """A workbook of the report alone: every finding, and how each rule ended."""
    rows = [[say("rule", language), say("result", language), say("count", language), ""]]
    for outcome in report.inspection.outcomes:
        reason = word_outcome(outcome, report.catalogue.reasons, language)
        rows.append([outcome.rule, outcome.outcome, str(outcome.count), reason or ""])
    outcomes = Grid(say("outcomes", language), rows)
    package = Package(write_grids([outcomes], sheet_names([outcomes], "")))
    styles = Styles(package)
    _deselect(package, package.sheets().values())
    insert_listing(package, styles, _listing(report, {}, language, "places note"))
    styles.save()
    return package.to_bytes()


def _own_places(report: Report, package: Package) -> dict[int, _Place]:
    """Where each listed finding stands in the workbook as it was received."""
    titles = {name.strip(): name for name in package.sheets()}
    return {
        line.number: _Place(titles[place.sheet], place.row, _column(line))
        for line in report.listed
        if (place := line.finding.place).row is not None and place.sheet in titles
    }


def _made_places(
    report: Report, grids: Mapping[str, Grid], names: Mapping[str | None, str]
) -> dict[int, _Place]:
    """Where each listed finding stands in a workbook made of the file's tables."""
    tables = {grid.sheet: grid for grid in grids.values()}
    places = {}
    for line in report.listed:
        place = line.finding.place
        row = tables[place.sheet].index(place.row) if place.row and place.sheet in tables else -1
        if 0 <= row < MOST_ROWS:
            name = names[place.sheet]
            places[line.number] = _Place(name, row + 1, _column(line))
    return places


def _column(line: Line) -> int:
    """The column of a finding; the first where it speaks of its row."""
    letter = line.finding.place.column
    return column_number(letter) if letter else 1


def _marks(
    lines: Sequence[Line], places: Mapping[int, _Place], language: Language
) -> dict[tuple[int, int], Mark]:
    """What is to be said at each cell of a sheet."""
    by_cell: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        place = places[line.number]
        by_cell.setdefault((place.row, place.column), []).append(line)
    return {
        (row, column): Mark(row, column, _worst(found), _note(found, language))
        for (row, column), found in by_cell.items()
    }


def _worst(lines: Sequence[Line]) -> Severity:
    return min((line.finding.severity for line in lines), key=SEVERITIES.index)


def _note(lines: Sequence[Line], language: Language) -> str:
    """What a note says: what is wrong, what was expected, the difference, the basis, the mend."""
    said = [_paragraph(line, language) for line in lines[:MOST_NOTED]]
    if len(lines) > MOST_NOTED:
        said.append(say("more", language, count=len(lines) - MOST_NOTED))
    return "\n\n".join(said)


def _paragraph(line: Line, language: Language) -> str:
    wording, finding = line.said(language), line.finding
    fen = finding.difference_fen
    parts = [
        (None, f"#{line.number} {say(finding.severity, language)}"),
        (None, quoted(wording.message)),
        ("expected", _expected(line, language)),
        ("difference", None if fen is None else money(fen, language)),
        ("basis", wording.basis),
        ("mend", wording.mend),
    ]
    if line.rule.name == RULE:
        parts.append((None, say("full value", language, cell=finding.place.cell())))
    colon = "：" if language == "zh" else ": "
    labelled = [(key and say(key, language) + colon, text) for key, text in parts if text]
    return "\n".join((label or "") + text for label, text in labelled)


def _expected(line: Line, language: Language) -> str | None:
    field = field_of(line.finding, line.schema)
    return quoted(expectation(line.finding.expected, language, field))


def _annotate(
    package: Package, styles: Styles, part: str, marks: Mapping[tuple[int, int], Mark]
) -> None:
    """Colour the cells and comment on them; of a merged range, the cell that is shown."""
    sheet = parse(package.parts[part])
    shown = top_left(sheet)
    moved: dict[tuple[int, int], Mark] = {}
    for cell, mark in marks.items():
        row, column = shown.get(cell, cell)
        other = moved.get((row, column))
        text = f"{other.text}\n\n{mark.text}" if other else mark.text
        severities = [mark.severity, *([other.severity] if other else [])]
        worst = min(severities, key=SEVERITIES.index)
        moved[row, column] = Mark(row, column, worst, text)
    colour_cells(sheet, moved.values(), styles)
    add_notes(package, part, sheet, list(moved.values()))
    package.parts[part] = serialise(sheet)


def _deselect(package: Package, parts: Iterable[str]) -> None:
    """Leave no other sheet selected beside the list: what is typed would go into both."""
    for part in parts:
        if b"tabSelected" in package.parts[part]:
            sheet = parse(package.parts[part])
            for view in sheet.iter(main("sheetView")):
                view.attrib.pop("tabSelected", None)
            package.parts[part] = serialise(sheet)


def _remark(report: Report, own: object) -> str:
    """What is said of the sheets behind the list: they are the bureau's, or made of what was read.

    A key of the report's words.
    """
    if may_hold_closed_cells(report):
        return "closed note"
    return "list note" if own else "made note"


def _listing(
    report: Report, places: Mapping[int, _Place], language: Language, remark: str
) -> Listing:
    counts = {severity: report.count(severity) for severity in SEVERITIES}
    rest = len(report.lines) - len(report.listed)
    below = f"{say('more', language, count=rest)}; {say('in the csv', language)}"
    return Listing(
        name=say("list", language),
        above=[
            f"{say('title', language)} · {report.snapshot.path.name}",
            f"{say('counts', language, **counts)} · {say(report.verdict, language)}",
            *left_out(report, language),
            say(remark, language),
        ],
        headings=[(say(key, language), width) for key, width in _HEADINGS],
        entries=[_entry(line, places.get(line.number), language) for line in report.listed],
        link=_LINK,
        below=below if rest else None,
    )


def _entry(line: Line, place: _Place | None, language: Language) -> Entry:
    finding, wording, schema = line.finding, line.said(language), line.schema
    fen = finding.difference_fen
    table = finding.place.sheet or (schema and table_title(finding.table, schema, language))
    cells = (
        say(finding.severity, language),
        finding.place.address or say("whole" if finding.table else "file", language),
        table,
        line.field(language),
        quoted(finding.value),
        _expected(line, language),
        None if fen is None else Decimal(fen) / 100,
        quoted(wording.message),
        wording.mend,
        wording.basis,
        line.rule.name,
    )
    return Entry(finding.severity, cells, place and (place.sheet, place.reference))
