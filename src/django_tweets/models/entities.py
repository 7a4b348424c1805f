"""The entities of a tweet as its row stores them. They are parsed once, when it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from .. import text
from ..swapping import get_profile_model, json_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .tweet import AbstractTweet

MAX_MENTIONS = 50  # resolved in one tweet: each is a notification, so more would be spam


def set_entities(tweets: Sequence[AbstractTweet], *, using: str) -> None:
    """Clean the content of each tweet and set its entities: one query for all tweets.

    An entity is stored as {"kind", "start", "end", "value"}. A mention of an existing profile
    also has "profile": the key of the profile, as json_key().

    A handle that the tweet had before still mentions the same profile, or nobody: who has taken
    the handle since must not read a tweet for mentioned people. A deleted profile is nobody.
    """
    new, kept = [], []
    for tweet in tweets:
        former = {} if tweet._state.adding else _mentioned_by_handle(tweet)
        tweet.content = text.clean_text(tweet.content)
        tweet.entities = [entity._asdict() for entity in text.parse(tweet.content).entities]
        for mention in _mention_entities(tweet)[:MAX_MENTIONS]:
            handle = mention["value"].lower()
            if handle not in former:
                new.append(mention)
            elif former[handle] is not None:
                mention["profile"] = former[handle]
                kept.append(mention)
    handles = {mention["value"].lower() for mention in new}
    kept_keys = mentioned_keys(kept)
    if not handles and not kept_keys:
        return
    profiles = get_profile_model()._base_manager.using(using)
    found = profiles.filter(Q(handle__in=handles) | Q(pk__in=kept_keys))
    keys = dict(found.values_list("handle", "pk"))
    for mention in new:
        if (key := keys.get(mention["value"].lower())) is not None:
            mention["profile"] = json_key(key)
    existing = {json_key(key) for key in keys.values()}
    for mention in kept:
        if mention["profile"] not in existing:
            del mention["profile"]


def mentioned_keys(entities: Iterable[dict[str, Any]]) -> set[Any]:
    """Return the keys of the profiles that entities mention."""
    to_python = get_profile_model()._meta.pk.to_python
    return {to_python(entity["profile"]) for entity in entities if "profile" in entity}


def _mentioned_by_handle(tweet: AbstractTweet) -> dict[str, Any]:
    """Return the profile key of each handle in tweet; None for a handle that no profile has."""
    # Reversed: the first mention of a handle counts, because those after MAX_MENTIONS have no key.
    return {
        mention["value"].lower(): mention.get("profile")
        for mention in reversed(_mention_entities(tweet))
    }


def _mention_entities(tweet: AbstractTweet) -> list[dict[str, Any]]:
    return [entity for entity in tweet.entities if entity["kind"] == "mention"]
