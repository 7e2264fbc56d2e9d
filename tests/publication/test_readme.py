from pipelines.publication.readme import write_readme
from tests.plain_line import TABLE, Line


def test_readme_names_every_kind_of_file_and_how_to_check(line: Line) -> None:
    edition = line.build()
    assert edition is not None
    files = line.downloads(edition)

    text = files["README.md"].decode()

    assert "# 榆树镇行道树 · Street trees of Elm Town" in text
    assert f"| `{TABLE}` | 行道树养护 | Care of street trees | 4 |" in text
    assert "sha256sum --check" in text
    assert edition.sha256 in text
    for name in files:
        kinds = (name, f"{name.rpartition('.')[0]}.*", f"name>{name.removeprefix(TABLE)}", "*.gz")
        assert any(kind in text for kind in kinds) or name == "README.md"


def test_table_the_workbook_does_not_hold_is_named(line: Line) -> None:
    edition = line.build()
    assert edition is not None
    family = line.catalogue.families["street-tree"]

    text = write_readme(edition, line.disclose(), family, [TABLE])

    assert "没有收进 tables.xlsx：行道树养护（`tree_line`）" in text
