"""What a tweet's text holds, as its row keeps it: parsed once, when written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .. import text
from ..swapping import get_profile_model

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .tweet import AbstractTweet

MAX_MENTIONS = 50  # resolved in one tweet; more is noise, and each would be a notification


def set_entities(tweets: Sequence[AbstractTweet]) -> None:
    """Normalize each content and set its entities, mentions resolved in one query for all.

    An entity is stored as {"kind", "start", "end", "value"}; a mention of somebody who exists
    has their profile's key too, as "profile".
    """
    for tweet in tweets:
        tweet.content = text.normalize(tweet.content)
        tweet.entities = [entity._asdict() for entity in text.parse(tweet.content).entities]
    mentions = [mention for tweet in tweets for mention in _mentions(tweet)]
    handles = {mention["value"].lower() for mention in mentions}
    if not handles:
        return
    profiles = get_profile_model()._base_manager.filter(handle__in=handles)
    keys = dict(profiles.values_list("handle", "pk"))
    for mention in mentions:
        if (key := keys.get(mention["value"].lower())) is not None:
            mention["profile"] = key


def _mentions(tweet: AbstractTweet) -> list[dict[str, Any]]:
    return [entity for entity in tweet.entities if entity["kind"] == "mention"][:MAX_MENTIONS]
