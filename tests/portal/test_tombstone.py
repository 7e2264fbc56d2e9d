import json

import pytest
from datasette.app import Datasette

from pipelines.portal.app import build_app
from tests import SNAPSHOT_CSV, make_repository, write
from tests.plain_line import DATASET, FOLDER, Line
from tests.portal.conftest import Get, getter

SECOND = f"/downloads/{DATASET}/2"


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Line:
    """Three editions, of which the second and the third were withdrawn."""
    folder = tmp_path_factory.mktemp("withdrawn")
    line = Line(make_repository(folder / "repository"), folder / "home")
    write(line.settings.metadata, "{}")
    line.publish()
    for count in ("7", "8"):
        text = SNAPSHOT_CSV.replace("梧桐,2", f"梧桐,{count}")
        write(line.root / f"{FOLDER}/snapshots/2024.csv", text)
        line.publish()
    line.withdraw(2, reason_en="Wrong <b>figures</b>", replaced_by=3)
    line.withdraw(3)
    return line


@pytest.fixture(scope="module")
def site(line: Line) -> Datasette:
    return build_app(line.settings)


@pytest.fixture(scope="module")
def ask(site: Datasette) -> Get:
    return getter(site)


@pytest.mark.parametrize(
    "path", [f"{SECOND}/", f"{SECOND}/tree_line.csv", f"/dataset/{DATASET}/changes/2"]
)
def test_withdrawn_edition_is_gone_and_the_page_says_why(ask: Get, path: str) -> None:
    answer = ask(path)

    assert answer.status_code == 410
    assert answer.headers["cache-control"] == "no-cache"
    for said in (
        "已撤回",
        "数字有误",
        "榆树镇",
        "Wrong &lt;b&gt;figures",
        f"/downloads/{DATASET}/3/",
    ):
        assert said in answer.text


@pytest.mark.parametrize(
    ("path", "accept"),
    [("tree_line.json", "*/*"), ("tree_line.csv", "application/json"), ("nope.json", "*/*")],
)
def test_program_is_told_in_json(ask: Get, path: str, accept: str) -> None:
    answer = ask(f"{SECOND}/{path}", headers={"accept": accept})

    assert answer.status_code == 410
    assert answer.headers["access-control-allow-origin"] == "*"
    said = answer.json()
    assert (said["reason"], said["replaced_by"], said["edition"]) == ("数字有误", 3, 2)


def test_what_verifies_the_chain_can_still_be_fetched(ask: Get, line: Line) -> None:
    folder = line.settings.editions / DATASET / "2"
    for name in ("manifest.json", "manifest.json.minisig", "withdrawn.json"):
        answer = ask(f"{SECOND}/{name}")
        assert answer.status_code == 200
        assert answer.content == (folder / name).read_bytes()
        assert answer.headers["cache-control"] == "no-cache"


def test_latest_moves_on_to_the_edition_that_stands(ask: Get) -> None:
    answer = ask(f"/downloads/{DATASET}/latest/tree_line.csv")
    assert answer.headers["location"] == f"/downloads/{DATASET}/1/tree_line.csv"


def test_list_of_editions_says_which_were_withdrawn_and_why(ask: Get) -> None:
    listed = ask(f"/downloads/{DATASET}/index.json").json()

    assert listed["latest"] == 1
    third, second, first = listed["editions"]
    assert first["withdrawn"] is None
    assert second["withdrawn"]["reason"] == "数字有误"
    assert second["withdrawn"]["replaced_by"] == 3
    names = {f["name"] for f in third["files"]}
    assert names == {f"{n}.json{s}" for n in ("manifest", "withdrawn") for s in ("", ".minisig")}


def test_page_of_the_dataset_marks_what_was_withdrawn(ask: Get) -> None:
    page = ask(f"/dataset/{DATASET}").text

    assert page.count("已撤回") == 2
    assert ask("/").text.count("第 1 版") == 1


def test_withdrawal_is_a_table_anyone_can_query(ask: Get) -> None:
    rows = json.loads(ask("/sunledger/withdrawal.json?_shape=array").content)
    assert [(r["edition"], r["reason"]) for r in rows] == [(2, "数字有误"), (3, "数字有误")]
