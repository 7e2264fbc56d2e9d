"""Reads the pages of the site as a person would."""

import re
from html import unescape


def text_of(html: str) -> str:
    """What a page says, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def links_of(html: str) -> list[str]:
    """Every address a page leads to or loads."""
    return [unescape(link) for link in re.findall(r'(?:href|src|action)="([^"#]+)', html)]


def cells_of(html: str) -> list[list[str]]:
    """The text of each cell of each row of the tables in a page."""
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", html, re.DOTALL)
    return [[text_of(c) for c in re.findall(r"<t[dh].*?</t[dh]>", r, re.DOTALL)] for r in rows]
