import pytest

from pipelines.intake.kinds import foreign, kind_of, kind_of_archive

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADS = {
    b"PK\3\4rest": "zip",
    OLE + b"rest": "xls",
    b"%PDF-1.7": "pdf",
    b"\n\n%PDF-1.4": "pdf",
    b"<!DOCTYPE html>": "html",
    b"  <TABLE border=1>": "html",
    b"\xef\xbb\xbf<html>": "html",
    b'<?xml version="1.0"?><html xmlns="x">': "html",
    b'<html xmlns:x="urn:schemas-microsoft-com:office:excel">': "html",
    b"a,b\n": "csv",
    "项目,金额".encode("gb18030"): "csv",
    b"": "csv",
}


@pytest.mark.parametrize("head", HEADS)
def test_kind_is_told_by_the_first_bytes(head: bytes) -> None:
    assert kind_of(head, ".csv") == HEADS[head]


@pytest.mark.parametrize("suffix", ["", ".json", ".pdf", ".xlsx", ".htm", ".docx"])
def test_text_is_a_table_only_under_the_name_of_one(suffix: str) -> None:
    assert kind_of(b"a,b\n", suffix) is None


@pytest.mark.parametrize(
    "head", [b"\x89PNG", b"Rar!", b"MIME-Version: 1.0", b"{\\rtf1", b"\x1f\x8b"]
)
def test_foreign_file_is_named(head: bytes) -> None:
    assert kind_of(head, ".csv") is None
    assert foreign(head)


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["[Content_Types].xml", "xl/workbook.xml"], "xlsx"),
        (["mimetype", "content.xml", "META-INF/manifest.xml"], "ods"),
        (["[Content_Types].xml", "word/document.xml"], None),
        (["预算.csv"], "zip"),
        ([], "zip"),
    ],
)
def test_archive_is_told_by_its_members(names: list[str], kind: str | None) -> None:
    assert kind_of_archive(names) == kind
