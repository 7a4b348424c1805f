"""The picture of the link preview of a tweet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..reading.hydration import PREVIEW, Batch, add_link_previews
from ..swapping import get_tweet_model

if TYPE_CHECKING:
    from ..models import AbstractProfile


def read_picture(tweet_id: int, viewer: AbstractProfile | None) -> bytes | None:
    """Return the WebP file, if viewer may read the tweet and its card shows one; else None."""
    rows: Any = get_tweet_model()._rows.visible_to(viewer).filter(pk=tweet_id)
    tweets = list(rows.select_related(PREVIEW))
    add_link_previews(Batch(viewer, tweets, tweets, {}))
    for tweet in tweets:
        if tweet.link_preview and tweet.link_preview.picture:
            picture = tweet.link_preview.picture
            try:
                with picture.storage.open(picture.name) as file:
                    content: bytes = file.read()
            except FileNotFoundError:
                return None
            return content
    return None
