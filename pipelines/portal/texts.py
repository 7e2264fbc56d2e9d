"""Filters and words the templates use."""

from hashlib import sha256
from pathlib import Path

from jinja2 import Environment

from pipelines.portal.cells import group_digits, show_fen, show_value
from pipelines.portal.history import key_of
from pipelines.portal.layout import breakable, columns_of, in_order, lay_out, width_class
from pipelines.portal.words import (
    CADENCES,
    KINDS,
    LEVELS,
    LOOKUPS,
    OUTCOMES,
    REDACTIONS,
    SEVERITIES,
)

STATIC = Path(__file__).with_name("static")


def show_day(moment: str | None) -> str:
    """The day of a moment.

    >>> show_day("2024-02-10T09:30:00+08:00"), show_day(None)
    ('2024-02-10', '—')
    """
    return moment[:10] if moment else "—"


def show_bytes(size: int) -> str:
    """A size as people read it.

    >>> show_bytes(812), show_bytes(20480), show_bytes(3_500_000)
    ('812 B', '20.0 kB', '3.3 MB')
    """
    if size < 1024:
        return f"{size} B"
    return f"{size / 1024:.1f} kB" if size < 1024**2 else f"{size / 1024**2:.1f} MB"


def asset_version() -> str:
    """A short hash of the static files: a new one makes browsers fetch them again."""
    digest = sha256(b"".join(p.read_bytes() for p in sorted(STATIC.iterdir())))
    return digest.hexdigest()[:10]


def add_texts(environment: Environment) -> None:
    """Give every template the words and filters."""
    environment.filters |= {
        "amount": group_digits,
        "yuan": show_fen,
        "day": show_day,
        "filesize": show_bytes,
        "in_order": in_order,
        "breakable": breakable,
        "shown": show_value,
        "columns_of": columns_of,
        "laid_out": lay_out,
        "count": "{:,}".format,
        "key_of": key_of,
    }
    environment.globals |= {
        "severities": SEVERITIES,
        "outcomes": OUTCOMES,
        "cadences": CADENCES,
        "kinds": KINDS,
        "redaction_kinds": REDACTIONS,
        "levels": LEVELS,
        "lookups": LOOKUPS,
        "width_class": width_class,
        "asset_version": asset_version(),
    }
