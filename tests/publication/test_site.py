import json

import pytest

from pipelines.exceptions import RepositoryError
from pipelines.publication.metadata import DATABASE, build_metadata
from pipelines.publication.site import write_metadata
from tests import write
from tests.plain_line import TABLE, Line


def write_site(line: Line) -> None:
    write_metadata(line.root / "metadata.yml", line.settings.metadata, line.catalogue)


def test_metadata_joins_front_matter_and_catalogue(line: Line) -> None:
    write_site(line)

    written = json.loads(line.settings.metadata.read_bytes())
    assert written == build_metadata(line.catalogue, {"title": "示例", "title_en": "Example"})
    assert TABLE in written["databases"][DATABASE]["tables"]


def test_metadata_is_readable_text(line: Line) -> None:
    write_site(line)

    assert '"title": "示例 Example"' in line.settings.metadata.read_text(encoding="utf-8")


def test_bad_front_matter_leaves_the_site_as_it_was(line: Line) -> None:
    write_site(line)
    before = line.settings.metadata.read_bytes()
    write(line.root / "metadata.yml", "titel: 示例\n")

    with pytest.raises(RepositoryError, match="titel"):
        write_site(line)

    assert line.settings.metadata.read_bytes() == before


def test_same_repository_writes_the_same_bytes(line: Line) -> None:
    write_site(line)
    before = line.settings.metadata.read_bytes()

    write_site(line)

    assert line.settings.metadata.read_bytes() == before
