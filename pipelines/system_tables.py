"""The tables about the data; what their columns mean: publication/system_tables.yaml."""

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, Table, Text


def text_column(name: str, *, key: bool = False, index: bool = False) -> Column:
    """A column of text."""
    return Column(name, Text, primary_key=key, index=index)


def _numbered() -> tuple[Column, Column]:
    """What stands first in a table of rows that have no key of their own, of some dataset."""
    dataset = Column("dataset", Text, ForeignKey("dataset.name"), index=True)
    return Column("id", Integer, primary_key=True), dataset


def integer_column(name: str, *, key: bool = False) -> Column:
    """A column of whole numbers that are given, never counted by the database."""
    return Column(name, Integer, primary_key=key, autoincrement=False)


def add_system_tables(metadata: MetaData) -> None:
    """Editions, inspections, changes, what is not public, and what the repository says."""
    for add in (_add_editions, _add_inspections, _add_changes, _add_disclosure, _add_reference):
        add(metadata)


def _add_editions(metadata: MetaData) -> None:
    """What has been published, and its tables as they stand."""
    Table(
        "dataset",
        metadata,
        text_column("name", key=True),
        *map(text_column, ("family", "title", "title_en", "description", "description_en")),
        *map(text_column, ("publisher_name", "publisher_name_en", "division_code", "cadence")),
        *map(text_column, ("licence", "sources", "legal_basis")),
        *map(text_column, ("disclosure", "because", "because_en")),
        integer_column("latest_edition"),
    )
    Table(
        "edition",
        metadata,
        Column("dataset", Text, ForeignKey("dataset.name"), primary_key=True),
        integer_column("number", key=True),
        *map(text_column, ("snapshot", "snapshot_date", "snapshot_sha256")),
        integer_column("row_count"),
        *map(text_column, ("sha256", "published_at", "own_sha256", "resources")),
        *map(text_column, ("reason", "reason_en")),
    )
    Table(
        "withdrawal",
        metadata,
        Column("dataset", Text, ForeignKey("dataset.name"), primary_key=True),
        integer_column("edition", key=True),
        *map(text_column, ("withdrawn_at", "withdrawn_by", "reason", "reason_en")),
        integer_column("replaced_by"),
        integer_column("is_purged"),
    )
    Table(
        "resource",
        metadata,
        Column("dataset", Text, ForeignKey("dataset.name"), primary_key=True),
        *(text_column(n, key=True) for n in ("snapshot", "table_name")),
        *map(text_column, ("family", "sheet", "unit")),
        *map(integer_column, ("rounding_fen", "row_count")),
        text_column("note"),
    )


def _add_inspections(metadata: MetaData) -> None:
    """What was judged, by which rules, and what came of it."""
    Table(
        "inspection",
        metadata,
        Column("dataset", Text, ForeignKey("dataset.name"), primary_key=True),
        text_column("snapshot", key=True),
        *map(text_column, ("snapshot_date", "snapshot_sha256", "encoding")),
        *map(integer_column, ("row_count", "withheld_count")),
        *map(integer_column, ("error_count", "warning_count", "info_count")),
        text_column("outcome"),
        integer_column("edition"),
        *map(text_column, ("reason", "reason_en", "inspected_at", "software_version")),
        # What it rests on, as hashes, and until when: while that lasts it is not made anew.
        *map(text_column, ("declared_sha256", "published_sha256", "stands_until")),
    )
    Table(
        "finding",
        metadata,
        *_numbered(),
        text_column("snapshot"),
        text_column("severity"),
        integer_column("is_withheld"),
        Column("rule", Text, ForeignKey("rule.name"), index=True),
        text_column("table_name"),
        integer_column("source_row"),
        *map(text_column, ("source_cell", "field", "value", "expected")),
        integer_column("difference_fen"),
        *map(text_column, ("message", "message_en", "basis", "basis_en")),
    )
    Table(
        "rule",
        metadata,
        text_column("name", key=True),
        *map(text_column, ("family", "severity", "title", "title_en", "basis", "basis_en")),
        *map(text_column, ("article", "article_en", "url", "since", "why", "why_en")),
        *map(text_column, ("excludes", "excludes_en", "message", "message_en", "mend", "mend_en")),
        *map(text_column, ("parameters", "sql")),
    )
    Table(
        "rule_outcome",
        metadata,
        Column("dataset", Text, ForeignKey("dataset.name"), primary_key=True),
        text_column("snapshot", key=True),
        Column("rule", Text, ForeignKey("rule.name"), primary_key=True),
        text_column("outcome"),
        *map(integer_column, ("count", "cannot_check_count")),
        *map(text_column, ("reason", "reason_en")),
    )


