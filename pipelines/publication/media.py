"""What kind of file each file of an edition is.

Basis: IANA media types, https://www.iana.org/assignments/media-types/
"""

from pathlib import Path

_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".jsonl": "application/jsonl; charset=utf-8",
    ".parquet": "application/vnd.apache.parquet",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".sqlite": "application/vnd.sqlite3",
    ".html": "text/html; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".gz": "application/gzip",
    ".minisig": "application/octet-stream",  # none is registered; a text would be shown, not saved
}


def media_type(name: str) -> str:
    """The media type of a file by the end of its name; plain text where that says nothing.

    >>> media_type("tables.sqlite"), media_type("SHA256SUMS")
    ('application/vnd.sqlite3', 'text/plain; charset=utf-8')
    """
    return _TYPES.get(Path(name).suffix, "text/plain; charset=utf-8")
