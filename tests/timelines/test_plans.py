"""Query plans of lists: each is read from an index in its order, at a few thousand rows."""

from __future__ import annotations

import random
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from django_tweets import get_profile_model, get_tweet_model, timelines
from django_tweets.models import (
    Attachment,
    Block,
    Bookmark,
    Follow,
    FollowRequest,
    Hashtag,
    HashtagFollow,
    Like,
    Mention,
    Mute,
    TweetHashtag,
    TweetRevision,
)
from tests.factories import PROFILE_EXTRA, TWEET_EXTRA, make_profile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.factories import Profile, Tweet

pytestmark = [pytest.mark.django_db, pytest.mark.databases("postgresql", "sqlite")]

PEOPLE = 150
TWEETS = 3000


def get_index_name(model: Any, *fields: str) -> str:
    """Return the name in the database of the index of model on these fields."""
    for index in model._meta.indexes:
        if index.fields == list(fields):
            return str(index.name)
    raise LookupError(fields)


class Community:
    """A few thousand tweets, a busy author, and a tweet with a reaction by every profile."""

    def __init__(self) -> None:
        rng = random.Random(4)
        profiles: Any = get_profile_model().objects
        tweets: Any = get_tweet_model().objects
        self.reader: Profile = make_profile("reader")
        extra = {**PROFILE_EXTRA}
        profiles.bulk_create(profiles.model(handle=f"p{n}", **extra) for n in range(PEOPLE))
        people = list(profiles.exclude(pk=self.reader.pk))
        self.author: Profile = people[0]
        new = tweets.model
        self.tweet: Tweet = tweets.create(profile=self.author, content="hello", **TWEET_EXTRA)
        about: Any = {"in_reply_to": self.tweet, "in_reply_to_profile": self.author}
        kinds: list[dict[str, Any]] = [{}, {}, {}, about, {"quote_of": self.tweet}]
        tweets.bulk_create(
            new(profile=rng.choice(people), content="x", **rng.choice(kinds), **TWEET_EXTRA)
            for _ in range(TWEETS)
        )
        tweets.bulk_create(
            new(profile=each, content="", retweet_of=self.tweet, **TWEET_EXTRA) for each in people
        )
        some = list(tweets.filter(retweet_of=None).order_by("pk")[:1000])
        model: Any
        for model in (Like, Bookmark):
            rows = [{"profile": self.reader, "tweet": tweet} for tweet in some[:100]]
            rows += [{"profile": each, "tweet": self.tweet} for each in people]
            rows += [
                {"profile": each, "tweet": tweet}
                for each in people
                for tweet in rng.sample(some, 30)
            ]
            kept = {(row["profile"].pk, row["tweet"].pk): row for row in rows}
            model.objects.bulk_create(model(**row) for row in kept.values())
        pairs: list[tuple[Any, str, str]] = [
            (Follow, "follower", "followed"),
            (FollowRequest, "follower", "followed"),
            (Mute, "muter", "muted"),
            (Block, "blocker", "blocked"),
        ]
        for relation, one, other in pairs:
            is_many = relation in {Follow, FollowRequest}
            rows = [{one: self.reader, other: each} for each in people[-75 if is_many else -9 :]]
            # The reader has few of the rows: with many, PostgreSQL reads the primary key instead.
            each = 40 if is_many else 9
            rows += [{one: a, other: b} for a in people for b in rng.sample(people, each) if a != b]
            if relation is not Block:
                rows += [{one: each, other: self.reader} for each in people[:-9]]
            relation.objects.bulk_create(relation(**row) for row in rows)
        Attachment.objects.bulk_create(
            Attachment(owner=tweet.profile, tweet_id=tweet.pk, position=0, kind="image")
            for tweet in some
        )
        TweetRevision.objects.bulk_create(
            TweetRevision(tweet_id=tweet.pk, content="x", created_at=tweet.created_at)
            for tweet in some
            for _ in range(3)
        )
        # Many, each with few tweets: PostgreSQL may read the whole of a small index instead.
        topics: Any = [Hashtag(key=f"{n:03}", name=f"topic{n}") for n in range(300)]
        Hashtag.objects.bulk_create(topics)
        topics = list(Hashtag.objects.all())
        self.hashtag: Any = topics[0]
        TweetHashtag.objects.bulk_create(
            TweetHashtag(tweet_id=tweet.pk, hashtag=topic)
            for tweet in some
            for topic in rng.sample(topics, 6)
        )
        Mention.objects.bulk_create(
            Mention(tweet=tweet, profile=each) for tweet in some for each in rng.sample(people, 5)
        )
        HashtagFollow.objects.bulk_create(
            HashtagFollow(profile=each, hashtag=topic)
            for topic in topics[:2]
            for each in [self.reader, *people]
        )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


