"""Content of a data export: rows of a member, as dictionaries for JSON.

A member gets what they have written and done. What others have written is named by its address, and
only if the member may read it now. People whom the member may not see are left out.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .. import notification_kinds
from ..models import (
    Attachment,
    Block,
    Bookmark,
    Follow,
    FollowRequest,
    HashtagFollow,
    Like,
    Mute,
    Notification,
    NotificationSettings,
    TweetRevision,
    attachment,
)
from ..models.notification_preference import get_preferences
from ..swapping import get_profile_model, get_tweet_model
from . import optional_apps
from .batches import row_batches
from .databases import for_write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from django.db.models import QuerySet
    from django.utils.functional import _StrPromise

    from ..models import AbstractProfile, AbstractTweet

Row = dict[str, Any]


class Subject(NamedTuple):
    """The member whose data is exported."""

    profile: AbstractProfile
    base_url: str
    """Address of the site, such as https://example.org, or "": then links are paths."""
    beat: Callable[[], object]
    """Called before each batch: the work goes on. It may raise an exception to stop it."""

    def batches(self, rows: QuerySet[Any]) -> Iterator[list[Any]]:
        """Yield rows in lists, in the order of their keys."""
        for batch in row_batches(rows):
            self.beat()
            yield batch

    def link(self, row: Any) -> str:
        """Return the address of a profile or a tweet."""
        return self.base_url + str(row.get_absolute_url())


def profile_data(subject: Subject) -> Row:
    """Return the profile."""
    profile = subject.profile
    return {
        "key": str(profile.pk),
        "url": subject.link(profile),
        "handle": profile.handle,
        "name": profile.display_name,
        "bio": profile.bio,
        "website": profile.website,
        "location": profile.location,
        "is_protected": profile.is_protected,
        "joined": profile.created_at,
        "avatar": media_name(profile.avatar.name, "avatar"),
        "banner": media_name(profile.banner.name, "banner"),
        **profile.get_export_data(),
    }


def settings_data(subject: Subject) -> Row:
    """Return the settings of notifications, with the defaults of those that were never set."""
    stored = NotificationSettings.for_profile(subject.profile)
    preferences = get_preferences(subject.profile.pk)
    return {
        "digest": stored.digest,
        "language": stored.language,
        "notifications": {kind.name: is_wanted for kind, is_wanted in preferences.items()},
        **optional_apps.export_settings(subject.profile),
    }


def media_name(stored: str | None, stem: str) -> str:
    """Return the name in the ZIP of the file that is stored under a name; "" if there is none."""
    return f"media/{stem}{posixpath.splitext(stored)[1]}" if stored else ""


def attachment_media(row: Attachment) -> dict[str, str]:
    """Return the files of an attachment: their names in the storage, by their names in the ZIP."""
    names = {media_name(row.file.name, str(row.pk)): row.file.name or ""}
    if row.preview:
        names[media_name(row.preview.name, f"{row.pk}-still")] = row.preview.name or ""
    return names


def own_tweets(subject: Subject) -> QuerySet[Any]:
    """Tweets of the member, retweets too."""
    return get_tweet_model()._base_manager.filter(profile=subject.profile.pk)


def tweet_batches(subject: Subject, keys: tuple[int, int] | None = None) -> Iterator[list[Row]]:
    """Yield tweets in lists, the oldest first. keys: the first one, and the one after the last."""
    rows = own_tweets(subject).annotate(stored_views=F("tweet_view_count__count"))
    if keys is not None:
        rows = rows.filter(pk__gte=keys[0], pk__lt=keys[1])
    using = for_write(rows).db
    for batch in subject.batches(rows):
        referred = {key for tweet in batch for key in _references(tweet)}
        links = tweet_links(subject, referred)
        shown = attachment.read_of(batch, using=using)
        earlier = _read_revisions(batch, using)
        yield [
            {
                **_tweet_data(subject, tweet, links),
                "attachments": [attachment_data(row) for row in shown.get(tweet.pk, [])],
                "earlier_texts": earlier.get(tweet.pk, []),
                **tweet.get_export_data(),
            }
            for tweet in batch
        ]


