"""Counter columns: tweets of a profile, replies to a tweet, and others.

A counter changes in the transaction of the rows that it counts, and before these rows: so a new row
never holds a lock that its counter needs. Profiles are changed before tweets, both in the
order of their keys, so that two transactions with the same counters do not deadlock.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.db import connections
from django.db.models import F

from ..swapping import get_profile_model, get_tweet_model

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import Model, Q

    from .follow import Follow
    from .tweet import AbstractTweet

REFERENCES = {
    "in_reply_to_id": "reply_count",
    "retweet_of_id": "retweet_count",
    "quote_of_id": "quote_count",
}
"""Relations of a tweet to another tweet, and the counter of the other tweet."""


def add_tweet(
    tweet: AbstractTweet, by: int = 1, *, using: str, author_condition: Q | None = None
) -> None:
    """Add `by` to the counters of the author of tweet and of the tweets that it refers to.

    Raise the model's DoesNotExist for a new retweet of a deleted tweet: nothing would show or
    remove it. Raise the profile model's if the author doesn't match author_condition.
    """
    model, author = get_tweet_model(), {tweet.profile_id: by}
    conditions = [] if author_condition is None else [author_condition]
    found = increment(get_profile_model(), "tweet_count", author, *conditions, using=using)
    if conditions and not found:
        raise get_profile_model().DoesNotExist(f"There is no such author: {tweet.profile_id}.")
    referred = [(getattr(tweet, name), counter) for name, counter in REFERENCES.items()]
    for pk, counter in sorted((pk, counter) for pk, counter in referred if pk is not None):
        if (
            not increment(model, counter, {pk: by}, using=using)
            and by > 0
            and tweet.retweet_of_id == pk
        ):
            raise model.DoesNotExist(f"There is no tweet {pk} to repeat.")


def add_follow(follower: Any, followed: Any, by: int = 1, *, using: str) -> int:
    """Add `by` to the two counters of a follow. Return the number of profiles found.

    follower and followed are keys.
    """
    counts = sorted([(follower, "following_count"), (followed, "follower_count")])
    if (  # pragma: no cover - MariaDB's, tested there
        connections[using].vendor == "mysql" and not isinstance(follower, int)
    ):
        # Lock both in the order of the database first. MariaDB sorts UUIDs by their last bytes,
        # Python by the first: in the order of Python, this and lock() would deadlock.
        lock(get_profile_model(), [follower, followed], using=using)
    return sum(
        increment(get_profile_model(), counter, {pk: by}, using=using) for pk, counter in counts
    )


def add_follows(follows: Iterable[Follow], by: int, *, using: str) -> None:
    """Do as add_follow() for many follows. The caller has locked their profiles."""
    follows = list(follows)
    following = Counter(follow.follower_id for follow in follows)
    followers = Counter(follow.followed_id for follow in follows)
    increment(get_profile_model(), "following_count", _multiply(following, by), using=using)
    increment(get_profile_model(), "follower_count", _multiply(followers, by), using=using)


def add_tweets(tweets: Iterable[AbstractTweet], by: int, *, using: str) -> None:
    """Do as add_tweet() for many tweets, and lock them too."""
    tweets = list(tweets)
    authors = Counter(tweet.profile_id for tweet in tweets)
    increment(get_profile_model(), "tweet_count", _multiply(authors, by), using=using)
    referred = {
        counter: Counter(key for tweet in tweets if (key := getattr(tweet, name)) is not None)
        for name, counter in REFERENCES.items()
    }
    own = {tweet.pk for tweet in tweets}
    lock(get_tweet_model(), own.union(*referred.values()), using=using)
    for counter, counts in referred.items():
        increment(get_tweet_model(), counter, _multiply(counts, by), using=using)


def increment(
    model: type[Model], counter: str, by: Mapping[Any, int], *conditions: Q, using: str
) -> int:
    """Add a number to a counter of many rows. `by` maps the key of a row to its number.

    Return the number of changed rows. A counter does not go below zero: if raw SQL has made it
    wrong, a write must not fail because of that.
    """
    rows = model._base_manager.using(using)
    if len(by) > 1:
        lock(model, by, using=using)
    moved = 0
    for amount in set(by.values()):
        keys = [pk for pk, each in by.items() if each == amount]
        enough = rows.filter(*conditions, pk__in=keys, **{f"{counter}__gte": -amount})
        moved += enough.update(**{counter: F(counter) + amount})
    return moved


def lock(model: type[Model], keys: Iterable[Any], *conditions: Q, using: str) -> int:
    """Lock the rows with these keys until the end of the transaction. Return the number of rows.

    conditions: only rows that match them, also after waiting for the lock.
    """
    rows = model._base_manager.using(using).filter(*conditions, pk__in=list(keys)).order_by("pk")
    # The same lock as an UPDATE of a counter. On PostgreSQL, FOR UPDATE would also block inserts of
    # rows that refer to these: a deadlock if they hold a lock that we need next.
    no_key = connections[using].features.has_select_for_no_key_update
    return len(rows.select_for_update(no_key=no_key).values_list("pk", flat=True))


def _multiply(counts: Counter[Any], by: int) -> dict[Any, int]:
    return {pk: count * by for pk, count in counts.items()}
