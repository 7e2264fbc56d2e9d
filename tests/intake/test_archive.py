import zipfile
from pathlib import Path

import pytest

from pipelines.intake import limits
from pipelines.intake.archive import open_archive, read_member, stream_member
from pipelines.intake.limits import UnreadableError


def archive_of(folder: Path, **members: bytes) -> bytes:
    path = folder / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path.read_bytes()


def test_members_are_given_whole_or_in_pieces(tmp_path: Path) -> None:
    data = b"0123456789" * 20_000

    with open_archive(archive_of(tmp_path, a=data)) as archive:
        pieces = list(stream_member(archive, "a"))
        whole = read_member(archive, archive.infolist()[0])

    assert whole == data == b"".join(pieces)
    assert max(map(len, pieces)) <= 65_536


@pytest.mark.parametrize(
    ("limit", "most", "said"),
    [("MAX_MEMBERS", 1, "2 > 1"), ("MAX_UNPACKED_BYTES", 9, "10 > 9")],
)
def test_archive_that_asks_for_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, most: int, said: str
) -> None:
    monkeypatch.setattr(limits, limit, most)

    with pytest.raises(UnreadableError, match=said):
        open_archive(archive_of(tmp_path, a=b"12345", b=b"67890"))


def test_directory_is_measured_before_it_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = archive_of(tmp_path, **{"n" * 3_000: b"1"})
    monkeypatch.setattr(limits, "MAX_MEMBERS", 3)
    monkeypatch.setattr(zipfile, "ZipFile", None)  # is not reached

    with pytest.raises(UnreadableError, match=r"3,0[0-9]{2} > 3,000"):
        open_archive(data)


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\5\6", b"PK\3\4" + b"\0" * 40])
def test_what_is_no_archive_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="damaged archive"):
        open_archive(data)


def test_missing_member_is_refused(tmp_path: Path) -> None:
    with (
        open_archive(archive_of(tmp_path, a=b"1")) as archive,
        pytest.raises(UnreadableError, match="damaged archive"),
    ):
        read_member(archive, "b")
