"""Writes the snapshots of the Yichang tender datasets from a folder of collected notices.

    python datasets/write_tender_snapshots.py SOURCE_FOLDER

The folder holds `yichang_award_results_<day>.csv` and `yichang_award_candidates.csv`. Rows, their
order and their text stay as they are; columns that are not published are left out, and so are
the cells of the bidder column in which the page carries a report of the evaluation, which names
persons. The same input makes the same bytes.
"""

import csv
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

DATASETS = Path(__file__).parent
RESULTS = DATASETS / "yichang-public-resources-award-results" / "snapshots"
CANDIDATES = DATASETS / "yichang-public-resources-award-candidates" / "snapshots"

# The three states of the growing list, each in the encoding it might well arrive in.
RESULT_ENCODINGS = {"2025-05-26": "gb18030", "2025-06-10": "utf-8-sig", "2025-08-06": "utf-8"}
RESULT_COLUMNS = (
    "infoid",
    "infourl",
    "招标人",
    "招标机构",
    "标段(包)编号",
    "标段(包)名称",
    "中标人",
    "公告发布日期",
    "中标价(元)",
    "中标价(报价承诺)",
    "中标价(%)",
)
CANDIDATE_COLUMNS = (
    "infoid",
    "公告日期",
    "项目名称",
    "公示开始时间",
    "公示结束时间",
    "排名",
    "投标人",
    "投标报价(元/%)",
)
# Words that stand in a report of an evaluation and in no bidder's name.
REPORT = re.compile("评标|评审|承诺|项目经理")

Row = dict[str, str]


def read_rows(path: Path) -> list[Row]:
    """The rows of a collected CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path: Path, columns: tuple[str, ...], rows: Iterable[Row], encoding: str) -> None:
    """Writes those columns of the rows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def candidate_rows(collected: list[Row]) -> Iterator[Row]:
    """The collected candidates under the labels of the notice, the period as two times."""
    for row in collected:
        start, end = row["publicity_period"].split("至")
        bidder = row["bidder"]
        values = (
            row["infoid"],
            row["infodate"],
            row["project_name"],
            start,
            end,
            row["bidder_rank_in_notice"],
            "" if REPORT.search(bidder) else bidder,
            row["price_text"],
        )
        yield dict(zip(CANDIDATE_COLUMNS, values, strict=True))


def write_snapshots(source: Path) -> None:
    """Every snapshot of both datasets."""
    for day, encoding in RESULT_ENCODINGS.items():
        results = read_rows(source / f"yichang_award_results_{day}.csv")
        write_rows(RESULTS / f"{day}.csv", RESULT_COLUMNS, results, encoding)
        print(f"{day}.csv: {len(results)} award notices")
    candidates = read_rows(source / "yichang_award_candidates.csv")
    day = max(row["infodate"] for row in candidates)
    write_rows(CANDIDATES / f"{day}.csv", CANDIDATE_COLUMNS, candidate_rows(candidates), "utf-8")
    withheld = sum(bool(REPORT.search(row["bidder"])) for row in candidates)
    print(f"{day}.csv: {len(candidates)} candidates, {withheld} cells left out")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    write_snapshots(Path(sys.argv[1]))
