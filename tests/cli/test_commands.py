import subprocess
import sys

import pytest

from tests import REPOSITORY
from tests.cli.conftest import Run
from tests.plain_line import DATASET


def test_no_words_show_the_help(run: Run) -> None:
    result = run()

    for word in ("publish", "inspect", "check", "serve"):
        assert word in result.output


def test_help_starts_without_what_only_the_work_needs() -> None:
    code = (
        "import sys; from pipelines.cli import app\n"
        "print(sorted({'pandas', 'pyarrow', 'sqlalchemy', 'frictionless', 'openpyxl', 'datasette'}"
        " & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True)

    assert done.stdout == b"[]\n"


@pytest.mark.usefixtures("line")
def test_everything_but_publishing_works_without_prefect() -> None:
    code = "import sys; sys.modules['prefect'] = None; from pipelines.cli import app; app()"

    done = subprocess.run(
        [sys.executable, "-c", code, "inspect", DATASET],
        cwd=REPOSITORY,
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, b"")
