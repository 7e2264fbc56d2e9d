from pathlib import Path

from pipelines.scaffold.placeholders import (
    placeholders_below,
    placeholders_in,
    to_fill,
    to_fill_en,
)
from tests import REPOSITORY, write


def test_what_is_left_is_found_with_its_line(tmp_path: Path) -> None:
    text = f"title: {to_fill('标题')}\ntitle_en: '{to_fill_en('title')}'\nname: a\n"
    path = write(tmp_path / "a.yaml", text)

    assert [(left.line, left.what) for left in placeholders_in(path)] == [(1, "标题"), (2, "title")]


def test_snapshots_and_other_files_are_not_looked_into(tmp_path: Path) -> None:
    write(tmp_path / "a/snapshots/2024.csv", to_fill("x"))
    write(tmp_path / "a/note.md", to_fill("x"))
    write(tmp_path / "a/rules/b.sql", to_fill("y"))

    assert [left.what for left in placeholders_below(tmp_path)] == ["y"]


def test_the_repository_itself_is_filled_in() -> None:
    assert placeholders_below(REPOSITORY / "schemas", REPOSITORY / "datasets") == []
