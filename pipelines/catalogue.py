"""Loads `schemas/` and `datasets/` and checks every cross-reference → `Catalogue`.

Whatever does not hold together stops the program with the file and the reason.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from pipelines.coherence import problems
from pipelines.exceptions import RepositoryError
from pipelines.model import (
    Catalogue,
    Codelist,
    Dataset,
    Family,
    Parameter,
    Reason,
    Rule,
    Schema,
)

MAX_YAML_BYTES = 1_000_000
MAX_YAML_DEPTH = 50
_ON_ONE_LINE = 4  # pairs of a mapping that are written on one line
_WIDEST = 1_000  # characters of a line that is written: none is broken
TABLE_PLACEHOLDER = "{table}"
T = TypeVar("T", bound=BaseModel)


class _PlainLoader(yaml.CSafeLoader):
    """YAML with no key twice: nothing is overridden."""

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        seen = set()
        for key, _ in node.value:
            if str(key.value) in seen:
                raise yaml.YAMLError(f"line {key.start_mark.line + 1}: {key.value} stands twice")
            seen.add(str(key.value))
        return super().construct_mapping(node, deep)


def load_yaml(text: str, origin: str) -> Any:
    """The value of a YAML text.

    Raises: RepositoryError if it is too long, holds an alias, a key twice or a day that is none,
    or is not YAML; names `origin`.
    """
    if len(text.encode()) > MAX_YAML_BYTES:
        raise RepositoryError(f"{origin}: longer than {MAX_YAML_BYTES} bytes")
    try:
        _refuse_what_expands(text)
        return yaml.load(text, Loader=_PlainLoader)  # noqa: S506 - a safe loader, made stricter
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise RepositoryError(f"{origin}: {error}") from error


def dump_yaml(value: Any) -> str:
    """A value as YAML the way the repository writes it: in its order, short lists on one line.

    >>> print(dump_yaml({"name": "榆树", "snapshots": [{"path": "a.csv"}]}), end="")
    name: 榆树
    snapshots:
      - {path: a.csv}
    """
    options = {"allow_unicode": True, "sort_keys": False, "width": _WIDEST}
    return yaml.dump(value, Dumper=_PlainDumper, default_flow_style=None, **options)


class _PlainDumper(yaml.SafeDumper):
    """YAML without aliases, which the loader refuses; only short mappings stand on one line."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless and flow)

    def represent_mapping(self, tag: str, mapping: Any, flow_style: bool | None = None) -> Any:
        node = super().represent_mapping(tag, mapping, flow_style)
        node.flow_style = node.flow_style and len(node.value) <= _ON_ONE_LINE
        return node


def _refuse_what_expands(text: str) -> None:
    """Stop at an alias, or at more levels than anybody writes: both exhaust the machine."""
    depth = 0
    for event in yaml.parse(text, Loader=_PlainLoader):
        if isinstance(event, yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not allowed")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_YAML_DEPTH:
            raise yaml.YAMLError(f"more than {MAX_YAML_DEPTH} levels deep")


def load_catalogue(schemas: Path, datasets: Path) -> Catalogue:
    """Everything the two folders declare.

    Raises: RepositoryError for the first file that cannot be used or refers to what is not there.
    """
    catalogue = Catalogue(
        families={f.name: f for f in _load_families(schemas)},
        codelists={c.name: c for c in _load_codelists(schemas / "codelists")},
        parameters={p.name: p for p in _load_parameters(schemas / "parameters")},
        reasons={r.name: r for r in _load_reasons(schemas / "reasons.yaml")},
        checks={r.name: r for r in _load_checks(schemas / "checks")},
        datasets={d.name: d for d in _load_datasets(datasets)},
    )
    for problem in problems(catalogue):
        raise RepositoryError(problem)
    return catalogue


def _build(model: type[T], values: Any, origin: str, **derived: Any) -> T:
    if not isinstance(values, Mapping):
        raise RepositoryError(f"{origin}: expected a mapping")
    try:
        return model.model_validate({**values, **derived})
    except ValidationError as error:
        reasons = "; ".join(
            f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_url=False)
        )
        raise RepositoryError(f"{origin}: {reasons}") from error


