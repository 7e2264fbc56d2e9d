"""The sheets around the tables in an edition's workbook: about, data dictionary, findings."""

from collections.abc import Mapping, Sequence

from pipelines.model import Catalogue, Disclosed, Edition, Schema
from pipelines.publication.formats.as_workbook import MOST_ROWS, Sheet
from pipelines.publication.rows import finding_row

MOST_FINDINGS = 10_000  # the inspection's own CSV has them all
_SEVERITIES = {"error": "错误", "warning": "提示", "info": "说明"}


def about_sheet(
    edition: Edition, disclosed: Disclosed, schemas: Mapping[str, Schema], left_out: Sequence[str]
) -> Sheet:
    """What the edition is, and what each sheet holds."""
    dataset, snapshot = disclosed.dataset, disclosed.staged.snapshot
    said: list[tuple[str, str | int]] = [
        ("数据集 Dataset", f"{dataset.title} {dataset.title_en}"),
        ("版本 Edition", edition.number),
        ("公开主体 Publisher", f"{dataset.publisher.name} {dataset.publisher.name_en}"),
        ("原始文件 Snapshot", f"{snapshot.path.name}（{snapshot.date.isoformat()}）"),
        ("许可 Licence", "；".join(x.title for x in dataset.licenses) or "未注明 not stated"),
        *(("来源 Source", source.title) for source in dataset.sources),
        ("校验和 sha256", edition.sha256),
        ("金额 Amounts", "单位：元，精确到分；超过 15 位的数字写成文本 in yuan, exact to the fen"),
        ("编码 Codes", "编码是文本，前面的零保留 codes are text, with their leading zeros"),
    ]
    tables = [
        (schemas[name].title, _row_count(table.num_rows, is_left_out=name in left_out))
        for name, table in edition.tables.items()
    ]
    return Sheet("说明 About", [("项目", 24), ("内容", 80)], [*said, *tables])


def _row_count(rows: int, *, is_left_out: bool) -> str:
    said = f"{rows:,} 行 rows"
    if not is_left_out:
        return said
    return (
        f"{said}：本工作簿最多收 {MOST_ROWS:,} 行，这张表请用 CSV、Parquet 或 SQLite "
        "too long for this workbook: take its CSV, Parquet or SQLite"
    )


def dictionary_sheet(schemas: Sequence[Schema], catalogue: Catalogue) -> Sheet:
    """Every field of every table: what it is called, means and counts in."""
    headings = [
        *(("表", 24), ("字段", 24), ("名称", 20), ("Title", 20), ("类型", 10), ("单位", 8)),
        *(("代码表", 20), ("含义", 50), ("Meaning", 50)),
    ]
    rows = [
        (
            *(schema.title, field.name, field.title, field.title_en, field.type, field.unit),
            catalogue.codelists[field.classification.codelist].title
            if field.classification
            else None,
            *(field.description, field.description_en),
        )
        for schema in schemas
        for field in schema.fields
    ]
    return Sheet("数据字典 Dictionary", headings, rows)


def findings_sheet(disclosed: Disclosed, catalogue: Catalogue) -> Sheet:
    """What the inspection found, in words, the errors first."""
    headings = [
        *(("级别", 8), ("表", 24), ("位置", 20), ("内容", 20), ("应为", 20)),
        *(("问题", 50), ("Finding", 50), ("依据", 40), ("规则", 30)),
    ]
    found = disclosed.inspection.findings
    rows = []
    for finding in found[:MOST_FINDINGS]:
        schema = catalogue.schemas.get(finding.table or "")
        row = finding_row(finding, catalogue.rules[finding.rule], schema)
        rows.append(
            (
                *(_SEVERITIES[finding.severity], schema and schema.title, row["source_cell"]),
                *(row["value"], row["expected"], row["message"], row["message_en"]),
                *(row["basis"], row["rule"]),
            )
        )
    rest = len(found) - len(rows)
    if rest:
        rows.append((f"另有 {rest:,} 处，见 inspection.csv；{rest:,} more in inspection.csv",))
    return Sheet("审核结果 Findings", headings, rows)
