"""Keeps what an unforeseen fault would quote out of logs, states and reports."""

from pathlib import Path
from traceback import extract_tb
from types import TracebackType

from pipelines.exceptions import ProgramError, SunledgerError


class Discreet:
    """A block whose unforeseen faults keep to themselves what they would quote.

    The message of a fault may hold a value that is not for the public, and schedulers keep and
    print messages. What this program raises on purpose, and what the machine reports of its
    files, passes as it is.
    """

    def __enter__(self) -> None:
        """Begin the block."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Raise a ProgramError in place of any other fault."""
        is_foreseen = isinstance(error, SunledgerError | OSError)
        if kind and isinstance(error, Exception) and not is_foreseen:
            calls = extract_tb(trace)[-4:]
            where = " → ".join(f"{Path(call.filename).name}:{call.lineno}" for call in calls)
            raise ProgramError(f"{kind.__name__} in {where}") from None
