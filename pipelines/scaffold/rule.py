"""A new rule: its header with every key, a query that finds nothing yet, and its examples."""

from collections.abc import Mapping

from pipelines.catalogue import TABLE_PLACEHOLDER, dump_yaml
from pipelines.model import Family, Schema
from pipelines.scaffold.placeholders import to_fill, to_fill_en

_QUERY = """\
select t.dataset, t.snapshot, '{table}' as table_name, t.source_row, 'FIELD' as field,
       t.FIELD as value, null as expected, null as difference
from {table} t
where 1 = 0 -- CONDITION
"""


def rule_files(name: str, family: Family, table: str | None) -> Mapping[str, str]:
    """The text of each file by its path from the repository's top.

    The rule is of one table, the family's first if none is named, and holds everywhere until its
    condition is written.
    """
    schema = family.schemas[table] if table else next(iter(family.schemas.values()))
    field = _first_field(schema)
    query = _QUERY.replace("{table}", TABLE_PLACEHOLDER).replace("FIELD", field)
    query = query.replace("CONDITION", to_fill("不符的条件 the condition that breaks it"))
    header = "".join(f"-- {line}\n" for line in dump_yaml(_header(schema)).splitlines())
    examples = f"tests/rules/{family.name}/{name}"
    columns = ",".join(dict.fromkeys(("table", *schema.primary_key, field)))
    return {
        f"schemas/{family.name}/rules/{name}.sql": header + query,
        f"{examples}/passes.csv": f"{columns}\n",
        f"{examples}/breaks.csv": f"{columns}\n",
    }


def _first_field(schema: Schema) -> str:
    given = [f.name for f in schema.fields if not f.is_filled_by_program and f.stated is None]
    amounts = [name for name in given if name in schema.money]
    return (amounts or given)[0]


def _header(schema: Schema) -> dict[str, object]:
    return {
        "title": to_fill("必须成立的事，一句话"),
        "title_en": to_fill_en("what must hold, in one sentence"),
        "severity": "warning",
        "tables": [schema.name],
        "basis": to_fill("法律、法规或表样的名称"),
        "basis_en": to_fill_en("act, regulation or form"),
        "article": "—",
        "article_en": "—",
        "since": None,
        "why": to_fill("为什么重要，给不懂行的人看"),
        "why_en": to_fill_en("why it matters, for a layman"),
        "message": to_fill("哪里不对，可用 value、expected、difference"),
        "message_en": to_fill_en("what is wrong; value, expected and difference may be quoted"),
        "mend": to_fill("编表的人怎样改"),
        "mend_en": to_fill_en("what whoever drew up the table can do"),
    }
