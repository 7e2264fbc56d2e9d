"""A dataset folder made to hang, escape or deceive `publish`: what is said, and who goes on."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from pipelines.cli import app, console
from tests import make_repository, write
from tests.intake.hostile_files import stream_zip
from tests.plain_line import DATASET, FOLDER, Line
from tests.reader import problems

OAK = "oak-town-trees"
CSV = "snapshots/2024.csv"


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Line:
    """Two datasets, of which the first is attacked."""
    line = Line(make_repository(tmp_path / "repository"), tmp_path / "home")
    shutil.copytree(line.root / FOLDER, line.root / "datasets" / OAK)
    line.edit(f"datasets/{OAK}/datapackage.yaml", f"name: {DATASET}", f"name: {OAK}")
    monkeypatch.setenv("SUNLEDGER_REPOSITORY", str(line.root))
    monkeypatch.setenv("SUNLEDGER_HOME", str(line.home))
    monkeypatch.setenv("COLUMNS", "2000")
    for printed in (console.out, console.err):  # made when the module was first loaded
        monkeypatch.setattr(printed, "width", 2000)
    return line


def publish() -> Result:
    return CliRunner().invoke(app, ["publish"])


def published(line: Line) -> list[str]:
    return [name for (name,) in line.rows("select dataset from edition order by 1")]


def replaced(make: Callable[[Path], object]) -> Callable[[Path], object]:
    """The folder with another thing in place of its snapshot."""

    def attack(folder: Path) -> object:
        (folder / CSV).unlink()
        return make(folder / CSV)

    return attack


def zip_in_zip(path: Path) -> Path:
    inner = stream_zip(path, {"a.csv": [b"a,b\n1,2\n"]}).read_bytes()
    return stream_zip(path, {"b.zip": [inner]})


# What cannot be opened is a fault of the machine or of the repository.
NOT_OPENED = {
    "a folder": (Path.mkdir, "不是文件，是文件夹 a folder；请换成文件本身"),
    "a pipe": (os.mkfifo, "不是文件，是管道 a pipe；请换成文件本身"),
    "a device": (lambda p: p.symlink_to("/dev/zero"), "不是文件，是设备 a device；请换成文件本身"),
    "a link out of the folder": (
        lambda p: p.symlink_to("/etc/passwd"),
        "是指向数据集文件夹以外的链接，没有读取；请把文件本身放进来",
    ),
    "a link in a circle": (
        lambda p: p.symlink_to(p),
        "打不开（Too many levels of symbolic",
    ),
    "nothing": (lambda p: p, "没有这个文件；请放到这里，或改正 datapackage.yaml 里的 path"),
}


@pytest.mark.fault("I16", "N2")
@pytest.mark.parametrize("name", NOT_OPENED)
@pytest.mark.usefixtures("each_for_itself")
def test_what_cannot_be_opened_ends_its_dataset_alone(line: Line, name: str) -> None:
    make, said = NOT_OPENED[name]
    replaced(make)(line.root / FOLDER)

    result = publish()

    assert result.exit_code == 2
    assert f"{line.root / FOLDER / CSV}：{said}" in result.output
    assert "故障 failed" in result.output
    assert published(line) == [OAK]
    assert problems(line.home) == []


# What can be opened and holds no table is a finding.
REFUSED = {
    "an empty file": (lambda p: write(p, b""), "headers-are-found"),
    "a file of line breaks": (lambda p: write(p, "\n" * 1000), "headers-are-found"),
    "a header alone": (
        lambda p: write(p, "单位：万元,,,,\n类,项,树种名称,数量,养护费\n"),
        "snapshot-has-rows",
    ),
    "an archive in an archive": (zip_in_zip, "file-is-readable"),
    "a program": (lambda p: write(p, b"\x7fELF\2\1\1" + bytes(99)), "cells-hold-values"),
    "a line without an end": (lambda p: write(p, b"x" * 21_000_000), "file-is-readable"),
}


@pytest.mark.fault("I07", "N12")
@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.usefixtures("each_for_itself")
def test_what_holds_no_table_is_refused_and_the_others_go_on(line: Line, name: str) -> None:
    make, rule = REFUSED[name]
    replaced(make)(line.root / FOLDER)

    result = publish()

    assert result.exit_code == 0
    assert "未发布 refused" in result.output
    assert published(line) == [OAK]
    found = line.rows("select rule, message from finding where dataset = ?", DATASET)
    assert rule in [name for name, _ in found]
    assert all(message for _, message in found)
    assert problems(line.home) == []


@pytest.mark.usefixtures("each_for_itself")
def test_file_that_changes_while_it_is_read_is_not_published(
    line: Line, each_for_itself: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = line.root / FOLDER / CSV
    take = each_for_itself.take_snapshot

    def take_and_write(*values: object) -> object:
        snapshot = take(*values)
        if snapshot.path == path:  # somebody saves it at this moment
            line.edit(f"{FOLDER}/{CSV}", "银杏,1,1.00", "银杏,1,1.40")
        return snapshot

    monkeypatch.setattr(each_for_itself, "take_snapshot", take_and_write)

    result = publish()

    assert result.exit_code == 2
    assert f"{path}：读取期间被改动，没有采用；请等它写完再运行" in result.output
    assert published(line) == [OAK]
    assert line.rows("select count(*) from inspection where dataset = ?", DATASET) == [(0,)]


# What a descriptor or schema says wrong stops the run before anything is published.
SCHEMA = "schemas/street-tree/tree_line.yaml"
PATTERN = "^(合计|[0-9]{1,3})$"
BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b]\n"
STOPPED = {
    "a path that climbs": ("path: snapshots", "path: ../snapshots", "在数据集的文件夹以外"),
    "an absolute path": ("path: snapshots", "path: /snapshots", "在数据集的文件夹以外"),
    "an address": ("path: snapshots", "path: http://127.0.0.1:9", "是网址，程序从不下载"),
    "the address of a schema": (
        "- table: tree_line",
        "- table: tree_line\n    schema: http://127.0.0.1:9/s",
        "resources.0.schema: Extra inputs are not permitted",
    ),
    "a YAML bomb": ("name: elm-town-trees", f"{BOMB}name: elm-town-trees", "aliases are not"),
}


@pytest.mark.fault("I16", "I17", "I18", "N1", "N5")
@pytest.mark.parametrize("name", STOPPED)
@pytest.mark.usefixtures("each_for_itself")
def test_what_a_descriptor_says_wrong_stops_the_run_and_names_it(line: Line, name: str) -> None:
    old, new, said = STOPPED[name]
    line.edit(f"{FOLDER}/datapackage.yaml", old, new)

    result = publish()

    assert result.exit_code == 2
    assert said in result.stderr
    assert DATASET in result.stderr
    assert not line.settings.editions.exists()


@pytest.mark.fault("I19", "N5")
@pytest.mark.usefixtures("each_for_itself")
def test_pattern_that_could_hang_is_run_in_linear_time_or_refused(line: Line) -> None:
    line.edit(SCHEMA, PATTERN, "^(合计|([0-9]+)+)$")
    line.edit(f"{FOLDER}/{CSV}", "1,02,", f"1,{'0' * 30_000}x,")

    slow = publish()

    assert slow.exit_code == 0
    assert published(line) == [OAK]
    line.edit(SCHEMA, "^(合计|([0-9]+)+)$", "^(a+)+\\\\1$")
    hopeless = publish()
    assert hopeless.exit_code == 2
    assert "field tree_code: pattern ^(a+)+\\1$ could take for ever" in hopeless.output
