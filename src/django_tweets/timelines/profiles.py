"""Lists of profiles, a page at a time: followers, likers, blocked people and so on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F

from ..models import visibility
from ..reading import relations
from ..reading.keyset import NEWEST, PAGE_SIZE, Cursor, Page
from ..reading.pipeline import QuerySetListing, RowBatch, fill_page
from ..reading.subjects import profile_is_open, tweet_is_readable
from ..swapping import get_profile_model, get_tweet_model

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..models import AbstractProfile, AbstractTweet


__all__ = [
    "blocked",
    "followers",
    "following",
    "likers",
    "muted",
    "relate",
    "requests",
    "retweeters",
]


def followers(
    profile: AbstractProfile,
    viewer: AbstractProfile | None,
    cursor: Cursor = NEWEST,
    size: int = PAGE_SIZE,
) -> Page[AbstractProfile]:
    """Profiles that follow profile, the latest follow first.

    None if viewer may not see profile, or it is protected from viewer.
    """
    rows = _visible_profiles(viewer, "following", followed=profile.pk)
    rows = rows.filter(profile_is_open(profile, viewer))
    return fill_page(ProfileListing(rows, viewer), cursor, size)


def following(
    profile: AbstractProfile,
    viewer: AbstractProfile | None,
    cursor: Cursor = NEWEST,
    size: int = PAGE_SIZE,
) -> Page[AbstractProfile]:
    """Profiles that profile follows, the latest follow first. Empty whenever followers() is."""
    rows = _visible_profiles(viewer, "followers", follower=profile.pk)
    rows = rows.filter(profile_is_open(profile, viewer))
    return fill_page(ProfileListing(rows, viewer), cursor, size)


def requests(
    viewer: AbstractProfile, cursor: Cursor = NEWEST, size: int = PAGE_SIZE
) -> Page[AbstractProfile]:
    """Profiles that ask to follow viewer, the latest request first."""
    rows = _visible_profiles(viewer, "follow_requests_sent", followed=viewer.pk)
    return fill_page(ProfileListing(rows, viewer), cursor, size)


def likers(
    tweet: AbstractTweet,
    viewer: AbstractProfile | None,
    cursor: Cursor = NEWEST,
    size: int = PAGE_SIZE,
) -> Page[AbstractProfile]:
    """Profiles that like tweet, the latest like first.

    Of protected profiles, only those that viewer follows. None if viewer may not read tweet.
    """
    rows = _visible_profiles(viewer, "likes", tweet=tweet.pk).filter(
        visibility.unprotected_profiles(viewer), tweet_is_readable(tweet, viewer)
    )
    return fill_page(ProfileListing(rows, viewer), cursor, size)


def retweeters(
    tweet: AbstractTweet,
    viewer: AbstractProfile | None,
    cursor: Cursor = NEWEST,
    size: int = PAGE_SIZE,
) -> Page[AbstractProfile]:
    """Profiles that have retweeted tweet, the latest first, if viewer may see their retweet."""
    retweets: Any = get_tweet_model()._rows.visible_to(viewer).filter(retweet_of=tweet.pk)
    listing = RetweeterListing(retweets.select_related("profile"), viewer, "pk")
    return fill_page(listing, cursor, size)


def blocked(
    viewer: AbstractProfile, cursor: Cursor = NEWEST, size: int = PAGE_SIZE
) -> Page[AbstractProfile]:
    """Profiles that viewer has blocked, the latest first. No other list shows them.

    Without suspended ones, as everywhere.
    """
    rows: Any = get_profile_model()._rows.blocked_by(viewer)
    return fill_page(ProfileListing(rows.annotate(key=F("blocked_by__pk")), viewer), cursor, size)


def muted(
    viewer: AbstractProfile, cursor: Cursor = NEWEST, size: int = PAGE_SIZE
) -> Page[AbstractProfile]:
    """Profiles that viewer has muted, the latest first."""
    rows = _visible_profiles(viewer, "muted_by", muter=viewer.pk)
    return fill_page(ProfileListing(rows, viewer), cursor, size)


def _visible_profiles(viewer: AbstractProfile | None, relation: str, **conditions: Any) -> Any:
    """The profiles that viewer may see and that have a row of relation with these conditions.

    Annotated with the key of that row: lists are in its order.
    """
    people = get_profile_model()._rows.visible_to(viewer)
    people = people.filter(**{f"{relation}__{name}": value for name, value in conditions.items()})
    return people.annotate(key=F(f"{relation}__pk"))


def relate(profiles: Iterable[AbstractProfile], viewer: AbstractProfile | None) -> None:
    """Set on each of profiles its `relation` to viewer, and `is_hidden`: two queries for all.

    For profiles that a host has read itself. See reading/relations.py.
    """
    rows = list(profiles)
    relations.relate(rows, viewer)
    keys = [profile.pk for profile in rows]
    people: Any = get_profile_model()._rows.visible_or_blocked_by(viewer).filter(pk__in=keys)
    shown = set(people.values_list("pk", flat=True)) if keys else set()
    for profile in rows:
        profile.is_hidden = profile.pk not in shown


class ProfileListing(QuerySetListing["AbstractProfile"]):
    """A list of profiles that one statement reads, for the page pipeline."""

    def __init__(self, rows: Any, viewer: AbstractProfile | None, key: str = "key") -> None:
        super().__init__(rows, key)
        self.viewer = viewer

    def hydrate(self, rows: list[AbstractProfile]) -> None:
        relations.relate(rows, self.viewer)


class RetweeterListing(ProfileListing):
    """The authors of a queryset of retweets."""

    def read_batch(self, cursor: Cursor, candidates: int, limit: int) -> RowBatch[AbstractProfile]:
        retweets: Any = super().read_batch(cursor, candidates, limit)
        rows = [(key, retweet.profile) for key, retweet in retweets.rows]
        return RowBatch(rows, retweets.horizon)
