from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from django.dispatch import Signal

from django_tweets import signals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture
def received() -> Iterator[list[tuple[str, Any]]]:
    """The signals that a receiver gets: (name, row) of each.

    signals.notified is left out: tests.notification_rows has what it reports.
    """
    events: list[tuple[str, Any]] = []
    receivers = []
    for name, signal in vars(signals).items():
        if isinstance(signal, Signal) and signal is not signals.notified:

            def receiver(sender: Any, name: str = name, **arguments: Any) -> None:
                del arguments["signal"]
                (row,) = arguments.values()
                assert sender is type(row)
                events.append((name, row))

            receivers.append((signal, receiver))
            signal.connect(receiver)
    yield events
    for signal, receiver in receivers:
        signal.disconnect(receiver)


@pytest.fixture
def run_with_tasks(django_capture_on_commit_callbacks: Any) -> Callable[..., Any]:
    """Call a function, run the tasks that it enqueues, and return its result."""

    def call(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return function(*args, **kwargs)

    return call


@pytest.fixture(params=["database", pytest.param("redis", marks=pytest.mark.redis)])
def store(request: Any) -> str:
    """Where limits are counted. Each test runs with both."""
    if request.param == "redis":
        request.getfixturevalue("redis_cache")
    name: str = request.param
    return name


class Clock:
    """A clock that only a test moves."""

    def __init__(self) -> None:
        self.now = time.time()

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of time.time(), which stands still."""
    clock = Clock()
    monkeypatch.setattr(time, "time", clock)
    return clock
