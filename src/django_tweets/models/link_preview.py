"""LinkPreview: title, text and picture of a page that tweets link to."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, ClassVar
from uuid import uuid4

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import swapping
from ..text.urls import get_href
from ..web_pages import normalize_url
from ..web_pages.addresses import MAX_LENGTH
from ..web_pages.page import MAX_DESCRIPTION, MAX_SITE_NAME, MAX_TITLE
from .fields import LooseForeignKey, LooseOneToOneField
from .text_fields import LineField

if TYPE_CHECKING:
    from .tweet import AbstractTweet

FOLDER = "django_tweets/previews"


def new_name(preview: object, filename: str) -> str:
    """Return a new, unique name that nobody can guess."""
    return f"{FOLDER}/{uuid4().hex}.webp"


class LinkPreview(models.Model):
    """Title, text and picture of a page of another site. One row for each address, for all tweets.

    An address that gave no preview has a row too, so that it is not asked again for each tweet.
    """

    digest = models.CharField(max_length=64, editable=False)
    """digest() of the address. MariaDB has no unique index on a column as long as `url`."""
    url = models.CharField(_("address"), max_length=MAX_LENGTH, editable=False)
    """The address in the form of web_pages.normalize_url()."""
    is_available = models.BooleanField(_("available"), default=False)
    """Whether the last fetch gave a preview."""
    fetched_at = models.DateTimeField(_("fetched"), default=timezone.now)
    title = LineField(_("title"), max_length=MAX_TITLE, blank=True)
    description = LineField(_("description"), max_length=MAX_DESCRIPTION, blank=True)
    site_name = LineField(_("site"), max_length=MAX_SITE_NAME, blank=True)
    host = LineField(_("host"), max_length=253, blank=True)
    """The host that has answered, after redirects."""
    picture = models.ImageField(
        _("picture"), upload_to=new_name, max_length=200, blank=True, editable=False
    )
    picture_width = models.PositiveSmallIntegerField(default=0, editable=False)
    picture_height = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("link preview")
        verbose_name_plural = _("link previews")
        indexes: ClassVar = [models.Index(fields=["fetched_at"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["digest"], name="%(app_label)s_%(class)s_once"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class TweetLinkPreview(models.Model):
    """The preview of the link in a tweet."""

    tweet = LooseOneToOneField(
        swapping.tweet_label(), verbose_name=_("tweet"), related_name="tweet_link_preview"
    )
    preview = LooseForeignKey(
        LinkPreview, verbose_name=_("link preview"), related_name="tweet_link_previews"
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["preview"])]

    def __str__(self) -> str:
        return f"{self.tweet_id}: {self.preview_id}"


def has_room_for_preview(tweet: AbstractTweet) -> bool:
    """Whether the card of tweet has room for a link preview: the only place that decides it.

    A quote or pictures of the author's own come first.
    """
    return not (tweet.retweet_of_id or tweet.quote_of_id or tweet.attachment_count)


def first_link(tweet: AbstractTweet) -> str:
    """Return the target of the first link in tweet, as its text links to it; "" without one."""
    if not has_room_for_preview(tweet):
        return ""
    for entity in tweet.entities:
        if entity["kind"] == "url" and (target := get_href(entity["value"])):
            return target
    return ""


def previewed_url(tweet: AbstractTweet) -> str:
    """Return the address that tweet shows a preview of, normalized; "" if it shows none."""
    target = first_link(tweet)
    return normalize_url(target) if target else ""


def digest(url: str) -> str:
    """Return the key of a normalized address."""
    return sha256(url.encode()).hexdigest()
