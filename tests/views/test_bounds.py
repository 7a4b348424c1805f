"""Bounds of every URL: a page of 44 rows costs what one of 22 does, and so does an action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from django_tweets import get_profile_model, get_tweet_model, text
from django_tweets.models import Bookmark, Follow, Like
from django_tweets.models.notification import GroupKey
from django_tweets.services import notification_groups
from tests.factories import PROFILE_EXTRA, TWEET_EXTRA
from tests.views.expected_access import PAGES
from tests.views.scenarios import World, make_world, path
from tests.views.test_matrix import ACTIONS

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile

pytestmark = [pytest.mark.django_db, pytest.mark.matrix]

# More rows than a page has, and twice as many.
FEW, MANY = 22, 44

MAX_BYTES = 130_000
SPREAD = 6_000  # bytes that a page may differ: handles and counts are longer


def make_people(count: int, start: int) -> list[Profile]:
    profiles = get_profile_model()
    return profiles._base_manager.bulk_create(
        [profiles(handle=f"p{start + n:06}", **PROFILE_EXTRA) for n in range(count)]
    )


def add_rows(world: World, count: int, start: int) -> None:
    """Give the author and the tweet count rows of every kind that a page lists."""
    me, tweet, author = world.viewer or world.author, world.tweet, world.author
    people = make_people(count, start)
    Follow._base_manager.bulk_create([Follow(follower=each, followed=author) for each in people])
    if me != author:
        Follow._base_manager.bulk_create([Follow(follower=me, followed=each) for each in people])
    Follow._base_manager.bulk_create([Follow(follower=author, followed=each) for each in people])
    Like._base_manager.bulk_create([Like(profile=each, tweet=tweet) for each in people])
    tweets = get_tweet_model()
    extra = {"visibility": "public", **TWEET_EXTRA}
    tweets._base_manager.bulk_create(
        [
            row
            for each in people
            for row in (
                tweets(profile=each, retweet_of=tweet, **extra),
                tweets(profile=each, content="THE-TEXT #topic", quote_of=tweet, **extra),
                tweets(
                    profile=each,
                    content="THE-TEXT @author #topic",
                    in_reply_to=tweet,
                    in_reply_to_profile=author,
                    conversation=tweet,
                    **extra,
                ),
            )
        ]
    )
    own = tweets._base_manager.bulk_create(
        [tweets(profile=author, content=f"THE-TEXT {n} #topic", **extra) for n in range(count)]
    )
    models: list[Any] = [Like, Bookmark]
    for model in models:
        model._base_manager.bulk_create([model(profile=me, tweet=row) for row in own])
    for row, each in zip(own, people, strict=True):
        notification_groups.add_actor(GroupKey(me.pk, "mention", row.pk), each.pk)
    for row in tweets._base_manager.filter(content__contains="#topic", entities=[]):
        entities = [entity._asdict() for entity in text.parse(row.content).entities]
        tweets._base_manager.filter(pk=row.pk).update(entities=entities)
    call_command("rebuild_hashtags", verbosity=0)
    call_command("rebuild_search", verbosity=0)


def cost(
    world: World, client: Client, name: str, method: str = "get", data: Any = None
) -> tuple[int, int]:
    """Return the number of statements of a request, and the bytes of its answer."""
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        response = getattr(client, method)(path(name, world), data)
    assert response.status_code < 500
    return len(captured), len(response.getvalue())


def page_costs(world: World) -> dict[str, tuple[int, int]]:
    client = world.client()
    return {name: cost(world, client, name) for name in PAGES}


@pytest.mark.parametrize("reader", ["anonymous", "author"])
def test_page_costs_the_same_with_many_rows(reader: str) -> None:
    world = make_world(reader, "public")
    add_rows(world, FEW, 0)
    few = page_costs(world)
    add_rows(world, MANY - FEW, FEW)
    many = page_costs(world)
    more = {
        name: (few[name], many[name])
        for name in PAGES
        if many[name][0] > few[name][0] or many[name][1] > few[name][1] + SPREAD
    }
    assert more == {}
    assert max(size for _, size in many.values()) < MAX_BYTES


def action_statements(world: World) -> dict[str, int]:
    """Return the number of statements of each action, each undone afterwards."""
    client, found = world.client(), {}
    for name in ACTIONS:
        with transaction.atomic():
            data = {
                "content": "a new text",
                "handle": "reader",
                "confirm": "on",
                "category": "spam",
            }
            found[name], _bytes = cost(world, client, name, "post", data)
            transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("reader", ["follower", "author"])
def test_action_costs_the_same_with_many_rows(reader: str) -> None:
    """What grows with the number of rows is a task, which a worker runs."""
    world = make_world(reader, "public")
    add_rows(world, FEW, 0)
    few = action_statements(world)
    add_rows(world, MANY - FEW, FEW)
    many = action_statements(world)
    assert {name: (few[name], many[name]) for name in ACTIONS if many[name] > few[name]} == {}
