"""The router that the app installs before those of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from asgiref.sync import async_to_sync
from django.db import connections, router

from django_tweets import get_tweet_model, routers

if TYPE_CHECKING:
    import pytest

OWN = "django_tweets.routers.WriteDatabaseRouter"


def test_router_comes_before_those_of_the_site_once(settings: Any) -> None:
    settings.DATABASE_ROUTERS = ("tests.replica.ReplicaRouter",)
    routers.install()
    routers.install()
    assert settings.DATABASE_ROUTERS == [OWN, "tests.replica.ReplicaRouter"]


def test_site_without_routers_gets_none(settings: Any) -> None:
    settings.DATABASE_ROUTERS = []
    routers.install()
    assert settings.DATABASE_ROUTERS == []


def test_router_opens_no_connection_in_an_event_loop(
    settings: Any, monkeypatch: pytest.MonkeyPatch, django_db_blocker: Any
) -> None:
    """Async code may ask the router too. Its query runs in a thread."""
    settings.DATABASE_ROUTERS = ["django_tweets.routers.ReplicaRouter"]
    settings.DJANGO_TWEETS_REPLICAS = ["replica"]
    monkeypatch.setitem(connections.settings, "replica", connections.settings["default"])

    async def ask() -> str:
        return router.db_for_read(get_tweet_model())

    with django_db_blocker.unblock():
        assert async_to_sync(ask)() == "replica"
