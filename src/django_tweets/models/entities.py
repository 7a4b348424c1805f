"""The entities of a tweet as its row stores them. They are parsed once, when it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
    """
    for tweet in tweets:
        tweet.content = text.clean_text(tweet.content)
        tweet.entities = [entity._asdict() for entity in text.parse(tweet.content).entities]
    mentions = [mention for tweet in tweets for mention in _mention_entities(tweet)]
    handles = {mention["value"].lower() for mention in mentions}
    if not handles:
        return
    profiles = get_profile_model()._base_manager.using(using).filter(handle__in=handles)
    keys = dict(profiles.values_list("handle", "pk"))
    for mention in mentions:
        if (key := keys.get(mention["value"].lower())) is not None:
            mention["profile"] = json_key(key)


def mentioned_keys(entities: Iterable[dict[str, Any]]) -> set[Any]:
    """Return the keys of the profiles that entities mention."""
    to_python = get_profile_model()._meta.pk.to_python
    return {to_python(entity["profile"]) for entity in entities if "profile" in entity}


def _mention_entities(tweet: AbstractTweet) -> list[dict[str, Any]]:
    return [entity for entity in tweet.entities if entity["kind"] == "mention"][:MAX_MENTIONS]
