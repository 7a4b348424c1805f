"""Hashtags, the hashtags of tweets, and the follows of hashtags."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from .. import swapping, text
from ..current_app import reverse
from ..swapping import get_profile_model
from . import counters, profile_pairs, writes
from .fields import CounterField, LooseForeignKey
from .visibility import Visibility

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from .tweet import AbstractTweet

    Rows = Iterable["TweetHashtag | HashtagFollow"]

MAX_HASHTAGS = 50  # that are stored for one tweet; more is spam


class Hashtag(models.Model):
    """A hashtag. text.fold_hashtag() decides which spellings are the same one.

    Its key is text.hashtag_key() of its name: ASCII letters and digits, which all databases compare
    and sort alike. MariaDB treats é as e, and PostgreSQL sorts by the language of the server.
    """

    key = models.CharField(_("key"), max_length=text.MAX_HASHTAG_KEY_LENGTH, editable=False)
    name = models.CharField(_("name"), max_length=text.MAX_HASHTAG_KEY_LENGTH)
    """In its first spelling."""
    tweet_count = CounterField(_("tweets"))
    """Number of public tweets by unprotected authors."""
    follower_count = CounterField(_("followers"))

    class Meta:
        verbose_name = _("hashtag")
        verbose_name_plural = _("hashtags")
        constraints = [
            # Not unique=True, of which Django warns above 255 characters on MariaDB: InnoDB takes
            # 3,072 bytes, https://mariadb.com/kb/en/innodb-limitations/.
            models.UniqueConstraint(fields=["key"], name="django_tweets_hashtag_once"),
        ]

    def __str__(self) -> str:
        return f"#{self.name}"

    def get_absolute_url(self) -> str:
        return reverse("django_tweets:hashtag", args=[self.url_name])

    @property
    def url_name(self) -> str:
        """The name as it is written in URLs."""
        return text.fold_hashtag(self.name)


class TweetHashtag(models.Model):
    """A hashtag of a tweet. Written when the tweet is saved, from its entities."""

    tweet = LooseForeignKey(
        swapping.tweet_label(), verbose_name=_("tweet"), related_name="tweet_hashtags"
    )
    hashtag = LooseForeignKey(Hashtag, verbose_name=_("hashtag"), related_name="tweet_hashtags")
    is_counted = models.BooleanField(_("counted"), default=True)
    """Whether tweet_count of the hashtag includes the tweet."""
    counter = "tweet_count"

    class Meta:
        verbose_name = _("hashtag of a tweet")
        verbose_name_plural = _("hashtags of tweets")
        indexes: ClassVar = [models.Index(fields=["hashtag", "-tweet"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tweet", "hashtag"], name="%(app_label)s_%(class)s_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tweet_id}: {self.hashtag_id}"


class HashtagFollow(models.Model):
    """A profile follows a hashtag: public tweets with it are on their home timeline."""

    profile = profile_pairs.profile_foreign_key(_("follower"), "hashtag_follows")
    hashtag = LooseForeignKey(Hashtag, verbose_name=_("hashtag"), related_name="follows")
    is_counted = True
    counter = "follower_count"

    class Meta:
        verbose_name = _("follow of a hashtag")
        verbose_name_plural = _("follows of hashtags")
        indexes: ClassVar = [models.Index(fields=["profile", "-id"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["profile", "hashtag"], name="%(app_label)s_%(class)s_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} → {self.hashtag_id}"


def write(tweets: Iterable[AbstractTweet], *, using: str) -> None:
    """Write the hashtags of new tweets. Call it in the transaction that creates them."""
    if rows := _new_rows(tweets, using):
        change_counts(rows, using=using)
        TweetHashtag._base_manager.using(using).bulk_create(rows)


def rewrite(tweets: Sequence[AbstractTweet], *, using: str) -> None:
    """Update the stored hashtags of tweets whose text has changed.

    Call it in a transaction that has written or locked the tweets.
    """
    tagged = TweetHashtag._base_manager.using(using)
    stored = list(tagged.filter(tweet_id__in=[tweet.pk for tweet in tweets]))
    there = {(row.tweet_id, row.hashtag_id, row.is_counted): row for row in stored}
    rows = _new_rows(tweets, using, before={row.hashtag_id for row in stored})
    wanted = {(row.tweet_id, row.hashtag_id, row.is_counted): row for row in rows}
    gone = [row for key, row in there.items() if key not in wanted]
    new = [row for key, row in wanted.items() if key not in there]
    # Both in one call, so that hashtags are locked in one order. Otherwise two transactions that
    # change #a to #b and #b to #a would deadlock.
    change_counts(new, gone, using=using)
    if gone:
        tagged.filter(pk__in=[row.pk for row in gone]).delete()
    tagged.bulk_create(new)


def change_counts(new: Rows = (), gone: Rows = (), *, using: str) -> None:
    """Update the counters of hashtags before the rows in new are inserted and in gone deleted."""
    moves: dict[str, Counter[int]] = {}
    for rows, by in ((new, 1), (gone, -1)):
        for row in rows:
            if row.is_counted:
                moves.setdefault(row.counter, Counter())[row.hashtag_id] += by
    for counter, by_hashtag in moves.items():
        moved = {key: by for key, by in by_hashtag.items() if by}
        counters.increment(Hashtag, counter, moved, using=using)


def _new_rows(
    tweets: Iterable[AbstractTweet], using: str, before: Collection[int] = ()
) -> list[TweetHashtag]:
    """Return unsaved rows for the hashtags of tweets, after creating missing hashtags.

    before: keys of the hashtags that the tweets had.
    """
    named = {tweet: names for tweet in tweets if (names := _hashtag_names(tweet))}
    if not named:
        return []
    by_key = {key: name for names in named.values() for key, name in names.items()}
    hashtags = _get_or_create(by_key, using, before)
    public = _public_tweets(named, using)
    return [
        TweetHashtag(tweet_id=tweet.pk, hashtag_id=hashtags[key], is_counted=tweet in public)
        for tweet, names in named.items()
        for key in names
    ]


def _hashtag_names(tweet: AbstractTweet) -> dict[str, str]:
    """Return the hashtags of tweet, in its spelling, by key."""
    names: dict[str, str] = {}
    for entity in tweet.entities:
        if entity["kind"] == "hashtag" and (key := text.hashtag_key(entity["value"])):
            names.setdefault(key, entity["value"])
    return dict(list(names.items())[:MAX_HASHTAGS])


def _get_or_create(names: dict[str, str], using: str, before: Collection[int]) -> dict[str, int]:
    """Return the ids of hashtags by key. To create missing ones, lock the others and before."""
    rows = Hashtag._base_manager.using(using)
    there = rows.filter(key__in=names)
    found = dict(there.values_list("key", "pk"))
    new = [Hashtag(key=key, name=names[key]) for key in sorted(names.keys() - found.keys())]
    if not new:
        return found
    # In the order of their ids, as everywhere: new hashtags come last.
    counters.lock(Hashtag, {*found.values(), *before}, using=using)
    # A hashtag that another transaction creates at the same time is updated, which locks it as its
    # count will. With ignore_conflicts, InnoDB would give shared locks to two transactions that
    # both count the hashtag next, and they would deadlock.
    writes.upsert(new, unique="key", update=["key"], using=using)
    return dict(there.values_list("key", "pk"))


def _public_tweets(tweets: Iterable[AbstractTweet], using: str) -> set[AbstractTweet]:
    """Return the tweets that are public and by unprotected authors.

    Instances of the authors may be older than the lock on their rows, so these are read.
    """
    public = [tweet for tweet in tweets if tweet.visibility == Visibility.PUBLIC]
    authors = {tweet.profile_id for tweet in public}
    people = get_profile_model()._base_manager.using(using)
    asked = people.filter(pk__in=authors, is_protected=True).values_list("pk", flat=True)
    protected = set(asked)
    return {tweet for tweet in public if tweet.profile_id not in protected}
