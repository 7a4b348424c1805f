"""The data of one database: created once, and reused while VERSION stays the same."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import psycopg
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connections

from django_tweets.models import Block, Bookmark, Follow, Like, Mention, Mute, Profile, Tweet
from django_tweets.models.visibility import OPEN_VISIBILITIES

from . import people, settings
from .load import load
from .people import handle
from .router import use_database
from .sizes import SIZES, START
from .tutorial import models as tutorial_models
from .tweets import NONE, Tweets

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION = 3


def exists(alias: str) -> bool:
    """Return whether the database exists with the data of this version."""
    connection = connections[alias]
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT version FROM bench_data")
            return bool(cursor.fetchone() == (VERSION,))
    except Exception:
        connection.close()
        return False


def create(alias: str) -> None:
    """Create the database with all tables and rows, and statistics for the planner."""
    connection = connections[alias]
    size = SIZES[alias.partition("-")[2]]
    began = time.perf_counter()
    connection.close()
    _create_empty(alias)
    with use_database(alias):
        call_command("migrate", database=alias, verbosity=0)
        for model, columns, rows in _tables(alias, Tweets(size)):
            load(alias, model, columns, rows)
            print(f"{alias}: {model._meta.label}, {time.perf_counter() - began:.0f} s", flush=True)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("VACUUM ANALYZE")
            else:
                cursor.execute("ANALYZE")
            cursor.execute("CREATE TABLE bench_data (version integer)")
            cursor.execute("INSERT INTO bench_data VALUES (%s)", [VERSION])
    connection.close()


def _create_empty(alias: str) -> None:
    connection = connections[alias]
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        settings.DATA.mkdir(parents=True, exist_ok=True)
        for suffix in ("", "-wal", "-shm"):
            name.with_name(name.name + suffix).unlink(missing_ok=True)
        return
    server: dict[str, Any] = {**connection.get_connection_params(), "dbname": "postgres"}
    server = {
        key: value
        for key, value in server.items()
        if key in ("host", "port", "user", "password", "dbname")
    }
    with psycopg.connect(**server, autocommit=True) as maintenance:
        maintenance.execute(f'DROP DATABASE IF EXISTS "{name}"')
        maintenance.execute(f'CREATE DATABASE "{name}"')


def _tables(alias: str, tweets: Tweets) -> Iterator[tuple[Any, list[str], Iterator[Any]]]:
    """Yield models with their columns and rows, in an order that foreign keys allow."""
    size = tweets.size
    adapt = connections[alias].ops.adapt_datetimefield_value
    began: Any = adapt(START)
    everyone = range(1, size.users + 1)
    follows = list(people.follows(size))
    following, followers = [0] * (size.users + 1), [0] * (size.users + 1)
    for follower, followed in follows:
        following[follower] += 1
        followers[followed] += 1
    keys = [tweets.key(place) for place in range(size.tweets)]
    moments: list[Any] = [adapt(tweets.moment(place)) for place in range(size.tweets)]
    places = range(size.tweets)

    yield (
        get_user_model(),
        [
            "id",
            "username",
            "password",
            "first_name",
            "last_name",
            "email",
            "is_superuser",
            "is_staff",
            "is_active",
            "date_joined",
        ],
        ((key, handle(key), "!", "", "", "", False, False, True, began) for key in everyone),
    )
    yield (
        Profile,
        [
            "id",
            "user_id",
            "handle",
            "display_name",
            "bio",
            "avatar",
            "banner",
            "website",
            "location",
            "is_protected",
            "is_suspended",
            "is_limited",
            "created_at",
            "tweet_count",
            "follower_count",
            "following_count",
        ],
        (
            (
                key,
                key,
                handle(key),
                f"User {key}",
                "",
                "",
                "",
                "",
                "",
                people.is_protected(key),
                False,
                False,
                began,
                tweets.written[key],
                followers[key],
                following[key],
            )
            for key in everyone
        ),
    )
    yield Follow, ["follower_id", "followed_id", "created_at"], ((*pair, began) for pair in follows)
    yield (
        Block,
        ["blocker_id", "blocked_id", "created_at"],
        ((*pair, began) for pair in people.random_pairs(size, "blocks", 0.02)),
    )
    yield (
        Mute,
        ["muter_id", "muted_id", "created_at"],
        ((*pair, began) for pair in people.random_pairs(size, "mutes", 0.05)),
    )

    def key_of(place: int) -> int | None:
        return None if place == NONE else keys[place]

    yield (
        Tweet,
        [
            "id",
            "profile_id",
            "content",
            "entities",
            "created_at",
            "visibility",
            "content_warning",
            "is_sensitive",
            "attachment_count",
            "language",
            "in_reply_to_id",
            "in_reply_to_profile_id",
            "conversation_id",
            "retweet_of_id",
            "quote_of_id",
            "reply_count",
            "retweet_count",
            "quote_count",
            "like_count",
            "is_counted",
        ],
        (
            (
                keys[place],
                tweets.author[place],
                *(("", "[]") if tweets.retweet_of[place] != NONE else tweets.text_of(place)[:2]),
                moments[place],
                tweets.audience(place).value,
                "",
                False,
                0,
                "en",
                key_of(tweets.reply_to[place]),
                None if tweets.reply_to[place] == NONE else tweets.author[tweets.reply_to[place]],
                key_of(tweets.conversation[place]),
                key_of(tweets.retweet_of[place]),
                key_of(tweets.quote_of[place]),
                tweets.replies[place],
                tweets.retweets[place],
                tweets.quotes[place],
                tweets.likes[place],
                tweets.audience(place) in OPEN_VISIBILITIES,
            )
            for place in places
        ),
    )
    yield (
        Mention,
        ["tweet_id", "profile_id"],
        (
            (keys[place], key)
            for place in places
            if tweets.retweet_of[place] == NONE
            for key in {*tweets.text_of(place).mentions}
        ),
    )
    yield (
        Like,
        ["profile_id", "tweet_id", "created_at"],
        ((fan, keys[place], moments[place]) for fan, place in tweets.liked),
    )
    # Each reader bookmarks some of the tweets they like.
    kept = (
        (fan, keys[place], moments[place])
        for fan, place in tweets.liked
        if fan < people.ORDINARY and place % 10 == 0
    )
    yield Bookmark, ["profile_id", "tweet_id", "created_at"], kept
    yield from _tutorial_tables(tweets, follows, moments)
    yield from _stream_tables(alias, tweets, follows, moments)


def _tutorial_tables(
    tweets: Tweets, follows: list[tuple[int, int]], moments: list[Any]
) -> Iterator[tuple[Any, list[str], Iterator[Any]]]:
    """Yield the same site in the models of the tutorial; tweets are numbered from 1."""
    everyone, places = range(1, tweets.size.users + 1), range(tweets.size.tweets)
    profile: Any = tutorial_models.Profile
    tweet: Any = tutorial_models.Tweet
    yield profile, ["id", "user_id"], ((key, key) for key in everyone)
    yield profile.follows.through, ["from_profile_id", "to_profile_id"], iter(follows)
    rows = (
        (place + 1, tweets.author[place], tweets.text_of(place).content, moments[place])
        for place in places
    )
    yield tweet, ["id", "user_id", "body", "created_at"], rows
    likes = ((place + 1, fan) for fan, place in tweets.liked)
    yield tweet.likes.through, ["tweet_id", "user_id"], likes


def _stream_tables(
    alias: str, tweets: Tweets, follows: list[tuple[int, int]], moments: list[Any]
) -> Iterator[tuple[Any, list[str], Iterator[Any]]]:
    """Yield the same site in the models of activity-stream: one action for each tweet."""
    with use_database(alias):
        user = ContentType.objects.get_for_model(get_user_model()).pk
        tweet = ContentType.objects.get_for_model(tutorial_models.Tweet).pk
    began: Any = connections[alias].ops.adapt_datetimefield_value(START - timedelta(days=1))
    rows = ((follower, user, str(followed), True, "", began) for follower, followed in follows)
    columns = ["user_id", "content_type_id", "object_id", "actor_only", "flag", "started"]
    stream: Any = apps.get_app_config("actstream")
    yield stream.get_model("Follow"), columns, rows
    columns = [
        "actor_content_type_id",
        "actor_object_id",
        "verb",
        "action_object_content_type_id",
        "action_object_object_id",
        "timestamp",
        "public",
    ]
    actions = (
        (user, str(tweets.author[place]), "tweeted", tweet, str(place + 1), moments[place], True)
        for place in range(tweets.size.tweets)
    )
    yield stream.get_model("Action"), columns, actions
