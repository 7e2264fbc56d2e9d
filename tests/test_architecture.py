"""The house: no family is named in code, files and functions stay small, nothing is swallowed."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.catalogue import load_catalogue
from pipelines.database import Tables
from tests import REPOSITORY

CATALOGUE = load_catalogue(REPOSITORY / "schemas", REPOSITORY / "datasets")
MODULES = [REPOSITORY / "flows.py", *sorted((REPOSITORY / "pipelines").rglob("*.py"))]
NAMED = pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(REPOSITORY).as_posix())
# What a field may be for: words of the descriptors, and names of columns by chance.
ROLES = {"line_number"}
MOST_LINES = 450
MOST_FUNCTION_LINES = 50
NETWORK = {"requests", "httpx", "urllib.request", "urllib3", "socket", "aiohttp"}


def names_of_the_data() -> set[str]:
    """Families, family tables, and the columns only family tables have."""
    tables = Tables(CATALOGUE).metadata.tables
    own = set(CATALOGUE.schemas)
    system = {c.name for name, table in tables.items() if name not in own for c in table.columns}
    columns = {n for schema in CATALOGUE.schemas.values() for n in schema.names}
    return own | set(CATALOGUE.families) | set(CATALOGUE.datasets) | (columns - system - ROLES)


def words_of_the_code(path: Path) -> Iterator[str]:
    """Whole string literals that are no docstrings: how a table or a column is spoken of."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    prose = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield from re.findall(r"[a-z][a-z0-9_-]+", node.value)


@NAMED
def test_code_names_no_family_table_or_column(path: Path) -> None:
    # `title` and the like are words of descriptors; a name with an underscore or hyphen is ours.
    names = {n for n in names_of_the_data() if "_" in n or "-" in n}

    assert not names & set(words_of_the_code(path))


def test_names_of_the_data_are_looked_for() -> None:
    names = names_of_the_data()

    assert len(names) > 200
    assert "dataset" not in names


@NAMED
def test_file_is_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@NAMED
def test_function_is_short(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    long = [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= MOST_FUNCTION_LINES
    ]

    assert not long


@NAMED
def test_nothing_reaches_for_the_network(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    imported |= {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}

    assert not imported & NETWORK


@NAMED
def test_yaml_has_one_door(path: Path) -> None:
    if path.name == "catalogue.py":
        return

    assert "yaml.load" not in path.read_text(encoding="utf-8")


def test_top_level_is_the_agreed_one() -> None:
    agreed = {"pipelines", "schemas", "datasets", "flows.py", "pyproject.toml", "tests"}
    agreed |= {"metadata.yml", "run", "README.md", "README.zh-CN.md", "CHANGELOG.md", "LICENSE"}
    agreed |= {"docs"}
    made = {"build"}
    found = {p.name for p in REPOSITORY.iterdir() if not p.name.startswith((".", "__"))}

    assert found - made == agreed
