"""What a column is called where people read it: its title, and the unit of its numbers."""

from collections import Counter

from pipelines.model import Field, Schema


def headings(schema: Schema) -> list[str]:
    """A heading for each field; of two that would read the same, each has its name behind it."""
    plain = [_heading(field) for field in schema.fields]
    counts = Counter(plain)
    return [
        f"{text} {field.name}" if counts[text] > 1 else text
        for text, field in zip(plain, schema.fields, strict=True)
    ]


def _heading(field: Field) -> str:
    return f"{field.title}（{field.unit}）" if field.unit else field.title