def _add_changes(metadata: MetaData) -> None:
    """What differs from the edition before, and what differs from the file received."""
    Table(
        "change",
        metadata,
        *_numbered(),
        integer_column("edition"),
        *map(text_column, ("table_name", "key", "kind", "field", "old", "new")),
        integer_column("difference_fen"),
        Index("change_key", "dataset", "table_name", "key"),
    )
    Table(
        "net_change",
        metadata,
        *_numbered(),
        integer_column("edition"),
        *map(text_column, ("table_name", "rows_of", "field")),
        integer_column("difference_fen"),
    )
    Table(
        "correction",
        metadata,
        Column("dataset", Text, ForeignKey("dataset.name"), primary_key=True),
        *(text_column(n, key=True) for n in ("snapshot", "table_name")),
        integer_column("row", key=True),
        text_column("column", key=True),
        *map(text_column, ("was", "becomes", "because", "because_en", "source")),
    )


def _add_disclosure(metadata: MetaData) -> None:
    """What is not public, how much of it there is and why; and what was cleared."""
    Table(
        "redaction",
        metadata,
        Column("dataset", Text, ForeignKey("dataset.name"), primary_key=True),
        *(text_column(n, key=True) for n in ("snapshot", "table_name", "field")),
        text_column("kind"),
        integer_column("count"),
        *map(text_column, ("because", "because_en", "until")),
    )
    Table(
        "withheld",
        metadata,
        Column("dataset", Text, ForeignKey("dataset.name"), primary_key=True),
        *(text_column(n, key=True) for n in ("snapshot", "table_name")),
        Column("rule", Text, ForeignKey("rule.name"), primary_key=True),
        integer_column("row_count"),
        text_column("amount_field"),
        integer_column("amount_fen"),
    )
    Table(
        "clearance",
        metadata,
        Column("dataset", Text, ForeignKey("dataset.name"), primary_key=True),
        integer_column("number", key=True),
        *map(text_column, ("table_name", "field", "kind", "pattern")),
        *map(text_column, ("because", "because_en", "decided_by", "decided_on")),
    )


def _add_reference(metadata: MetaData) -> None:
    """What the repository says of duties, fields, codes and thresholds."""
    Table(
        "required_table",
        metadata,
        text_column("family", key=True),
        text_column("table_name", key=True),
    )
    Table(
        "field",
        metadata,
        text_column("table_name", key=True),
        text_column("name", key=True),
        *map(text_column, ("title", "title_en", "description", "description_en")),
        *map(text_column, ("type", "unit", "codelist")),
    )
    Table(
        "code",
        metadata,
        text_column("codelist", key=True),
        text_column("code", key=True),
        integer_column("valid_from", key=True),
        integer_column("valid_to"),
        *map(text_column, ("parent", "level", "name", "name_en")),
        Column("verified", Integer),
        *map(text_column, ("source", "printed_name", "successor", "successor_basis")),
    )
    Table(
        "parameter",
        metadata,
        *(text_column(n, key=True) for n in ("name", "division_code", "valid_from")),
        text_column("valid_to"),
        integer_column("value"),
        *map(text_column, ("unit", "title", "title_en", "description", "description_en")),
        *map(text_column, ("basis", "basis_en", "article", "article_en", "url")),
        Column("verified", Integer),
    )