def _references(tweet: AbstractTweet) -> list[int]:
    keys = (tweet.in_reply_to_id, tweet.retweet_of_id, tweet.quote_of_id)
    return [key for key in keys if key is not None]


def _tweet_data(subject: Subject, tweet: AbstractTweet, links: dict[int, Row]) -> Row:
    tweet.profile = subject.profile  # type: ignore[assignment]  # read once

    def reference(key: int | None) -> Row | None:
        return None if key is None else {"id": str(key), **links.get(key, HIDDEN)}

    return {
        "id": str(tweet.pk),  # JavaScript has no numbers as large
        "url": subject.link(tweet),
        "written": tweet.created_at,
        "edited": tweet.edited_at,
        "text": tweet.content,
        "content_warning": tweet.content_warning,
        "visible_to": tweet.visibility,
        "language": tweet.language,
        "has_sensitive_pictures": tweet.is_sensitive,
        "in_reply_to": reference(tweet.in_reply_to_id),
        "retweet_of": reference(tweet.retweet_of_id),
        "quote_of": reference(tweet.quote_of_id),
        "replies": tweet.reply_count,
        "retweets": tweet.retweet_count,
        "quotes": tweet.quote_count,
        "likes": tweet.like_count,
        "views": tweet.stored_views or 0,  # type: ignore[attr-defined]  # of tweet_batches()
    }


def _read_revisions(tweets: list[Any], using: str) -> dict[int, list[Row]]:
    """Return the earlier texts of tweets, by their keys, the oldest first."""
    found: dict[int, list[Row]] = {}
    keys = [tweet.pk for tweet in tweets if tweet.edited_at is not None]
    rows = TweetRevision._base_manager.using(using).filter(tweet__in=keys).order_by("pk")
    for row in rows if keys else ():
        found.setdefault(row.tweet_id, []).append(
            {
                "text": row.content,
                "content_warning": row.content_warning,
                "visible_to": row.visibility,
                "written": row.created_at,
                "attachments": [{"id": str(key), "alt": alt} for key, alt in row.attachments],
            }
        )
    return found


def attachment_data(row: Attachment) -> Row:
    """Return an attachment, with the names of its files in the ZIP."""
    names = [*attachment_media(row)]
    return {
        "id": str(row.pk),
        "kind": row.kind,
        "file": names[0],
        "still": names[1] if len(names) > 1 else "",
        "alt": row.alt,
        "focus": row.focus,
        "width": row.width,
        "height": row.height,
        "seconds": row.duration,
        "uploaded": row.created_at,
        "tweet": None if row.tweet_id is None else str(row.tweet_id),
    }


HIDDEN = {"url": "", "author": ""}
"""Address and author of a tweet that the member may not read."""


def tweet_links(subject: Subject, keys: Iterable[int]) -> dict[int, Row]:
    """Return address and author of those tweets with these keys that the member may read."""
    wanted, rows = set(keys), get_tweet_model()._rows
    if not wanted:
        return {}
    readable = rows.visible_to(subject.profile) | rows.filter(profile=subject.profile.pk)
    found = for_write(readable.filter(pk__in=wanted)).select_related("profile")
    return {
        tweet.pk: {"url": subject.link(tweet), "author": tweet.profile.handle} for tweet in found
    }


def _people(subject: Subject, keys: Iterable[Any], *, with_blocked: bool) -> dict[Any, Row]:
    """Return handle and address of those profiles with these keys that the member may see."""
    rows, profile = get_profile_model()._rows, subject.profile
    visible = rows.visible_or_blocked_by(profile) if with_blocked else rows.visible_to(profile)
    found = for_write(visible.filter(pk__in=set(keys)))
    return {each.pk: {"handle": each.handle, "url": subject.link(each)} for each in found}


