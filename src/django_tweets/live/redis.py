"""Announcements by the publish and subscribe commands of Redis or Valkey."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..redis_client import Script, make_client, run_for_keys
from .backend import BaseStream

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Sequence

TIMEOUT = 0.5
"""Seconds that a write may wait for a Redis that doesn't answer."""
PING = 20
"""Seconds after which a connection that is silent is tested."""

# Of each member, a sorted set of the processes with a stream, by the time until which that is so.
ARRIVE = Script("""
    local time = redis.call('TIME')
    local now = time[1] + time[2] / 1000000
    redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
    redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
    redis.call('EXPIRE', KEYS[1], ARGV[2] + 1)
    return 1
""")
LEAVE = Script("return redis.call('ZREM', KEYS[1], ARGV[1])")
FIND = Script("""
    local time = redis.call('TIME')
    local now = time[1] + time[2] / 1000000
    return redis.call('ZCOUNT', KEYS[1], now, '+inf') > 0 and KEYS[1] or false
""")


class RedisStream(BaseStream):
    """One connection in each process listens; others, from a pool, publish. Needs the extra redis.

    url: of the server, as for redis-py: "redis://host:6379/0", "rediss://…", "unix://…". cluster:
    whether it is a node of a Redis Cluster, whose nodes pass announcements on to each other.
    """

    extra = "redis"
    has_presence = True

    def __init__(self, *, url: str, cluster: bool = False, **options: Any) -> None:
        import redis.asyncio  # noqa: PLC0415 - optional, and check_stream() says so
        from redis.backoff import NoBackoff  # noqa: PLC0415 - likewise
        from redis.retry import Retry  # noqa: PLC0415 - likewise

        super().__init__(**options)
        self.url, self.cluster = url, cluster
        self._redis: Any = redis
        self._client = redis.Redis.from_url(
            url,
            socket_timeout=TIMEOUT,
            socket_connect_timeout=TIMEOUT,
            retry=Retry(NoBackoff(), 0),
        )

    def publish(self, messages: Sequence[str]) -> None:
        for message in messages:
            self._client.publish(self.channel, message)

    @cached_property
    def _presence(self) -> Any:
        """The client for presence: of the server, or of the whole cluster."""
        if not self.cluster:
            return self._client
        return make_client(
            url=self.url,
            is_cluster=True,
            nodes=(),
            sentinels=(),
            service="",
            timeout=TIMEOUT,
            options={},
        )

    def _name(self, member: Any) -> str:
        return f"{self.channel}:present:{member}"

    def note_present(
        self, process: str, here: Collection[Any], gone: Collection[Any], seconds: int
    ) -> None:
        run_for_keys(self._presence, ARRIVE, [*map(self._name, here)], process, seconds)
        run_for_keys(self._presence, LEAVE, [*map(self._name, gone)], process)

    def find_present(self, members: Collection[Any]) -> set[Any]:
        keys = {self._name(member): member for member in members}
        found = run_for_keys(self._presence, FIND, [*keys])
        return {keys[name.decode()] for name in found if name}

    async def listen(self) -> AsyncIterator[str]:
        client = self._redis.asyncio.Redis.from_url(
            self.url, socket_connect_timeout=5, decode_responses=True
        )
        async with client, client.pubsub() as pubsub:
            await pubsub.subscribe(self.channel)
            is_asked = False
            while True:
                message = await pubsub.get_message(timeout=PING)
                if message is None and is_asked:
                    raise ConnectionError("Redis does not answer.")
                is_asked = message is None
                if message is None:
                    await pubsub.ping()
                elif message["type"] == "message":
                    yield message["data"]
                elif message["type"] == "subscribe":
                    yield ""
