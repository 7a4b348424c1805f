"""SearchEntry: the terms by which a tweet is found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from .. import swapping, text
from ..text import search_terms
from . import attachment, writes
from .attachment import Attachment
from .fields import LooseOneToOneField

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .tweet import AbstractTweet

# Kinds of terms, in addition to TOKEN and BIGRAM of text.search_terms. A profile is stored by its
# key, so that a change of its handle changes no entry.
HASHTAG, AUTHOR, ADDRESSEE, MENTIONED, NAMED, TRAIT, LANGUAGE = "h", "f", "t", "m", "n", "k", "l"
"""NAMED: a handle as written, whether or not a profile has it. It finds the tweet for viewers who
can't see that profile, so that to them its handle is like one of nobody. TRAIT: one of TRAITS.
LANGUAGE: a language tag in lower case."""

TRAITS = [
    "hashtag",
    "link",
    "mention",
    "quote",
    "reply",
    "warning",
    "media",
    "image",
    "video",
    "audio",
]

BOUNDARY = "xxx"
"""A word between two texts, so that no phrase is found across them."""


class SearchEntry(models.Model):
    """The terms of a tweet: its words in order, then the other terms.

    Written when the tweet is saved. A retweet has none: its original is found. The search backends
    create the full text index on the column, because it differs between databases.
    """

    tweet = LooseOneToOneField(
        swapping.tweet_label(), verbose_name=_("tweet"), related_name="search_entry"
    )
    words = models.TextField(_("words"))  # each between two spaces

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")

    def __str__(self) -> str:
        return f"{self.tweet_id}"


def write(tweets: Iterable[AbstractTweet], *, using: str) -> None:
    """Write or overwrite the entries of tweets.

    Call it in the transaction that saves the tweets, after saving them: the lock on a tweet's row
    also protects its entry.
    """
    found = [tweet for tweet in tweets if tweet.retweet_of_id is None]
    attached = attachment.read_of(found, using=using)
    rows = [
        SearchEntry(tweet_id=tweet.pk, words=make_words(tweet, attached.get(tweet.pk, [])))
        for tweet in found
    ]
    writes.upsert(rows, unique="tweet", update=["words"], using=using)


def remove(keys: Iterable[int], *, using: str) -> None:
    """Remove the entries of the tweets with these keys. Call it after deleting the tweets."""
    SearchEntry._base_manager.using(using).filter(pk__in=list(keys)).delete()


def make_words(tweet: AbstractTweet, attachments: Sequence[Attachment] = ()) -> str:
    """Return the value of SearchEntry.words for tweet with its attachments."""
    terms, rest = search_terms.get_terms(tweet.content)
    for more in filter(None, [tweet.content_warning, *(row.alt for row in attachments)]):
        words, bigrams = search_terms.get_terms(more)
        terms += [BOUNDARY, *words]
        rest += bigrams
    rest += _other_terms(tweet)
    rest += [search_terms.make_term(TRAIT, name) for name in _media_traits(attachments)]
    return f" {' '.join([*terms, *dict.fromkeys(rest)])} "


def profile_term(kind: str, profile: Any) -> str:
    """Return the term for a profile, given by its key. kind: AUTHOR, ADDRESSEE or MENTIONED."""
    key = swapping.get_profile_model()._meta.pk.to_python(profile)
    return search_terms.make_term(kind, key.hex if isinstance(key, UUID) else str(key).lower())


def _other_terms(tweet: AbstractTweet) -> Iterator[str]:
    yield profile_term(AUTHOR, tweet.profile_id)
    if tweet.in_reply_to_profile_id is not None:
        yield profile_term(ADDRESSEE, tweet.in_reply_to_profile_id)
    yield from _language_terms(tweet.language.lower().replace("_", "-"))
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
                yield profile_term(MENTIONED, entity["profile"])
            yield search_terms.make_term(NAMED, value.lower())
        elif kind == "url":
            traits["link"] = True
    for name, has_it in traits.items():
        if has_it:
            yield search_terms.make_term(TRAIT, name)


def _media_traits(attachments: Sequence[Attachment]) -> list[str]:
    kinds = {"video" if row.kind == Attachment.Kind.GIFV else row.kind for row in attachments}
    return ["media", *sorted(kinds)] if kinds else []


def _language_terms(language: str) -> Iterator[str]:
    """Yield the terms of a language tag: of pt-br those of pt, too."""
    for tag in dict.fromkeys((language, language.partition("-")[0])):
        if tag:
            yield search_terms.make_term(LANGUAGE, tag)
