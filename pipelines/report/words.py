"""The report's own words, Chinese and English."""

from collections.abc import Mapping

from pipelines.wording import Language

_WORDS: Mapping[str, tuple[str, str]] = {
    "error": ("错误", "error"),
    "warning": ("提示", "warning"),
    "info": ("说明", "note"),
    "broken": ("没有做到：{title}", "Not so: {title}"),
    "counts": (
        "错误 {error:,}，提示 {warning:,}，说明 {info:,}",
        "{error:,} errors, {warning:,} warnings, {info:,} notes",
    ),
    "clean": ("没有错误", "no errors"),
    "errors": ("有错误，改好再公开", "errors to mend before publication"),
    "unreadable": ("无法审核", "could not be judged"),
    "title": ("审核报告", "Inspection report"),
    "tables": ("{tables} 张表，{rows:,} 行", "{tables} tables, {rows:,} rows"),
    "year": ("{year} 年度", "fiscal year {year}"),
    "publisher": ("公开单位：{name}", "publisher: {name}"),
    "places": ("{count:,} 处", "{count:,} places"),
    "place": ("{count} 处", "{count} place"),
    "where": ("位置", "where"),
    "value": ("内容", "found"),
    "expected": ("应为", "expected"),
    "difference": ("相差", "difference"),
    "message": ("说明", "what is wrong"),
    "basis": ("依据", "basis"),
    "mend": ("怎样改", "how to mend"),
    "rule": ("规则", "rule"),
    "table": ("表", "table"),
    "field": ("栏目", "column"),
    "severity": ("级别", "severity"),
    "outcomes": ("各条规则", "Rules"),
    "result": ("结果", "outcome"),
    "count": ("处数", "findings"),
    "row": ("行", "row"),
    "rows": ("第 {rows} 行", "rows {rows}"),
    "whole": ("整表", "whole table"),
    "file": ("文件", "file"),
    "more": ("另有 {count:,} 处", "{count:,} more"),
    "all": (
        "列出全部：加 --all；全部存成表格：--format csv -o 问题.csv",
        "every one: --all; every one as a table: --format csv -o findings.csv",
    ),
    "summary": ("概要", "Summary"),
    "findings": ("问题", "Findings"),
    "skip": ("跳到问题", "Skip to the findings"),
    "family": ("类别", "kind of data"),
    "dataset": ("数据集", "dataset"),
    "fiscal year": ("年度", "fiscal year"),
    "named": ("表上写明的单位", "named on the tables"),
    "sheet": ("工作表", "sheet"),
    "unit": ("金额单位", "unit"),
    "nothing found": ("没有发现问题。", "Nothing was found."),
    "in the csv": (
        "没有逐条列出，全部见 --format csv",
        "not listed one by one; every one is in --format csv",
    ),
    "in place": ("在表里的位置", "Where they stand"),
    "in place note": (
        "只列表头和有问题的行；角标是问题的序号，点一下回到说明。",
        "The header and the rows with findings; a number leads back to its finding.",
    ),
    "cut": ("只列出前面的行。", "Only the first of these rows are shown."),
    "not a judgement": (
        "报告说明表格哪里不符合规定，不评价钱花得对不对。",
        "It says where the tables break the rules, not whether the money was well spent.",
    ),
    "list": ("审核结果", "Findings"),
    "list note": (
        "点“位置”到那一格；有颜色的格子有批注。除颜色和批注外，原表没有任何改动。",
        "The place leads to the cell; coloured cells have a note. Nothing else was changed.",
    ),
    "made note": (
        "点“位置”到那一格；有颜色的格子有批注。表是按读到的内容做的，个人信息已经遮住，请在原来的文件里改。",
        "The place leads to the cell; coloured cells have a note. The sheets are made of what was "
        "read, personal data is masked: mend the file you have.",
    ),
    "full value": (
        "完整内容没有写进报告，见原文件 {cell}。",
        "The full value is not in the report: see {cell} of the file handed in.",
    ),
    "places note": (
        "“位置”指收到的原始文件；这里只列问题，不含原表。",
        "Places are in the file received; here are its findings alone, without its sheets.",
    ),
    "closed note": (
        "点“位置”到那一格；有颜色的格子有批注。不公开的内容已经隐去，请在原来的文件里改。",
        "The place leads to the cell; coloured cells have a note. What is not public is hidden: "
        "mend the file you have.",
    ),
    "left open": ("无法核对，不算成立", "could not be checked, which is not passing"),
    "left out": ("没有审核的工作表", "sheets left out"),
    "no table": ("里面没有认得出的表", "no table of ours"),
    "several tables": (
        "可能是其中之一：{tables}；请用 --as 类别/表 指明",
        "one of {tables}; say which with --as FAMILY/TABLE",
    ),
    "table read already": (
        "与已审核的工作表是同一张表：{tables}",
        "the same table as a sheet that was inspected: {tables}",
    ),
    "another family": (
        "属于另一类数据：{tables}；请用 --as 类别 单独审核",
        "of another family: {tables}; inspect it by itself with --as FAMILY",
    ),
}


def say(key: str, language: Language, **values: object) -> str:
    """A text of the report.

    >>> say("places", "zh", count=1200), say("places", "en", count=2)
    ('1,200 处', '2 places')
    """
    return _WORDS[key][0 if language == "zh" else 1].format(**values)
