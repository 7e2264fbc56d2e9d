import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests import REPOSITORY, write

LOCKS = ("requirements.lock", "requirements-dev.lock", "installer.lock")
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# Says how it was called, a word a line.
ECHO = '#!/bin/sh\nprintf "%s\\n" "$(basename "$0")" "$@" "home=$SUNLEDGER_HOME"\n'


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The script with what it reads, in a folder whose name holds a blank."""
    folder = tmp_path / "a copy"
    for name in ("run", "pyproject.toml", *(f".ci/{lock}" for lock in LOCKS)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / name, folder / name)
    return folder


def make_tool(path: Path, text: str = ECHO) -> Path:
    write(path, text).chmod(0o755)
    return path


def make_environment(copy: Path, venv: Path) -> Path:
    """An environment that is up to date, with tools that say how they were called."""
    for tool in ("sunledger", "python", "ruff", "lint-imports"):
        make_tool(venv / "bin" / tool)
    for lock in LOCKS[:2]:
        stamp = (copy / ".ci" / lock).read_bytes() + (copy / "pyproject.toml").read_bytes()
        write(venv / f"installed-{lock}", stamp)
    return venv


def run(copy: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("SUNLEDGER_")}
    return subprocess.run(
        [copy / "run", *words],
        cwd=copy.parent,
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("shell", ["sh", "bash"])
def test_script_is_well_formed(shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell} here")
    assert os.access(REPOSITORY / "run", os.X_OK)
    assert subprocess.run([shell, "-n", REPOSITORY / "run"], check=False).returncode == 0


def test_no_words_print_the_help(copy: Path, tmp_path: Path) -> None:
    venv = make_environment(copy, tmp_path / "venv")
    program = f'#!/bin/sh\ncd "{REPOSITORY}"\nexec "{sys.executable}" -m pipelines "$@"\n'
    make_tool(venv / "bin/sunledger", program)

    done = run(copy, SUNLEDGER_VENV=str(venv))

    for word in ("publish", "inspect", "check", "serve"):
        assert word in done.stdout + done.stderr


def test_words_are_handed_over_as_they_are(copy: Path, tmp_path: Path) -> None:
    venv = make_environment(copy, tmp_path / "venv")

    done = run(copy, "inspect", "two words", "*", "$HOME", "", SUNLEDGER_VENV=str(venv))

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        *("sunledger", "inspect", "two words", "*", "$HOME", ""),
        f"home={copy}/build",
    ]


def test_environment_and_all_else_lie_in_the_home(copy: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    make_environment(copy, home / "venv")

    done = run(copy, "check", SUNLEDGER_HOME=str(home))

    assert done.stdout.splitlines() == ["sunledger", "check", f"home={home}"]
    assert {p.name for p in copy.iterdir()} == {"run", "pyproject.toml", ".ci"}


def test_tests_are_preceded_by_linting_unless_some_are_named(copy: Path, tmp_path: Path) -> None:
    venv = make_environment(copy, tmp_path / "venv")

    every = run(copy, "test", SUNLEDGER_VENV=str(venv)).stdout.splitlines()
    some = run(copy, "test", "-k", "edition", SUNLEDGER_VENV=str(venv)).stdout.splitlines()

    called = [word for word in every if word in ("ruff", "lint-imports", "python", "pytest")]
    assert called == ["ruff", "ruff", "lint-imports", "python", "pytest"]
    assert some[:5] == ["python", "-m", "pytest", "-k", "edition"]


def test_failed_check_stops_the_tests(copy: Path, tmp_path: Path) -> None:
    venv = make_environment(copy, tmp_path / "venv")
    make_tool(venv / "bin/lint-imports", "#!/bin/sh\nexit 3\n")

    done = run(copy, "test", SUNLEDGER_VENV=str(venv))

    assert done.returncode == 3
    assert "pytest" not in done.stdout.splitlines()


def test_relative_places_are_meant_from_where_one_stands(copy: Path, tmp_path: Path) -> None:
    make_environment(copy, tmp_path / "home/venv")

    done = run(copy, "test", "-k", "edition", SUNLEDGER_HOME="home")

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == f"home={tmp_path}/home"


def make_installer(folder: Path, status: int = 0) -> str:
    """A search path that begins with an installer that notes how it was called."""
    text = f'#!/bin/sh\nprintf "%s\\n" "$*" >>"{folder}/calls"\nexit {status}\n'
    make_tool(folder / "uv", text)
    return f"{folder}:{os.environ['PATH']}"


@pytest.mark.parametrize("changed", ["requirements.lock", "pyproject.toml", "stamp"])
def test_environment_is_installed_again_when_its_lock_has_changed(
    copy: Path, tmp_path: Path, changed: str
) -> None:
    venv = make_environment(copy, tmp_path / "venv")
    path = make_installer(tmp_path / "bin")
    stamp = venv / "installed-requirements.lock"
    if changed == "stamp":
        stamp.unlink()
    else:
        name = f".ci/{changed}" if changed.endswith(".lock") else changed
        with (copy / name).open("a") as file:
            file.write("# more\n")

    first = run(copy, "check", SUNLEDGER_VENV=str(venv), PATH=path)
    second = run(copy, "check", SUNLEDGER_VENV=str(venv), PATH=path)

    assert (first.returncode, second.returncode) == (0, 0), first.stderr
    assert "Installing" in first.stderr
    assert "Installing" not in second.stderr
    locked, own = (tmp_path / "bin/calls").read_text().splitlines()
    assert "--no-deps --require-hashes" in locked
    assert locked.endswith(f"-r {copy}/.ci/requirements.lock")
    assert own.endswith(f"--editable {copy}")


def test_installation_that_fails_is_taken_up_again(copy: Path, tmp_path: Path) -> None:
    venv = make_environment(copy, tmp_path / "venv")
    (venv / "installed-requirements.lock").unlink()

    failed = run(copy, "check", SUNLEDGER_VENV=str(venv), PATH=make_installer(tmp_path / "bin", 1))

    assert failed.returncode == 1
    assert failed.stdout == ""
    assert not (venv / "installed-requirements.lock").exists()


def test_missing_python_is_told_in_two_languages(copy: Path, tmp_path: Path) -> None:
    for tool in ("sh", "cat", "cmp", "dirname", "mkdir"):
        found = shutil.which(tool)
        assert found is not None
        (tmp_path / "bin").mkdir(exist_ok=True)
        (tmp_path / "bin" / tool).symlink_to(found)
    make_tool(tmp_path / "bin/python3", "#!/bin/sh\nexit 1\n")  # one that is too old

    done = run(copy, "check", PATH=str(tmp_path / "bin"))

    assert done.returncode == 2
    assert "没有找到 Python" in done.stderr
    assert "was not found" in done.stderr


def pinned(lock: str) -> dict[str, list[Requirement]]:
    """What a lock file pins, by normal name; a package may stand there once a platform."""
    text = (REPOSITORY / ".ci" / lock).read_text(encoding="utf-8")
    found: dict[str, list[Requirement]] = {}
    for line in re.split(r"(?<!\\)\n", text):
        if line and not line.startswith("#"):
            requirement = Requirement(re.sub(r"\\\n|--hash=\S+", "", line).strip())
            found.setdefault(normal(requirement.name), []).append(requirement)
    return found


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pin(requirement: Requirement) -> str:
    (specifier,) = requirement.specifier
    assert specifier.operator == "==", requirement
    return specifier.version


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_pins_every_package_by_version_and_hash_and_names_no_place(lock: str) -> None:
    text = (REPOSITORY / ".ci" / lock).read_text(encoding="utf-8")

    for requirements in pinned(lock).values():
        for requirement in requirements:
            assert pin(requirement)
            assert requirement.url is None
    entries = re.split(r"(?<!\\)\n", text)
    assert all("--hash=sha256:" in e for e in entries if e and not e.startswith("#"))
    assert not re.search(r"://|--(index|extra-index|find-links|trusted)", text)


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("requirements.lock", PROJECT["dependencies"]),
        ("requirements-dev.lock", PROJECT["dependencies"]),
        ("requirements-dev.lock", PROJECT["optional-dependencies"]["dev"]),
    ],
)
def test_lock_is_within_the_bounds_of_the_project(lock: str, wanted: list[str]) -> None:
    pins = pinned(lock)

    for text in wanted:
        requirement = Requirement(text)
        for locked in pins[normal(requirement.name)]:
            assert requirement.specifier.contains(pin(locked)), f"{locked} is not {text}"


def test_every_dependency_has_a_lower_bound() -> None:
    for text in [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]:
        assert any(s.operator == ">=" for s in Requirement(text).specifier), text


def test_tests_run_with_the_versions_the_public_is_served_with() -> None:
    everyday, development = pinned("requirements.lock"), pinned("requirements-dev.lock")

    assert {n: development.get(n) for n in everyday} == everyday


def test_installed_environment_is_the_locked_one() -> None:
    differences = {}
    for name, requirements in pinned("requirements.lock").items():
        for requirement in requirements:
            if requirement.marker and not requirement.marker.evaluate():
                continue
            try:
                installed = version(name)
            except PackageNotFoundError:
                installed = "none"
            if installed != pin(requirement):
                differences[name] = (installed, pin(requirement))

    assert differences == {}


@pytest.mark.usefixtures("flows")
def test_prefects_server_can_be_imported_with_the_locked_versions() -> None:
    from prefect.server.api.server import create_app

    assert callable(create_app)
