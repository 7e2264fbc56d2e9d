import gzip
import subprocess
import zlib
from pathlib import Path

import pytest

from pipelines.publication.formats.compressed import compress


@pytest.mark.parametrize("size", [1_000, 999_999, 1_000_000, 1_000_001, 3_500_000])
def test_twin_is_one_member_that_every_program_opens(tmp_path: Path, size: int) -> None:
    line = "第7中学财务处,110101,1234.50\n".encode()
    data = (line * (size // len(line) + 1))[:size]
    (tmp_path / "a.csv").write_bytes(data)

    twin = compress(tmp_path / "a.csv")

    assert twin == tmp_path / "a.csv.gz"
    assert gzip.decompress(twin.read_bytes()) == data
    reader = zlib.decompressobj(wbits=31)
    assert reader.decompress(twin.read_bytes()) == data
    assert (reader.eof, reader.unused_data) == (True, b"")
    assert subprocess.run(["gzip", "-t", str(twin)], check=False).returncode == 0
    assert twin.stat().st_size < size / 4


def test_twin_has_no_time_and_no_name(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"a" * 2_000)

    twin = compress(tmp_path / "a.csv")

    assert twin is not None
    assert twin.read_bytes()[3:8] == bytes(5)


@pytest.mark.parametrize("name", ["a.xlsx", "a.parquet", "short.csv"])
def test_what_gains_nothing_has_no_twin(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"a" * (999 if name == "short.csv" else 5_000))

    assert compress(tmp_path / name) is None
