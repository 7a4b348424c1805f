"""Writes of the hashtags of tweets, with their counts and names.

Whoever writes rows of TweetHashtag has locked the authors of their tweets, or the tweets are
deleted; then the hashtags, in the order of their keys. So counts and names are exact.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.db import connections
from django.db.models import F, OuterRef, Subquery

from .. import text
from ..swapping import get_profile_model, get_tweet_model
from . import counters, writes
from .hashtag import Hashtag, HashtagFollow, TweetHashtag, is_unused
from .visibility import Visibility, visible_profiles

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from .tweet import AbstractTweet

MAX_HASHTAGS = 50  # that are stored for one tweet; more is spam

_recounts: list[Callable[[object, str], None]] = []


def connect(recount: Callable[[object, str], None]) -> None:
    """Call recount with the key of each profile that is hidden or shown again, and the database.

    A module of models can't import services, so receivers.py connects the task here.
    """
    _recounts[:] = [recount]


def recount_later(profile_id: object, *, using: str) -> None:
    """Have the hashtags of a profile's tweets counted again: it was hidden, or is shown again."""
    for recount in _recounts:
        recount(profile_id, using)


def lock_authors(tweets: Iterable[AbstractTweet], *, using: str) -> None:
    """Lock the authors of tweets, so that nobody protects or suspends them meanwhile.

    Call it before write() and rewrite(), and before tweets are locked: see counters.py.
    """
    lock_profiles({tweet.profile_id for tweet in tweets}, using=using)


def lock_profiles(keys: Collection[Any], *, using: str) -> None:
    """Lock profiles as lock_authors() does."""
    counters.lock_profiles(keys, using=using)


def write(tweets: Iterable[AbstractTweet], *, using: str) -> None:
    """Write the hashtags of new tweets.

    Call it in the transaction that creates them, and that has locked their authors.
    """
    _write(tweets, [], using)


def rewrite(tweets: Sequence[AbstractTweet], *, using: str) -> None:
    """Update the stored hashtags of tweets whose text or visibility has changed.

    Call it in a transaction that has locked their authors, and written or locked the tweets.
    """
    stored = TweetHashtag._base_manager.using(using)
    _write(tweets, list(stored.filter(tweet_id__in=[tweet.pk for tweet in tweets])), using)


def correct(rows: Sequence[TweetHashtag], *, using: str) -> None:
    """Count rows that are not counted, and end to count the others.

    Call it in a transaction that has locked the authors of their tweets. Hashtags that need a new
    name have no named_by afterwards: call name().
    """
    hashtags = lock({row.hashtag_id for row in rows}, using=using)
    gone = [row for row in rows if row.is_counted]
    new = [row for row in rows if not row.is_counted]
    for row in new:
        row.is_counted = True
    _count(hashtags, new, gone, using=using)
    uses = TweetHashtag._base_manager.using(using)
    for changed, is_counted in ((gone, False), (new, True)):
        if changed:
            uses.filter(pk__in=[row.pk for row in changed]).update(is_counted=is_counted)


def remove(rows: Sequence[TweetHashtag], *, using: str) -> None:
    """Delete the uses of hashtags by deleted tweets, and hashtags that have no others."""
    keys = {row.hashtag_id for row in rows}
    unnamed = _count(lock(keys, using=using), (), rows, using=using)
    TweetHashtag._base_manager.using(using).filter(pk__in=[row.pk for row in rows]).delete()
    name(unnamed, using=using)
    delete_unused(keys, using=using)


def remove_follows(rows: Sequence[HashtagFollow], *, using: str) -> None:
    """Delete follows of hashtags, and hashtags that nobody uses or follows any more."""
    keys = {row.hashtag_id for row in rows}
    lock(keys, using=using)
    count_follows(rows, -1, using=using)
    HashtagFollow._base_manager.using(using).filter(pk__in=[row.pk for row in rows]).delete()
    delete_unused(keys, using=using)


def count_follows(rows: Iterable[HashtagFollow], by: int, *, using: str) -> int:
    """Add `by` to the count of followers for each row. Return the number of hashtags found."""
    follows = Counter(row.hashtag_id for row in rows)
    moves = {pk: count * by for pk, count in follows.items()}
    return counters.increment(Hashtag, "follower_count", moves, using=using)


