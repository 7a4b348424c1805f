"""From rows to tweets that can be rendered without another query."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from django.db import connections, router
from django.db.models import Case, CharField, F, Value, When

from ..models import Bookmark, Like, visibility
from ..swapping import get_profile_model, get_tweet_model

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..models import AbstractProfile, AbstractTweet, TweetRevision

RELATED = ["profile", "retweet_of__profile"]


def hydrate(ids: Iterable[int], viewer: AbstractProfile | None) -> list[AbstractTweet]:
    """The tweets of ids that viewer may read, in the order of ids, ready to render.

    Four queries at most, for one tweet as for twenty; see complete().
    """
    ids = list(ids)
    found = {tweet.pk: tweet for tweet in readable(viewer).filter(pk__in=ids)}
    return complete([found[pk] for pk in ids if pk in found], viewer)


def readable(viewer: AbstractProfile | None) -> Any:
    """A TweetQuerySet of what viewer may read, each with its author, and with what it repeats.

    A retweet is only let through with what it repeats, so that may be joined. Whom a tweet
    answers is named only if they are there for viewer.
    """
    named = When(
        visibility.profiles(viewer, "in_reply_to_profile__"),
        in_reply_to_profile__handle__isnull=False,
        then=F("in_reply_to_profile__handle"),
    )
    tweets: Any = get_tweet_model().objects.visible_to(viewer).select_related(*RELATED)
    return tweets.annotate(reply_handle=Case(named, default=Value(""), output_field=CharField()))


def complete(tweets: list[AbstractTweet], viewer: AbstractProfile | None) -> list[AbstractTweet]:
    """Give each of tweets, which come from readable(), what its card shows; return them.

    On what is shown (a tweet, or what a retweet repeats) are then set: `quoted`, the tweet that
    it quotes, if viewer may read that, else `is_quoted_deleted`; `is_liked`, `is_retweeted` and
    `is_bookmarked` by viewer; and on all of them `mentioned_handles`, and `hydrated_for`: the key
    of viewer, None for an anonymous visitor.
    """
    key = viewer and viewer.pk
    shown = [tweet.shown for tweet in tweets]
    quotes = {tweet.quote_of_id for tweet in shown if tweet.quote_of_id is not None}
    quoted = _quotable(viewer).in_bulk(quotes) if quotes else {}
    deleted = _deleted(quotes - quoted.keys())
    done = _done_by(viewer, [tweet.pk for tweet in shown])
    handles = mentioned([*shown, *quoted.values()], viewer)
    for tweet in chain(tweets, shown, quoted.values()):
        tweet.hydrated_for = key
        tweet.mentioned_handles = handles
    for tweet in shown:
        tweet.quoted = quoted.get(tweet.quote_of_id)
        tweet.is_quoted_deleted = tweet.quote_of_id in deleted
        tweet.is_liked = ("like", tweet.pk) in done
        tweet.is_retweeted = ("retweet", tweet.pk) in done
        tweet.is_bookmarked = ("bookmark", tweet.pk) in done
    return tweets


def mentioned(
    tweets: Iterable[AbstractTweet | TweetRevision], viewer: AbstractProfile | None
) -> dict[str, str]:
    """The handles of today of all whom tweets mention and viewer may know, by their keys."""
    keys = {e["profile"] for tweet in tweets for e in tweet.entities if "profile" in e}
    if not keys:
        return {}
    people: Any = get_profile_model().objects.known_to(viewer).filter(pk__in=keys)
    return {str(key): handle for key, handle in people.values_list("pk", "handle")}


def _deleted(keys: set[int]) -> set[int]:
    """Those of keys that no tweet has any more."""
    if not keys:
        return set()
    hidden = get_tweet_model()._base_manager.filter(pk__in=keys)
    return keys - set(hidden.values_list("pk", flat=True))


def _quotable(viewer: AbstractProfile | None) -> Any:
    """As readable(), of what has been said and not repeated: half as much to read."""
    tweets: Any = get_tweet_model().objects.visible_to(viewer).select_related("profile")
    return tweets.filter(retweet_of__isnull=True)


def _done_by(viewer: AbstractProfile | None, keys: list[int]) -> set[tuple[str, int]]:
    """What viewer has done with the tweets of keys, as pairs: one query.

    In SQL, since the ORM took 2 ms to say it.
    """
    if viewer is None or not keys:
        return set()
    connection = connections[router.db_for_read(get_tweet_model())]
    me = viewer._meta.pk.get_db_prep_value(viewer.pk, connection)
    tables: list[tuple[str, Any, str]] = [
        ("like", Like, "tweet_id"),
        ("bookmark", Bookmark, "tweet_id"),
        ("retweet", get_tweet_model(), "retweet_of_id"),
    ]
    marks = ", ".join(["%s"] * len(keys))
    sql = " UNION ALL ".join(
        f"SELECT '{name}', {column} FROM {connection.ops.quote_name(model._meta.db_table)}"
        f" WHERE profile_id = %s AND {column} IN ({marks})"
        for name, model, column in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [me, *keys] * len(tables))
        return set(cursor.fetchall())
