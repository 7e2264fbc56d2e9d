"""A new family with one table to begin with."""

from collections import Counter
from collections.abc import Iterator, Mapping

from pipelines.catalogue import dump_yaml
from pipelines.model import Catalogue, Field
from pipelines.scaffold.placeholders import to_fill, to_fill_en

_KEY, _AMOUNT = "example_name", "example_amount"


def family_files(name: str, table: str, catalogue: Catalogue) -> Mapping[str, str]:
    """The text of each file by its path from the repository's top.

    The table has the fields other families state once, a name and an amount; rename and add.
    """
    family = {
        "name": name,
        **_texts("类别的名称", "name of the family", "里面有什么数据", "what the data are"),
        "legal_basis": [
            {
                "act": to_fill("要求公开的法律"),
                "act_en": to_fill_en("act that obliges publication"),
                "article": to_fill("第几条"),
                "article_en": to_fill_en("article"),
            }
        ],
    }
    stated = list(_stated_fields(catalogue))
    schema = {
        "name": table,
        **_texts("表的名称", "name of the table", "一行是什么", "what a row is"),
        "order": 1,
        "primaryKey": [*(f["name"] for f in stated), _KEY],
        "missingValues": ["", "—"],
        "fields": [*stated, *_example_fields()],
    }
    folder = f"schemas/{name}"
    return {
        f"{folder}/family.yaml": dump_yaml(family),
        f"{folder}/{table}.yaml": dump_yaml(schema),
    }


def _texts(title: str, title_en: str, description: str, description_en: str) -> dict[str, str]:
    return {
        "title": to_fill(title),
        "title_en": to_fill_en(title_en),
        "description": to_fill(description),
        "description_en": to_fill_en(description_en),
    }


def _stated_fields(catalogue: Catalogue) -> Iterator[dict[str, object]]:
    """The fields most tables have for what a form states once, as these tables write them."""
    fields = [f for s in catalogue.schemas.values() for f in s.fields]
    for kind in ("year", "publisher"):
        named: dict[str, Field] = {f.name: f for f in fields if f.stated == kind}
        for name, _ in Counter(f.name for f in fields if f.stated == kind).most_common(1):
            options = {"by_alias": True, "exclude_none": True, "exclude_defaults": True}
            yield named[name].model_dump(mode="json", **options)


def _example_fields() -> list[dict[str, object]]:
    return [
        {
            "name": _KEY,
            **_texts("字段的名称", "name of the field", "字段的含义", "what it means"),
            "type": "string",
            "constraints": {"required": True},
        },
        {
            "name": _AMOUNT,
            **_texts("金额的名称", "name of the amount", "是什么金额", "which amount it is"),
            "type": "number",
            "unit": "元",
        },
    ]
