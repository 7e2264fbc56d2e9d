"""The README of an edition: what the files are and how to check them, Chinese and English."""

from collections.abc import Iterable, Mapping

from pipelines.model import Disclosed, Edition, Family, Schema

_FORMATS = (
    (
        ".csv",
        "规范文件：UTF-8，小数点两位的元",
        "the canonical file: UTF-8, yuan with two decimals",
    ),
    ("-excel.csv", "给 Excel 直接打开：中文表头", "for Excel to open: Chinese headings"),
    (".json", "对象数组；小数是字符串，不丢位数", "an array of objects; decimals are strings"),
    (".jsonl", "一行一个对象", "an object a line"),
    (".parquet", "带类型的列：decimal、date", "typed columns: decimal, date"),
)
_OTHERS = (
    ("tables.xlsx", "全部表格、数据字典和审核结果；编码是文本", "all tables, dictionary, findings"),
    ("tables.sqlite", "同样的表，可直接用 SQL 查询", "the same tables, to be asked in SQL"),
    ("datapackage.json", "每个字段的含义、单位、代码表", "what every field means: unit, codes"),
    ("inspection.*", "审核报告", "the inspection report"),
    (
        "changes.*",
        "与上一版相比的变动：逐行逐格，以及金额的净变动",
        "what changed, and net amounts",
    ),
    ("control-totals.json", "行数和分级合计，用来核对", "rows and sums by level, to tick off"),
    ("*.gz", "同名文件的压缩件", "the file of that name, compressed"),
    ("SHA256SUMS", "每个文件的校验和", "the checksum of every file"),
)


def write_readme(
    edition: Edition, disclosed: Disclosed, family: Family, left_out: Iterable[str]
) -> str:
    """The text; the same edition has the same text, whoever writes it and when."""
    dataset, schemas = disclosed.dataset, family.schemas
    licences = "；".join(licence.title for licence in dataset.licenses) or "未注明 not stated"
    snapshot = disclosed.staged.snapshot
    lines = [
        f"# {dataset.title} · {dataset.title_en}",
        "",
        f"第 {edition.number} 版 · Edition {edition.number}",
        "",
        f"- 公开主体 Publisher: {dataset.publisher.name} ({dataset.publisher.name_en})",
        f"- 原始文件 Snapshot: {snapshot.path.name}, {snapshot.date.isoformat()}, "
        f"sha256 {snapshot.sha256}",
        f"- 许可 Licence: {licences}",
        *_revision(edition),
        *_sources(disclosed),
        "",
        dataset.description,
        "",
        dataset.description_en,
        "",
        "## 表格 Tables",
        "",
        *_tables(edition, schemas),
        "",
        *_files(left_out, schemas),
        "",
        "## 核对 How to check",
        "",
        "    sha256sum --check --ignore-missing SHA256SUMS",
        "",
        "金额单位是元，精确到分；编码一律是文本；空格子就是没有数，不是零。",
        "",
        "Amounts are in yuan, exact to the fen; codes are text; an empty cell is no figure and "
        "not zero.",
        "",
        f"引用 Cite as: {dataset.publisher.name}，《{dataset.title}》，第 {edition.number} 版，"
        f"sha256 {edition.sha256}",
    ]
    return "\n".join(lines) + "\n"


def _revision(edition: Edition) -> list[str]:
    revision = edition.revision
    return [f"- 修订理由 Revised: {revision.reason} ({revision.reason_en})"] if revision else []


def _sources(disclosed: Disclosed) -> list[str]:
    return [
        f"- 来源 Source: {source.title}{f'，第 {source.page} 页' if source.page else ''}"
        for source in disclosed.dataset.sources
    ]


def _tables(edition: Edition, schemas: Mapping[str, Schema]) -> list[str]:
    rows = [
        f"| `{name}` | {schemas[name].title} | {schemas[name].title_en} | {table.num_rows:,} |"
        for name, table in edition.tables.items()
    ]
    return ["| 名称 Name | 表 | Table | 行 Rows |", "|---|---|---|--:|", *rows]


def _files(left_out: Iterable[str], schemas: Mapping[str, Schema]) -> list[str]:
    said = [
        "## 文件 Files",
        "",
        "每张表有五种格式，内容相同。Each table comes in five formats with the same values.",
        "",
        *(f"- `<名称 name>{end}`: {zh}. {en}." for end, zh, en in _FORMATS),
        *(f"- `{name}`: {zh}. {en}." for name, zh, en in _OTHERS),
    ]
    long = "、".join(f"{schemas[name].title}（`{name}`）" for name in left_out)
    if long:
        said += [
            "",
            f"行数太多，没有收进 tables.xlsx：{long}。",
            "Too long for tables.xlsx, and left out of it.",
        ]
    return said
