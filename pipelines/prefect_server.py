"""Prefect's server for one run: it starts beside the run and ends with it, however that ends.

The temporary server Prefect would start itself outlives a run that is killed. Here a pipe ties the
two: the server reads from it and ends when it closes, as the system closes it for a process that
is gone. The server listens on this machine only, and only to who knows the run's password.
"""

import os
import secrets
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipelines.exceptions import ServerError
from pipelines.settings import REPOSITORY, prepare_prefect

APPLICATION = "prefect.server.api.server:create_app"
START_SECONDS = 180  # takes 5 to 25 s on two cores
END_SECONDS = 5
_ENVIRONMENT = {
    "PREFECT__SERVER_EPHEMERAL": "1",  # what Prefect tells the server it starts itself: no
    "PREFECT__SERVER_FINAL": "1",  # schedules, no pages
    "PREFECT_UI_ENABLED": "0",
}


class PrefectServer:
    """A server that has begun to start; a context that ends it."""

    def __init__(self, home: Path) -> None:
        """Begin to start it, with what it keeps under `home`; the run goes on meanwhile."""
        prepare_prefect(home)
        self.password = secrets.token_urlsafe(24)
        secret = {"PREFECT_SERVER_API_AUTH_STRING": self.password}
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", __name__],
            cwd=REPOSITORY,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **_ENVIRONMENT, **secret},
            start_new_session=True,  # Ctrl+C is for the run, which then ends the server
        )

    def __enter__(self) -> "PrefectServer":
        """The server itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it, and wait until it is gone."""
        if self._process.returncode is None:
            self._process.communicate()  # closes the pipe between the two

    def api_url(self) -> str:
        """The address of its API, once it listens.

        Raises: ServerError if it ended instead; why stands on the standard error output.
        """
        port = self._process.stdout.readline() if self._process.stdout else b""
        if not port:
            raise ServerError("Prefect's server did not start; the lines above may say why")
        return f"http://127.0.0.1:{int(port)}/api"


@contextmanager
def begin_server(home: Path) -> Iterator[PrefectServer | None]:
    """A server that starts while the run gets ready; none if the environment names one."""
    if os.environ.get("PREFECT_API_URL"):
        yield None
        return
    with PrefectServer(home) as server:
        yield server


def main() -> None:
    """Serve until whoever started this process is gone, or closes the pipe to it."""
    told = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # nothing but the port is told through the pipe

    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: list | None = None) -> None:
            await super().startup(sockets)
            (socket,) = self.servers[0].sockets
            started.set()
            print(socket.getsockname()[1], file=told, flush=True)

    config = uvicorn.Config(
        APPLICATION, factory=True, host="127.0.0.1", port=0, log_level="error", lifespan="on"
    )
    server, started = Server(config), threading.Event()
    threading.Thread(target=_end_with_run, args=(server,), daemon=True).start()
    threading.Thread(target=_end_if_late, args=(started,), daemon=True).start()
    server.run()


def _end_with_run(server: Any) -> None:
    while os.read(0, 1):
        pass
    if server.started:
        server.should_exit = True
        threading.Event().wait(END_SECONDS)
    os._exit(0)


def _end_if_late(started: threading.Event) -> None:
    if not started.wait(START_SECONDS):
        os._exit(1)


if __name__ == "__main__":
    main()
