from pathlib import Path

import pytest

from pipelines.exceptions import BusyError
from pipelines.publication.lock import locked


def test_second_run_is_refused_until_the_first_has_ended(tmp_path: Path) -> None:
    path = tmp_path / "home" / "publish.lock"
    with locked(path), pytest.raises(BusyError, match="another run"), locked(path):
        pass
    with locked(path):
        assert path.exists()
