"""The router that the app installs before those of the site."""

from __future__ import annotations

from typing import Any

from django_tweets import routers

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
