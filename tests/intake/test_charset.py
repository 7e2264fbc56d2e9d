import pytest

from pipelines.intake.charset import decode_page
from pipelines.intake.limits import UnreadableError


def test_bytes_that_do_not_decode_are_replaced_and_told_with_their_lines() -> None:
    page = b"<meta charset=utf-8>\n\xff\n" + "银".encode() + b"\xfe"

    encoding, text, findings = decode_page(page, None)

    assert encoding == "utf-8"
    assert text == "<meta charset=utf-8>\n\ufffd\n银\ufffd"
    assert [(f.place.row, f.value, f.detail) for f in findings] == [
        (2, "0xFF", "byte 21"),
        (3, "0xFE", "byte 26"),
    ]


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("<meta charset=gb2312>", "gb18030"),
        ("<META CHARSET='GBK'>", "gb18030"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=big5">', "big5"),
        ('<?xml version="1.0" encoding="utf-8"?>', "utf-8"),
        ("<meta name=a><meta charset = utf-8 >", "utf-8"),
    ],
)
def test_encoding_is_the_declared_one_or_the_wider_of_its_kind(head: str, encoding: str) -> None:
    assert decode_page(head.encode(), None)[0] == encoding


def test_mark_of_the_file_comes_before_its_declaration() -> None:
    assert decode_page("<meta charset=gbk>银".encode("utf-8-sig"), None)[0] == "utf-8-sig"


@pytest.mark.parametrize("page", [b"<meta charset=utf-8>" + b"\xff" * 1001, b"\xff\xff", b"a\0b"])
def test_page_without_an_encoding_that_fits_is_refused(page: bytes) -> None:
    with pytest.raises(UnreadableError):
        decode_page(page, None)


def test_endless_tag_does_not_hold_up_the_search_for_a_declaration() -> None:
    assert decode_page(b"<meta " + b"charset " * 500_000, None)[0] == "utf-8"
