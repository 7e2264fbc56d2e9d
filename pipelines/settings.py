"""Where things lie and what they talk to, read from the environment once."""

import os
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

REPOSITORY = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Every setting, with its environment variable (`SUNLEDGER_…`) and its default."""

    model_config = SettingsConfigDict(env_prefix="SUNLEDGER_", frozen=True)

    repository: Path = Field(
        default=REPOSITORY, description="Folder that holds schemas/, datasets/ and metadata.yml"
    )
    home: Path = Field(
        default=REPOSITORY / "build", description="Folder for everything a run makes"
    )

    @property
    def schemas(self) -> Path:
        """The families and code lists."""
        return self.repository / "schemas"

    @property
    def datasets(self) -> Path:
        """The descriptors and snapshots."""
        return self.repository / "datasets"

    @property
    def editions(self) -> Path:
        """The immutable downloads."""
        return self.home / "editions"

    @property
    def warehouse(self) -> Path:
        """The SQLite database a run writes; the public reads copies of it."""
        return self.home / "sunledger.db"

    @property
    def public(self) -> Path:
        """The copies the public reads, and the link to the newest."""
        return self.home / "public"

    @property
    def keys(self) -> Path:
        """The key that signs editions, and the public half of every key that ever did."""
        return self.home / "keys"

    @property
    def metadata(self) -> Path:
        """What Datasette is served with, generated."""
        return self.home / "metadata.json"

    @property
    def lock(self) -> Path:
        """Held while a run publishes."""
        return self.home / "publish.lock"


def load_settings() -> Settings:
    """The settings of this process, with paths made absolute."""
    settings = Settings()
    return settings.model_copy(
        update={"home": settings.home.resolve(), "repository": settings.repository.resolve()}
    )


def prepare_prefect(home: Path) -> None:
    """Set Prefect's defaults in the environment; must run before Prefect is imported.

    What the user has set already is kept. Prefect's home must have a parent, or a server of its
    own restarts for ever; to start one takes 12 to 25 s here, more than the default time-out.
    Its recorders of events and task runs hold SQLite's one write lock, so that each flow run then
    waits two seconds for a locked database; what they would record of a short run is lost anyway.
    """
    (home / "prefect").mkdir(parents=True, exist_ok=True)
    defaults = {
        "PREFECT_HOME": str(home / "prefect"),
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_LOGGING_LEVEL": "ERROR",
        "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
        "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_ENABLED": "false",
        "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_ENABLED": "false",
        "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
    }
    for name, value in defaults.items():
        os.environ.setdefault(name, value)
