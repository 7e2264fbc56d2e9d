from hashlib import sha256

from pipelines.settings import Settings
from tests.portal.conftest import DATASET, Get


def test_editions_are_listed_newest_first_with_all_their_files(
    get: Get, settings: Settings
) -> None:
    answer = get(f"/downloads/{DATASET}/index.json")
    listed = answer.json()

    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert listed["latest"] == 2
    assert [e["edition"] for e in listed["editions"]] == [2, 1]
    first = listed["editions"][1]
    assert first["date"] == "2024-03-01"
    assert first["withdrawn"] is None
    folder = settings.editions / DATASET / "1"
    assert {f["name"] for f in first["files"]} == {p.name for p in folder.iterdir()}
    for file in first["files"]:
        data = get(file["url"]).content
        assert (file["size"], file["sha256"]) == (len(data), sha256(data).hexdigest())


def test_catalogue_lists_each_dataset_and_the_keys(get: Get) -> None:
    listed = get("/downloads/index.json").json()

    assert [d["dataset"] for d in listed["datasets"]] == [DATASET]
    assert get(listed["datasets"][0]["url"]).json()["latest"] == listed["datasets"][0]["latest"]
    assert all(get(key["url"]).status_code == 200 for key in listed["keys"])
    assert "sunledger.pub" in {key["name"] for key in listed["keys"]}


def test_dataset_nobody_knows_has_no_list(get: Get) -> None:
    answer = get("/downloads/no-such-dataset/index.json")
    assert answer.status_code == 404
    assert answer.json()["ok"] is False
