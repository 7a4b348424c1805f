"""Counts: how many tweets a person has written, how many answer a tweet, and the like.

A count is moved before the rows that it counts, in one transaction with them, and always those
of profiles before those of tweets, each in the order of their keys: so two transactions that
move the same counts wait for each other in one order, and a new row never holds a lock that
its count needs.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.db import connections
from django.db.models import F

from ..swapping import get_profile_model, get_tweet_model

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import Model

    from .follow import Follow
    from .tweet import AbstractTweet

REFERENCES = {
    "in_reply_to_id": "reply_count",
    "retweet_of_id": "retweet_count",
    "quote_of_id": "quote_count",
}
"""The counter, of the tweet that each of these points at, that a tweet is part of."""


def add(tweet: AbstractTweet, by: int = 1, *, using: str) -> None:
    """Move every count that tweet is part of: its author's, and those of what it refers to.

    The model's DoesNotExist for a new retweet of a tweet that has gone: nothing would show it,
    and nothing would ever remove it.
    """
    model = get_tweet_model()
    move(get_profile_model(), "tweet_count", {tweet.profile_id: by}, using=using)
    referred = [(getattr(tweet, name), counter) for name, counter in REFERENCES.items()]
    for pk, counter in sorted((pk, counter) for pk, counter in referred if pk is not None):
        if not move(model, counter, {pk: by}, using=using) and by > 0 and tweet.retweet_of_id == pk:
            raise model.DoesNotExist(f"There is no tweet {pk} to repeat.")


def add_follow(follower: Any, followed: Any, by: int = 1, *, using: str) -> int:
    """Move the two counts that a follow is part of, by the keys of the profiles; how many moved."""
    counts = sorted([(follower, "following_count"), (followed, "follower_count")])
    return sum(move(get_profile_model(), counter, {pk: by}, using=using) for pk, counter in counts)


def add_follows(follows: Iterable[Follow], by: int, *, using: str) -> None:
    """As add_follow(), for many follows at once, whose people are held already."""
    follows = list(follows)
    following = Counter(follow.follower_id for follow in follows)
    followers = Counter(follow.followed_id for follow in follows)
    move(get_profile_model(), "following_count", _times(following, by), using=using)
    move(get_profile_model(), "follower_count", _times(followers, by), using=using)


def add_tweets(tweets: Iterable[AbstractTweet], by: int, *, using: str) -> None:
    """As add(), for many tweets at once, which are held from then on as well."""
    tweets = list(tweets)
    authors = Counter(tweet.profile_id for tweet in tweets)
    move(get_profile_model(), "tweet_count", _times(authors, by), using=using)
    referred = {
        counter: Counter(key for tweet in tweets if (key := getattr(tweet, name)) is not None)
        for name, counter in REFERENCES.items()
    }
    own = {tweet.pk for tweet in tweets}
    lock(get_tweet_model(), own.union(*referred.values()), using=using)
    for counter, counts in referred.items():
        move(get_tweet_model(), counter, _times(counts, by), using=using)


def move(model: type[Model], counter: str, by: Mapping[Any, int], *, using: str) -> int:
    """Move counter of the rows that by has the keys of, each by so many; how many rows moved.

    Not below zero: where a count has been lost to raw SQL, a write must not fail for it.
    """
    rows = model._base_manager.using(using)
    if len(by) > 1:
        lock(model, by, using=using)
    moved = 0
    for amount in set(by.values()):
        keys = [pk for pk, each in by.items() if each == amount]
        enough = rows.filter(pk__in=keys, **{f"{counter}__gte": -amount})
        moved += enough.update(**{counter: F(counter) + amount})
    return moved


def lock(model: type[Model], keys: Iterable[Any], *, using: str) -> int:
    """Wait until nobody else writes the rows of keys, and keep others from it from now on.

    Return how many of them there are.
    """
    rows = model._base_manager.using(using).filter(pk__in=list(keys)).order_by("pk")
    # As an UPDATE of a count locks them. PostgreSQL's FOR UPDATE would also stop whoever writes a
    # row that points here, when they commit and hold what we still wait for.
    no_key = connections[using].features.has_select_for_no_key_update
    return len(rows.select_for_update(no_key=no_key).values_list("pk", flat=True))


def _times(counts: Counter[Any], by: int) -> dict[Any, int]:
    return {pk: count * by for pk, count in counts.items()}
