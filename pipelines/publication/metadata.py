"""Front matter, schemas, code lists and rules → what Datasette is served with.

Datasette's own keys (`title`, `description`, `columns`, …) hold Chinese first and English after,
so that the database reads well without the portal. What only the portal needs, such as the two
languages apart and which columns are amounts, stands under `plugins` where Datasette keeps it.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipelines.catalogue import load_yaml
from pipelines.database import FEN, label_table_name
from pipelines.exceptions import RepositoryError
from pipelines.model import Catalogue, Codelist, Family, Field, Parameter, Rule, Schema

DATABASE = "sunledger"
PLUGIN = "sunledger"
SYSTEM_TABLES = Path(__file__).with_name("system_tables.yaml")
FRONT_MATTER = {
    *("title", "title_en", "description", "description_en", "license", "license_url"),
    *("source", "source_url", "about", "about_url"),
}
LANGUAGES = ("title", "title_en", "description", "description_en")
SHOWN = ("title", "title_en", "unit", "role", "twin", "levels")
Texts = Mapping[str, Any]


def build_metadata(catalogue: Catalogue, front_matter: Mapping[str, str]) -> dict[str, Any]:
    """Datasette's metadata for every table and every rule of a catalogue.

    Raises: RepositoryError if the front matter has a key that nothing reads.
    """
    unknown = sorted(set(front_matter) - FRONT_MATTER)
    if unknown:
        raise RepositoryError(f"metadata.yml: unknown key {', '.join(unknown)}")
    system = load_yaml(SYSTEM_TABLES.read_text(encoding="utf-8"), SYSTEM_TABLES.name)
    return {
        **{key: value for key, value in front_matter.items() if key not in LANGUAGES},
        **_titled(front_matter),
        "databases": {
            DATABASE: {
                **_titled(front_matter),
                "tables": dict(_tables(catalogue, system)),
                "queries": dict(_queries(catalogue)),
                "plugins": {
                    PLUGIN: {
                        "groups": list(_groups(catalogue, system)),
                        "reasons": {r.name: r.title for r in catalogue.reasons.values()},
                    }
                },
            }
        },
    }


def _titled(texts: Texts, **more: Any) -> dict[str, Any]:
    """Title and description in Datasette's keys, and apart in the plugin's."""
    apart = {key: texts.get(key, "") for key in LANGUAGES}
    return {
        "title": f"{apart['title']} {apart['title_en']}".strip(),
        "description": f"{apart['description']} {apart['description_en']}".strip(),
        "plugins": {PLUGIN: apart | more},
    }


def _texts(thing: Any) -> Texts:
    return {key: getattr(thing, key) for key in LANGUAGES}


def _tables(catalogue: Catalogue, system: Texts) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, texts in system["tables"].items():
        yield name, _table(texts, texts["columns"], "system", **_options(texts))
    for codelist in catalogue.codelists.values():
        yield label_table_name(codelist.name), _label_table(codelist, system["label"])
    for schema in catalogue.schemas.values():
        columns = dict(_family_columns(schema, system))
        facets = ["dataset", *(f for f in schema.facets if f != "dataset")]
        yield schema.name, _table(_texts(schema), columns, "family", facets=facets)


def _table(texts: Texts, columns: Mapping[str, Texts], kind: str, **options: Any) -> dict[str, Any]:
    shown = {
        name: {key: column[key] for key in SHOWN if key in column}
        for name, column in columns.items()
    }
    return {
        **_titled(texts, kind=kind, columns=shown),
        "columns": {name: _column_text(column) for name, column in columns.items()},
        **options,
    }


def _options(texts: Texts) -> dict[str, Any]:
    return {
        key: texts[key] for key in ("facets", "label_column", "sort_desc", "size") if key in texts
    }


def _column_text(column: Texts) -> str:
    unit = f"（单位 unit：{column['unit']}）" if "unit" in column else ""
    return (
        f"{column['title']}：{column['description']}{unit} "
        f"· {column['title_en']}: {column['description_en']}"
    )


def _label_table(codelist: Codelist, columns: Mapping[str, Texts]) -> dict[str, Any]:
    options: dict[str, Any] = {"label_column": "label", "size": 100}
    if len(codelist.levels) > 1:
        options["facets"] = ["level"]
    if _is_web_address(codelist.url):
        options["source_url"] = codelist.url
    source = f"{codelist.basis} {codelist.basis_en}"
    titles = {level: codelist.level_title(level) for level in codelist.levels}
    named = {**columns, "level": {**columns["level"], "levels": titles}}
    return _table(_texts(codelist), named, "codelist", source=source, **options)


def _family_columns(schema: Schema, system: Texts) -> Iterator[tuple[str, Texts]]:
    """The columns as a reader meets them: whose row it is, what it says, and where it came from."""
    provenance = dict(system["provenance"])
    yield "dataset", provenance.pop("dataset")
    for field in schema.fields:
        yield field.name, _field_texts(field)
        if field.is_money:
            yield field.name + FEN, _twin_texts(field, system["twin"])
    yield from provenance.items()


def _field_texts(field: Field) -> Texts:
    more = {"unit": field.unit, "role": field.role}
    return _texts(field) | {key: value for key, value in more.items() if value}


def _twin_texts(field: Field, texts: Texts) -> Texts:
    titles = {"title": field.title, "title_en": field.title_en}
    return {key: text.format(**titles) for key, text in texts.items()} | {"twin": field.name}


def _queries(catalogue: Catalogue) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, rule in sorted(catalogue.rules.items()):
        if rule.sql is not None:
            parameters = [catalogue.parameters[n] for n in rule.parameters]
            yield name, _query(rule, parameters)


def _query(rule: Rule, parameters: list[Parameter]) -> dict[str, Any]:
    has_article = rule.article != "—"
    basis = f"{rule.basis}{rule.article}" if has_article else rule.basis
    basis_en = f"{rule.basis_en}, {rule.article_en}" if has_article else rule.basis_en
    texts = {
        "title": rule.title,
        "title_en": rule.title_en,
        "description": _lines(
            rule.why,
            f"依据：{basis}",
            *(f"参数：{p.title}，{_values(p)}" for p in parameters),
            _after("不含：", rule.excludes),
        ),
        "description_en": _lines(
            rule.why_en,
            f"Basis: {basis_en}",
            *(f"Parameter: {p.title_en}, {_values(p)}" for p in parameters),
            _after("Leaves out: ", rule.excludes_en),
        ),
    }
    link = {"source": basis, "source_url": rule.url} if _is_web_address(rule.url) else {}
    return {
        "sql": _public_sql(rule),
        **_titled(texts, severity=rule.severity, family=rule.family),
        **link,
    }


def _values(parameter: Parameter) -> str:
    """The values of a parameter, each with its place, if it has one, and its days."""
    return ", ".join(
        f"{value.value:,} {parameter.unit} ("
        + (f"{value.division_code} " if value.division_code else "")
        + f"{value.valid_from}–{value.valid_to or ''})"
        for value in parameter.values
    )


def _public_sql(rule: Rule) -> str:
    """The rule's query; rows it leaves open stand last, for a page shows only the first rows."""
    if not rule.cannot_check:
        return rule.query()
    lines = ("select * from (", rule.query(), ")", "order by cannot_check is not null")
    return "\n".join(lines)


def _after(label: str, text: str | None) -> str | None:
    return f"{label}{text}" if text else None


def _lines(*parts: str | None) -> str:
    r"""The parts that are there, each on its line.

    >>> _lines("甲。", None, "乙")
    '甲。\n乙'
    """
    return "\n".join(part for part in parts if part)


def _is_web_address(url: str | None) -> bool:
    return bool(url) and url.startswith(("https://", "http://"))


def _groups(catalogue: Catalogue, system: Texts) -> Iterator[dict[str, Any]]:
    """How a reader finds a table: by family, then the tables about the data, then code lists."""
    for family in catalogue.families.values():
        yield _group(family, list(family.schemas))
    yield {
        "title": "关于数据",
        "title_en": "About the data",
        "description": "版本、审核、问题、规则、变更和更正",
        "description_en": "Editions, inspections, findings, rules, changes and corrections",
        "tables": list(system["tables"]),
    }
    yield {
        "title": "代码表",
        "title_en": "Code lists",
        "description": "分类科目和各种代码",
        "description_en": "Classifications and other codes",
        "tables": [label_table_name(name) for name in catalogue.codelists],
    }


def _group(family: Family, tables: list[str]) -> dict[str, Any]:
    return {**_texts(family), "family": family.name, "tables": tables}
