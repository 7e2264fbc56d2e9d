"""The server's process, started as a run starts it; its start takes some ten seconds."""

import os
import signal
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from pipelines.exceptions import ServerError
from pipelines.prefect_server import PrefectServer, begin_server
from tests import REPOSITORY

# A run that has its server and then waits to be killed; it tells the server's process and address.
RUN = """
import sys, time
from pathlib import Path
from pipelines.prefect_server import PrefectServer
with PrefectServer(Path(sys.argv[1])) as server:
    print(server._process.pid, flush=True)
    print(server.api_url() if sys.argv[2] == "ready" else "", flush=True)
    time.sleep(600)
"""


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"


def wait_until(condition: Callable[[], bool], what: str) -> None:
    for _ in range(1200):
        if condition():
            return
        time.sleep(0.1)
    pytest.fail(what)


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment of a process that has set nothing of Prefect's."""
    bare = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
    monkeypatch.setattr(os, "environ", bare)


@pytest.mark.slow
def test_server_answers_on_this_machine_to_its_own_run_and_is_gone_when_that_has_ended(
    environment: None, tmp_path: Path
) -> None:
    with PrefectServer(tmp_path) as server, httpx.Client(trust_env=False) as client:
        process, url = server._process.pid, server.api_url()
        asked = f"{url}/flows/count"
        header = b64encode(server.password.encode()).decode()
        assert url.startswith("http://127.0.0.1:")
        assert client.post(asked, headers={"Authorization": f"Basic {header}"}).text == "0"
        assert client.post(asked).status_code == 401
        assert client.post(asked, auth=("admin", "wrong")).status_code == 401
        kept = [path.read_bytes() for path in (tmp_path / "prefect").glob("prefect.db*")]
    assert kept
    assert server.password.encode() not in b"".join(kept)
    assert not is_alive(process)
    with pytest.raises(httpx.ConnectError), httpx.Client(trust_env=False) as client:
        client.get(f"{url}/health")


@pytest.mark.parametrize(
    ("when", "signum"),
    [
        ("starting", signal.SIGKILL),
        ("starting", signal.SIGTERM),
        pytest.param("ready", signal.SIGKILL, marks=pytest.mark.slow),
    ],
)
def test_server_ends_by_itself_when_its_run_is_killed(
    environment: None, tmp_path: Path, when: str, signum: int
) -> None:
    words = [sys.executable, "-c", RUN, str(tmp_path), when]
    with subprocess.Popen(words, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        process = int(run.stdout.readline())
        run.stdout.readline()
        assert is_alive(process)

        run.send_signal(signum)

        assert run.wait() == -signum
    wait_until(lambda: not is_alive(process), "the server is still there")


@pytest.mark.slow
def test_server_that_cannot_start_is_a_fault_that_says_so(
    environment: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture
) -> None:
    monkeypatch.setitem(os.environ, "PREFECT_TASKS_DEFAULT_RETRIES", "nonsense")
    with (
        PrefectServer(tmp_path) as server,
        pytest.raises(ServerError, match="did not start"),
    ):
        server.api_url()
    assert "nonsense" in capfd.readouterr().err


def test_none_is_started_beside_one_that_is_configured(
    environment: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, "PREFECT_API_URL", "http://127.0.0.1:4200/api")
    with begin_server(tmp_path) as server:
        assert server is None
    assert list(tmp_path.iterdir()) == []


def test_server_that_is_not_needed_after_all_ends_at_once(
    environment: None, tmp_path: Path
) -> None:
    with begin_server(tmp_path) as server:
        assert server is not None
        process = server._process
    assert process.returncode == 0
    server.__exit__()  # and may be ended twice
