"""Attachments for tests of pages: rows whose files do not exist, in no time; and drawn pictures."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from PIL import Image

from django_tweets.models import Attachment, search_entry
from tests.factories import make_tweet

if TYPE_CHECKING:
    from tests.factories import Profile, Tweet

ALT = "A teapot and two cups on a wooden table, beside an open book"


def make_attachments(tweet: Tweet, *each: dict[str, Any]) -> list[Attachment]:
    """Give a stored tweet attachments without files. each: the fields that differ from ours."""
    rows = []
    for position, fields in enumerate(each):
        folder = f"django_tweets/attachments/{uuid4().hex}"
        kind = fields.get("kind", "image")
        name = {"image": "1920.webp", "gifv": "480.webp", "video": "1280.mp4", "audio": "0.mp3"}
        values: dict[str, Any] = {
            "kind": kind,
            "file": f"{folder}/{name[kind]}",
            "preview": f"{folder}/poster.webp" if kind in {"gifv", "video"} else "",
            "widths": [480, 960, 1920] if kind == "image" else [],
            "width": 1920,
            "height": 1280,
            "alt": ALT,
            "placeholder": "abc9870f0123",
            **fields,
        }
        rows.append(
            Attachment.objects.create(
                owner_id=tweet.profile_id, tweet_id=tweet.pk, position=position, **values
            )
        )
    type(tweet)._base_manager.filter(pk=tweet.pk).update(attachment_count=len(rows))
    tweet.refresh_from_db(fields=["attachment_count"])
    search_entry.write([tweet], using="default")
    return rows


def make_picture_tweet(author: Profile, count: int = 1, content: str = "", **fields: Any) -> Tweet:
    """Create a tweet with count pictures; without text, if none is given."""
    tweet = make_tweet(author, content or "soon gone", **fields)
    make_attachments(tweet, *[{}] * count)
    if not content:
        type(tweet)._base_manager.filter(pk=tweet.pk).update(content="", entities=[])
        tweet.refresh_from_db(fields=["content", "entities"])
        search_entry.write([tweet], using="default")
    return tweet


def draw_picture(width: int = 1200, height: int = 800, color: str = "teal") -> BytesIO:
    """Return a PNG of one color."""
    out = BytesIO()
    Image.new("RGB", (width, height), color).save(out, "PNG")
    out.seek(0)
    return out
