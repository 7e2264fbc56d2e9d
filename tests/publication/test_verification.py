import shutil
from pathlib import Path

import pytest

from pipelines.publication.home_verification import verify_home
from pipelines.publication.keys import known_keys
from pipelines.publication.verification import verify_folder
from tests import SNAPSHOT_CSV, make_repository, write
from tests.plain_line import DATASET, FOLDER, KEY, Line


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Line:
    folder = tmp_path_factory.mktemp("published")
    line = Line(make_repository(folder / "repository"), folder / "home")
    line.publish()
    for count in ("7", "8"):
        text = SNAPSHOT_CSV.replace("梧桐,2", f"梧桐,{count}")
        write(line.root / f"{FOLDER}/snapshots/2024.csv", text)
        line.publish()
    return line


@pytest.fixture
def line(published: Line, tmp_path: Path) -> Line:
    return Line(published.root, shutil.copytree(published.home, tmp_path / "home", symlinks=True))


def told(line: Line, dataset: str | None = None, number: int | None = None) -> str:
    settings = line.settings
    state = settings.public / "sunledger.db"
    keys = known_keys(settings.keys)
    problems = verify_home(settings.editions, state, keys, dataset, number)
    return "\n".join(f"{p.where}: {p.what_en}" for p in problems)


def edition(line: Line, number: int) -> Path:
    return line.settings.editions / DATASET / str(number)


def test_what_was_published_is_whole(line: Line) -> None:
    assert told(line) == ""
    assert told(line, DATASET, 2) == ""


@pytest.mark.fault("C09")
def test_one_flipped_bit_in_any_file_is_told_with_its_name(line: Line) -> None:
    for path in sorted(edition(line, 1).iterdir()):
        whole = path.read_bytes()
        for position in range(0, len(whole), max(1, len(whole) // 12)):
            changed = bytes([whole[position] ^ 1])
            path.write_bytes(whole[:position] + changed + whole[position + 1 :])
            assert DATASET + "/1" in told(line, DATASET, 1), f"{path.name} at {position}"
            if path.name not in ("manifest.json", "manifest.json.minisig"):
                assert path.name in told(line, DATASET, 1)
        path.write_bytes(whole)
    assert told(line) == ""


def test_missing_file_is_named(line: Line) -> None:
    for path in sorted(edition(line, 1).iterdir()):
        whole = path.read_bytes()
        path.unlink()
        assert f"{path.name}: the file is missing" in told(line)
        path.write_bytes(whole)


def test_dataset_nobody_published_is_not_called_whole(line: Line) -> None:
    assert told(line, "oak") == "oak: no edition of such a dataset was published"
    assert "9: the edition is missing" in told(line, DATASET, 9)


def test_file_too_many_is_named(line: Line) -> None:
    write(edition(line, 1) / "more.csv", "x")

    assert "more.csv: not one of the edition's files" in told(line)


@pytest.mark.fault("C10")
def test_swapped_editions_are_named(line: Line) -> None:
    first, second = edition(line, 1), edition(line, 2)
    first.rename(first.with_name("x"))
    second.rename(first)
    first.with_name("x").rename(second)

    assert f"holds edition 2 of {DATASET}: it was swapped" in told(line)


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.fault("C10")
def test_edition_taken_away_is_named(line: Line, number: int) -> None:
    shutil.rmtree(edition(line, number))

    assert f"{DATASET}/{number}: the edition is missing" in told(line)


@pytest.mark.fault("C10")
def test_edition_signed_anew_breaks_the_chain_and_the_record(line: Line, tmp_path: Path) -> None:
    other = Line(make_repository(tmp_path / "other"), tmp_path / "elsewhere")
    write(other.root / f"{FOLDER}/snapshots/2024.csv", SNAPSHOT_CSV.replace("梧桐,2", "梧桐,5"))
    other.publish()
    shutil.rmtree(edition(line, 1))
    shutil.copytree(edition(other, 1), edition(line, 1))

    assert "that one was replaced" in told(line)
    assert f"{DATASET}/1: is not the edition the database records" in told(line)


def test_signature_of_an_unknown_key_names_it(line: Line) -> None:
    (problem,) = verify_folder(edition(line, 1), {}).problems

    assert KEY.public.name in problem.what_en


def test_database_that_is_none_is_named(line: Line) -> None:
    path = (line.settings.public / "sunledger.db").resolve()
    path.write_bytes(b"no database" * 100)

    assert "cannot be read" in told(line)
