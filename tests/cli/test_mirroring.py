from pathlib import Path

from pipelines.portal.app import build_app
from tests import write
from tests.cli.conftest import Run
from tests.plain_line import DATASET, Line
from tests.publication.server import serving


def test_site_is_copied_and_the_copy_verified(run: Run, line: Line, tmp_path: Path) -> None:
    write(line.settings.metadata, "{}")
    line.publish()
    folder = tmp_path / "mirror"
    with serving(build_app(line.settings).app()) as url:
        copied = run("mirror", url, str(folder))
        at_site = run("verify", f"{url}/downloads/{DATASET}/1/")
    assert copied.exit_code == 0
    assert "1 editions copied, 0 problems" in copied.output
    assert at_site.exit_code == 0

    path = folder / "editions" / DATASET / "1"
    assert run("verify", str(folder)).exit_code == 0
    assert run("verify", str(path), "--key", str(folder / "keys")).exit_code == 0
    (path / "tree_line.csv").write_bytes(b"")
    changed = run("verify", str(path))
    assert changed.exit_code == 1
    assert "tree_line.csv" in changed.output


def test_site_that_cannot_be_reached_ends_with_2(run: Run, tmp_path: Path) -> None:
    assert run("mirror", "http://127.0.0.1:1", str(tmp_path)).exit_code == 2
    assert run("mirror", "ftp://127.0.0.1", str(tmp_path)).exit_code == 2
