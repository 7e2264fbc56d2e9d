"""Everything in README and docs/ that repeats what the program says of itself.

A block stands between `<!-- generated: name words… -->` and `<!-- end -->`; `pytest --accept`
writes it anew. Only the tests need this, so it lies beside them and not in the product.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from inspect import getdoc
from pathlib import Path
from typing import Any

import typer

from pipelines.cli import app
from pipelines.exceptions import SunledgerError
from pipelines.model import (
    Catalogue,
    Coverage,
    Dataset,
    Family,
    Field,
    LegalBasis,
    Parameter,
    Schema,
    Source,
)
from pipelines.settings import Settings
from tests import REPOSITORY

_BLOCK = re.compile(
    r"(?P<open><!-- generated: (?P<words>[^\n]+?) -->\n)(?P<body>.*?)(?P<close><!-- end -->)", re.S
)
_FENCE = re.compile(r"^(?P<in> *)```(?P<language>[a-z]*)\n(?P<text>.*?)^(?P=in)```$", re.M | re.S)
_NAMED_FILE = re.compile(r"^`(?P<path>[\w/.-]+)`\n\n```[a-z]*\n(?P<text>.*?)^```$", re.M | re.S)
_HEADING = re.compile(r"^#{1,6} (.+)$", re.M)
_LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)")
_NOT_IN_ANCHOR = re.compile(r"[^\w\- ]")


@dataclass(frozen=True)
class Facts:
    """What the blocks are made from: the repository, and a database for the examples."""

    catalogue: Catalogue
    warehouse: Path


def documents() -> list[Path]:
    """Every page of the repository, as paths from its top."""
    found = [*REPOSITORY.glob("*.md")]
    for folder in ("docs", "schemas", "datasets"):
        found += (REPOSITORY / folder).rglob("*.md")
    return sorted(path.relative_to(REPOSITORY) for path in found)


def read_document(path: Path) -> str:
    """The text of a page."""
    return (REPOSITORY / path).read_text(encoding="utf-8")


def refreshed(text: str, facts: Facts) -> str:
    """The page with every generated block as it should be."""

    def build(match: re.Match[str]) -> str:
        name, *words = match["words"].split()
        body = _BLOCKS[name](facts, text[: match.start()], *words)
        return f"{match['open']}\n{body.strip()}\n\n{match['close']}"

    return _BLOCK.sub(build, text)


def fences(text: str, language: str) -> list[str]:
    """The fenced blocks of a language."""
    return [m["text"] for m in _FENCE.finditer(text) if m["language"] == language]


def shown_commands(text: str) -> list[list[str]]:
    """The words after `./run` in the command lines of a page."""
    lines = "\n".join(fences(text, "sh")).splitlines()
    words = [line.split("#")[0].split() for line in lines]
    return [line[1:] for line in words if line[:1] == ["./run"]]


def named_files(text: str) -> dict[str, str]:
    """The fenced blocks that stand under nothing but a path, by that path."""
    return {m["path"]: m["text"] for m in _NAMED_FILE.finditer(text)}


def links(text: str) -> list[str]:
    """Where the links of a page lead, fenced blocks left out."""
    return [m["target"] for m in _LINK.finditer(_FENCE.sub("", text))]


def anchors(text: str) -> set[str]:
    """The anchors GitHub gives the headings of a page."""
    headings = _HEADING.findall(_FENCE.sub("", text))
    return {_NOT_IN_ANCHOR.sub("", h.lower()).replace(" ", "-") for h in headings}


def commands() -> dict[str, Any]:
    """The commands of `sunledger`, by name."""
    group: Any = typer.main.get_command(app)
    return group.commands


def faults() -> Iterator[type[Exception]]:
    """Every exception the program raises on purpose, the base first."""
    waiting: list[Any] = [SunledgerError]
    for fault in waiting:
        yield fault
        waiting += fault.__subclasses__()


def _table(
    header: Sequence[str], rows: Sequence[Sequence[Any]], numeric: Sequence[int] = ()
) -> str:
    rules = ["--:" if i in numeric else "---" for i in range(len(header))]
    lines = [header, rules, *([_cell(v) for v in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(value: Any) -> str:
    return "" if value is None else str(value).replace("|", "\\|").replace("\n", " ")


def _both(thing: Any, key: str = "title") -> str:
    return f"{getattr(thing, key)} · {getattr(thing, key + '_en')}"


def _text(thing: Any, key: str, language: str) -> str:
    return str(getattr(thing, key if language == "zh" else f"{key}_en"))


def _counts(facts: Facts, _before: str, language: str) -> str:
    c = facts.catalogue
    queries = sum(rule.sql is not None for rule in c.rules.values())
    checks = len(c.rules) - queries
    if language == "zh":
        return (
            f"{len(c.families)} 个类别，{len(c.schemas)} 张表，{queries} 条写成 SQL 的规则和"
            f" {checks} 项内置检查，{len(c.codelists)} 个代码表，{len(c.datasets)} 个数据集。"
        )
    return (
        f"{len(c.families)} families, {len(c.schemas)} tables, {queries} rules written in SQL and "
        f"{checks} built-in checks, {len(c.codelists)} code lists, {len(c.datasets)} datasets."
    )


def _families(facts: Facts, _before: str, language: str) -> str:
    header = {
        "en": ("Family", "Name in the repository", "Tables", "Rules", "Datasets"),
        "zh": ("类别", "仓库中的名称", "表", "规则", "数据集"),
    }[language]
    datasets = facts.catalogue.datasets.values()
    rows = [
        (
            _text(family, "title", language),
            f"`{family.name}`",
            len(family.schemas),
            len(family.rules),
            sum(d.family == family.name for d in datasets),
        )
        for family in facts.catalogue.families.values()
    ]
    return _table(header, rows, numeric=(2, 3, 4))


def _datasets(facts: Facts, _before: str, language: str) -> str:
    header = {
        "en": ("Dataset", "Publisher", "Publication the figures come from"),
        "zh": ("数据集", "公开主体", "数字出自"),
    }[language]
    rows = [
        (
            _text(dataset, "title", language),
            _text(dataset.publisher, "name", language),
            {"en": "; ", "zh": "；"}[language].join(_source(s, language) for s in dataset.sources),
        )
        for dataset in facts.catalogue.datasets.values()
    ]
    return _table(header, rows)


def _source(source: Source, language: str) -> str:
    title = f"[{source.title}]({source.path})" if source.path else source.title
    if not source.page:
        return title
    if language == "zh":
        return f"{title}，第 {source.page} 页"
    return f"{title}, pp. {source.page.replace('、', ', ')}"


def _dataset_details(facts: Facts, _before: str) -> str:
    return "\n\n".join(map(_dataset_detail, facts.catalogue.datasets.values()))


def _dataset_detail(dataset: Dataset) -> str:
    folder = f"../../datasets/{dataset.name}"
    facts = [
        ("公开主体 publisher", _both(dataset.publisher, "name")),
        ("类别 family", f"[{dataset.family}](fields.md#{dataset.family})"),
        ("公开依据 legal basis", [_act(basis) for basis in dataset.legal_basis]),
        ("数字出自 sources", [_noted(source) for source in dataset.sources]),
        ("许可 licence", [x.title for x in dataset.licenses] or "未注明 none stated"),
        ("更新 cadence", dataset.cadence),
        ("分区 partition", list(dataset.partition) or "—"),
        (
            "原始快照 snapshots",
            [f"[{s.stem}]({folder}/{s.path})（{s.date}）" for s in dataset.snapshots],
        ),
        ("更正 corrections", str(len(dataset.corrections))),
    ]
    lines = "\n".join(
        f"- {label}：{value if isinstance(value, str) else '；'.join(value)}"
        for label, value in facts
    )
    return (
        f"## `{dataset.name}`\n\n**{_both(dataset)}**\n\n{dataset.description}\n\n"
        f"{dataset.description_en}\n\n{lines}\n- [datapackage.yaml]({folder}/datapackage.yaml)"
    )


def _act(basis: LegalBasis) -> str:
    return f"{basis.act}{basis.article} · {basis.act_en}, {basis.article_en}"


def _noted(source: Source) -> str:
    note = f"（{source.note}）" if source.note else ""
    return _source(source, "zh") + note


def _fields(facts: Facts, _before: str) -> str:
    return "\n\n".join(map(_family_fields, facts.catalogue.families.values()))


def _family_fields(family: Family) -> str:
    head = f"## `{family.name}`\n\n**{_both(family)}**\n\n{family.description}\n\n"
    required = f"\n\n必须齐全的表 required：{'、'.join(family.required)}" if family.required else ""
    tables = "\n\n".join(_schema_fields(schema) for schema in family.schemas.values())
    return f"{head}{family.description_en}{required}\n\n{tables}"


def _schema_fields(schema: Schema) -> str:
    header = ("字段 field", "名称 title", "类型 type", "含义 meaning")
    rows = [
        (f"`{f.name}`", _both(f), _type(f, schema), _both(f, "description")) for f in schema.fields
    ]
    key = "、".join(f"`{n}`" for n in schema.primary_key)
    return (
        f"### `{schema.name}`\n\n**{_both(schema)}**\n\n{_both(schema, 'description')}\n\n"
        f"主键 key：{key}\n\n{_table(header, rows)}"
    )


def _type(field: Field, schema: Schema) -> str:
    words = [field.type]
    if field.unit:
        words.append(field.unit)
    if field.classification:
        words.append(f"代码表 code list `{field.classification.codelist}`")
    if field.is_required or field.name in schema.primary_key:
        words.append("必填 required")
    if field.is_filled_by_program:
        words.append("程序填写 filled by the program")
    return "，".join(words)


def _codelists(facts: Facts, _before: str) -> str:
    header = ("代码表 code list", "名称 title", "级次 levels", "条目 entries", "年度 years")
    rows = [
        (
            f"[{c.name}](../../schemas/codelists/{c.name}.csv)",
            _both(c),
            " › ".join(c.levels),
            f"{len(c.codes):,}",
            "；".join(
                f"{_years(v)}（{'完整 complete' if v.complete else '部分 partial'}）"
                for v in c.coverage
            ),
        )
        for c in facts.catalogue.codelists.values()
    ]
    return _table(header, rows, numeric=(3,))


def _years(coverage: Coverage) -> str:
    if coverage.first == coverage.last:
        return str(coverage.first)
    return f"{coverage.first}–{coverage.last or ''}"


def _parameters(facts: Facts, _before: str) -> str:
    header = ("参数 parameter", "含义 meaning", "数值 value", "起止 in force", "依据 basis")
    rows = [row for p in facts.catalogue.parameters.values() for row in _parameter_rows(p)]
    return _table(header, rows, numeric=(2,))


def _parameter_rows(parameter: Parameter) -> Iterator[tuple[str, ...]]:
    link = f"[`{parameter.name}`](../../schemas/parameters/{parameter.name}.yaml)"
    for value in parameter.values:
        place = f"（{value.division_code}）" if value.division_code else ""
        checked = "" if value.verified else "（未核实 unchecked）"
        yield (
            link,
            f"{_both(parameter)}{place}",
            f"{value.value:,} {parameter.unit}",
            f"{value.valid_from}–{value.valid_to or ''}",
            f"{value.basis}{value.article} · {value.basis_en}, {value.article_en}{checked}",
        )


def _settings(_facts: Facts, _before: str) -> str:
    prefix = Settings.model_config.get("env_prefix", "")
    rows = [
        (f"`{prefix}{name.upper()}`", _default(field.default), field.description)
        for name, field in Settings.model_fields.items()
    ]
    return _table(("变量 variable", "缺省 default", "含义 meaning"), rows)


def _default(value: Any) -> str:
    if not isinstance(value, Path):
        return f"`{value}`"
    inside = value.relative_to(REPOSITORY).as_posix()
    return (
        "仓库本身 the repository" if inside == "." else f"仓库中的 in the repository: `{inside}/`"
    )


def _faults(_facts: Facts, _before: str) -> str:
    rows = [(f"`{f.__name__}`", f"`{f.__base__.__name__}`", getdoc(f)) for f in faults()]
    return _table(("故障 fault", "属于 a kind of", "何时 when"), rows)


def _commands(_facts: Facts, _before: str) -> str:
    return "\n\n".join(_command(name, command) for name, command in commands().items())


def _command(name: str, command: Any) -> str:
    usage = " ".join(["./run", name, *map(_place, command.params)])
    rows = [
        (
            ", ".join(f"`{word}`" for word in _words(parameter)),
            parameter.help,
            f"`{parameter.default}`" if parameter.default else "",
        )
        for parameter in command.params
    ]
    table = _table(("参数 parameter", "含义 meaning", "缺省 default"), rows) if rows else ""
    return f"## `{name}`\n\n{command.help}\n\n```text\n{usage}\n```\n\n{table}".rstrip()


def _words(parameter: Any) -> list[str]:
    """How a parameter is written: an option's own words, an argument's name in capitals."""
    is_option = parameter.param_type_name == "option"
    return parameter.opts if is_option else [parameter.name.upper()]


def _place(parameter: Any) -> str:
    """The parameter in a usage line: in brackets if it may be left out, with dots if repeated."""
    word = _words(parameter)[0] + ("…" if parameter.nargs == -1 else "")
    return word if parameter.required else f"[{word}]"


def _file(_facts: Facts, _before: str, path: str) -> str:
    language = {".yaml": "yaml", ".sql": "sql", ".csv": "csv"}[Path(path).suffix]
    return f"`{path}`\n\n```{language}\n{read_document(Path(path)).rstrip()}\n```"


def _answer(facts: Facts, before: str) -> str:
    """What the query just above gives."""
    header, rows = run_query(facts.warehouse, fences(before, "sql")[-1])
    return _table([f"`{name}`" for name in header], rows)


def run_query(warehouse: Path, sql: str) -> tuple[list[str], list[tuple]]:
    """The columns and rows of a query over the public database."""
    with closing(sqlite3.connect(f"file:{warehouse}?mode=ro", uri=True)) as connection:
        cursor = connection.execute(sql)
        return [column[0] for column in cursor.description], cursor.fetchall()


_BLOCKS: dict[str, Callable[..., str]] = {
    "answer": _answer,
    "codelists": _codelists,
    "commands": _commands,
    "counts": _counts,
    "dataset-details": _dataset_details,
    "datasets": _datasets,
    "families": _families,
    "faults": _faults,
    "fields": _fields,
    "file": _file,
    "parameters": _parameters,
    "settings": _settings,
}
