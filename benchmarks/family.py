"""The measured table as a family of its own, in a repository that holds nothing else."""

import shutil
from pathlib import Path

from benchmarks.table import KEY, Variant, table_schema
from pipelines.catalogue import dump_yaml
from pipelines.settings import REPOSITORY

FAMILY = "contract-lines"
TABLE = "contract_line"
DATASET = "contracts-of-a-city"
_AMOUNT = "contract_amount"


def write_repository(root: Path, variant: Variant) -> None:
    """The program's own checks, and the family; no dataset and no rule of other tables."""
    shutil.copytree(REPOSITORY / "schemas" / "checks", root / "schemas" / "checks")
    folder = root / "schemas" / FAMILY
    folder.mkdir()
    (root / "datasets").mkdir()
    (folder / "family.yaml").write_text(dump_yaml(_titled(FAMILY)), encoding="utf-8")
    (folder / f"{TABLE}.yaml").write_text(dump_yaml(_schema(variant)), encoding="utf-8")


def write_dataset(root: Path, data: Path) -> None:
    """A dataset of one snapshot: that file, by another name of the same bytes."""
    folder = root / "datasets" / DATASET
    (folder / "snapshots").mkdir(parents=True)
    (folder / "snapshots" / data.name).hardlink_to(data)
    described = {
        **_titled(DATASET),
        "family": FAMILY,
        "publisher": {"name": DATASET, "name_en": DATASET, "division_code": "110000"},
        "sources": [{"title": DATASET, "path": "https://example.org", "note": DATASET}],
        "legal_basis": [{"act": "a", "act_en": "a", "article": "1", "article_en": "1"}],
        "cadence": "irregular",
        "snapshots": [{"path": f"snapshots/{data.name}", "date": "2026-01-01"}],
        "resources": [{"table": TABLE, "unit": "元", "columns": {n: n for n in _names()}}],
    }
    (folder / "datapackage.yaml").write_text(dump_yaml(described), encoding="utf-8")


def _names() -> list[str]:
    return [field["name"] for field in table_schema("clean")["fields"]]


def _titled(name: str) -> dict[str, str]:
    words = dict.fromkeys(("title", "title_en", "description", "description_en"), name)
    return {"name": name, **words}


def _schema(variant: Variant) -> dict[str, object]:
    stated = table_schema(variant)
    fields = [{**_titled(f["name"]), **f} for f in stated["fields"]]
    fields = [f | ({"unit": "元"} if f["name"] == _AMOUNT else {}) for f in fields]
    columns = {f["name"]: f["name"] for f in fields}
    return {
        **_titled(TABLE),
        "primaryKey": KEY,
        "missingValues": stated["missingValues"],
        "fields": fields,
        "forms": [{"titles": [TABLE], "columns": columns, "unit": "元"}],
    }
