"""What is not for the public is in no byte of what a run leaves behind."""

import gzip
import zipfile
from collections.abc import Iterator
from datetime import datetime
from html import unescape
from pathlib import Path
from types import ModuleType

import pytest

from pipelines.redaction import CHINA
from tests.fair import CANARIES, DATASET, make_line
from tests.plain_line import Line
from tests.reader import problems

BEFORE = datetime(2025, 6, 13, 17, 59, tzinfo=CHINA)
AFTER = datetime(2025, 6, 13, 18, 0, tzinfo=CHINA)
OPENED = {"embargoed cell", "embargoed count"}


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Line:
    line = make_line(tmp_path)
    monkeypatch.setenv("SUNLEDGER_REPOSITORY", str(line.root))
    monkeypatch.setenv("SUNLEDGER_HOME", str(line.home))
    return line


def files_below(*roots: Path) -> Iterator[tuple[Path, bytes]]:
    """Every file with its bytes, unpacked where it is an archive."""
    for path in (p for root in roots for p in root.rglob("*") if p.is_file()):
        data = path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                data = b"".join(archive.read(name) for name in archive.namelist())
            data += unescape(data.decode("utf-8", "replace")).encode()
        if data[:2] == b"\x1f\x8b":
            data += gzip.decompress(data)
        yield path, data


def leaks(found: dict[str, bytes], kept: set[str] = frozenset(CANARIES)) -> list[tuple[str, str]]:
    """Where a text that must not be there stands, in any of the ways it may be written."""
    return [
        (name, where)
        for name in sorted(kept)
        for where, data in found.items()
        if any(written in data for written in ways_to_write(CANARIES[name]))
    ]


def ways_to_write(text: str) -> set[bytes]:
    escaped = text.encode("unicode_escape")
    codes = {text.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")}
    return {*codes, escaped, repr(text.encode()).strip("b'").encode()}


def scheduler_folders() -> list[Path]:
    from prefect.settings import PREFECT_HOME, PREFECT_SERVER_DATABASE_CONNECTION_URL

    database = str(PREFECT_SERVER_DATABASE_CONNECTION_URL.value())
    return [
        Path(database.removeprefix("sqlite+aiosqlite:///")).parent,
        PREFECT_HOME.value(),
    ]


@pytest.mark.usefixtures("prefect_server")
@pytest.mark.fault("S02")
def test_nothing_that_is_kept_back_is_in_any_byte_of_a_run(
    flows: ModuleType,
    line: Line,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    (result,) = flows.run([DATASET], now=BEFORE)

    printed = capfd.readouterr()
    texts = {
        "output": printed.out,
        "errors": printed.err,
        "log": caplog.text,
        "result": str(result),
    }
    found = {name: text.encode() for name, text in texts.items()}
    found |= {str(p): data for p, data in files_below(line.home, *scheduler_folders())}
    assert (result.outcome, result.edition, result.withheld) == ("published", 1, 1)
    assert line.rows("select stall_name, fee_amount_fen from stall order by 1") == [
        ("糖画", 10000),
        ("面人", 25050),
    ]
    assert any("面人".encode() in data for data in found.values())
    assert leaks(found) == []
    assert problems(line.home) == []


def test_canaries_are_in_the_file_and_would_be_seen(line: Line) -> None:
    found = {str(path): data for path, data in files_below(line.root)}

    assert {name for name, _ in leaks(found)} == set(CANARIES)


@pytest.mark.fault("S02")
def test_refused_file_leaves_nothing_either(plain_flows: ModuleType, line: Line) -> None:
    line.edit("schemas/fair/stall.yaml", "onError: withhold\n", "")

    (result,) = plain_flows.run([DATASET], now=BEFORE)

    assert (result.outcome, result.edition) == ("refused", None)
    kept = set(CANARIES) - {"withheld row"}  # what its errors quote says why it was refused
    assert leaks({str(path): data for path, data in files_below(line.home)}, kept) == []


def test_unforeseen_fault_does_not_quote_what_it_was_about(
    plain_flows: ModuleType, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipelines.exceptions import ProgramError

    def fail(staged: object, *_: object) -> None:
        raise ValueError(f"cannot take {CANARIES['withheld field']}")

    monkeypatch.setattr(plain_flows, "inspect_snapshot", fail)

    with pytest.raises(ProgramError) as caught:
        plain_flows.run([DATASET], now=BEFORE)

    assert "ValueError" in str(caught.value)
    assert CANARIES["withheld field"] not in str(caught.value)


def test_embargoed_cells_come_out_at_the_first_run_after_the_moment(
    plain_flows: ModuleType, line: Line
) -> None:
    query = "select applicant_names, applicant_count from stall where stall_id = 'S1'"
    plain_flows.run([DATASET], now=BEFORE)
    assert line.rows(query) == [(None, None)]

    (again,) = plain_flows.run([DATASET], now=BEFORE)
    assert again.outcome == "unchanged"

    (opened,) = plain_flows.run([DATASET], now=AFTER)

    assert (opened.outcome, opened.edition) == ("published", 2)
    assert line.rows(query) == [(CANARIES["embargoed cell"], 48151)]
    changes = line.rows('select "key", kind, field, old, new from change order by field')
    assert changes == [
        ("stall_id=S1", "changed", "applicant_count", None, "48151"),
        ("stall_id=S1", "changed", "applicant_names", None, CANARIES["embargoed cell"]),
    ]
    kept = set(CANARIES) - OPENED
    assert leaks({str(path): data for path, data in files_below(line.home)}, kept) == []


def test_same_file_and_same_clock_make_the_same_bytes(
    plain_flows: ModuleType, line: Line, tmp_path: Path
) -> None:
    line.use_key()
    plain_flows.run([DATASET], now=BEFORE)
    first = {p.relative_to(line.home): d for p, d in files_below(line.settings.editions)}
    other = Line(line.root, tmp_path / "other")

    other.publish(name=DATASET, now=BEFORE)

    assert {p.relative_to(other.home): d for p, d in files_below(other.settings.editions)} == first


def test_row_that_is_deleted_is_in_no_free_page_of_the_database(
    plain_flows: ModuleType, line: Line
) -> None:
    from tests.fair import FOLDER, ROWS, workbook

    named = "公开过又删去的摊位"
    path = line.root / f"{FOLDER}/snapshots/2025-06.xlsx"
    line.edit("schemas/fair/stall.yaml", "onError: withhold\n", "")
    path.write_bytes(workbook([*ROWS[:2], ("S8", "2025-06-01", named, None, None, None, 5, None)]))
    plain_flows.run([DATASET], now=BEFORE)
    assert named.encode() in line.settings.warehouse.read_bytes()
    path.write_bytes(workbook(ROWS[:2]))

    plain_flows.run([DATASET], now=BEFORE)

    assert line.rows("select stall_id from stall order by 1") == [("S1",), ("S2",)]
    table_rows = line.rows("select count(*) from change where old like ?", f"%{named}%")
    assert table_rows == [(1,)]  # what was published stays in the record of changes
    copies = line.settings.warehouse.read_bytes().count(named.encode())
    assert copies == 1
