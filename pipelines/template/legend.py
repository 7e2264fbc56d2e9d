"""The sheet of a form that explains it: every column, and what will be checked."""

from collections.abc import Iterable, Mapping, Sequence

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pipelines.model import Catalogue, Family, Rule, Schema
from pipelines.template.columns import Column

NAME = "填表说明"
_COLUMNS = (
    *(("表 table", 26), ("栏目 column", 26), ("含义 meaning", 60), ("内容 kind", 16)),
    *(("计量 unit", 10), ("必填 required", 12), ("代码表 code list", 26), ("依据 basis", 40)),
)
_RULES = (("会核对什么 what is checked", 52), ("为什么 why", 60), ("依据 basis", 40))
_KINDS = {
    "string": "文字 text",
    "integer": "整数 whole number",
    "number": "数字 number",
    "date": "日期 date",
    "year": "年份 year",
    "boolean": "是/否 yes or no",
}
_HOW = (
    "一张表一个工作表：标题、表头和工作表名不要改，从表头下一行起填写；行数不够可以往下加。",
    "Each table has its sheet; keep titles, headings and names, and begin below the header.",
    "编码按文本填写，前面的零不能丢；能下拉选择的请选择，选项见“代码表”。",
    "Codes are text and keep their zeros; choose from the lists, which stand in the sheet 代码表.",
    "没有数据的表也要保留，在表头下写“注：本表为空表。”。填好以后：./run inspect 文件",
    "Keep a table without data, with 注：本表为空表。 below its header. Then: ./run inspect FILE",
)


def write_legend(
    sheet: Worksheet,
    formats: Mapping[str, Format],
    family: Family,
    forms: Sequence[tuple[Schema, Sequence[Column]]],
    catalogue: Catalogue,
) -> None:
    """Write what the form is, how it is filled in, its columns, and the rules of its family."""
    sheet.write_string(0, 0, f"{family.title} {family.title_en}", formats["title"])
    row = 1
    for basis in family.legal_basis:
        text = f"{basis.act}{basis.article} · {basis.act_en}, {basis.article_en}"
        sheet.write_string(row, 0, text)
        row += 1
    for text in _HOW:
        sheet.write_string(row, 0, text)
        row += 1
    row = _write_table(sheet, formats, row + 1, _COLUMNS, _column_lines(forms, catalogue))
    tables = {schema.name for schema, _ in forms}
    rules = [r for r in family.rules.values() if tables & set(r.tables)]
    _write_table(sheet, formats, row + 1, _RULES, map(_rule_line, rules))
    for number, (_, width) in enumerate(_COLUMNS):
        sheet.set_column(number, number, width)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)


def _write_table(
    sheet: Worksheet,
    formats: Mapping[str, Format],
    row: int,
    columns: Sequence[tuple[str, int]],
    lines: Iterable[Sequence[str]],
) -> int:
    """A table with its head; the first row below it."""
    sheet.write_row(row, 0, [title for title, _ in columns], formats["head"])
    for line in lines:
        row += 1
        for column, text in enumerate(line):
            sheet.write_string(row, column, text, formats["wrapped"])
    return row + 1


def _column_lines(
    forms: Sequence[tuple[Schema, Sequence[Column]]], catalogue: Catalogue
) -> list[tuple[str, ...]]:
    lines = []
    for schema, columns in forms:
        for column in columns:
            field = column.field
            codelist = catalogue.codelists[column.listed.codelist] if column.listed else None
            lines.append(
                (
                    schema.title,
                    field.title,
                    f"{field.description}\n{field.description_en}",
                    _KINDS[field.type],
                    column.unit or "",
                    "必填 required" if field.is_required else "",
                    f"{codelist.title} {codelist.title_en}" if codelist else "",
                    codelist.basis if codelist else "",
                )
            )
    return lines


def _rule_line(rule: Rule) -> tuple[str, str, str]:
    basis = rule.basis if rule.article == "—" else f"{rule.basis}{rule.article}"
    return f"{rule.title}\n{rule.title_en}", f"{rule.why}\n{rule.why_en}", basis
