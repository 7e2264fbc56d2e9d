"""Faults of the program, of the repository or of the machine: never of the data.

A fault in a publisher's file is a finding (`pipelines.model.Finding`), not an exception.

    SunledgerError
    ├── RepositoryError      a schema, code list, rule or descriptor does not hold together
    ├── UsageError           what was asked for on the command line cannot be done
    ├── ServerError          Prefect's server does not start
    ├── StoreError           an edition cannot be written, or is not what the warehouse says
    │   └── SignatureError   a key or a signature is none, another's, or over other bytes
    ├── FetchError           a site does not answer, or sends something else than it should
    ├── WarehouseError       the warehouse cannot take what is to be published
    │   └── BusyError        another run is publishing into the same home
    └── ProgramError         a fault nobody foresaw; what it says of values is not passed on
"""


class SunledgerError(Exception):
    """Base of every fault this program raises on purpose."""


class RepositoryError(SunledgerError):
    """Raised when a file under `schemas/` or `datasets/` cannot be used; says which and why."""


class UsageError(SunledgerError):
    """Raised when the words of a command name nothing, or ask for what cannot be done."""


class ServerError(SunledgerError):
    """Raised when the server that records a run does not start; what it printed says why."""


class StoreError(SunledgerError):
    """Raised when the editions on disk cannot be written or contradict the warehouse."""


class SignatureError(StoreError):
    """Raised when a key or signature file cannot be read, or does not fit what it signs."""


class FetchError(SunledgerError):
    """Raised when a file cannot be fetched from a site, or is not the one that was asked for."""


class WarehouseError(SunledgerError):
    """Raised when the warehouse is missing, of another shape, or refuses what is published."""


class BusyError(WarehouseError):
    """Raised when another run holds the lock of the same home; wait for it or choose another."""


class ProgramError(SunledgerError):
    """Raised in place of a fault nobody foresaw: its kind and where it arose, without its text."""
