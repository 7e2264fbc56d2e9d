"""The house: no family is named in code, files and functions stay small, nothing is swallowed."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator, Set
from functools import cache
from pathlib import Path

import pytest

from pipelines.catalogue import load_catalogue
from pipelines.tables import Tables
from tests import REPOSITORY

CATALOGUE = load_catalogue(REPOSITORY / "schemas", REPOSITORY / "datasets")
PAGES = [
    path
    for path in sorted((REPOSITORY / "pipelines").rglob("*"))
    if path.suffix in (".html", ".js", ".css", ".yaml")
]
MODULES = [REPOSITORY / "flows.py", *sorted((REPOSITORY / "pipelines").rglob("*.py"))]
NAMED = pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(REPOSITORY).as_posix())
# What a field may be for: words of the descriptors, and names of columns by chance.
ROLES = {"line_number"}
MOST_LINES = 400
MOST_FUNCTION_LINES = 50
# Modules other files still test on the side, by their room: a file of their own takes them off.
# Nothing is ever added.
WITHOUT_OWN_TEST: dict[str, str] = {}
NETWORK = {"requests", "httpx", "urllib.request", "urllib3", "socket", "aiohttp"}


@cache
def names_of_the_data() -> frozenset[str]:
    """Families, family tables, and the columns only family tables have."""
    tables = Tables(CATALOGUE).metadata.tables
    own = set(CATALOGUE.schemas)
    system = {c.name for name, table in tables.items() if name not in own for c in table.columns}
    columns = {n for schema in CATALOGUE.schemas.values() for n in schema.names}
    return frozenset(
        own | set(CATALOGUE.families) | set(CATALOGUE.datasets) | (columns - system - ROLES)
    )


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def coined(names: Set[str]) -> set[str]:
    """Names that are no words of English."""
    return {name for name in names if "_" in name or "-" in name}


def literals_of(path: Path) -> Iterator[str]:
    """String literals that are no docstrings: how a table or a column is spoken of."""
    tree = parse(path)
    prose = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.value


def identifiers_of(path: Path) -> set[str]:
    """Names of variables, attributes, arguments and functions."""
    text = path.read_text(encoding="utf-8")
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return {token.string for token in tokens if token.type == tokenize.NAME}


def words_of(text: str) -> set[str]:
    return set(re.findall(r"[a-z][a-z0-9_-]+", text)) | set(re.findall(r"[a-z][a-z0-9_]+", text))


@NAMED
def test_code_names_no_family_table_or_column(path: Path) -> None:
    names = names_of_the_data()
    literals = list(literals_of(path))
    queries = [text for text in literals if re.search(r"\b(from|join|into|update)\b", text, re.I)]

    # A name with an underscore or hyphen is ours wherever it stands. A single word is plain
    # English in a sentence and in a variable: it is ours as a whole literal and in SQL.
    assert not coined(names) & set().union(identifiers_of(path), *map(words_of, literals))
    assert not names & set(literals)
    assert not names & set().union(*(words_of(text) for text in queries if "select" in text))


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.name)
def test_pages_name_no_family_table_or_column(path: Path) -> None:
    assert not coined(names_of_the_data()) & words_of(path.read_text(encoding="utf-8"))


def test_names_of_the_data_are_looked_for() -> None:
    names = names_of_the_data()

    assert len(names) > 200
    assert len(coined(names)) > 150
    assert "dataset" not in names
    assert {"tender", "bgt03_expense", "price-list", "function_code", "indicator_level1"} <= names


@NAMED
def test_file_is_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


def own_test_of(module: Path) -> Path:
    """Where the tests of a module stand."""
    place = module.relative_to(REPOSITORY)
    room = Path(*place.parts[1:-1]) if len(place.parts) > 1 else Path()
    return REPOSITORY / "tests" / room / f"test_{place.name}"


@NAMED
def test_module_has_a_test_file_of_its_own(path: Path) -> None:
    if path.name in ("__init__.py", "__main__.py"):
        return
    room = path.parent.relative_to(REPOSITORY).as_posix().removeprefix("pipelines").strip("/.")
    is_awaited = path.stem in WITHOUT_OWN_TEST.get(room, "").split()
    expected = own_test_of(path)
    is_there = expected.is_file() and bool(
        re.search(r"^def test_", expected.read_text("utf-8"), re.M)
    )

    assert is_there is not is_awaited, f"{expected.relative_to(REPOSITORY)}: write it, or strike it"


def test_module_without_own_test_is_still_there() -> None:
    known = {path.with_suffix("").as_posix().rpartition("pipelines/")[2] for path in MODULES}
    awaited = {
        f"{room}/{name}".strip("/")
        for room, names in WITHOUT_OWN_TEST.items()
        for name in names.split()
    }

    assert awaited <= known


@NAMED
def test_function_is_short(path: Path) -> None:
    tree = parse(path)
    long = [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= MOST_FUNCTION_LINES
    ]

    assert not long


FETCHING = "fetching.py"  # `mirror URL` and `verify URL`, which are asked to


@NAMED
def test_nothing_reaches_for_the_network(path: Path) -> None:
    if path.name == FETCHING:
        return
    assert not imports_of(path) & NETWORK


def imports_of(path: Path) -> set[str]:
    """Modules imported, and what is imported from them as if it were one: urllib.request."""
    tree = parse(path)
    whole = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    parts = [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
    inner = {f"{n.module}.{a.name}" for n in parts for a in n.names}
    return whole | {n.module or "" for n in parts} | inner


def test_yaml_has_one_door() -> None:
    doors = [path.name for path in MODULES if imports_of(path) & {"yaml", "ruamel", "ruamel.yaml"}]

    assert doors == ["catalogue.py"]


@NAMED
def test_nothing_is_swallowed(path: Path) -> None:
    broad = {"Exception", "BaseException"}
    handlers = [n for n in ast.walk(parse(path)) if isinstance(n, ast.ExceptHandler)]
    caught = {name for h in handlers if h.type for name in words_of_names(h.type)}
    suppressed = {
        name
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Call) and "suppress" in words_of_names(node.func)
        for argument in node.args
        for name in words_of_names(argument)
    }

    assert all(handler.type for handler in handlers)
    assert not (caught | suppressed) & broad


@NAMED
def test_nothing_is_left_for_later(path: Path) -> None:
    assert not re.search(r"\b(TODO|FIXME|XXX|HACK)\b", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("folder", ["intake", "inspection", "publication"])
def test_amounts_meet_no_float(folder: str) -> None:
    for path in (REPOSITORY / "pipelines" / folder).glob("*.py"):
        calls = [n.func for n in ast.walk(parse(path)) if isinstance(n, ast.Call)]
        called = {name for function in calls for name in words_of_names(function)}
        assert not called & {"float", "round", "to_numeric"}, path.name
        floats = [
            n.value
            for n in ast.walk(parse(path))
            if isinstance(n, ast.Constant) and isinstance(n.value, float)
        ]
        assert not floats, path.name


def words_of_names(node: ast.AST) -> set[str]:
    """The names an expression is made of."""
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)} | {
        n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)
    }


def test_top_level_is_the_agreed_one() -> None:
    agreed = {"pipelines", "schemas", "datasets", "flows.py", "pyproject.toml", "tests"}
    agreed |= {"metadata.yml", "run", "README.md", "README.zh-CN.md", "CHANGELOG.md", "LICENSE"}
    agreed |= {"docs", "benchmarks"}
    made = {"build"}
    found = {p.name for p in REPOSITORY.iterdir() if not p.name.startswith((".", "__"))}

    assert found - made == agreed
