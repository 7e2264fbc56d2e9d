"""The copies the public reads: whole, in order, and never changed."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pipelines.publication import states
from pipelines.publication.states import CURRENT, KEPT, current_state, publish_state
from tests.publication.test_store import FullDisk


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    path = tmp_path / "warehouse.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma journal_mode = wal")
        connection.execute("create table fact (value)")
    return path


def write(warehouse: Path, value: str) -> None:
    with closing(sqlite3.connect(warehouse)) as connection, connection:
        connection.execute("delete from fact")
        connection.execute("insert into fact values (?)", [value])


def read(folder: Path) -> list[tuple]:
    with closing(sqlite3.connect(folder / CURRENT)) as connection:
        return connection.execute("select value from fact").fetchall()


def test_state_holds_what_was_committed_and_no_more(warehouse: Path, tmp_path: Path) -> None:
    write(warehouse, "first")
    with closing(sqlite3.connect(warehouse, isolation_level=None)) as writer:
        writer.execute("begin immediate")
        writer.execute("insert into fact values ('not yet')")

        publish_state(warehouse, tmp_path / "public")

    assert read(tmp_path / "public") == [("first",)]


@pytest.mark.fault("S04")
def test_state_is_one_file_without_a_log_or_what_was_deleted(
    warehouse: Path, tmp_path: Path
) -> None:
    write(warehouse, "a secret that was taken back")
    write(warehouse, "public")

    state = publish_state(warehouse, tmp_path / "public")

    assert {p.name for p in (tmp_path / "public").iterdir()} == {CURRENT, state.path.name}
    assert b"taken back" not in state.path.read_bytes()


def test_states_follow_each_other_and_the_link_names_the_newest(
    warehouse: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "public"
    assert current_state(folder) is None

    for number, value in enumerate(("a", "b", "c"), start=1):
        write(warehouse, value)
        state = publish_state(warehouse, folder)

        assert state.sequence == number
        assert current_state(folder) == state
        assert read(folder) == [(value,)]


def test_what_is_unchanged_makes_no_new_state(warehouse: Path, tmp_path: Path) -> None:
    write(warehouse, "same")
    first = publish_state(warehouse, tmp_path / "public")

    assert publish_state(warehouse, tmp_path / "public") == first
    assert len(list((tmp_path / "public").iterdir())) == 2


def test_older_content_published_again_comes_after_what_it_replaces(
    warehouse: Path, tmp_path: Path
) -> None:
    for value in ("a", "b", "a"):
        write(warehouse, value)
        state = publish_state(warehouse, tmp_path / "public")

    assert state.sequence == 3


def test_old_states_go_but_never_the_last_few(
    warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "public"
    made = []
    for value in "abcdef":
        write(warehouse, value)
        made.append(publish_state(warehouse, folder))
    assert all(state.path.exists() for state in made)  # a reader may have begun on any of them

    monkeypatch.setattr(states, "GRACE_SECONDS", 0)
    write(warehouse, "g")
    made.append(publish_state(warehouse, folder))

    assert [s.sequence for s in made if s.path.exists()] == [5, 6, 7]
    assert KEPT == 3


@pytest.mark.fault("C14")
def test_reader_of_a_removed_state_reads_on(
    warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(states, "GRACE_SECONDS", 0)
    write(warehouse, "begun")
    state = publish_state(warehouse, tmp_path / "public")
    with closing(sqlite3.connect(f"file:{state.path}?immutable=1", uri=True)) as reader:
        reader.execute("select 1 from sqlite_master").fetchall()
        for value in "abcd":
            write(warehouse, value)
            publish_state(warehouse, tmp_path / "public")

        assert not state.path.exists()
        assert reader.execute("select value from fact").fetchall() == [("begun",)]


@pytest.mark.parametrize("refused", [1, 2, 3])
def test_disk_that_refuses_leaves_the_last_state(
    warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: int
) -> None:
    folder = tmp_path / "public"
    write(warehouse, "old")
    publish_state(warehouse, folder)
    write(warehouse, "new")
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", FullDisk(refused))
        with pytest.raises(OSError, match="No space"):
            publish_state(warehouse, folder)

    # The last flush only makes sure that the link lasts: readers may follow it already.
    assert read(folder) == [("new" if refused == 3 else "old",)]
    publish_state(warehouse, folder)
    assert read(folder) == [("new",)]
    assert not list(folder.glob("*.draft")) + list(folder.glob("*.next"))


def test_link_whose_state_is_gone_is_mended(warehouse: Path, tmp_path: Path) -> None:
    write(warehouse, "kept")
    publish_state(warehouse, tmp_path / "public").path.unlink()

    state = publish_state(warehouse, tmp_path / "public")

    assert state.path.exists()
    assert read(tmp_path / "public") == [("kept",)]
