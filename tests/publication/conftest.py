from pathlib import Path

import pytest

from tests import make_repository
from tests.plain_line import Line


@pytest.fixture
def line(tmp_path: Path) -> Line:
    """The small repository, nothing published yet."""
    return Line(make_repository(tmp_path / "repository"), tmp_path / "home")
