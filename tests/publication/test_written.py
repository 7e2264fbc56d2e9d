from hashlib import sha256
from pathlib import Path

import pytest

from pipelines.publication.written import written_file


@pytest.mark.parametrize("data", [b"", b"a\n", bytes(range(256)) * 5000])
def test_file_is_known_by_its_name_size_and_hash(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "tree_line.csv"
    path.write_bytes(data)

    file = written_file(path)

    assert (file.name, file.path) == ("tree_line.csv", path)
    assert (file.size, file.sha256) == (len(data), sha256(data).hexdigest())
