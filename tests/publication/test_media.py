import pytest

from pipelines.publication.media import media_type
from tests.plain_line import Line


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.csv", "text/csv; charset=utf-8"),
        ("a.csv.gz", "application/gzip"),
        ("a.parquet", "application/vnd.apache.parquet"),
        ("manifest.json.minisig", "application/octet-stream"),
        ("SHA256SUMS", "text/plain; charset=utf-8"),
    ],
)
def test_media_type_goes_by_the_end_of_the_name(name: str, kind: str) -> None:
    assert media_type(name) == kind


def test_every_file_of_an_edition_has_a_type_of_its_own(line: Line) -> None:
    edition = line.build()
    assert edition is not None

    plain = [name for name in line.downloads(edition) if media_type(name).startswith("text/plain")]

    assert plain == []
