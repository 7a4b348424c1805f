"""The lists there are, each a page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..swapping import get_tweet_model
from . import keyset
from .hydration import hydrate
from .keyset import NEWEST, PAGE_SIZE, Cursor, Page

if TYPE_CHECKING:
    from ..models import AbstractProfile, TweetQuerySet


def home(viewer: AbstractProfile, cursor: Cursor = NEWEST, size: int = PAGE_SIZE) -> Page:
    """What viewer comes back to read: their own tweets, as long as nobody can be followed."""
    return profile(viewer, viewer, cursor, size)


def profile(
    author: AbstractProfile,
    viewer: AbstractProfile | None,
    cursor: Cursor = NEWEST,
    size: int = PAGE_SIZE,
) -> Page:
    """The tweets of author that viewer (None: an anonymous visitor) may read."""
    return _page(get_tweet_model().objects.filter(profile=author.pk), viewer, cursor, size)


def _page(
    tweets: TweetQuerySet,
    viewer: AbstractProfile | None,
    cursor: Cursor,
    size: int,
) -> Page:
    found = keyset.keys(tweets.visible_to(viewer), cursor, size)
    return Page(hydrate(found.ids, viewer), newer=found.newer, older=found.older)