def delete_unused(keys: Collection[int], *, using: str) -> None:
    """Delete hashtags that nobody uses or follows: the name may be all that is left of a tweet.

    keys: of hashtags that the transaction has locked.
    """
    if keys:
        rows = Hashtag._base_manager.using(using)
        # By their keys alone: see services/idempotency.py.
        unused = list(rows.filter(is_unused(), pk__in=keys).values_list("pk", flat=True))
        if unused:
            rows.filter(pk__in=unused).delete()


def lock(keys: Collection[int], *, using: str) -> dict[int, Hashtag]:
    """Lock hashtags as counters.lock() does, and return those that exist, by key."""
    if not keys:
        return {}
    rows = Hashtag._base_manager.using(using).filter(pk__in=keys).order_by("pk")
    no_key = connections[using].features.has_select_for_no_key_update
    return {row.pk: row for row in rows.select_for_update(no_key=no_key)}


def name(hashtags: Iterable[Hashtag], *, using: str) -> None:
    """Give locked hashtags the spelling of their oldest public use."""
    by_key = {hashtag.pk: hashtag for hashtag in hashtags}
    if not by_key:
        return
    rows = Hashtag._base_manager.using(using)
    uses = TweetHashtag._base_manager.filter(hashtag=OuterRef("pk"), is_counted=True)
    oldest = Subquery(uses.order_by("tweet").values("tweet")[:1])
    first = dict(rows.filter(pk__in=by_key).values_list("pk", oldest))
    tweets = get_tweet_model()._base_manager.using(using).in_bulk(set(first.values()) - {None})
    for key, hashtag in by_key.items():
        tweet = tweets.get(first[key])
        hashtag.named_by_id = tweet.pk if tweet else None
        names = hashtag_names(tweet) if tweet else {}
        hashtag.name = names.get(hashtag.key, hashtag.url_name)
    rows.bulk_update(by_key.values(), ["named_by", "name"])


def misnamed(keys: Collection[int], *, using: str) -> list[Hashtag]:
    """Lock hashtags, and return those whose name is not from a public use of theirs."""
    hashtags = lock(keys, using=using).values()
    uses = TweetHashtag._base_manager.using(using).filter(hashtag__in=keys, is_counted=True)
    named = uses.filter(tweet=F("hashtag__named_by")).values_list("hashtag", "tweet")
    right = {*named}
    return [
        hashtag
        for hashtag in hashtags
        if (hashtag.pk, hashtag.named_by_id) not in right
        and (hashtag.tweet_count or hashtag.named_by_id or hashtag.name != hashtag.url_name)
    ]


def hashtag_names(tweet: AbstractTweet) -> dict[str, str]:
    """Return the hashtags of tweet, in its spelling, by key."""
    names: dict[str, str] = {}
    for entity in tweet.entities:
        if entity["kind"] == "hashtag" and (key := text.hashtag_key(entity["value"])):
            names.setdefault(key, text.clean_hashtag(entity["value"]))
    return dict(list(names.items())[:MAX_HASHTAGS])


def _write(tweets: Iterable[AbstractTweet], stored: list[TweetHashtag], using: str) -> None:
    """Write the hashtags of tweets, whose rows are those in stored so far."""
    names = {tweet: names for tweet in tweets if (names := hashtag_names(tweet))}
    if not names and not stored:
        return
    before = {row.hashtag_id for row in stored}
    hashtags = _get_locked({key for own in names.values() for key in own}, before, using)
    by_key = {hashtag.key: hashtag for hashtag in hashtags.values()}
    public = _public_tweets(names, using)
    rows = [
        TweetHashtag(tweet_id=tweet.pk, hashtag=by_key[key], is_counted=tweet in public)
        for tweet, own in names.items()
        for key in own
    ]
    there = {(row.tweet_id, row.hashtag_id, row.is_counted): row for row in stored}
    wanted = {(row.tweet_id, row.hashtag_id, row.is_counted): row for row in rows}
    gone = [row for key, row in there.items() if key not in wanted]
    new = [row for key, row in wanted.items() if key not in there]
    spelled = {tweet.pk: own for tweet, own in names.items() if tweet in public}
    # Both in one call, so that hashtags are locked in one order. Otherwise two transactions that
    # change #a to #b and #b to #a would deadlock.
    unnamed = _count(hashtags, new, gone, spelled, using=using)
    uses = TweetHashtag._base_manager.using(using)
    if gone:
        uses.filter(pk__in=[row.pk for row in gone]).delete()
    uses.bulk_create(new)
    name(unnamed, using=using)
    delete_unused({row.hashtag_id for row in gone}, using=using)


