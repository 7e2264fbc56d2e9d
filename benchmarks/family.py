"""The measured table as a family of its own, in a repository that holds nothing else."""

import shutil
from pathlib import Path

from benchmarks.table import KEY, Variant, table_schema
from pipelines.catalogue import dump_yaml
from pipelines.settings import REPOSITORY

FAMILY = "contract-lines"
TABLE = "contract_line"
_AMOUNT = "contract_amount"


def write_repository(root: Path, variant: Variant) -> None:
    """The program's own checks, and the family; no dataset and no rule of other tables."""
    shutil.copytree(REPOSITORY / "schemas" / "checks", root / "schemas" / "checks")
    folder = root / "schemas" / FAMILY
    folder.mkdir()
    (root / "datasets").mkdir()
    (folder / "family.yaml").write_text(dump_yaml(_titled(FAMILY)), encoding="utf-8")
    (folder / f"{TABLE}.yaml").write_text(dump_yaml(_schema(variant)), encoding="utf-8")


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
