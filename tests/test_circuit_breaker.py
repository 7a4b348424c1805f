"""The circuit breaker, through which all servers that may be away are called."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest

from django_tweets import circuit_breaker
from django_tweets.circuit_breaker import CircuitBreaker, ServerUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def breaker(monkeypatch: pytest.MonkeyPatch) -> CircuitBreaker:
    """A breaker whose pauses last for an hour. OSError means that its server is away."""
    monkeypatch.setattr(circuit_breaker, "MIN_PAUSE", 3600)
    monkeypatch.setattr(circuit_breaker, "MAX_PAUSE", 3600)
    return CircuitBreaker("The server", "nothing is read", failures=(OSError,))


def raising(error: BaseException) -> Callable[[], None]:
    """Return a function that raises error."""

    def fail() -> None:
        raise error

    return fail


def test_server_that_fails_is_not_called_in_a_pause(
    breaker: CircuitBreaker, caplog: pytest.LogCaptureFixture
) -> None:
    calls: list[int] = []
    for error in [TimeoutError("no answer"), OSError("refused")]:
        with pytest.raises(ServerUnavailable):
            breaker.call(raising(error))
        with pytest.raises(ServerUnavailable):
            breaker.call(lambda: calls.append(1))
        breaker._next_call = 0  # the pause is over
    assert calls == []
    breaker.call(lambda: calls.append(1))
    assert (calls, breaker.is_away) == ([1], False)
    assert [record.getMessage() for record in caplog.records] == [
        "The server is away: nothing is read (TimeoutError: no answer)",
        "The server is back.",
    ]


def test_one_of_eight_threads_tries_a_server_that_is_away(breaker: CircuitBreaker) -> None:
    calls: list[int] = []

    def fail() -> None:
        calls.append(1)
        raise TimeoutError

    with pytest.raises(ServerUnavailable):
        breaker.call(fail)
    breaker._next_call = 0  # the pause is over
    ready = Barrier(8)

    def ask(number: int) -> bool:
        ready.wait()
        with pytest.raises(ServerUnavailable):
            breaker.call(fail)
        return breaker.is_away

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(8)))
    assert len(calls) == 2


@pytest.mark.parametrize("error", [KeyError("ours"), SystemExit()])
def test_error_that_is_not_of_the_server_leaves_no_pause(
    breaker: CircuitBreaker, error: BaseException, caplog: pytest.LogCaptureFixture
) -> None:
    """A mistake in our code, or the end of a worker."""
    with pytest.raises(type(error)):
        breaker.call(raising(error))
    assert breaker.call(lambda: "answer") == "answer"
    with pytest.raises(ServerUnavailable):
        breaker.call(raising(OSError()))
    breaker._next_call = 0
    with pytest.raises(type(error)):
        breaker.call(raising(error))
    assert breaker.is_away
    assert breaker.call(lambda: "answer") == "answer"
    assert [record.levelname for record in caplog.records] == ["WARNING", "WARNING"]


def test_error_in_an_answer_means_that_the_server_is_back(breaker: CircuitBreaker) -> None:
    with pytest.raises(ServerUnavailable):
        breaker.call(raising(OSError()))
    breaker._next_call = 0
    with pytest.raises(ValueError, match="odd"):
        breaker.call(raising(ValueError("odd")), passed=(ValueError,))
    assert not breaker.is_away


@pytest.mark.parametrize(("seconds", "pause"), [(0, 5), (0.2, 5), (2, 20), (30, 60)])
def test_pause_is_ten_times_as_long_as_the_failure_within_bounds(
    monkeypatch: pytest.MonkeyPatch, seconds: float, pause: float
) -> None:
    now = [1000.0]
    monkeypatch.setattr(circuit_breaker, "monotonic", lambda: now[0])
    breaker = CircuitBreaker("The server", "nothing is read")

    def hang() -> None:
        now[0] += seconds
        raise TimeoutError

    with pytest.raises(ServerUnavailable):
        breaker.call(hang)
    now[0] += pause - 0.01
    with pytest.raises(ServerUnavailable):
        breaker.call(lambda: "answer")
    now[0] += 0.01
    assert breaker.call(lambda: "answer") == "answer"
