"""Families and tables as they are named on the command line."""

from pipelines.exceptions import UsageError
from pipelines.model import Catalogue


def named_table(name: str, catalogue: Catalogue) -> tuple[str, str | None]:
    """The family and the table that `FAMILY`, `FAMILY/TABLE` or `TABLE` means.

    Raises: UsageError, naming what there is, if there is none of that name.
    """
    family, _, table = name.partition("/")
    if not table and family in catalogue.schemas:
        family, table = "", family
    families = {n: f for n, f in catalogue.families.items() if family in ("", n)}
    if not families:
        raise UsageError(f"没有类别 no family {family}：{'、'.join(catalogue.families)}")
    if table:
        known = "、".join(n for f in families.values() for n in f.schemas)
        families = {n: f for n, f in families.items() if table in f.schemas}
        if not families:
            raise UsageError(f"没有表 no table {table}：{known}")
    return next(iter(families)), table or None
