"""What may not happen in a reader, done by readers that do it."""

import os
import sys
from pathlib import Path

import pytest

from pipelines.intake import confined
from pipelines.intake.confined import run_confined
from pipelines.intake.limits import UnreadableError
from tests import write

READERS = {
    "gives": "return {'length': len(data), 'text': '银\\ud800'}",
    "refuses": (
        "from pipelines.intake.limits import UnreadableError\n    raise UnreadableError('不行/no')"
    ),
    "asks_for_memory": "return len(bytearray(1 << 30))",
    "takes_memory_bit_by_bit": "a = []\n    while True: a.append(bytearray(1 << 20))",
    "never_ends": "while True: pass",
    "breaks": "raise KeyError('odd')",
    "dies": "import os, signal\n    os.kill(os.getpid(), signal.SIGABRT)",
    "writes": "open('{0}/written', 'wb', buffering=0).write(b'x')",
    "sees": "import os\n    return [sorted(os.environ), os.getcwd()]",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Modules that read as a hostile file would make a library read."""
    root = tmp_path_factory.mktemp("readers")
    for name, body in READERS.items():
        code = body.replace("{0}", str(root))
        write(root / f"reader_{name}.py", f"def extract(data):\n    {code}\n")
    return root


@pytest.fixture(autouse=True)
def readers(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = confined._environment

    def environment() -> dict[str, str]:
        return ours() | {"PYTHONPATH": f"{ours()['PYTHONPATH']}{os.pathsep}{folder}"}

    monkeypatch.setattr(confined, "_environment", environment)


def test_what_a_reader_gives_comes_back() -> None:
    assert run_confined("reader_gives", b"12345") == {"length": 5, "text": "银\ud800"}


SAID = {
    "refuses": "不行/no",
    "asks_for_memory": "too much memory",
    "takes_memory_bit_by_bit": "too much memory",
    "never_ends": "within 2 seconds",
    "breaks": "KeyError",
    "dies": "broke off",
    "writes": "broke off",
}


@pytest.mark.parametrize("name", SAID)
def test_reader_that_fails_or_asks_for_too_much_is_a_refusal(
    monkeypatch: pytest.MonkeyPatch, folder: Path, name: str
) -> None:
    monkeypatch.setattr(confined, "_SECONDS", 2)

    with pytest.raises(UnreadableError, match=SAID[name]):
        run_confined(f"reader_{name}", b"")

    written = folder / "written"
    assert not written.exists() or not written.stat().st_size


def test_reader_sees_nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUNLEDGER_SECRET", "canary")

    names, folder = run_confined("reader_sees", b"")

    assert folder == "/"
    assert not {name for name in names if "SUNLEDGER" in name}


def test_modules_beside_the_file_are_not_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "json.py", "raise SystemExit('canary')\n")
    monkeypatch.chdir(tmp_path)

    assert run_confined("reader_gives", b"1")["length"] == 1
    assert "json" in sys.modules
