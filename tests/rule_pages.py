"""A page for every rule and check, and their index: `docs/rules/`, made from header and examples.

`pytest tests/test_docs.py --accept` writes the pages anew and removes those of rules that are gone.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pipelines.model import Catalogue, Family, ParameterValue, Rule
from tests import REPOSITORY

FOLDER = Path("docs/rules")
INDEX = FOLDER / "README.md"
EXAMPLES = REPOSITORY / "tests/rules"
CHECKS = "checks"  # the folder of the pages of the built-in checks
SEVERITIES = {"error": "错误 error", "warning": "提示 warning", "info": "说明 info"}
EXAMPLE_TITLES = {
    "passes": "成立的例子 · What passes",
    "breaks": "不成立的例子 · What breaks",
    "expected": "由此报出的 · What is found",
}
_ARTICLE = re.compile("第([〇零一二三四五六七八九十百]+)条")
_DIGITS = {word: n for n, word in enumerate("零一二三四五六七八九")} | {"〇": 0}
_HEAD = "<!-- 由规则本身生成，勿手改 · made from the rule itself, not to be edited by hand -->"


def rule_pages(catalogue: Catalogue) -> dict[Path, str]:
    """Every page there should be, by its path from the top of the repository."""
    pages = {page_of(rule): _page(rule, catalogue) for rule in catalogue.rules.values()}
    return {INDEX: _index(catalogue), **pages}


def standing_pages() -> set[Path]:
    """The pages there are."""
    return {path.relative_to(REPOSITORY) for path in (REPOSITORY / FOLDER).rglob("*.md")}


def page_of(rule: Rule) -> Path:
    """Where the page of a rule stands."""
    return FOLDER / (rule.family or CHECKS) / f"{rule.name}.md"


def _page(rule: Rule, catalogue: Catalogue) -> str:
    parts = [
        _HEAD,
        f"# {rule.title}",
        f"**{rule.title_en}**",
        f"`{rule.name}` · {SEVERITIES[rule.severity]} · {_place(rule, catalogue)}",
        f"{rule.why}\n\n{rule.why_en}",
        "\n".join(f"- {label}：{text}" for label, text in _facts(rule, catalogue)),
    ]
    if rule.sql is not None:
        parts += ["## 查询 · Query", f"```sql\n{rule.sql}\n```", *_examples(rule)]
    return "\n\n".join(parts) + "\n"


def _place(rule: Rule, catalogue: Catalogue) -> str:
    if rule.family is None:
        return "[内置检查 · Built-in checks](../README.md#checks)"
    family = catalogue.families[rule.family]
    return f"[{family.title} · {family.title_en}](../README.md#{family.name})"


def _facts(rule: Rule, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """What the page lists, with its label; what the header leaves out is left out."""
    link = f"（[原文 text]({rule.url})）" if rule.url else ""
    yield "依据 basis", f"{_basis(rule)}{link}"
    if rule.since:
        yield "施行 in force since", str(rule.since)
    if rule.tables:
        yield "表 tables", "、".join(f"[{t}](../../reference/fields.md#{t})" for t in rule.tables)
    if rule.published:
        seen = "、".join(f"[{t}](../../reference/fields.md#{t})" for t in rule.published)
        label = "[连同已公开的](../../decisions/0013-published.md) with what is published"
        yield label, seen
    for name in rule.parameters:
        parameter = catalogue.parameters[name]
        values = "；".join(_value(v, parameter.unit) for v in parameter.values)
        described = f"{parameter.title} · {parameter.title_en}"
        yield "参数 parameter", f"[`{name}`](../../reference/parameters.md) {described}：{values}"
    if rule.excludes:
        yield "不含 leaves out", f"{rule.excludes} · {rule.excludes_en}"
    for name in rule.cannot_check:
        reason = catalogue.reasons[name]
        described = f"{reason.title}：{reason.description} · {reason.title_en}"
        yield "无法核对 cannot check", f"`{name}` {described}: {reason.description_en}"
    yield "问题说明 message", f"{rule.message} · {rule.message_en}"
    if rule.mend:
        yield "怎样改 how to mend", f"{rule.mend} · {rule.mend_en}"
    yield "文件 file", f"[{source_of(rule)}](../../../{source_of(rule)})"


def source_of(rule: Rule) -> str:
    """The file a rule or check is written in, from the top of the repository."""
    if rule.sql is None:
        return f"schemas/checks/{rule.name}.yaml"
    return f"schemas/{rule.family}/rules/{rule.name}.sql"


def _value(value: ParameterValue, unit: str) -> str:
    place = f"{value.division_code}，" if value.division_code else ""
    checked = "" if value.verified else "，未核实 unchecked"
    return f"{value.value:,} {unit}（{place}{value.valid_from}–{value.valid_to or ''}{checked}）"


def _basis(rule: Rule) -> str:
    if rule.article == "—":
        return f"{rule.basis} · {rule.basis_en}"
    return f"{rule.basis}{rule.article} · {rule.basis_en}, {rule.article_en}"


def _examples(rule: Rule) -> Iterator[str]:
    for name, title in EXAMPLE_TITLES.items():
        path = EXAMPLES / str(rule.family) / rule.name / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        yield f"## {title}"
        # A finding names the line of the example it was found in.
        numbered = [[str(n), *row] for n, row in enumerate(rows, start=2)]
        given = ["", *header] if name == "expected" else ["行 line", *header]
        yield _table(given, rows if name == "expected" else numbered, name != "expected")


def _table(header: Sequence[str], rows: Sequence[Sequence[str]], is_numbered: bool) -> str:
    """The rows, without columns that say nothing."""
    names = list(header if is_numbered else header[1:])
    kept = [i for i in range(len(names)) if any(row[i] for row in rows)]
    shown = [[names[i] for i in kept], ["---" for _ in kept]]
    shown += [[row[i].replace("|", "\\|") for i in kept] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in shown)


def _index(catalogue: Catalogue) -> str:
    parts = [
        _HEAD,
        "# 规则 · Rules",
        "每条规则一页：说什么、为什么、依据、参数、查询和例子。先按类别，再按法规和条款排列。怎样添加见"
        "[添加规则](../how-to/add-a-rule.md)。",
        "A page for every rule: what it says and why, its basis, parameters, query and examples. "
        "They stand by family first, then by act and article. To add one see "
        "[Add a rule](../how-to/add-a-rule.md).",
        "## 按类别 · By family",
        *_family_parts(CHECKS, "内置检查 · Built-in checks", catalogue.checks),
    ]
    for family in catalogue.families.values():
        parts += _family_parts(family.name, _both(family), family.rules)
    return "\n\n".join([*parts, "## 按依据 · By act and article", *_act_parts(catalogue)]) + "\n"


def _both(family: Family) -> str:
    return f"{family.title} · {family.title_en}"


def _family_parts(name: str, title: str, rules: Mapping[str, Rule]) -> Iterator[str]:
    yield f"### {name}"
    yield f"**{title}**"
    if not rules:
        yield "只用内置检查。 · Built-in checks only."
        return
    lines = ["| 规则 rule | 级别 severity | 依据 basis |", "| --- | --- | --- |"]
    for rule in rules.values():
        article = "" if rule.article == "—" else rule.article
        lines.append(f"| {_link(rule)} | {SEVERITIES[rule.severity]} | {rule.basis}{article} |")
    yield "\n".join(lines)


def _link(rule: Rule) -> str:
    path = page_of(rule).relative_to(FOLDER).as_posix()
    return f"[{rule.title}]({path}) {rule.title_en}"


def _act_parts(catalogue: Catalogue) -> Iterator[str]:
    acts: dict[tuple[str, str], list[Rule]] = defaultdict(list)
    for rule in catalogue.rules.values():
        acts[rule.basis, rule.basis_en].append(rule)
    for (act, act_en), rules in sorted(acts.items()):
        yield f"### {act}"
        yield f"**{act_en}**"
        ordered = sorted(rules, key=lambda r: (article_number(r.article), r.article, r.name))
        yield "\n".join(f"- {_article(rule)}{_link(rule)}" for rule in ordered)


def _article(rule: Rule) -> str:
    return "" if rule.article == "—" else f"{rule.article} · {rule.article_en}："


def article_number(article: str) -> int:
    """The number of the first article named, for sorting; 0 if none is.

    >>> article_number("第四十三条第二款"), article_number("第六条"), article_number("校验码")
    (43, 6, 0)
    """
    found = _ARTICLE.search(article)
    if found is None:
        return 0
    total, digit = 0, 0
    for word in found[1]:
        if word in _DIGITS:
            digit = _DIGITS[word]
        else:
            total += (digit or 1) * {"十": 10, "百": 100}[word]
            digit = 0
    return total + digit
