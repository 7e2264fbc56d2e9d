"""A table judged by pandera: `python -m benchmarks.pandera_script CSV SCHEMA`."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa

_TYPES = {
    "string": "str",
    "integer": "Int64",
    "number": "Float64",
    "date": "datetime64[ns]",
    "boolean": "str",
}
_CHECKS = {
    "pattern": pa.Check.str_matches,
    "enum": pa.Check.isin,
    "minimum": pa.Check.ge,
    "maximum": pa.Check.le,
}
_LENGTHS = {"minLength": "min_value", "maxLength": "max_value"}


def bad_rows(data: Path, schema: Mapping[str, Any]) -> set[int]:
    """The rows that break the schema; the header is row 1."""
    frame = pd.read_csv(data, dtype="str", na_values=schema["missingValues"], keep_default_na=False)
    try:
        _table(schema).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        return {int(n) + 2 for n in error.failure_cases["index"].dropna()}
    return set()


def _table(schema: Mapping[str, Any]) -> pa.DataFrameSchema:
    columns = {field["name"]: _column(field) for field in schema["fields"]}
    # Of rows with one key the first stands, as with the others.
    key = schema["primaryKey"]
    return pa.DataFrameSchema(columns, unique=key, report_duplicates="exclude_first")


def _column(field: Mapping[str, Any]) -> pa.Column:
    stated = dict(field["constraints"])
    is_nullable = not stated.pop("required", False)
    lengths = {_LENGTHS[name]: stated.pop(name) for name in _LENGTHS if name in stated}
    checks = [_CHECKS[name](_bound(field, value)) for name, value in stated.items()]
    checks += [pa.Check.str_length(**lengths)] if lengths else []
    checks += [pa.Check.isin(["true", "false"])] if field["type"] == "boolean" else []
    return pa.Column(_TYPES[field["type"]], checks, nullable=is_nullable, coerce=True)


def _bound(field: Mapping[str, Any], value: Any) -> Any:
    return pd.Timestamp(value) if field["type"] == "date" else value


if __name__ == "__main__":
    data, schema = sys.argv[1:]
    found = bad_rows(Path(data), json.loads(Path(schema).read_bytes()))
    print(json.dumps(sorted(found)))
    sys.exit(bool(found))
