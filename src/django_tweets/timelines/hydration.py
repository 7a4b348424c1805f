"""From ids to tweets that can be rendered without another query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..swapping import get_tweet_model

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..models import AbstractProfile, AbstractTweet


def hydrate(ids: Iterable[int], viewer: AbstractProfile | None) -> list[AbstractTweet]:
    """The tweets of ids that viewer may read, in the order of ids, each with its author.

    One query, for one tweet as for twenty. Each tweet gets `hydrated_for`: the key of viewer,
    None for an anonymous visitor.
    """
    ids = list(ids)
    readable = get_tweet_model().objects.visible_to(viewer)
    found = readable.select_related("profile").in_bulk(ids)
    tweets = [found[pk] for pk in ids if pk in found]
    for tweet in tweets:
        tweet.hydrated_for = viewer and viewer.pk
    return tweets
