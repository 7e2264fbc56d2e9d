"""A kind of data nobody thought of costs no Python: a schema, a rule, a descriptor and a file."""

import asyncio
import csv
import io
import json
import re
from pathlib import Path

import httpx
import pytest

from pipelines.portal.app import build_app
from pipelines.publication.site import write_metadata
from tests import METADATA_YML, REPOSITORY, write
from tests.plain_line import Line
from tests.reader import problems

DATASET = "north-harbour-bus-shelters"
FILES = {
    "metadata.yml": METADATA_YML,
    "schemas/codelists/bus-line.yaml": """\
name: bus-line
title: 公交线路
title_en: Bus lines
description: 经过候车亭的线路。
description_en: Lines that call at a shelter.
levels: [code]
coverage:
  - {from: 2020, complete: true, source: 线路表}
basis: 线路表
basis_en: List of lines
""",
    "schemas/codelists/bus-line.csv": """\
code,parent,level,name,name_en,valid_from,valid_to,verified,source
07,,code,七路,Line 7,2020,,true,线路表
11,,code,十一路,Line 11,2020,,true,线路表
""",
    "schemas/bus-shelter/family.yaml": """\
name: bus-shelter
title: 候车亭
title_en: Bus shelters
description: 公交候车亭及其造价。
description_en: Bus shelters and what they cost.
""",
    "schemas/bus-shelter/shelter.yaml": """\
name: shelter
title: 候车亭
title_en: Shelters
description: 每座候车亭的位置、启用日期和造价。
description_en: Where each shelter stands, since when, and what it cost.
primaryKey: [shelter_code]
facets: [line_code]
fields:
  - {name: shelter_code, title: 编号, title_en: Code, description: 候车亭编号。,
     description_en: Code of the shelter., type: string,
     constraints: {required: true, pattern: "^[0-9]{3}$"}}
  - {name: line_code, title: 线路, title_en: Line, description: 经过的线路。,
     description_en: The line that calls., type: string, constraints: {required: true},
     classification: {codelist: bus-line, year: opened_date}}
  - {name: opened_date, title: 启用日期, title_en: Opened, description: 启用日期。,
     description_en: When it was opened., type: date, constraints: {required: true}}
  - {name: has_roof, title: 有顶棚, title_en: Has a roof, description: 是否有顶棚。,
     description_en: Whether it has a roof., type: boolean}
  - {name: occupied_share, title: 使用率, title_en: Occupied, description: 使用率，0 至 1。,
     description_en: "Share of the day in use, 0 to 1.", type: number, unit: "1"}
  - {name: building_amount, title: 造价, title_en: Cost, description: 造价。,
     description_en: Cost of building., type: number, unit: 元, constraints: {required: true}}
""",
    "schemas/bus-shelter/rules/roof-costs-something.sql": """\
-- title: 有顶棚的候车亭有造价
-- title_en: A roof costs something
-- severity: warning
-- tables: [shelter]
-- basis: 候车亭管理办法
-- basis_en: Rules on Bus Shelters
-- article: 第二条
-- article_en: art. 2
-- since: 2020-01-01
-- why: 没有造价的顶棚说不清楚由谁出资。
-- why_en: A roof without a cost does not say who paid for it.
-- message: "{row} 行：造价为 {value}"
-- message_en: "row {row}: costs {value}"
select s.dataset, s.snapshot, '{table}' as table_name, s.source_row, 'building_amount' as field,
       s.building_amount as value, null as expected, null as difference
from {table} s
where s.has_roof and s.building_amount_fen = 0
""",
    f"datasets/{DATASET}/datapackage.yaml": f"""\
name: {DATASET}
family: bus-shelter
title: 北港候车亭
title_en: Bus shelters of North Harbour
description: 示例数据集。
description_en: An example dataset.
publisher: {{name: 北港, name_en: North Harbour}}
sources: [{{title: 候车亭台账}}]
cadence: irregular
revision: {{reason: 示例随时修订, reason_en: The example is revised at any time}}
snapshots:
  - {{path: snapshots/2025-06.csv, date: 2025-06-30}}
resources:
  - {{table: shelter, columns: {{building_amount: 造价（元）}}}}
""",
    f"datasets/{DATASET}/snapshots/2025-06.csv": """\
编号,线路,启用日期,有顶棚,使用率,造价（元）
002,07,2024-05-01,是,0.50,12800.5
010,11,2024年6月1日,否,,0
001,07,2025-01-15,是,0.125,0
""",
}


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Line:
    """The family in a folder of its own, published."""
    root = tmp_path_factory.mktemp("toy")
    for name, text in FILES.items():
        write(root / "repository" / name, text)
    for path in (REPOSITORY / "schemas/checks").glob("*.yaml"):
        write(root / "repository/schemas/checks" / path.name, path.read_bytes())
    line = Line(root / "repository", root / "home")
    (result,) = line.publish(name=DATASET)
    write_metadata(line.root / "metadata.yml", line.settings.metadata, line.catalogue)
    assert (result.outcome, result.warnings) == ("published", 1), line.rows(
        "select message from finding"
    )
    return line


