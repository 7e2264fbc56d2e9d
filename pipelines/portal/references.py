"""A citation in the forms in which works are listed: in words, for BibTeX, as CSL-JSON."""

from typing import Any


def reference(citation: dict[str, Any]) -> str:
    """The citation in words. Basis: GB/T 7714-2015, 8 (electronic resources)."""
    edition = citation["edition"]
    return (
        f"{edition['publisher_name']}. {edition['title']}：第 {edition['number']} 版[DS/OL]. "
        f"({edition['published_at'][:10]})[{citation['today']}]. {citation['url']}."
    )


def bibtex(citation: dict[str, Any]) -> str:
    """The citation for BibTeX."""
    edition = citation["edition"]
    fields = {
        "author": f"{{{edition['publisher_name']}}}",
        "title": edition["title"],
        "year": edition["published_at"][:4],
        "version": str(edition["number"]),
        "url": citation["url"],
        "urldate": citation["today"],
        "note": f"answer sha256 {citation['answer'].sha256}",
    }
    lines = [f"  {name} = {{{text}}}," for name, text in fields.items()]
    return "\n".join([f"@misc{{{citation['key']},", *lines, "}", ""])


def csl(citation: dict[str, Any]) -> dict[str, Any]:
    """The citation for programs that manage references. Basis: CSL-JSON 1.0."""
    edition = citation["edition"]
    issued, accessed = (
        {"date-parts": [[int(part) for part in day[:10].split("-")]]}
        for day in (edition["published_at"], citation["today"])
    )
    return {
        "id": citation["key"],
        "type": "dataset",
        "title": edition["title"],
        "author": [{"literal": edition["publisher_name"]}],
        "issued": issued,
        "accessed": accessed,
        "version": str(edition["number"]),
        "URL": citation["url"],
        "note": f"answer sha256 {citation['answer'].sha256}",
    }