def _get_locked(keys: set[str], before: set[int], using: str) -> dict[int, Hashtag]:
    """Lock the hashtags with these keys, created if missing, and those in before.

    Return them by their primary keys.
    """
    rows = Hashtag._base_manager.using(using)
    found = set(rows.filter(key__in=keys).values_list("pk", flat=True))
    hashtags = lock(found | before, using=using)
    # One that was found may be gone now: delete_unused().
    if missing := keys - {hashtag.key for hashtag in hashtags.values()}:
        new = [Hashtag(key=key, name=text.unfold_key(key)) for key in sorted(missing)]
        # After the others: new hashtags have the highest keys. A hashtag that another transaction
        # creates at the same time is updated, which locks it as its count will. With
        # ignore_conflicts, InnoDB would give shared locks to two transactions that both count the
        # hashtag next, and they would deadlock.
        writes.upsert(new, unique="key", update=["key"], using=using)
        made = rows.filter(key__in=missing).values_list("pk", flat=True)
        hashtags |= lock(list(made), using=using)
    return hashtags


def _count(
    hashtags: Mapping[int, Hashtag],
    new: Iterable[TweetHashtag],
    gone: Iterable[TweetHashtag],
    spelled: Mapping[int, Mapping[str, str]] | None = None,
    *,
    using: str,
) -> list[Hashtag]:
    """Count the rows in new before they are inserted, and those in gone before they are deleted.

    hashtags: by primary key, locked. spelled: the spellings in public tweets that are being
    written, by the key of the tweet and that of the hashtag.

    Return the hashtags whose name has to be read from another tweet, by name().
    """
    added, ended = _tweets_by_hashtag(new), _tweets_by_hashtag(gone)
    spelled = spelled or {}
    named, unnamed = [], []
    moves: dict[tuple[int, bool], list[int]] = {}
    for pk, hashtag in hashtags.items():
        before = (hashtag.tweet_count, hashtag.named_by_id, hashtag.name)
        more, less = added.get(pk, set()), ended.get(pk, set())
        # Not below zero: if raw SQL has made it wrong, a write must not fail because of that.
        hashtag.tweet_count = max(hashtag.tweet_count + len(more) - len(less), 0)
        if not hashtag.tweet_count or hashtag.named_by_id in less - more:
            hashtag.named_by_id = None
        if more and not before[0] and spelled:
            hashtag.named_by_id = min(more)
        spelling = spelled.get(hashtag.named_by_id or 0, {}).get(hashtag.key)
        if spelling or not hashtag.tweet_count:
            hashtag.name = spelling or hashtag.url_name
        elif hashtag.named_by_id is None:
            unnamed.append(hashtag)
        if hashtag.name != before[2] or hashtag.named_by_id not in {None, before[1]}:
            named.append(hashtag)
        elif before[:2] != (hashtag.tweet_count, hashtag.named_by_id):
            move = (hashtag.tweet_count - before[0], hashtag.named_by_id is None)
            moves.setdefault(move, []).append(pk)
    rows = Hashtag._base_manager.using(using)
    # Most keep their names. For a hundred rows, Django takes 1 ms to make an update, and 35 ms for
    # bulk_update().
    for (by, is_unnamed), keys in moves.items():
        changes: dict[str, Any] = {"named_by": None} if is_unnamed else {}
        rows.filter(pk__in=keys).update(tweet_count=F("tweet_count") + by, **changes)
    rows.bulk_update(named, ["tweet_count", "named_by", "name"])
    return unnamed


def _tweets_by_hashtag(rows: Iterable[TweetHashtag]) -> dict[int, set[int]]:
    """Return the keys of tweets that are counted, by hashtag."""
    found: dict[int, set[int]] = {}
    for row in rows:
        if row.is_counted:
            found.setdefault(row.hashtag_id, set()).add(row.tweet_id)
    return found


def _public_tweets(tweets: Iterable[AbstractTweet], using: str) -> set[AbstractTweet]:
    """Return the tweets that are public uses of their hashtags.

    Instances of the authors may be older than the lock on their rows, so these are read.
    """
    public = [tweet for tweet in tweets if tweet.visibility == Visibility.PUBLIC]
    people = get_profile_model()._base_manager.using(using)
    shown = people.filter(
        visible_profiles(None), pk__in={tweet.profile_id for tweet in public}, is_protected=False
    )
    authors = set(shown.values_list("pk", flat=True))
    return {tweet for tweet in public if tweet.profile_id in authors}
