"""Clients of Redis, and scripts for many keys, which a cluster may have on any number of nodes."""

from __future__ import annotations

from collections import defaultdict
from hashlib import sha1
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Script:
    """A Lua script that works on one key."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.sha = sha1(source.encode(), usedforsecurity=False).hexdigest()


def make_client(
    *,
    url: str,
    is_cluster: bool,
    nodes: Sequence[tuple[str, int]],
    sentinels: Sequence[tuple[str, int]],
    service: str,
    timeout: float,
    options: Mapping[str, Any],
) -> Any:
    """Return a client of redis-py for one server, a cluster, or a service that sentinels know.

    Each command waits for at most timeout seconds, and is tried again if a connection is broken:
    after a restart of Redis, those in the pool are.
    """
    import redis  # noqa: PLC0415 - an extra: check() tells where it is missing
    from redis.backoff import NoBackoff  # noqa: PLC0415
    from redis.retry import Retry  # noqa: PLC0415

    retry: Any = Retry(NoBackoff(), 1, (redis.ConnectionError,))
    options = {
        "socket_timeout": timeout,
        "socket_connect_timeout": timeout,
        "retry": retry,
        **options,
    }
    if sentinels:
        known = {name: options[name] for name in ("socket_timeout", "socket_connect_timeout")}
        sentinel: Any = redis.Sentinel(  # type: ignore[no-untyped-call]  # redis-py's
            [*sentinels], sentinel_kwargs=known, **options
        )
        return sentinel.master_for(service)
    if is_cluster:
        # The nodes that are asked for all others: one of them may be away.
        make_node: Any = redis.cluster.ClusterNode
        known_nodes = [make_node(host, port) for host, port in nodes]
        return redis.RedisCluster.from_url(url, startup_nodes=known_nodes, **options)
    return redis.Redis.from_url(url, **options)


def run_for_keys(client: Any, script: Script, keys: Sequence[str], *arguments: Any) -> list[Any]:
    """Run script once for each of keys, with the same arguments, in one round trip for each node.

    Return the results, in no order.
    """
    calls = [("EVALSHA", script.sha, 1, key, *arguments) for key in keys]
    return run_commands(client, calls, script)


def run_commands(client: Any, calls: Sequence[Any], script: Script | None = None) -> list[Any]:
    """Run commands, whose key is their last argument but for those of script.

    redis-py has no script in a pipeline of a cluster, so the commands are grouped by node here.
    """
    import redis  # noqa: PLC0415 - as above

    place_of_key = 1 if script is None else 3
    groups: dict[Any, list[Any]] = defaultdict(list)
    is_cluster = isinstance(client, redis.RedisCluster)
    for call in calls:
        node = client
        if is_cluster:
            node = client.get_redis_connection(client.get_node_from_key(call[place_of_key]))
        groups[node].append(call)
    results: list[Any] = []
    for node, group in groups.items():
        with node.pipeline(transaction=False) as pipeline:
            if script is not None:
                pipeline.script_load(script.source)
            for call in group:
                pipeline.execute_command(*call)
            answers = pipeline.execute(raise_on_error=False)
        answers = answers[len(answers) - len(group) :]
        for call, answer in zip(group, answers, strict=True):
            # A slot that is moving to another node: the client of the cluster follows it.
            is_moved = isinstance(
                answer, redis.exceptions.AskError | redis.exceptions.TryAgainError
            )
            result = client.execute_command(*call) if is_moved else answer
            if isinstance(result, Exception):
                raise result
            results.append(result)
    return results
