"""Writes of the hashtags of tweets, with their counts and names.

Whoever writes rows of TweetHashtag has locked the authors of their tweets, or the tweets are
deleted; then the hashtags, in the order of their keys. So counts and names are exact.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.db import connections
from django.db.models import F, OuterRef, Q, Subquery

from .. import text
from ..swapping import get_profile_model, get_tweet_model
from . import counters, hashtag_sql, writes
from .everyone import publicly_listed_profiles
from .hashtag import Hashtag, HashtagFollow, TweetHashtag, is_unused
from .hashtag_sql import Use
from .visibility import Visibility

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from django.db.models import QuerySet

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
    return _lock_rows(Hashtag._base_manager.using(using).filter(pk__in=keys), using)


def _lock_rows(rows: QuerySet[Hashtag], using: str) -> dict[int, Hashtag]:
    no_key = connections[using].features.has_select_for_no_key_update
    return {row.pk: row for row in rows.order_by("pk").select_for_update(no_key=no_key)}


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
    public = _PublicTweets(names, using)
    hashtags = _get_locked({key for own in names.values() for key in own}, before, public, using)
    by_key = {hashtag.key: hashtag for hashtag in hashtags.values()}
    wanted = {
        Use(tweet.pk, by_key[key].pk, is_counted=public.has(tweet))
        for tweet, own in names.items()
        for key in own
    }
    there = {Use(row.tweet_id, row.hashtag_id, row.is_counted): row for row in stored}
    gone = [row for use, row in there.items() if use not in wanted]
    new = [use for use in sorted(wanted) if use not in there]
    spelled = {tweet.pk: own for tweet, own in names.items() if public.has(tweet)}
    # Both in one call, so that hashtags are locked in one order. Otherwise two transactions that
    # change #a to #b and #b to #a would deadlock.
    unnamed = _count(hashtags, new, gone, spelled, using=using)
    uses = TweetHashtag._base_manager.using(using)
    if gone:
        uses.filter(pk__in=[row.pk for row in gone]).delete()
    if 0 < len(new) <= hashtag_sql.MAX_ROWS:
        hashtag_sql.insert(new, using=using)
    else:
        uses.bulk_create(TweetHashtag(**use._asdict()) for use in new)
    name(unnamed, using=using)
    delete_unused({row.hashtag_id for row in gone}, using=using)


def _get_locked(
    keys: set[str], before: set[int], public: _PublicTweets, using: str
) -> dict[int, Hashtag]:
    """Lock the hashtags with these keys, created if missing, and those in before.

    Return them by their primary keys. public reads its author along.
    """
    rows = Hashtag._base_manager.using(using)
    tweet = public.only_tweet if keys and not before else None
    if connections[using].vendor == "mysql":  # pragma: no cover - MariaDB's and MySQL's
        # InnoDB locks the index that finds a row before the row, and all lock by primary key.
        found = set(rows.filter(key__in=keys).values_list("pk", flat=True))
        hashtags = lock(found | before, using=using)
    elif tweet is not None:
        hashtags, public.is_use = hashtag_sql.lock_by_key(keys, tweet.pk, using=using)
    else:
        wanted = Q(key__in=keys) | Q(pk__in=before)
        hashtags = _lock_rows(rows.filter(wanted), using)
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
    new: Iterable[Use | TweetHashtag],
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
    for (by, is_unnamed), keys in moves.items():
        _move_counts(keys, by, is_unnamed=is_unnamed, using=using)
    if named:
        columns = ["tweet_count", "named_by", "name"]
        Hashtag._base_manager.using(using).bulk_update(named, columns)
    return unnamed


def _move_counts(keys: Sequence[int], by: int, *, is_unnamed: bool, using: str) -> None:
    """Add `by` to the counts of hashtags that keep their names.

    Most do. For a hundred rows, Django takes 1 ms to make an update, and 35 ms for bulk_update().
    """
    if not is_unnamed and len(keys) <= hashtag_sql.MAX_ROWS:
        hashtag_sql.increment(keys, by, using=using)
        return
    changes: dict[str, Any] = {"named_by": None} if is_unnamed else {}
    rows = Hashtag._base_manager.using(using).filter(pk__in=keys)
    rows.update(tweet_count=F("tweet_count") + by, **changes)


def _tweets_by_hashtag(rows: Iterable[Use | TweetHashtag]) -> dict[int, set[int]]:
    """Return the keys of tweets that are counted, by hashtag."""
    found: dict[int, set[int]] = {}
    for row in rows:
        if row.is_counted:
            found.setdefault(row.hashtag_id, set()).add(row.tweet_id)
    return found


class _PublicTweets:
    """Which of tweets are public uses of their hashtags.

    Instances of the authors may be older than the lock on their rows, so these are read: for one
    tweet along with the hashtags that are locked, else by a query.
    """

    def __init__(self, tweets: Collection[AbstractTweet], using: str) -> None:
        self.public = [tweet for tweet in tweets if tweet.visibility == Visibility.PUBLIC]
        self.only_tweet = next(iter(tweets)) if len(tweets) == 1 else None
        self.using = using
        self.is_use: bool | None = None
        """Whether only_tweet is one, if that has been read."""
        self.shown: set[Any] | None = None

    def has(self, tweet: AbstractTweet) -> bool:
        if self.is_use is not None:
            return self.is_use
        if self.shown is None:
            self.shown = set(self._shown_authors().values_list("pk", flat=True))
        return tweet.visibility == Visibility.PUBLIC and tweet.profile_id in self.shown

    def _shown_authors(self) -> QuerySet[Any]:
        people = get_profile_model()._base_manager.using(self.using)
        authors = {tweet.profile_id for tweet in self.public}
        return people.filter(publicly_listed_profiles(), pk__in=authors)
