"""Writes reports where they were asked for: on standard output, into a file, into a folder."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console

from pipelines.cli.console import note, wide
from pipelines.exceptions import UsageError
from pipelines.intake.grid import Grid
from pipelines.report.as_csv import csv_header, csv_lines
from pipelines.report.as_json import write_json
from pipelines.report.as_text import print_report
from pipelines.report.content import Report
from pipelines.wording import Language

FORMS = ("text", "json", "csv", "html", "xlsx")
_JOINED = ("text", "csv")  # forms in which several reports make one file
_FILES = ("html", "xlsx")  # forms that are never printed
_SUFFIXES = {"text": ".txt"} | {form: f".{form}" for form in FORMS[1:]}
_WIDTH = 120
_STDOUT = Path("-")


class ReportWriter:
    """Where the reports of one command go, and in which form."""

    def __init__(
        self, form: str | None, output: Path | None, language: Language, *, show_all: bool
    ) -> None:
        by_suffix = {suffix: name for name, suffix in _SUFFIXES.items()}
        suffix = output.suffix.lower() if output else ""
        self.form = form or by_suffix.get(suffix, "text")
        self.output = output
        self.language = language
        self.show_all = show_all
        self._many = False
        self._written: set[Path] = set()

    def prepare(self, inputs: Sequence[Path]) -> None:
        """Make the folder that is needed.

        Raises: UsageError if a report would take the place of a file that is inspected.
        """
        self._many = len(inputs) > 1
        if self.output is not None and self._is_folder:
            self.output.mkdir(parents=True, exist_ok=True)
        for path in inputs:
            target = self._target(path)
            if target and target.exists() and any(target.samefile(p) for p in inputs if p.exists()):
                raise UsageError(
                    f"报告不能覆盖被审核的文件 a report may not take the place of {target}"
                )

    @property
    def _is_folder(self) -> bool:
        if self.output is None:
            return False
        return self.output.is_dir() or (self._many and self.form not in _JOINED)

    def _target(self, path: Path) -> Path | None:
        """The file the report on a file goes to; None for standard output."""
        name = f"{path.stem}-report{_SUFFIXES[self.form]}"
        if self.output is not None:
            return self.output / name if self._is_folder else self.output
        return Path(name) if self.form in _FILES else None

    def write(self, report: Report, grids: Mapping[str, Grid]) -> None:
        """Write one report.

        Raises: OSError if it cannot be written.
        """
        target = self._free(self._target(report.snapshot.path))
        if self.form == "text":
            self._write_text(report, target)
            return
        data = self._bytes(report, grids, is_first=(target or _STDOUT) not in self._written)
        if target is None:
            sys.stdout.write(data.decode())
            sys.stdout.flush()
        else:
            with target.open("ab" if target in self._written else "wb") as file:
                file.write(data)
        self._note(target)

    def _free(self, target: Path | None) -> Path | None:
        """The target, or one with a number where another report has that name already."""
        if target is None or not self._is_folder or target not in self._written:
            return target
        numbered = (
            target.with_stem(f"{target.stem}-{n}") for n in range(2, len(self._written) + 3)
        )
        return next(path for path in numbered if path not in self._written)

    def _bytes(self, report: Report, grids: Mapping[str, Grid], *, is_first: bool) -> bytes:
        if self.form == "json":
            is_line = self._many and self.output is None
            return write_json(report, indent=None if is_line else 1).encode()
        if self.form == "csv":
            return ("".join([csv_header() if is_first else "", *csv_lines(report)])).encode()
        if self.form == "html":
            from pipelines.report.as_html import write_html

            return write_html(report, grids, self.language).encode()
        from pipelines.report.as_workbook import write_workbook

        return write_workbook(report, grids, self.language)

    def _write_text(self, report: Report, target: Path | None) -> None:
        if target is None:
            print_report(report, wide(), self.language, show_all=self.show_all)
            return
        with target.open("a" if target in self._written else "w", encoding="utf-8") as file:
            console = Console(file=file, width=_WIDTH)
            print_report(report, console, self.language, show_all=self.show_all)
        self._note(target)

    def _note(self, target: Path | None) -> None:
        if target is not None and target not in self._written:
            self._written.add(target)
            note(f"报告 report: {target}")
        elif target is None:
            self._written.add(_STDOUT)
