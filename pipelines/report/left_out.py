"""The sheets that were not inspected, in words."""

from pipelines.report.content import Report
from pipelines.report.words import say
from pipelines.wording import Language


def left_out(report: Report, language: Language) -> list[str]:
    """One line for each sheet with its reason; those without any table of ours share one."""
    unread = report.recognition.unread if report.recognition else ()
    schemas = report.catalogue.schemas
    lines = []
    for sheet in unread:
        if sheet.reason != "no table":
            titles = [schemas[name].title for name in sheet.tables]
            tables = "、".join(f"{t}（{n}）" for t, n in zip(titles, sheet.tables, strict=True))
            reason = say(sheet.reason, language, tables=tables)
            lines.append(f"{sheet.sheet} — {reason}" if sheet.sheet else reason)
    plain = [u.sheet for u in unread if u.reason == "no table" and u.sheet]
    if plain:
        lines.append(f"{'、'.join(plain)} — {say('no table', language)}")
    return lines