class Section(NamedTuple):
    """One kind of data of a member, such as likes: a JSON file, and a page to read."""

    name: str
    """Name of both files, without their extensions."""
    title: _StrPromise
    read: Callable[[Subject], Iterator[list[Row]]]
    """Return rows in lists. Most have `when` and `url`."""


def _reactions(model: type[Like | Bookmark]) -> Callable[[Subject], Iterator[list[Row]]]:
    def read(subject: Subject) -> Iterator[list[Row]]:
        rows = model._base_manager.filter(profile=subject.profile.pk)
        for batch in subject.batches(rows):
            links = tweet_links(subject, [row.tweet_id for row in batch])
            # Without those of hidden tweets: they would go when such a tweet is deleted.
            yield [
                {"tweet": str(row.tweet_id), **links[row.tweet_id], "when": row.created_at}
                for row in batch
                if row.tweet_id in links
            ]

    return read


def _pairs(
    model: type[Any], own: str, other: str, *, with_blocked: bool = False
) -> Callable[[Subject], Iterator[list[Row]]]:
    """Return the function that reads the rows of a table with two profiles: own and other."""

    def read(subject: Subject) -> Iterator[list[Row]]:
        rows = model._base_manager.filter(**{own: subject.profile.pk})
        for batch in subject.batches(rows):
            keys = [getattr(row, f"{other}_id") for row in batch]
            people = _people(subject, keys, with_blocked=with_blocked)
            yield [
                {**people[key], "when": row.created_at}
                for key, row in zip(keys, batch, strict=True)
                if key in people
            ]

    return read


def _hashtags(subject: Subject) -> Iterator[list[Row]]:
    rows = HashtagFollow._base_manager.filter(profile=subject.profile.pk)
    for batch in subject.batches(rows.select_related("hashtag")):
        yield [{"hashtag": row.hashtag.name} for row in batch]


def _notifications(subject: Subject) -> Iterator[list[Row]]:
    """Yield the member's notifications, without the names of their actors."""
    kinds = notification_kinds.get_names(lambda kind: True)
    told = Q(newest__gt=0, kind__in=kinds)
    rows = Notification._base_manager.filter(told, recipient=subject.profile.pk)
    for batch in subject.batches(rows):
        links = tweet_links(subject, [row.tweet_id for row in batch if row.tweet_id is not None])
        yield [
            {
                "kind": row.kind,
                "people": row.count,
                "tweet": None if row.tweet_id is None else str(row.tweet_id),
                "url": "" if row.tweet_id is None else links[row.tweet_id]["url"],
                "when": row.at,
            }
            for row in batch
            if row.tweet_id is None or row.tweet_id in links
        ]


def _attachments(subject: Subject) -> Iterator[list[Row]]:
    """Yield all files that the member has uploaded: published, replaced and unpublished ones."""
    for batch in subject.batches(own_attachments(subject)):
        yield [{**attachment_data(row), "when": row.created_at} for row in batch]


def own_attachments(subject: Subject) -> QuerySet[Attachment]:
    """Attachments that the member has uploaded."""
    return Attachment._base_manager.filter(owner=subject.profile.pk)


SECTIONS = (
    Section("likes", _("Likes"), _reactions(Like)),
    Section("bookmarks", _("Bookmarks"), _reactions(Bookmark)),
    Section("following", _("Following"), _pairs(Follow, "follower", "followed")),
    Section("followers", _("Followers"), _pairs(Follow, "followed", "follower")),
    Section(
        "requests_sent", _("Requests to follow"), _pairs(FollowRequest, "follower", "followed")
    ),
    Section("requests", _("Follow requests"), _pairs(FollowRequest, "followed", "follower")),
    Section("blocked", _("Blocked people"), _pairs(Block, "blocker", "blocked", with_blocked=True)),
    Section("muted", _("Muted people"), _pairs(Mute, "muter", "muted")),
    Section("hashtags", _("Hashtags you follow"), _hashtags),
    Section("notifications", _("Notifications"), _notifications),
    Section("uploads", _("Uploaded files"), _attachments),
)
"""All sections besides the profile, the settings and the tweets."""