def _load_file(path: Path) -> Any:
    return load_yaml(_load_text(path), str(path))


def _load_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RepositoryError(f"{path}: {error}") from error


def _load_families(root: Path) -> Iterator[Family]:
    for path in sorted(root.glob("*/family.yaml")):
        folder = path.parent
        tables = [_load_schema(p) for p in folder.glob("*.yaml") if p != path]
        schemas = {s.name: s for s in sorted(tables, key=lambda s: (s.order, s.name))}
        rules = {p.stem: load_rule(p) for p in sorted(folder.glob("rules/*.sql"))}
        family = _build(Family, _load_file(path), str(path), schemas=schemas, rules=rules)
        if family.name != folder.name:
            raise RepositoryError(f"{path}: name is not the folder's")
        yield family


def _load_schema(path: Path) -> Schema:
    schema = _build(Schema, _load_file(path), str(path))
    if schema.name != path.stem:
        raise RepositoryError(f"{path}: name is not the file's")
    return schema


def load_rule(path: Path) -> Rule:
    """The rule of an SQL file: its leading comment block as YAML, and the query below.

    Raises: RepositoryError if a key is unknown or missing, or there is no query.
    """
    lines = _load_text(path).splitlines()
    count = next((i for i, line in enumerate(lines) if not line.startswith("--")), len(lines))
    header = "\n".join(line[3:] for line in lines[:count])
    sql = "\n".join(lines[count:]).strip().rstrip(";")
    if not sql:
        raise RepositoryError(f"{path}: no query below the header")
    derived = {
        "name": path.stem,
        "family": path.parent.parent.name,
        "sql": sql,
        "repeated": TABLE_PLACEHOLDER in sql,
    }
    return _build(Rule, load_yaml(header, str(path)), str(path), **derived)


def _load_checks(root: Path) -> Iterator[Rule]:
    for path in sorted(root.glob("*.yaml")):
        yield _build(Rule, _load_file(path), str(path), name=path.stem, family=None)


def _load_codelists(root: Path) -> Iterator[Codelist]:
    for path in sorted(root.glob("*.yaml")):
        rows = csv.DictReader(io.StringIO(_load_text(path.with_suffix(".csv")), newline=""))
        codes = [{key: value or None for key, value in row.items()} for row in rows]
        codelist = _build(Codelist, _load_file(path), str(path), codes=codes)
        if codelist.name != path.stem:
            raise RepositoryError(f"{path}: name is not the file's")
        yield codelist


def _load_parameters(root: Path) -> Iterator[Parameter]:
    for path in sorted(root.glob("*.yaml")):
        parameter = _build(Parameter, _load_file(path), str(path))
        if parameter.name != path.stem:
            raise RepositoryError(f"{path}: name is not the file's")
        yield parameter


def _load_reasons(path: Path) -> Iterator[Reason]:
    listed = _load_file(path) if path.exists() else []
    yield from (_build(Reason, values, str(path)) for values in listed)


def _load_datasets(root: Path) -> Iterator[Dataset]:
    for folder in sorted(p for p in root.glob("[!._]*") if p.is_dir()):
        path = folder / "datapackage.yaml"
        if not path.exists():
            raise RepositoryError(
                f"{path}：没有这个文件；请补上，或移走这个文件夹 "
                "no such file: write it, or take the folder away"
            )
        corrections = folder / "corrections.yaml"
        listed = (_load_file(corrections) or []) if corrections.exists() else []
        dataset = _build(Dataset, _load_file(path), str(path), folder=folder, corrections=listed)
        if dataset.name != folder.name:
            raise RepositoryError(f"{path}: name is not the folder's")
        yield dataset
