"""The flows with and without Prefect; fixtures that `conftest.py` hands to every test.

The server takes some fifteen seconds to start, so all tests share one, and most call the flows as
the functions they are.
"""

import importlib
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from types import ModuleType
from typing import Any

import pytest


class Completed:
    """What `publish` asks of the state of a flow that has ended well."""

    def __init__(self, results: list) -> None:
        self.result = lambda: results

    def is_completed(self) -> bool:
        return True


class Failed:
    """What `publish` asks of the state of a flow that broke off."""

    def __init__(self, fault: Exception) -> None:
        self.message, self.fault = str(fault), fault

    def result(self, *, raise_on_failure: bool) -> Exception:
        assert not raise_on_failure
        return self.fault

    def is_completed(self) -> bool:
        return False


def unschedule(flows: Any, after_step: Callable[[], None] = lambda: None) -> dict[str, Any]:
    """What stands in the module instead of Prefect when its flows are called as functions."""
    publish_dataset = flows.publish_dataset.fn

    def step(function: Callable, *values: Any, **_: Any) -> Any:
        made = function(*values)
        after_step()
        return made

    return {
        "step": step,
        "publish_dataset": lambda *values, **_: Completed(publish_dataset(*values)),
        "publish": flows.publish.fn,
        "recorded": lambda *_: nullcontext(),
    }


@pytest.fixture(scope="session")
def flows(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The module `flows`, imported with a home of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SUNLEDGER_HOME", str(tmp_path_factory.mktemp("prefect")))
        return importlib.import_module("flows")


@pytest.fixture(scope="session")
def prefect_server(flows: ModuleType) -> Iterator[None]:
    """A server that records the runs of the flows."""
    harness = importlib.import_module("prefect.testing.utilities").prefect_test_harness
    with harness(server_startup_timeout=180):
        yield


@pytest.fixture
def each_for_itself(plain_flows: ModuleType, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module with Prefect taken out, but a fault ends its own dataset alone, as with it."""
    publish_dataset = plain_flows.publish_dataset

    def ended(*values: Any, **options: Any) -> Completed | Failed:
        try:
            return publish_dataset(*values, **options)
        except Exception as fault:  # noqa: BLE001 - as the flow does
            return Failed(fault)

    monkeypatch.setattr(plain_flows, "publish_dataset", ended)
    return plain_flows


@pytest.fixture
def plain_flows(flows: ModuleType, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module with Prefect taken out: a step is a call, and a fault comes out as it is."""
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")  # so that none is started
    for name, value in unschedule(flows).items():
        monkeypatch.setattr(flows, name, value)
    return flows
