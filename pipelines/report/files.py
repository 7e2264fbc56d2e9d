"""The report on what was published, in every form, as files of an edition.

Nothing of the file received is shown but what the findings quote: it may hold what is not public.
"""

from pipelines.model import Catalogue, Disclosed
from pipelines.report.as_csv import csv_header, csv_lines
from pipelines.report.as_html import write_html
from pipelines.report.as_json import write_json
from pipelines.report.as_workbook import write_list
from pipelines.report.content import Report

NAME = "inspection"


def build_reports(disclosed: Disclosed, catalogue: Catalogue) -> dict[str, bytes]:
    """The report's files by name; `catalogue` is the public one."""
    dataset, staged = disclosed.dataset, disclosed.staged
    report = Report(staged.snapshot, catalogue, disclosed.inspection, dataset, staged)
    return {
        f"{NAME}.csv": "".join([csv_header(), *csv_lines(report)]).encode(),
        f"{NAME}.html": write_html(report, {}, "zh").encode(),
        f"{NAME}.json": write_json(report).encode(),
        f"{NAME}.xlsx": write_list(report, "zh"),
    }
