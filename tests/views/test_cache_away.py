"""Every page and the main actions on a site whose cache server is stopped, or hangs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache as site_cache
from django.urls import reverse

from django_tweets import circuit_breaker, get_tweet_model
from django_tweets.models import Follow, Like
from tests import redis_server
from tests.factories import TWEET_EXTRA
from tests.pace import set_small
from tests.views.expected_access import PAGES
from tests.views.scenarios import make_world, path
from tests.views.test_statements import MAX_STATEMENTS, add_everything, statements

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from django.test import Client

    from tests.redis_server import RedisServer
    from tests.views.scenarios import World

pytestmark = [pytest.mark.django_db, pytest.mark.redis, pytest.mark.matrix]

RANDOM = re.compile(
    r'name="(?:csrfmiddlewaretoken|key)" value="[^"]*"|id_\w{6}_|\d+ (?:second|minute)s?|'
    r"<updated>[^<]*|<lastBuildDate>[^<]*"
)


@pytest.fixture
def server(settings: Any, monkeypatch: pytest.MonkeyPatch, media: Path) -> Iterator[RedisServer]:
    """The site's Redis. One that is away is not tried again in the test."""
    monkeypatch.setattr(circuit_breaker, "MIN_PAUSE", 3600)
    monkeypatch.setattr(circuit_breaker, "MAX_PAUSE", 3600)
    # Else the visitor of the second round would search too often.
    settings.DJANGO_TWEETS_LIMITS = None
    with redis_server.run_server() as server:
        settings.CACHES = server.get_caches(socket_timeout=0.3)
        yield server


def read_pages(world: World, client: Client) -> dict[str, tuple[int, str]]:
    """Read every page of the URLconf, and return its status and body by its name."""
    found = {}
    for name in PAGES:
        response = client.get(path(name, world))
        body = response.getvalue().decode("utf-8", "replace")
        found[name] = (response.status_code, RANDOM.sub("", body))
    return found


@pytest.mark.parametrize("how", ["stop", "hang"])
@pytest.mark.parametrize("reader", ["anonymous", "follower"])
def test_every_page_is_the_same_without_the_cache(
    server: RedisServer, reader: str, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    world = make_world(reader, "public")
    client = world.client()
    read_pages(world, client)  # what changes when it is first read
    site_cache.clear()
    expected = read_pages(world, client)
    getattr(server, how)()
    caplog.clear()
    found = read_pages(world, client)
    different = {name for name, page in found.items() if page != expected[name]}
    assert different == set()
    outages = [record for record in caplog.records if "is away" in record.getMessage()]
    assert len(outages) == 1


@pytest.mark.parametrize("reader", ["anonymous", "follower"])
def test_page_takes_ten_statements_at_most_without_the_cache(
    server: RedisServer, reader: str, django_capture_on_commit_callbacks: Any, settings: Any
) -> None:
    world = make_world(reader, "public")
    add_everything(world)
    settings.DJANGO_TWEETS_LINK_PREVIEWS = True
    server.stop()
    client, more = world.client(), {}
    for name in PAGES.keys() - {
        "profile_restore",
        "data_export_file",
        "stream",
    }:  # 404: there is none
        found = statements(client, path(name, world), django_capture_on_commit_callbacks)
        if len(found) > MAX_STATEMENTS:
            more[name] = found
    assert more == {}


@pytest.mark.parametrize("how", ["stop", "hang"])
def test_member_can_write_without_the_cache(server: RedisServer, how: str, settings: Any) -> None:
    settings.DJANGO_TWEETS_LIMITS = {}
    world = make_world("stranger", "public")
    client = world.client()
    getattr(server, how)()
    data = {"content": "#topic without a cache", **TWEET_EXTRA}
    response = client.post(reverse("django_tweets:tweet_create"), data)
    assert response.status_code == 302
    assert get_tweet_model()._base_manager.filter(content=data["content"]).exists()
    for name in ("tweet_like", "profile_follow"):
        assert client.post(path(name, world)).status_code == 302
    assert Like.objects.filter(profile=world.viewer, tweet=world.tweet).exists()
    assert Follow.objects.filter(follower=world.viewer, followed=world.author).exists()
    for name in ("tweet_unlike", "profile_unfollow"):
        assert client.post(path(name, world)).status_code == 302
    assert not Like.objects.filter(profile=world.viewer).exists()


def test_pages_use_the_cache_again_when_it_is_back(
    server: RedisServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    world = make_world("stranger", "public")
    client = world.client()
    server.stop()
    monkeypatch.setattr(circuit_breaker, "MIN_PAUSE", 0)
    monkeypatch.setattr(circuit_breaker, "MAX_PAUSE", 0)
    for _ in range(3):
        assert client.get(path("explore", world)).status_code == 200
    server.start()
    set_small()
    assert client.get(path("explore", world)).status_code == 200
    assert site_cache.get("django_tweets:trends") is not None
    messages = [record.getMessage() for record in caplog.records if "CACHES" in record.getMessage()]
    assert ["is away" in message for message in messages] == [True, False]
