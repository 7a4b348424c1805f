"""Who may read what. This is the only room where that is decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from .profile import AbstractProfile


class Visibility(models.TextChoices):
    """Who may read a tweet, from the widest audience to the narrowest."""

    PUBLIC = "public", pgettext_lazy("visibility", "Everyone")
    UNLISTED = "unlisted", pgettext_lazy("visibility", "Everyone, but not in public lists")
    FOLLOWERS = "followers", pgettext_lazy("visibility", "Followers")
    MENTIONED = "mentioned", pgettext_lazy("visibility", "Only people mentioned")

    @classmethod
    def narrowest(cls, *audiences: str) -> Visibility:
        """The one of audiences that lets in the fewest."""
        return max(map(cls, audiences), key=list(cls).index)


def is_staff(viewer: AbstractProfile | None) -> bool:
    """Whether viewer works for the site, and so sees the profiles it has suspended."""
    user = viewer.user if viewer else None
    return bool(user and user.is_active and getattr(user, "is_staff", False))


def profiles(viewer: AbstractProfile | None) -> Q:
    """The profiles that exist for viewer (None: an anonymous visitor)."""
    return Q() if is_staff(viewer) else Q(is_suspended=False)


def is_visible(profile: AbstractProfile, viewer: AbstractProfile | None) -> bool:
    """Whether profile is among the profiles(viewer), without a query."""
    return not profile.is_suspended or is_staff(viewer)


def tweets(viewer: AbstractProfile | None) -> Q:
    """The tweets that viewer may read (None: an anonymous visitor).

    It fails closed: a tweet is read because a line here lets it through. Nothing lets through
    retweets, or tweets for followers and mentioned people, to any but their author until
    there is a follow and a mention to go by.
    """
    readable = Q(
        profile__is_protected=False,
        visibility__in=[Visibility.PUBLIC, Visibility.UNLISTED],
        retweet_of__isnull=True,
    )
    if viewer is not None:
        readable |= Q(profile=viewer.pk)
    return readable if is_staff(viewer) else readable & Q(profile__is_suspended=False)
