import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from pipelines.model import Catalogue, Finding
from pipelines.report.as_json import LONGEST_TEXT, MOST_VALUES, SCHEMA_ID, document, write_json
from tests import REPOSITORY, write
from tests.report.conftest import Inspected, inspected
from tests.report.test_content import finding, report_of

SCHEMA = json.loads((REPOSITORY / "schemas/report.schema.json").read_text(encoding="utf-8"))
SNAPSHOTS = sorted(REPOSITORY.glob("datasets/*/snapshots/*"))


def check(report: Any) -> dict[str, Any]:
    """The report as a reader of the published schema gets it."""
    read = json.loads(write_json(report))
    jsonschema.validate(read, SCHEMA)
    return read


def test_the_schema_is_one_and_names_itself() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)

    assert SCHEMA["$id"] == SCHEMA_ID == SCHEMA["properties"]["$schema"]["const"]


def test_every_key_is_described_in_both_languages() -> None:
    def properties(node: Any) -> Any:
        if isinstance(node, dict):
            yield from node.get("properties", {}).items()
            for value in node.values():
                yield from properties(value)
        elif isinstance(node, list):
            for value in node:
                yield from properties(value)

    for name, said in properties(SCHEMA):
        described = SCHEMA["$defs"][said["$ref"].split("/")[-1]] if "$ref" in said else said
        assert " · " in described["description"], name


@pytest.mark.parametrize("path", SNAPSHOTS, ids=lambda p: f"{p.parent.parent.name}-{p.stem}")
def test_every_report_fits_the_schema(path: Path, catalogue: Catalogue) -> None:
    report, _ = inspected(path, catalogue)

    read = check(report)

    assert read["verdict"] == report.verdict
    assert read["file"]["name"] == path.name


def test_a_report_on_what_cannot_be_read_fits_too(tmp_path: Path, catalogue: Catalogue) -> None:
    for name, data in {"a.xlsx": b"PK", "b.csv": b"\xff\xff,\xfe", "c.csv": b"a,b\n1,2\n"}.items():
        report, _ = inspected(write(tmp_path / name, data), catalogue)

        read = check(report)

        assert read["verdict"] == "unreadable"
        assert read["counts"]["error"] > 0
        assert all(f["message"] and f["message_en"] for f in read["findings"])


def test_a_hundred_thousand_findings_stay_small(welfare_home: Inspected) -> None:
    found = [finding(n, f"名称{n}") for n in range(1, 100_001)]

    text = write_json(report_of(found, welfare_home[0]))

    assert len(text.encode()) < 1_000_000
    read = json.loads(text)
    jsonschema.validate(read, SCHEMA)
    assert read["findings_total"] == 100_000
    (group,) = read["groups"]
    assert (group["count"], group["values_total"]) == (100_000, 100_000)
    assert group["rows"] == [[1, 100_000]]
    assert len(group["values"]) == MOST_VALUES


def test_a_long_cell_is_cut_and_its_length_told(welfare_home: Inspected) -> None:
    report = report_of([finding(1, "长" * 5_000)], welfare_home[0])

    (said,) = document(report)["findings"]

    assert said["value"].startswith("长" * LONGEST_TEXT + "…")
    assert "5000" in said["value"]


def test_a_difference_is_a_decimal_in_yuan(welfare_home: Inspected) -> None:
    found = Finding("parent-is-sum-of-its-children", "error", difference_fen=-1205)

    (said,) = document(report_of([found], welfare_home[0]))["findings"]

    assert said["difference_yuan"] == "-12.05"
    assert "-12.05 元" in said["message"]
    assert "-12.05 yuan" in said["message_en"]
