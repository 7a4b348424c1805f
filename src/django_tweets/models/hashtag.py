"""Hashtag: what many tweets are about; which tweet has which; who follows which."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from .. import swapping, text
from ..current_app import reverse
from ..swapping import get_profile_model, get_tweet_model
from . import counters, profile_pairs, writes
from .fields import CounterField, LooseForeignKey
from .visibility import Visibility

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from .tweet import AbstractTweet

    Rows = Iterable["TweetHashtag | HashtagFollow"]

MAX_HASHTAGS = 50  # of one tweet that lead to a page; more is noise


class Hashtag(models.Model):
    """A tag that somebody has used, whatever its case.

    Its key is text.hashtag_key() of its name: letters and digits of ASCII, which every database
    compares and sorts alike. MariaDB takes é for e, PostgreSQL sorts by the language of the server.
    """

    key = models.CharField(_("key"), max_length=text.MAX_HASHTAG_KEY_LENGTH, editable=False)
    name = models.CharField(_("name"), max_length=text.MAX_HASHTAG_KEY_LENGTH)
    """As it was first written."""
    tweet_count = CounterField(_("tweets"))
    """Of the tweets that are for everyone."""
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
        return reverse("django_tweets:hashtag", args=[self.folded])

    @property
    def folded(self) -> str:
        """Its name as addresses have it."""
        return text.fold_hashtag(self.name)


class TweetHashtag(models.Model):
    """Tweet has hashtag. Written with the tweet, from the entities of its text."""

    tweet = LooseForeignKey(
        swapping.tweet_label(), verbose_name=_("tweet"), related_name="tweet_hashtags"
    )
    hashtag = LooseForeignKey(Hashtag, verbose_name=_("hashtag"), related_name="tweet_hashtags")
    is_counted = models.BooleanField(_("counted"), default=True)
    """By its hashtag: whether the tweet is for everyone."""
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
    """What has hashtag and is for everyone comes home to profile."""

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
    """Write the hashtags of new tweets; to be called in the transaction that makes them."""
    if rows := _rows(tweets, using):
        count(rows, using=using)
        TweetHashtag._base_manager.using(using).bulk_create(rows)


def rewrite(tweets: Sequence[AbstractTweet], *, using: str) -> None:
    """Let the hashtags of tweets be those of the texts that they have now.

    To be called in a transaction that has written, or else holds, the tweets.
    """
    tagged = TweetHashtag._base_manager.using(using)
    stored = list(tagged.filter(tweet_id__in=[tweet.pk for tweet in tweets]))
    there = {(row.tweet_id, row.hashtag_id, row.is_counted): row for row in stored}
    rows = _rows(tweets, using, before={row.hashtag_id for row in stored})
    wanted = {(row.tweet_id, row.hashtag_id, row.is_counted): row for row in rows}
    gone = [row for key, row in there.items() if key not in wanted]
    new = [row for key, row in wanted.items() if key not in there]
    # Both at once, so that hashtags are held in one order: two who changed #a for #b and #b for #a
    # would else wait for each other.
    count(new, gone, using=using)
    if gone:
        tagged.filter(pk__in=[row.pk for row in gone]).delete()
    tagged.bulk_create(new)


def count(new: Rows = (), gone: Rows = (), *, using: str) -> None:
    """Move the counts of the hashtags of rows that are about to be written, and to be deleted."""
    moves: dict[str, Counter[int]] = {}
    for rows, by in ((new, 1), (gone, -1)):
        for row in rows:
            if row.is_counted:
                moves.setdefault(row.counter, Counter())[row.hashtag_id] += by
    for counter, by_hashtag in moves.items():
        moved = {key: by for key, by in by_hashtag.items() if by}
        counters.move(Hashtag, counter, moved, using=using)


def _rows(
    tweets: Iterable[AbstractTweet], using: str, before: Collection[int] = ()
) -> list[TweetHashtag]:
    """What is to be stored of tweets; the hashtags are there from then on.

    before: the hashtags that they have had.
    """
    named = {tweet: names for tweet in tweets if (names := _names(tweet))}
    if not named:
        return []
    by_key = {key: name for names in named.values() for key, name in names.items()}
    hashtags = _find_or_make(by_key, using, before)
    public = _public(named, using)
    return [
        TweetHashtag(tweet_id=tweet.pk, hashtag_id=hashtags[key], is_counted=tweet in public)
        for tweet, names in named.items()
        for key in names
    ]


def _names(tweet: AbstractTweet) -> dict[str, str]:
    """The names of the hashtags of tweet as it has them, by their keys."""
    names: dict[str, str] = {}
    for entity in tweet.entities:
        if entity["kind"] == "hashtag" and (key := text.hashtag_key(entity["value"])):
            names.setdefault(key, entity["value"])
    return dict(list(names.items())[:MAX_HASHTAGS])


def _find_or_make(names: dict[str, str], using: str, before: Collection[int]) -> dict[str, int]:
    """The ids of hashtags, by their keys. If some are made, all of them and before are held."""
    rows = Hashtag._base_manager.using(using)
    there = rows.filter(key__in=names)
    found = dict(there.values_list("key", "pk"))
    new = [Hashtag(key=key, name=names[key]) for key in sorted(names.keys() - found.keys())]
    if not new:
        return found
    # In the order of their ids, as ever: those that are new to us are the last.
    counters.lock(Hashtag, {*found.values(), *before}, using=using)
    # What somebody else makes at the same time is written once more, and so locked as their count
    # will be. Had it been ignored, InnoDB would share it with a third, and the two that then count
    # it would wait for each other for ever.
    writes.upsert(new, unique="key", update=["key"], using=using)
    return dict(there.values_list("key", "pk"))


def _public(tweets: Iterable[AbstractTweet], using: str) -> set[AbstractTweet]:
    """Those of tweets that are for everyone."""
    public = [tweet for tweet in tweets if tweet.visibility == Visibility.PUBLIC]
    profile = get_tweet_model()._meta.get_field("profile")
    known = [tweet.profile for tweet in public if profile.is_cached(tweet)]
    protected = {author.pk for author in known if author.is_protected}
    unknown = {tweet.profile_id for tweet in public} - {author.pk for author in known}
    if unknown:
        people = get_profile_model()._base_manager.using(using)
        asked = people.filter(pk__in=unknown, is_protected=True)
        protected.update(asked.values_list("pk", flat=True))
    return {tweet for tweet in public if tweet.profile_id not in protected}