@pytest.fixture(scope="module")
def community(django_db_setup: None, django_db_blocker: Any) -> Iterator[Community]:
    """One community for all tests of this module, which only read it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Community()
        transaction.set_rollback(True)


def plan_of(sql: str) -> str:
    explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Sorting so few rows is cheap: force plans without a sort wherever possible.
            cursor.execute("SET LOCAL enable_sort = off")
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"{explain} {sql}", None)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def capture_ordered_statements(act: Callable[[], Any]) -> list[str]:
    """Call act and return its statements that have an ORDER BY."""
    with CaptureQueriesContext(connection) as queries:
        act()
    return [query["sql"] for query in queries if "ORDER BY" in query["sql"]]


LISTS: dict[str, tuple[Callable[[Community], Any], Callable[[], str]]] = {
    "profile": (
        lambda c: timelines.profile_tweets(c.author, c.reader),
        lambda: get_index_name(get_tweet_model(), "profile", "-id"),
    ),
    "profile with replies": (
        lambda c: timelines.profile_tweets(c.author, c.reader, replies=True),
        lambda: get_index_name(get_tweet_model(), "profile", "-id"),
    ),
    "media": (
        lambda c: timelines.media_tweets(c.author, c.reader),
        lambda: get_index_name(Attachment, "owner", "-tweet"),
    ),
    "quotes": (
        lambda c: timelines.quoting_tweets(c.tweet, c.reader),
        lambda: get_index_name(get_tweet_model(), "quote_of", "-id"),
    ),
    "likes": (
        lambda c: timelines.liked_tweets(c.reader, c.reader),
        lambda: get_index_name(Like, "profile", "-id"),
    ),
    "bookmarks": (
        lambda c: timelines.bookmarked_tweets(c.reader),
        lambda: get_index_name(Bookmark, "profile", "-id"),
    ),
    "mentions": (
        lambda c: timelines.mentioning_tweets(c.author, c.reader),
        lambda: get_index_name(Mention, "profile", "-tweet"),
    ),
    "hashtag": (
        lambda c: timelines.hashtag_tweets(c.hashtag, c.reader),
        lambda: get_index_name(TweetHashtag, "hashtag", "-tweet"),
    ),
    "hashtags that somebody follows": (
        lambda c: timelines.hashtags.followed(c.reader),
        lambda: get_index_name(HashtagFollow, "profile", "-id"),
    ),
    "followers": (
        lambda c: timelines.profiles.followers(c.author, c.reader),
        lambda: get_index_name(Follow, "followed", "-id"),
    ),
    "following": (
        lambda c: timelines.profiles.following(c.reader, None),
        lambda: get_index_name(Follow, "follower", "-id"),
    ),
    "requests": (
        lambda c: timelines.profiles.requests(c.reader),
        lambda: get_index_name(FollowRequest, "followed", "-id"),
    ),
    "likers": (
        lambda c: timelines.profiles.likers(c.tweet, c.reader),
        lambda: get_index_name(Like, "tweet", "-id"),
    ),
    "retweeters": (
        lambda c: timelines.profiles.retweeters(c.tweet, c.reader),
        lambda: get_index_name(get_tweet_model(), "retweet_of", "-id"),
    ),
    "muted": (
        lambda c: timelines.profiles.muted(c.reader),
        lambda: get_index_name(Mute, "muter", "-id"),
    ),
    "blocked": (
        lambda c: timelines.profiles.blocked(c.reader),
        lambda: get_index_name(Block, "blocker", "-id"),
    ),
    "revisions": (
        lambda c: timelines.revisions(c.tweet, c.reader),
        lambda: get_index_name(TweetRevision, "tweet", "-id"),
    ),
}


def test_lists_are_read_from_their_index(community: Community) -> None:
    for name, (act, index) in LISTS.items():
        (statement,) = capture_ordered_statements(partial(act, community))
        plan = plan_of(statement)
        assert index() in plan, f"{name}\n{plan}"
        assert "Sort" not in plan, f"{name}\n{plan}"
        assert "TEMP B-TREE" not in plan, f"{name}\n{plan}"


def test_public_list_is_read_from_the_primary_key(community: Community) -> None:
    (statement,) = capture_ordered_statements(lambda: timelines.public_tweets(community.reader))
    plan = plan_of(statement)
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan
    # SQLite reads the originals from the index of retweets, where they are in key order.
    originals = get_index_name(get_tweet_model(), "retweet_of", "-id")
    assert f"{get_tweet_model()._meta.db_table}_pkey" in plan or originals in plan


@pytest.mark.databases("postgresql")
def test_no_list_reads_a_whole_table_for_a_column(community: Community) -> None:
    """PostgreSQL hashes all rows of an EXISTS that has no OFFSET, where it expects many rows."""
    acts: dict[str, Callable[[Community], Any]] = {
        **{name: act for name, (act, _) in LISTS.items()},
        "explore": lambda c: timelines.public_tweets(c.reader),
        "explore of a visitor": lambda c: timelines.public_tweets(None),
        "conversation": lambda c: timelines.thread(c.tweet.pk, c.reader),
        "conversation of a visitor": lambda c: timelines.thread(c.tweet.pk, None),
    }
    for name, act in acts.items():
        for statement in capture_ordered_statements(partial(act, community)):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL enable_seqscan = on")
                cursor.execute("SET LOCAL enable_sort = on")
                cursor.execute(f"EXPLAIN (VERBOSE) {statement}", None)
                plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
                transaction.set_rollback(True)  # other tests forbid these plans
            assert "hashed SubPlan" not in plan, f"{name}\n{plan}"


def test_replies_are_read_from_their_index(community: Community) -> None:
    _ids_above, _above, *statements = capture_ordered_statements(
        lambda: timelines.thread(community.tweet.pk, community.reader)
    )
    for statement in statements:
        plan = plan_of(statement)
        assert get_index_name(get_tweet_model(), "in_reply_to", "-id") in plan, plan
        assert "TEMP B-TREE" not in plan
        assert "Sort" not in plan


@pytest.mark.parametrize("few", [None, 0])
def test_home_sorts_only_its_candidates(
    community: Community, settings: Any, few: int | None
) -> None:
    """Few authors: the newest of each are sorted. Many authors: the candidates of a window."""
    backend = "django_tweets.timelines.backends.pull.AdaptivePull"
    settings.DJANGO_TWEETS_TIMELINE = {"BACKEND": backend, "OPTIONS": {"few": few}}
    find, tagged, read = capture_ordered_statements(lambda: timelines.home(community.reader))
    plan = plan_of(find)
    model = get_tweet_model()
    table = model._meta.db_table
    if few is None:
        assert get_index_name(model, "profile", "-id") in plan, plan
    else:
        assert f"{table}_pkey" in plan or "SCAN t USING INDEX sqlite_autoindex" in plan, plan
    assert get_index_name(TweetHashtag, "hashtag", "-tweet") in plan_of(tagged)
    plan = plan_of(read)
    assert "Seq Scan" not in plan
    assert f"{table}_pkey" in plan or f"sqlite_autoindex_{table}" in plan, plan
