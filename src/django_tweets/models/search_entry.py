"""SearchEntry: what a tweet can be found by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from .. import swapping, text
from ..text import search_terms
from . import writes
from .fields import LooseOneToOneField

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .tweet import AbstractTweet

# Kinds of terms beside TOKEN and BIGRAM of text.search_terms. Profiles are stored by keys: a tweet
# that was written to somebody stays theirs when they change their handle.
HASHTAG, AUTHOR, ADDRESSEE, MENTIONED, NAMED, TRAIT = "h", "f", "t", "m", "n", "k"
"""NAMED is a handle that nobody had when the tweet was written; a TRAIT is one of TRAITS."""

TRAITS = ["hashtag", "link", "mention", "quote", "reply", "warning"]

BOUNDARY = "xxx"
"""Between two texts, so that no phrase goes from one into the other."""


class SearchEntry(models.Model):
    """The terms of a tweet: its words in their order, then what else it can be found by.

    Written with the tweet. A retweet has none: it is found by what it repeats. On the column is
    the full text index of the database, which search/backends make, since each makes another.
    """

    tweet = LooseOneToOneField(
        swapping.tweet_label(), verbose_name=_("tweet"), related_name="search_entry"
    )
    words = models.TextField(_("words"))  # each between two spaces

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")

    def __str__(self) -> str:
        return f"{self.tweet_id}: {self.words[:50]}"


def write(tweets: Iterable[AbstractTweet], *, using: str) -> None:
    """Write the entries of tweets, over those that are there.

    To be called in the transaction that writes them, behind them: who holds the row of a tweet
    holds its entry.
    """
    rows = [
        SearchEntry(tweet_id=tweet.pk, words=words_of(tweet))
        for tweet in tweets
        if tweet.retweet_of_id is None
    ]
    writes.upsert(rows, unique="tweet", update=["words"], using=using)


def remove(keys: Iterable[int], *, using: str) -> None:
    """Remove the entries of the tweets of keys, behind them, as write()."""
    SearchEntry._base_manager.using(using).filter(pk__in=list(keys)).delete()


def words_of(tweet: AbstractTweet) -> str:
    """The column of tweet's entry."""
    terms, rest = search_terms.get_terms(tweet.content)
    if tweet.content_warning:
        more = search_terms.get_terms(tweet.content_warning)
        terms += [BOUNDARY, *more[0]]
        rest += more[1]
    rest += _keys(tweet)
    return f" {' '.join([*terms, *dict.fromkeys(rest)])} "


def person_term(kind: str, profile: Any) -> str:
    """Return the term for the profile with a key, as author, addressee or mentioned profile."""
    key = swapping.get_profile_model()._meta.pk.to_python(profile)
    return search_terms.make_term(kind, key.hex if isinstance(key, UUID) else str(key).lower())


def _keys(tweet: AbstractTweet) -> Iterator[str]:
    yield person_term(AUTHOR, tweet.profile_id)
    if tweet.in_reply_to_profile_id is not None:
        yield person_term(ADDRESSEE, tweet.in_reply_to_profile_id)
    traits = {"reply": tweet.in_reply_to_id is not None, "quote": tweet.quote_of_id is not None}
    traits["warning"] = bool(tweet.content_warning)
    for entity in tweet.entities:
        kind, value = entity["kind"], entity["value"]
        if kind == "hashtag":
            traits["hashtag"] = True
            yield search_terms.make_term(HASHTAG, text.fold_hashtag(value))
        elif kind == "mention":
            traits["mention"] = True
            if "profile" in entity:
                yield person_term(MENTIONED, entity["profile"])
            else:
                yield search_terms.make_term(NAMED, value.lower())
        elif kind == "url":
            traits["link"] = True
    for name, has_it in traits.items():
        if has_it:
            yield search_terms.make_term(TRAIT, name)
