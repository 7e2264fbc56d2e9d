import gc
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.memory import collect, release

SCHEMA = pa.schema([pa.field("name", pa.string()), pa.field("row", pa.int64())])
ROWS = st.lists(st.tuples(st.none() | st.text(), st.integers(0, 10)), max_size=5)


def table_of(rows: list[tuple]) -> pa.Table:
    names, numbers = zip(*rows, strict=True) if rows else ((), ())
    return pa.table([pa.array(names, pa.string()), pa.array(numbers, pa.int64())], schema=SCHEMA)


@given(st.lists(ROWS.map(table_of), max_size=4), st.integers(0, 200))
def test_table_is_the_same_wherever_it_lies(parts: list[pa.Table], held: int) -> None:
    whole = pa.concat_tables([SCHEMA.empty_table(), *parts])

    assert collect(parts, SCHEMA, held_bytes=held) == whole


def test_long_table_lies_in_a_file_that_has_no_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    part = table_of([("银杏" * 1000, n) for n in range(10)])

    table = collect([part] * 3, SCHEMA, held_bytes=part.nbytes)

    assert not list(tmp_path.iterdir())
    assert str(tmp_path) in Path("/proc/self/maps").read_text(encoding="utf-8")
    assert table["row"].to_pylist() == [*range(10)] * 3
    del table
    gc.collect()
    assert str(tmp_path) not in Path("/proc/self/maps").read_text(encoding="utf-8")


def test_what_was_let_go_of_can_be_read_again() -> None:
    part = table_of([("银杏" * 1000, n) for n in range(100)])
    table = collect([part] * 20, SCHEMA, held_bytes=0)

    before = resident_file_kib()
    assert table == pa.concat_tables([part] * 20)
    read = resident_file_kib()
    release(10**9)

    assert read - before > table.nbytes // 1024 // 2
    assert resident_file_kib() - before < table.nbytes // 1024 // 2
    assert table == pa.concat_tables([part] * 20)


def resident_file_kib() -> int:
    """How much of mapped files the process holds in memory."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("RssFile:"))
    return int(line.split()[1])
