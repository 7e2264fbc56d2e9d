"""Starts the site in this process's place."""

import os
import sys

from pipelines.cli.console import say, stop
from pipelines.exceptions import SunledgerError
from pipelines.portal.serve import datasette_arguments
from pipelines.settings import load_settings


def serve_site(host: str, port: int) -> None:
    """Become Datasette, so that a signal reaches it; end with 2 when nothing is published yet."""
    settings = load_settings()
    if not settings.warehouse.exists():
        stop(SunledgerError("还没有发布任何内容，请先运行 ./run publish / run ./run publish first"))
    try:
        arguments = ["-m", "datasette", *datasette_arguments(settings, host, port)]
    except SunledgerError as error:
        stop(error)
    say(f"http://{host}:{port}/  （Ctrl+C 停止 to stop）")
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, *arguments])  # noqa: S606 - the words are ours
