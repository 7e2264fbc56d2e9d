from contextlib import suppress

import pytest

from pipelines.intake import pdf_pages
from pipelines.intake.limits import UnreadableError
from pipelines.intake.pdf_pages import extract
from tests.intake.page_document import LEFT, ROW, Paper, pdf_bytes

CELLS = [["项目", "金额"], ["合计", "<"]]


def test_cells_are_given_with_their_places_and_lines_apart() -> None:
    paper = Paper().line("维修费用表").line("编制单位：榆树镇", "单位：元").table(CELLS)

    (page,) = extract(pdf_bytes([paper]))

    assert (page["number"], page["is_picture"]) == (1, False)
    assert [segments for _, segments in page["lines"]] == [
        ["维修费用表"],
        ["编制单位：榆树镇", "单位：元"],
    ]
    ((one, two, three),) = page["tables"]
    assert [one[-1], two[-1], three[-1]] == ["项目", "金额", "合计"]
    assert three[:4] == pytest.approx([LEFT, 80 + ROW, LEFT + 200, 80 + 2 * ROW], abs=1)


def test_page_under_a_picture_without_a_character_is_a_picture() -> None:
    pages = extract(pdf_bytes([Paper(has_picture=True), Paper(has_picture=True).line("页")]))

    assert [page["is_picture"] for page in pages] == [True, False]


@pytest.mark.parametrize(("limit", "most"), [("MAX_PAGES", 1), ("MAX_CHARACTERS", 3)])
def test_document_larger_than_any_real_one_is_refused(
    monkeypatch: pytest.MonkeyPatch, limit: str, most: int
) -> None:
    monkeypatch.setattr(pdf_pages, limit, most)

    with pytest.raises(UnreadableError, match=f"> {most}"):
        extract(pdf_bytes([Paper().line("维修费用表"), Paper()]))


DAMAGED = {
    "nothing": b"",
    "a mark alone": b"%PDF-1.7",
    "cut in half": pdf_bytes([Paper().line("表").table(CELLS)])[:700],
    "without its list of pages": pdf_bytes([Paper()]).replace(b"/Kids", b"/Dogs"),
    "its pages in a circle": pdf_bytes([Paper()]).replace(b"/Kids[6 0 R]", b"/Kids[2 0 R]"),
    "of no known kind of encryption": pdf_bytes(
        [Paper().line("表")], trailer=b"/ID[(a)(a)]/Encrypt<</Filter/Magic/V 9>>"
    ),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_document_is_refused_or_gives_no_table(name: str) -> None:
    pages = []
    with suppress(UnreadableError):
        pages = extract(DAMAGED[name])

    assert not any(page["tables"] for page in pages)


def test_document_with_a_password_is_refused() -> None:
    # A standard encryption whose user password is not the empty one.
    encrypt = (
        b"/ID[(0123456789abcdef)(0123456789abcdef)]/Encrypt<</Filter/Standard/V 2/R 3/Length 128"
        b"/P -44/O(0123456789abcdef0123456789abcdef)/U(0123456789abcdef0123456789abcdef)>>"
    )

    with pytest.raises(UnreadableError, match="密码"):
        extract(pdf_bytes([Paper().line("表")], trailer=encrypt))
