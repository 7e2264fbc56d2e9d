import hashlib
import json

from tests.plain_line import FOLDER, TABLE, Line


def test_descriptor_names_every_file_made_of_the_tables_once_with_its_digest(line: Line) -> None:
    edition = line.build()
    assert edition is not None
    files = line.downloads(edition)
    described = json.loads(files["datapackage.json"])

    (resource,) = described["resources"]
    listed = [resource, *resource["alternatives"], *described["files"]]

    plain = {
        name
        for name in files
        if not name.startswith(("datapackage.", "inspection.")) and not name.endswith(".gz")
    }
    assert sorted(f["path"] for f in listed) == sorted(plain)
    for file in listed:
        assert file["hash"] == f"sha256:{hashlib.sha256(files[file['path']]).hexdigest()}"
        assert file["bytes"] == len(files[file["path"]])
    assert {f["path"] for f in resource["alternatives"]} == {
        f"{TABLE}{end}" for end in ("-excel.csv", ".json", ".jsonl", ".parquet")
    }


def test_descriptor_names_the_edition_before(line: Line) -> None:
    first = line.build()
    assert first is not None
    line.edit(f"{FOLDER}/snapshots/2024.csv", "梧桐,2", "梧桐,7")
    second = line.build(previous=first)
    assert second is not None

    before, after = (json.loads(line.downloads(e)["datapackage.json"]) for e in (first, second))

    assert "previous_edition" not in before
    assert after["previous_edition"] == {"edition": 1, "edition_sha256": first.sha256}
    assert after["publisher"] == {"name": "榆树镇", "name_en": "Elm Town"}
