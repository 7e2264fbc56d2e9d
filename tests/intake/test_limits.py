from pathlib import Path

import pytest

from pipelines.intake import formats, limits
from pipelines.intake.formats import read_file
from pipelines.intake.limits import UnreadableError, refuse_above
from tests import write


def test_what_is_within_a_limit_goes_on() -> None:
    refuse_above(3, 3, "行/rows")


def test_refusal_says_what_and_how_much() -> None:
    with pytest.raises(UnreadableError, match="行/rows: 4,000 > 3"):
        refuse_above(3, 4000, "行/rows")


def test_file_larger_than_any_form_is_not_read_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formats, "MAX_FILE_BYTES", 5_000)
    path = write(tmp_path / "a.htm", "<table>" + " " * 9_000)

    (finding,) = read_file(path).findings

    assert "5,001 > 5,000" in (finding.detail or "")


def test_limits_are_far_above_any_real_form(found_data: Path) -> None:
    # Of every real file here, the largest that is read as a whole.
    largest = max(p.stat().st_size for p in found_data.glob("*/*") if p.suffix != ".csv")

    assert largest * 20 < limits.MAX_FILE_BYTES
