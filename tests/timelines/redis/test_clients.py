"""Homes in a cluster, and behind Sentinels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import redis

from django_tweets import circuit_breaker, get_profile_model, services, timelines
from django_tweets.timelines.backends import get_backend
from scripts.servers.redis_nodes import RedisServer, run_cluster, wait_for
from tests.factories import make_profile, make_tweet
from tests.timelines.redis.conftest import BACKEND

if TYPE_CHECKING:
    from pathlib import Path

    from tests.factories import Profile, Tweet

pytestmark = [pytest.mark.redis, pytest.mark.django_db(transaction=True)]


def home(member: Profile) -> list[Tweet]:
    return timelines.home(get_profile_model()._rows.get(pk=member.pk)).rows


def stored_ids(member: Profile) -> list[int]:
    backend: Any = get_backend()
    ids: list[int] = backend.store.get(member.pk).ids
    return ids


def test_homes_are_in_all_nodes_of_a_cluster(ada: Profile, settings: Any, tmp_path: Path) -> None:
    with run_cluster(tmp_path) as nodes:
        settings.DJANGO_TWEETS_TIMELINE = {
            "BACKEND": BACKEND,
            "OPTIONS": {"url": nodes[0].url, "cluster": True, "timeout": 2},
        }
        fans = [make_profile() for _ in range(12)]
        for fan in fans:
            services.follow(fan, ada)
            home(fan)
        tweet = make_tweet(ada)
        assert [stored_ids(fan) for fan in fans] == [[tweet.pk]] * 12
        assert [home(fan) for fan in fans] == [[tweet]] * 12
        clients = [redis.Redis.from_url(node.url) for node in nodes]
        assert all(client.dbsize() for client in clients)

        # A slot goes to another node, and the client learns of it from an error.
        cluster: Any = redis.RedisCluster.from_url(nodes[0].url)
        name = get_backend().store.name(fans[0].pk)  # type: ignore[attr-defined]  # RedisTimeline
        move_slot(cluster, name)
        again = make_tweet(ada)
        assert [stored_ids(fan) for fan in fans] == [[again.pk, tweet.pk]] * 12

        # An author who is pulled from now on: the homes are removed.
        options = settings.DJANGO_TWEETS_TIMELINE["OPTIONS"]
        settings.DJANGO_TWEETS_TIMELINE = {
            "BACKEND": BACKEND,
            "OPTIONS": {**options, "max_followers": 0},
        }
        last = make_tweet(ada)
        assert [client.keys("*:{*}") for client in clients] == [[], [], []]
        assert home(fans[0]) == [last, again, tweet]

        # A node is away: its homes come from the database.
        nodes[2].stop()
        assert [home(fan) for fan in fans] == [[last, again, tweet]] * 12


def test_process_starts_while_the_first_node_is_away(
    ada: Profile, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(circuit_breaker, "MIN_PAUSE", 0)
    monkeypatch.setattr(circuit_breaker, "SLOWNESS", 0)
    with run_cluster(tmp_path) as (first, *others):
        fans = [make_profile() for _ in range(12)]
        for fan in fans:
            services.follow(fan, ada)
        tweet = make_tweet(ada)
        first.stop()
        settings.DJANGO_TWEETS_TIMELINE = {
            "BACKEND": BACKEND,
            "OPTIONS": {
                "url": first.url,
                "cluster": True,
                "nodes": [("127.0.0.1", node.port) for node in others],
                "timeout": 2,
            },
        }
        assert [home(fan) for fan in fans] == [[tweet]] * 12
        clients = [redis.Redis.from_url(node.url) for node in others]
        wait_for(lambda: [home(fan) for fan in fans] and all(client.dbsize() for client in clients))


def move_slot(cluster: Any, name: str) -> None:
    """Move the slot of a key to another node, with that key."""
    slot = cluster.keyslot(name)
    source = cluster.get_node_from_key(name)
    target = next(node for node in cluster.get_primaries() if node.name != source.name)
    one, other = (cluster.get_redis_connection(node) for node in (source, target))
    ids = {
        node: client.execute_command("CLUSTER MYID").decode()
        for node, client in [(0, one), (1, other)]
    }
    other.execute_command("CLUSTER SETSLOT", slot, "IMPORTING", ids[0])
    one.execute_command("CLUSTER SETSLOT", slot, "MIGRATING", ids[1])
    one.execute_command("MIGRATE", target.host, target.port, name, 0, 5000)
    for client in (other, one):
        client.execute_command("CLUSTER SETSLOT", slot, "NODE", ids[1])


def test_sentinels_know_the_server(
    ada: Profile, bob: Profile, settings: Any, tmp_path: Path
) -> None:
    server = RedisServer(tmp_path / "redis")
    server.start()
    file = tmp_path / "sentinel.conf"
    file.write_text(f"sentinel monitor homes 127.0.0.1 {server.port} 1\n")
    sentinel = RedisServer(tmp_path / "sentinel", program_arguments=[str(file), "--sentinel"])
    sentinel.start()
    try:
        wait_for(lambda: redis.Redis.from_url(sentinel.url).sentinel_masters())
        settings.DJANGO_TWEETS_TIMELINE = {
            "BACKEND": BACKEND,
            "OPTIONS": {
                "sentinels": [("127.0.0.1", sentinel.port)],
                "service": "homes",
                "timeout": 2,
            },
        }
        services.follow(bob, ada)
        home(bob)
        tweet = make_tweet(ada)
        assert stored_ids(bob) == [tweet.pk]
        assert home(bob) == [tweet]
    finally:
        sentinel.stop()
        server.stop()
