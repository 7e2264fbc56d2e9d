import csv
import json
from pathlib import Path

from pipelines.model import Change, Edition, NetChange, Revision
from pipelines.publication.formats.change_list import (
    CHANGES_CSV,
    CHANGES_JSON,
    write_change_list,
)

CHANGES = (
    Change("fee", "code=2", "removed", None, '{"code": "2", "name": "旧"}', None),
    Change("fee", "code=3", "added", None, None, '{"code": "3", "amount": "1.00"}'),
    Change("fee", r"code=a\;b", "changed", "amount", "2.00", "1.95", -5),
    Change("fee", r"code=a\;b", "changed", "name", None, "=1+1"),
)
REVISION = Revision(reason="漏计", reason_en="Counted again")
BEFORE = Edition("fees", 1, "", {})


def written(folder: Path, edition: Edition) -> tuple[list[dict], dict]:
    write_change_list(folder, edition)
    with (folder / CHANGES_CSV).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file)), json.loads((folder / CHANGES_JSON).read_bytes())


def test_both_say_the_same_row_by_row_and_cell_by_cell(tmp_path: Path) -> None:
    net = NetChange("fee", {"code": "3"}, {"amount": 100})
    edition = Edition("fees", 2, "", {}, CHANGES, None, BEFORE, REVISION, (net,))

    rows, content = written(tmp_path, edition)

    assert [row["kind"] for row in rows] == ["removed", "added", "changed", "changed"]
    assert [row["difference"] for row in rows] == ["", "", "-0.05", ""]
    assert json.loads(rows[0]["old"]) == {"code": "2", "name": "旧"}
    assert rows[3]["new"] == "=1+1"
    assert content["counts"] == {"added": 1, "removed": 1, "changed": 2}
    assert (content["previous_edition"], content["revision"]["reason"]) == (1, "漏计")
    assert content["net"] == [{"table": "fee", "rows_of": {"code": "3"}, "net": {"amount": "1.00"}}]
    assert content["changes"][1]["new"] == {"code": "3", "amount": "1.00"}
    assert content["changes"][2] == {
        "table": "fee",
        "key": {"code": "a;b"},
        "kind": "changed",
        "field": "amount",
        "old": "2.00",
        "new": "1.95",
        "difference": "-0.05",
    }


def test_first_edition_has_empty_lists(tmp_path: Path) -> None:
    rows, content = written(tmp_path, Edition("fees", 1, "", {}))

    assert (rows, content["changes"], content["net"]) == ([], [], [])
    assert (content["previous_edition"], content["revision"]) == (None, None)
    assert (tmp_path / CHANGES_CSV).read_text(encoding="utf-8").count("\n") == 1
