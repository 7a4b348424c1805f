"""The connection of a backend to Redis, which may be away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from ...circuit_breaker import CircuitBreaker

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")


class Server:
    """The Redis of a backend, shared by all threads. It connects when it is first used."""

    def __init__(self, connect: Callable[[], Any]) -> None:
        import redis  # noqa: PLC0415 - an extra: check() tells where it is missing

        self._connect = connect
        self._client: Any = None
        self.breaker = CircuitBreaker(
            "Redis",
            "the database is asked for homes",
            # RedisClusterException is no RedisError.
            failures=(redis.RedisError, redis.RedisClusterException, OSError),
        )

    def call(self, work: Callable[[Any], Result]) -> Result:
        """Return work(client). Raise ServerUnavailable if Redis is away, too slow, or refuses."""
        return self.breaker.call(lambda: work(self._get_client()))

    def _get_client(self) -> Any:
        if self._client is None:
            self._client = self._connect()
        return self._client
