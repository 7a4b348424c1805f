"""Counter columns: tweets of a profile, replies to a tweet, and others.

What a viewer may not read moves no number that they see. So counters of a tweet include only tweets
that everyone may read (visibility.open_tweets()), and `is_counted` of these says so: when an author
is protected or suspended, a task moves the counters in batches, and a tweet that is deleted before
it has come to it is uncounted if it was counted. `tweet_count` of a profile includes the public and
unlisted tweets; those who may not read the tweets of a protected profile don't see it.

A counter changes in the transaction of the rows that it counts, and before these rows: so a new row
never holds a lock that its counter needs. Profiles are changed before tweets, both in the
order of their keys, so that two transactions with the same counters do not deadlock.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.db import connections
from django.db.models import Case, Exists, F, IntegerField, Q, When

from ..swapping import get_profile_model, get_tweet_model
from .everyone import open_profiles
from .visibility import OPEN_VISIBILITIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import Model, QuerySet

    from .follow import Follow
    from .tweet import AbstractTweet

REFERENCES = {
    "in_reply_to_id": "reply_count",
    "retweet_of_id": "retweet_count",
    "quote_of_id": "quote_count",
}
"""Relations of a tweet to another tweet, and the counter of the other tweet."""


HAS_REFERENCE = Q(*(Q(**{f"{name}__isnull": False}) for name in REFERENCES), _connector=Q.OR)
"""Condition for tweets that refer to another tweet."""


def add_tweet(tweet: AbstractTweet, *, using: str, author_condition: Q | None = None) -> None:
    """Count a new tweet for its author and for the tweets that it refers to. Set its is_counted.

    Raise the model's DoesNotExist for a new retweet of a deleted tweet: nothing would show or
    remove it. Raise the profile model's if the author doesn't match author_condition.
    """
    model, is_open = get_tweet_model(), is_open_to_all(tweet)
    author = {tweet.profile_id: int(is_open)}
    conditions = [] if author_condition is None else [author_condition]
    # Also by zero: this locks the author, so that what is read below stays true.
    found = increment(get_profile_model(), "tweet_count", author, *conditions, using=using)
    if conditions and not found:
        raise get_profile_model().DoesNotExist(f"There is no such author: {tweet.profile_id}.")
    tweet.is_counted = is_open and _count_references(tweet, using)
    original = tweet.retweet_of_id
    if original is not None and not tweet.is_counted and not lock(model, [original], using=using):
        raise model.DoesNotExist(f"There is no tweet {original} to repeat.")


def remove_tweet(tweet: AbstractTweet, *, using: str) -> None:
    """Uncount a tweet before it is deleted. The instance may be an old one."""
    profile_model = get_profile_model()
    # This locks the author too, and is right unless the instance is old.
    moved = -int(is_open_to_all(tweet))
    author = {tweet.profile_id: moved}
    if not increment(profile_model, "tweet_count", author, using=using):
        moved = 0  # raw SQL has made it wrong: increment() does not go below zero
        lock_author(tweet.profile_id, using=using)
    stored = _stored([tweet.pk], using)
    right = -sum(map(is_open_to_all, stored))  # 0 if it is gone
    if right != moved:
        author = {tweet.profile_id: right - moved}
        increment(profile_model, "tweet_count", author, using=using)
    for each in stored:
        if each.is_counted:
            for pk, counter in _references(each):
                increment(get_tweet_model(), counter, {pk: -1}, using=using)


def remove_tweets(keys: Iterable[int], *, using: str) -> list[AbstractTweet]:
    """Uncount tweets before they are deleted, and lock them too. The caller has locked the authors.

    Return those that exist, with their keys and relations alone.
    """
    tweets = _stored(keys, using)
    authors = Counter(tweet.profile_id for tweet in tweets if is_open_to_all(tweet))
    increment(get_profile_model(), "tweet_count", _multiply(authors, -1), using=using)
    _move([tweet for tweet in tweets if tweet.is_counted], -1, tweets, using=using)
    return tweets


def lock_author(key: Any, *, using: str) -> None:
    """Lock the profile with this key.

    By a write: SQLite doesn't let a transaction write that began with a read of older rows.
    """
    increment(get_profile_model(), "tweet_count", {key: 0}, using=using)


def lock_tweet(tweet: AbstractTweet, *, using: str) -> None:
    """Lock a tweet and the tweets it refers to, as change_visibility() needs it.

    The caller has locked the author.
    """
    keys = {tweet.pk, *(pk for pk, _ in _references(tweet))}
    lock(get_tweet_model(), keys, using=using)


def change_visibility(tweet: AbstractTweet, *, using: str) -> None:
    """Move the counters for a tweet that is about to be saved, if its visibility has changed."""
    lock_author(tweet.profile_id, using=using)
    lock_tweet(tweet, using=using)
    is_open = is_open_to_all(tweet)
    for stored in _stored([tweet.pk], using):
        if is_open_to_all(stored) == is_open:
            continue
        author = {stored.profile_id: 1 if is_open else -1}
        increment(get_profile_model(), "tweet_count", author, using=using)
        if not is_open:
            _move([stored] if stored.is_counted else [], -1, [], using=using)
        is_counted = is_open and _count_references(stored, using)
        _rows(using).filter(pk=stored.pk).update(is_counted=is_counted)


def switch_counted(tweets: Iterable[AbstractTweet], *, using: str) -> None:
    """Count those of tweets that are not counted, and uncount those that are.

    The caller has locked their authors.
    """
    tweets = list(tweets)
    # All of them before the first is written: the two groups are each in the order of keys, but one
    # after the other they are not, and would deadlock with somebody who locks the tweets of both.
    keys = {pk for tweet in tweets for pk in (tweet.pk, *dict(_references(tweet)))}
    if keys:
        lock(get_tweet_model(), keys, using=using)
    for is_counted in (True, False):
        changed = [tweet for tweet in tweets if tweet.is_counted is not is_counted]
        _move(changed, 1 if is_counted else -1, [], using=using)
        if changed:
            rows = _rows(using).filter(pk__in=[tweet.pk for tweet in changed])
            rows.update(is_counted=is_counted)


def is_open_to_all(tweet: AbstractTweet) -> bool:
    """Whether everyone may read tweet as far as its own visibility goes."""
    return tweet.visibility in OPEN_VISIBILITIES


def _count_references(tweet: AbstractTweet, using: str) -> bool:
    """Count tweet for the tweets that it refers to, and return whether it was counted.

    It is not if its author is protected or suspended. That is a condition of the update itself, so
    it takes no other statement. The caller has locked the author.
    """
    people = get_profile_model()._base_manager.using(using)
    by_open = Exists(people.filter(open_profiles(), pk=tweet.profile_id))
    counted = [
        increment(get_tweet_model(), counter, {pk: 1}, Q(by_open), using=using)
        for pk, counter in _references(tweet)
    ]
    return any(counted)


def _references(tweet: AbstractTweet) -> list[tuple[int, str]]:
    """Keys of the tweets that tweet refers to, each with its counter, in the order of keys."""
    referred = ((getattr(tweet, name), counter) for name, counter in REFERENCES.items())
    return sorted((pk, counter) for pk, counter in referred if pk is not None)


def _rows(using: str) -> QuerySet[Any]:
    return get_tweet_model()._base_manager.using(using)


def _stored(keys: Iterable[int], using: str) -> list[AbstractTweet]:
    fields = ("profile_id", "visibility", "is_counted", *REFERENCES)
    return list(_rows(using).filter(pk__in=list(keys)).only(*fields))


def add_follow(
    follower: Any, followed: Any, by: int = 1, *, conditions: Sequence[Q] = (), using: str
) -> int:
    """Add `by` to the two counters of a follow. Return the number of profiles found.

    follower and followed are keys. conditions: only profiles that match them. They are locked and
    counted in one statement, except on MariaDB.
    """
    model, keys = get_profile_model(), [follower, followed]
    counts = {"following_count": follower, "follower_count": followed}
    rows = model._base_manager.using(using)
    if connections[using].vendor == "mysql":  # pragma: no cover - MariaDB's, tested there
        # Lock both in the order of the database first. MariaDB sorts UUIDs by their last bytes,
        # Python by the first: in the order of Python, this and lock() would deadlock.
        if conditions or not isinstance(follower, int):
            count = lock(model, keys, *conditions, using=using)
            if conditions and count < len(keys):
                return count
        ordered = sorted((pk, counter) for counter, pk in counts.items())
        return sum(increment(model, counter, {pk: by}, using=using) for pk, counter in ordered)
    found = rows.filter(*conditions, pk__in=keys)
    if connections[using].features.has_select_for_update:  # pragma: no cover - PostgreSQL's
        # An UPDATE locks its rows in any order. LIMIT keeps the order of the subquery.
        locked = found.order_by("pk").select_for_update(no_key=True)
        found = rows.filter(pk__in=locked.values("pk")[: len(keys)])
    changes: dict[str, Any] = {
        counter: Case(
            # Not below zero: see increment().
            When(pk=pk, **{f"{counter}__gte": -by}, then=F(counter) + by),
            default=F(counter),
            output_field=IntegerField(),
        )
        for counter, pk in counts.items()
    }
    return found.update(**changes)


def add_follows(follows: Iterable[Follow], by: int, *, using: str) -> None:
    """Do as add_follow() for many follows. The caller has locked their profiles."""
    follows = list(follows)
    following = Counter(follow.follower_id for follow in follows)
    followers = Counter(follow.followed_id for follow in follows)
    increment(get_profile_model(), "following_count", _multiply(following, by), using=using)
    increment(get_profile_model(), "follower_count", _multiply(followers, by), using=using)


def _move(
    tweets: Iterable[AbstractTweet], by: int, locked: Iterable[AbstractTweet], *, using: str
) -> None:
    """Add `by` to the counters of rows that tweets refer to. Lock these, and those in locked."""
    referred: dict[str, Counter[Any]] = {counter: Counter() for counter in REFERENCES.values()}
    for tweet in tweets:
        for pk, counter in _references(tweet):
            referred[counter][pk] += 1
    keys = {tweet.pk for tweet in locked}.union(*referred.values())
    if keys:
        lock(get_tweet_model(), keys, using=using)
    for counter, counts in referred.items():
        increment(get_tweet_model(), counter, _multiply(counts, by), using=using)


def increment(
    model: type[Model], counter: str, by: Mapping[Any, int], *conditions: Q, using: str
) -> int:
    """Add a number to a counter of many rows. `by` maps the key of a row to its number.

    conditions: only rows that match them. Return the number of changed rows. A counter does not go
    below zero: if raw SQL has made it wrong, a write must not fail because of that.
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


def lock_profiles(keys: Iterable[Any], *conditions: Any, using: str) -> int:
    """Do as lock() for profiles, also on SQLite, which has no locks of rows."""
    return lock_by_write(get_profile_model(), "tweet_count", keys, *conditions, using=using)


def lock_by_write(
    model: type[Model], counter: str, keys: Iterable[Any], *conditions: Any, using: str
) -> int:
    """Do as lock(), also on SQLite, which has no locks of rows: there, counter is written."""
    if connections[using].features.has_select_for_update:  # pragma: no cover - not on SQLite
        return lock(model, keys, *conditions, using=using)
    # A write: SQLite doesn't let a transaction write that began with a read of older rows.
    rows = model._base_manager.using(using).filter(*conditions, pk__in=list(keys))
    return rows.update(**{counter: F(counter)})


def _multiply(counts: Counter[Any], by: int) -> dict[Any, int]:
    return {pk: count * by for pk, count in counts.items()}
