"""What is known to be wrong in the published documents, and how much of it an inspection finds.

`defects.csv` is the ground truth, made by reading the documents and by adding them up with
`addition.py`, never with the program itself. One line is one defect at one cell:

- `page`, `raw_row`, `raw_column`: the printed page, and row and column of its table there;
- `cell`: the same cell in the workbook of the dataset, or the sheet where the whole table is meant;
- `severity` and `rules`: how an inspection must call it, and which rules may (the first is the
  one that says it best);
- `follows_from`: the line is a true statement that would not be made but for another defect;
- `state`: `corrected` where the dataset declares a correction, `declared` where it says what the
  table does not, so that only the PDF file lacks it; `prose` where the defect stands in
  the explanations, of which no table holds anything, so that it is counted but not looked for.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.model import Finding, Severity

DEFECTS = Path(__file__).parent / "defects.csv"
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True)
class Defect:
    """One line of the ground truth."""

    id: str
    document: str
    page: str
    raw_row: str
    raw_column: str
    printed: str
    dataset: str
    snapshot: str
    cell: str
    severity: str
    rules: str
    expected: str
    follows_from: str
    state: str
    evidence: str

    @property
    def is_in_a_table(self) -> bool:
        """Whether it stands where an inspection can see it."""
        return self.state != "prose"

    def is_named_by(self, finding: Finding, place: str | None) -> bool:
        """Whether a finding at that place is about this defect."""
        return place == self.cell and finding.rule in self.rules.split()


def load_defects() -> tuple[Defect, ...]:
    """The ground truth."""
    with DEFECTS.open(encoding="utf-8", newline="") as file:
        return tuple(Defect(**row) for row in csv.DictReader(file))


@dataclass(frozen=True)
class Score:
    """How an inspection compares with the ground truth, for one severity."""

    severity: Severity
    known: int
    missed: tuple[str, ...]
    reported: int
    false: tuple[str, ...]

    @property
    def line(self) -> str:
        """The figures in one line; of nothing, no share is given."""
        recall = _share(self.known - len(self.missed), self.known)
        precision = _share(self.reported - len(self.false), self.reported)
        return (
            f"{self.severity:8} known {self.known:3}  missed {len(self.missed):2}  "
            f"recall {recall:>7}   reported {self.reported:3}  false {len(self.false):2}  "
            f"precision {precision:>7}"
        )


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "—"


def score(
    severity: Severity, defects: Sequence[Defect], findings: Iterable[tuple[Finding, str | None]]
) -> Score:
    """Recall over the defects themselves, precision over everything reported.

    What follows from a defect is true when it is reported, and not missed when it is not.
    """
    own = [(f, place) for f, place in findings if f.severity == severity]
    wanted = [d for d in defects if d.severity == severity]
    missed = [
        d.id
        for d in wanted
        if not d.follows_from and not any(d.is_named_by(f, place) for f, place in own)
    ]
    false = [
        f"{f.rule} {place}" for f, place in own if not any(d.is_named_by(f, place) for d in wanted)
    ]
    known = sum(not d.follows_from for d in wanted)
    return Score(severity, known, tuple(missed), len(own), tuple(false))
