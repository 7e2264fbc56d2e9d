"""The page the figures stand on, each program's between markers of its own."""

from pipelines.settings import REPOSITORY

PAGE = "docs/performance.md"


def markers(name: str) -> tuple[str, str]:
    """What stands before and behind the figures of that name."""
    return f"<!-- begin: {name} -->", f"<!-- end: {name} -->"


def with_figures(page: str, name: str, figures: str) -> str:
    """The page with the figures in the place of those between its markers."""
    begin, end = markers(name)
    before, rest = page.split(begin)
    _, after = rest.split(end)
    return f"{before}{begin}\n\n{figures}\n\n{end}{after}"


def write_figures(name: str, figures: str) -> None:
    """Put the figures on the page of the repository."""
    path = REPOSITORY / PAGE
    path.write_text(with_figures(path.read_text("utf-8"), name, figures), "utf-8")
