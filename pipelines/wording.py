"""Findings and outcomes in words, Chinese and English: what is wrong, why, and how to mend it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pipelines.model import Field, Finding, Outcome, Reason, Rule, Schema

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, Language] = ("zh", "en")

# How a constraint of the Table Schema standard is said to a clerk; the rest is what it asks for.
_CONSTRAINTS: Mapping[str, tuple[str, str]] = {
    "required": ("不能为空", "must not be empty"),
    "unique": ("不能重复", "must not stand twice"),
    "pattern": ("格式应为：", "must have the form:"),
    "enum": ("只能是：", "must be one of:"),
    "minimum": ("不能小于", "must be at least"),
    "maximum": ("不能大于", "must be at most"),
    "minLength": ("字数不能少于", "must have at least so many characters:"),
    "maxLength": ("字数不能多于", "must have at most so many characters:"),
}
# What a cell is read as: by type, or by the role that narrows it.
_TYPES: Mapping[str, tuple[str, str]] = {
    "integer": ("整数", "a whole number"),
    "number": ("数字", "a number"),
    "year": ("年份", "a year"),
    "date": ("日期，如 2024-03-01", "a date such as 2024-03-01"),
    "boolean": ("是或者否", "是 (yes) or 否 (no)"),
    "month": ("月份，如 2024年3月", "a month such as 2024-03"),
    "minute": ("日期和时间，如 2024年3月1日 9时00分", "a date and a time such as 2024-03-01 09:00"),
    "string": ("文字", "text"),
}


# What stands for the words of one finding where many are spoken of.
_OF_MANY: Mapping[str, dict[str, str]] = {
    "zh": dict.fromkeys(("value", "row", "table", "detail", "difference"), "…")
    | {"expected": "所列应有的内容", "field": "所列各栏"},
    "en": dict.fromkeys(("value", "row", "table", "detail", "difference"), "…")
    | {"expected": "what is listed for each place", "field": "the columns listed"},
}


@dataclass(frozen=True)
class Wording:
    """A finding in one language."""

    message: str
    basis: str
    mend: str | None


def word_finding(
    finding: Finding, rule: Rule, schema: Schema | None, language: Language
) -> Wording:
    """What a finding says: its rule's message, filled in, with the act and article it rests on."""
    words = _words(finding, schema, language)
    if language == "zh":
        message, mend, basis = rule.message, rule.mend, finding.basis
        own_basis = _basis(rule.basis, rule.article, "")
    else:
        message, mend, basis = rule.message_en, rule.mend_en, finding.basis_en
        own_basis = _basis(rule.basis_en, rule.article_en, ", ")
    return Wording(
        message=message.format_map(words).strip(),
        basis=basis or own_basis,
        mend=mend and mend.format_map(words),
    )


def word_outcome(outcome: Outcome, reasons: Mapping[str, Reason], language: Language) -> str | None:
    """Why a rule was not applied, or how many rows it left open and why; None if neither."""
    if language == "zh":
        left_open = [
            f"{count:,} 行无法核对：{reasons[name].title}"
            for name, count in sorted(outcome.cannot_check.items())
        ]
        return outcome.reason or "；".join(left_open) or None
    left_open = [
        f"{count:,} not checked: {reasons[name].title_en}"
        for name, count in sorted(outcome.cannot_check.items())
    ]
    return outcome.reason_en or "; ".join(left_open) or None


def mend_any(rule: Rule, field: str | None, language: Language) -> str | None:
    """How to mend any finding of a rule in a field, whatever stands in each place."""
    words = _OF_MANY[language] | ({"field": field} if field else {})
    mend = rule.mend if language == "zh" else rule.mend_en
    return mend and mend.replace("“{expected}”", "{expected}").format_map(words)


def _words(finding: Finding, schema: Schema | None, language: Language) -> Mapping[str, str]:
    """What the message of a rule may quote; a missing value is shown as a dash."""
    fen = finding.difference_fen
    detail_en = finding.detail_en or finding.detail
    words = {
        "value": finding.value,
        "expected": expectation(finding.expected, language, field_of(finding, schema)),
        "field": field_title(finding.field, schema, language),
        "row": finding.place.row,
        "table": table_title(finding.table, schema, language),
        "detail": (finding.detail if language == "zh" else detail_en) or "",
        "difference": None if fen is None else money(fen, language),
    }
    return {key: "—" if value is None else str(value) for key, value in words.items()}


def money(fen: int, language: Language) -> str:
    """An amount for readers.

    >>> money(-1234567, "zh"), money(5, "en")
    ('-12,345.67 元', '0.05 yuan')
    """
    return f"{Decimal(fen) / 100:,.2f} {'元' if language == 'zh' else 'yuan'}"


def field_title(name: str | None, schema: Schema | None, language: Language) -> str | None:
    """The title of a field, or of several joined ones; the name where the table is not known."""
    if name is None or schema is None:
        return name
    parts = name.split("、")
    titles = (_title_of(part, schema, language) for part in parts)
    return next(titles) if len(parts) == 1 else ("、" if language == "zh" else ", ").join(titles)


def _title_of(name: str, schema: Schema, language: Language) -> str:
    field = schema.by_name.get(name)
    if field is None:
        return name
    return field.title if language == "zh" else field.title_en


def table_title(name: str | None, schema: Schema | None, language: Language) -> str | None:
    """The title of a table; its name where the table is not known."""
    if schema is None:
        return name
    return schema.title if language == "zh" else schema.title_en


def field_of(finding: Finding, schema: Schema | None) -> Field | None:
    """The field a finding speaks of, if it is one and the table is known."""
    return schema.by_name.get(finding.field or "") if schema else None


def expectation(expected: str | None, language: Language, field: Field | None = None) -> str | None:
    """What was expected, with the standard's words for constraints and types put plainly.

    In place of a pattern stands what the field's description says.

    >>> expectation("minimum 2000", "zh"), expectation("date", "en"), expectation("2101102", "en")
    ('不能小于 2000', 'a date such as 2024-03-01', '2101102')
    """
    if expected is None:
        return None
    index = 0 if language == "zh" else 1
    if field and expected == field.unit:
        return (f"数字（单位：{expected}）", f"a number, in {expected}")[index]
    if expected in _TYPES:
        return _TYPES[expected][index]
    constraint, _, rest = expected.partition(" ")
    if constraint not in _CONSTRAINTS:
        return expected
    said = _CONSTRAINTS[constraint][index]
    if constraint == "pattern" and field:
        rest = (field.description, field.description_en)[index].rstrip("。.")
    if not rest or constraint in ("required", "unique"):
        return said
    return f"{said}{rest}" if said.endswith("：") else f"{said} {rest}"


def _basis(act: str, article: str, separator: str) -> str:
    return act if article == "—" else f"{act}{separator}{article}"
