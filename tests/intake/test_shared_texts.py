from pathlib import Path

import pytest

from pipelines.intake.archive import open_archive
from pipelines.intake.formats import read_file
from pipelines.intake.limits import UnreadableError
from pipelines.intake.shared_texts import MOST_UNUSED, read_shared_texts
from tests.intake.hostile_files import STRINGS, shared_texts

TEXTS = {
    "plain": ("<si><t>银杏</t></si>", ["银杏"]),
    "in two formats": ("<si><r><t>银</t></r><r><rPr><b/></rPr><t>杏</t></r></si>", ["银杏"]),
    "with a reading aid": (
        "<si><t>银杏</t><rPh sb='0' eb='2'><t>yinxing</t></rPh></si>",
        ["银杏"],
    ),
    "empty": ("<si/><si><t/></si>", ["", ""]),
    "escaped": ("<si><t>_x005F_x000D_</t></si>", ["_x005F_x000D_"]),
}


def texts_of(path: Path, xml: str, cells: int = 1) -> list[str]:
    shared_texts([xml.encode()])(path)
    with open_archive(path.read_bytes()) as archive:
        return read_shared_texts(archive, STRINGS, cells)


@pytest.mark.parametrize("name", TEXTS)
def test_text_is_what_a_reader_sees(tmp_path: Path, name: str) -> None:
    xml, texts = TEXTS[name]

    assert texts_of(tmp_path / "a.xlsx", xml) == texts


def test_more_texts_than_cells_ask_for_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"100,002 > 100,001"):
        texts_of(tmp_path / "a.xlsx", "<si/>" * (MOST_UNUSED + 2))


def test_text_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="text 1 is there twice"):
        texts_of(tmp_path / "a.xlsx", "<si/><si><t>1</t><t>2</t></si>")


def test_text_that_looks_like_an_escape_stays_as_it_was_typed(tmp_path: Path) -> None:
    shared_texts([b"<si><t>_x005F_x000D_</t></si>"])(tmp_path / "a.xlsx")

    assert read_file(tmp_path / "a.xlsx").grids["表"].rows == [["_x000D_"]]
