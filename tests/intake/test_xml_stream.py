from collections.abc import Iterable

import pytest

from pipelines.intake.limits import UnreadableError
from pipelines.intake.xml_stream import local, read_xml


def events(*pieces: bytes, most: int = 100) -> list[str]:
    heard: list[str] = []
    read_xml(
        pieces,
        lambda name, attributes: heard.append(f"<{name} {dict(attributes)}>"),
        lambda name: heard.append(f"</{name}>"),
        heard.append,
        most=most,
    )
    return heard


def test_elements_are_told_by_their_local_names() -> None:
    assert events(b"<t:a xmlns:t='u' t:n='1'>", "银</t:a>".encode()) == [
        "<a {'xmlns:t': 'u', 't:n': '1'}>",
        "银",
        "</a>",
    ]
    assert local("table:table-cell") == "table-cell"


REFUSED: dict[str, tuple[Iterable[bytes], str]] = {
    "nothing": ([b""], "damaged XML"),
    "cut short": ([b"<a><b>"], "damaged XML"),
    "two roots": ([b"<a/><b/>"], "damaged XML"),
    "an unknown encoding": ([b"<?xml version='1.0' encoding='klingon'?><a/>"], "damaged XML"),
    "bytes that are no text": ([b"<a>\xff</a>"], "damaged XML"),
    "a document type": ([b"<!DOCTYPE a><a/>"], "document type"),
    "a document type of its own": ([b"<!DOCTYPE a SYSTEM 'http://x/a.dtd'><a/>"], "document type"),
    "too many elements": ([b"<a>" + b"<b/>" * 100 + b"</a>"], "101 > 100"),
    "too many levels": ([b"<a>" * 101], "elements|levels"),
    "too long a text": ([b"<a>", *[b"x" * 100_000] * 11, b"</a>"], "1,000,000"),
    "too long a tag": ([b"<a b='", *[b"x" * 100_000] * 11, b"'/>"], "bytes of a tag"),
    "too long a comment": ([b"<a><!--", *[b"x" * 100_000] * 11, b"--></a>"], "bytes of a tag"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_workbook_holds_is_refused(name: str) -> None:
    pieces, said = REFUSED[name]

    with pytest.raises(UnreadableError, match=said):
        events(*pieces)


def test_entities_of_xml_itself_are_read() -> None:
    assert "".join(events(b"<a>&lt;&#26447;&amp;</a>")[1:-1]) == "<杏&"