@pytest.fixture
def get(line: Line):
    app = build_app(line.settings)

    def get(path: str) -> httpx.Response:
        answer = asyncio.run(app.client.get(path, follow_redirects=True))
        assert answer.status_code == 200, path
        return answer

    return get


def test_no_word_of_the_family_stands_in_the_program() -> None:
    program = [*(REPOSITORY / "pipelines").rglob("*.py"), REPOSITORY / "flows.py"]

    for path in program:
        assert not re.search(r"shelter|候车亭|bus.line", path.read_text(encoding="utf-8")), path


def test_toy_family_is_published_whole(line: Line) -> None:
    assert problems(line.home) == []
    columns = "shelter_code, opened_date, has_roof, occupied_share, building_amount_fen"
    assert line.rows(f"select {columns} from shelter order by source_row") == [
        ("002", "2024-05-01", 1, 0.5, 1280050),
        ("010", "2024-06-01", 0, None, 0),
        ("001", "2025-01-15", 1, 0.125, 0),
    ]
    query = "select severity, rule, source_cell, message from finding"
    assert line.rows(query) == [("warning", "roof-costs-something", "F4", "4 行：造价为 0.00")]


def test_toy_family_can_be_downloaded(line: Line, get) -> None:
    table = get(f"/downloads/{DATASET}/latest/shelter.csv").text

    assert next(csv.DictReader(io.StringIO(table))) == {
        "shelter_code": "001",
        "line_code": "07",
        "opened_date": "2025-01-15",
        "has_roof": "true",
        "occupied_share": "0.125",
        "building_amount": "0.00",
    }
    rows = json.loads(get(f"/downloads/{DATASET}/latest/shelter.json").content)
    assert rows[0]["has_roof"] is True
    assert rows[0]["occupied_share"] == "0.125"


def test_toy_family_stands_in_the_metadata(line: Line) -> None:
    metadata = json.loads(line.settings.metadata.read_bytes())["databases"]["sunledger"]

    assert metadata["tables"]["shelter"]["title"] == "候车亭 Shelters"
    assert metadata["tables"]["shelter"]["facets"] == ["dataset", "line_code"]
    assert "roof-costs-something" in metadata["queries"]
    groups = metadata["plugins"]["sunledger"]["groups"]
    assert groups[0]["tables"] == ["shelter"]


def test_toy_family_is_served(get) -> None:
    rows = get("/sunledger/shelter.json?_shape=objects&_labels=on").json()["rows"]
    assert {row["line_code"]["label"] for row in rows} == {"07 七路", "11 十一路"}
    assert "北港候车亭" in get("/").text
    assert "有顶棚的候车亭有造价" in get(f"/dataset/{DATASET}").text
    assert "12,800.50" in get("/sunledger/shelter").text


def test_rule_of_the_toy_family_can_be_run_by_anybody(get) -> None:
    found = get("/sunledger/roof-costs-something.json?_shape=objects").json()["rows"]

    assert [(row["source_row"], row["value"]) for row in found] == [(4, "0.00")]


def test_toy_family_gets_its_next_edition_like_any_other(line: Line, tmp_path: Path) -> None:
    again = Line(line.root, tmp_path / "home")
    again.publish(name=DATASET)
    path = f"datasets/{DATASET}/snapshots/2025-06.csv"
    line.edit(path, "12800.5", "12800.6")
    try:
        (result,) = again.publish(name=DATASET)
    finally:
        line.edit(path, "12800.6", "12800.5")

    assert result.edition == 2
    query = 'select "key", field, difference_fen from change'
    assert again.rows(query) == [("shelter_code=002", "building_amount", 10)]
