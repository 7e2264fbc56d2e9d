"""Writes the files of a new rule, dataset or family, and says what is left to fill in."""

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipelines.cli.checking import load
from pipelines.cli.console import say, stop
from pipelines.cli.naming import named_table
from pipelines.exceptions import SunledgerError, UsageError
from pipelines.intake.formats import read_file
from pipelines.intake.recognise import Wanted, recognise
from pipelines.intake.snapshot import take_file
from pipelines.model import Catalogue
from pipelines.scaffold.dataset import dataset_files
from pipelines.scaffold.family import family_files
from pipelines.scaffold.placeholders import placeholders_in
from pipelines.scaffold.rule import rule_files
from pipelines.settings import load_settings

_KEBAB = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


@dataclass(frozen=True)
class New:
    """What is to be made: a rule of a family, a family with a table, a dataset of a file."""

    kind: str
    name: str
    family: str | None
    table: str | None
    source: Path | None
    year: int | None


def make_new(new: New) -> None:
    """Write the files; ends with 2, and writes nothing, if one of them is there already."""
    root = load_settings().repository
    try:
        if not _KEBAB.fullmatch(new.name):
            raise UsageError(f"名称用小写字母和连字符 lower case and hyphens only: {new.name}")
        files = _files(new, load())
        taken = [name for name in files if (root / name).exists()]
        if taken or (new.kind == "dataset" and (root / "datasets" / new.name).exists()):
            raise UsageError(f"已经有了 it is there already: {'、'.join(taken) or new.name}")
        paths = [_write(root / name, text) for name, text in files.items()]
        if new.kind == "dataset" and new.source:
            folder = root / "datasets" / new.name / "snapshots"
            folder.mkdir()
            shutil.copyfile(new.source, folder / new.source.name)
    except (SunledgerError, OSError) as error:
        stop(error)
    for path in paths:
        say(f"已写 written: {path.relative_to(root)}")
    left = [place for path in paths for place in placeholders_in(path)]
    for place in left:
        say(f"  {place.path.relative_to(root)}:{place.line}  {place.what}")
    say(f"还要填写 {len(left)} 处，填好后 / {len(left)} to fill in, then: ./run check")


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def _files(new: New, catalogue: Catalogue) -> Mapping[str, str]:
    """The text of each file; raises UsageError if what was named does not fit."""
    if new.kind == "family":
        table = new.table or new.name.replace("-", "_")
        if not _SNAKE.fullmatch(table):
            raise UsageError(f"表名用小写字母和下划线 lower case and underscores: {table}")
        if table in catalogue.schemas:
            raise UsageError(f"已经有这张表 there is such a table already: {table}")
        return family_files(new.name, table, catalogue)
    if new.kind == "dataset":
        return _dataset_files(new, catalogue)
    if new.name in catalogue.rules:
        raise UsageError(f"已经有这条规则 there is such a rule already: {new.name}")
    family, table = _named(new, catalogue)
    files = rule_files(new.name, catalogue.families[family], table)
    has_examples = (load_settings().repository / "tests/rules").is_dir()
    return {n: text for n, text in files.items() if has_examples or not n.startswith("tests/")}


def _named(new: New, catalogue: Catalogue) -> tuple[str, str | None]:
    """The family and table that were named; raises UsageError if there are none of that name."""
    if new.family is None and new.table is None:
        raise UsageError(f"请用 --family 指明类别 name one: {'、'.join(catalogue.families)}")
    words = [word for word in (new.family, new.table) if word]
    return named_table("/".join(words), catalogue)


def _dataset_files(new: New, catalogue: Catalogue) -> Mapping[str, str]:
    if new.source is None:
        family, _ = _named(new, catalogue)
        return dataset_files(new.name, catalogue.families[family])
    wanted = named_table(new.family, catalogue) if new.family else (None, None)
    snapshot = take_file(new.source)
    content = read_file(new.source)
    known = recognise(content.grids, snapshot, catalogue, Wanted(*wanted, new.year))
    if known.lacks_year:
        raise UsageError("标题没有写明年度，请加 --year / no title states the year: add --year")
    if known.dataset is None:
        why = "；".join(f.detail or f.rule for f in content.findings)
        hint = "先用 ./run inspect 看看 / inspect it first, or name a --family"
        raise UsageError(f"认不出这个文件 it is not recognised: {new.source}。{why or hint}")
    family = catalogue.families[known.dataset.family]
    return dataset_files(new.name, family, snapshot, known.dataset, known.found)
