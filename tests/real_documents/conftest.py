"""The scores of the run, printed at its end whether anything failed or not."""

import pytest

SCORES = pytest.StashKey[list[str]]()


@pytest.fixture
def print_score(request: pytest.FixtureRequest):
    """Keep a line for the end of the run."""
    lines = request.config.stash.setdefault(SCORES, [])
    return lines.append


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    lines = terminalreporter.config.stash.get(SCORES, [])
    if lines:
        terminalreporter.section("known defects of published documents")
        for line in lines:
            terminalreporter.write_line(line)
