"""Follow a hashtag, and follow it no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import ngettext

from .. import signals
from ..models import HashtagFollow
from ..models import hashtag as hashtags
from .idempotency import create_once, delete_once, lock_profiles
from .signal_sending import send_on_commit

if TYPE_CHECKING:
    from ..models import AbstractProfile, Hashtag

MAX_FOLLOWED = 100  # home looks into each of them


def follow_hashtag(profile: AbstractProfile, hashtag: Hashtag) -> HashtagFollow:
    """Let what has hashtag and is for everyone come home to profile, and return the follow.

    That it is so already is no error. ValidationError for more than a hundred; PermissionDenied
    where profile has gone.
    """

    def count(using: str) -> None:
        # Held, so that two at once can't both be the hundredth.
        lock_profiles(profile, using=using)
        mine = HashtagFollow._base_manager.using(using).filter(profile_id=profile.pk)
        if mine.exclude(hashtag_id=hashtag.pk)[:MAX_FOLLOWED].count() >= MAX_FOLLOWED:
            raise ValidationError(
                ngettext(
                    "You can follow %(count)d hashtag at most.",
                    "You can follow %(count)d hashtags at most.",
                    MAX_FOLLOWED,
                )
                % {"count": MAX_FOLLOWED}
            )
        hashtags.count([row], using=using)

    pair: dict[str, Any] = {"profile": profile, "hashtag": hashtag}
    row = HashtagFollow(**pair)
    found, created = create_once(row, *pair, first=count)
    if created:
        send_on_commit(signals.hashtag_followed, found, hashtag_follow=found)
    return found


def unfollow_hashtag(profile: AbstractProfile, hashtag: Hashtag) -> None:
    """Let what has hashtag come home to profile no more. That it is so is no error."""
    for row in HashtagFollow._base_manager.filter(profile_id=profile.pk, hashtag_id=hashtag.pk):

        def count(using: str, row: HashtagFollow = row) -> None:
            hashtags.count(gone=[row], using=using)

        if delete_once(row, first=count):
            send_on_commit(signals.hashtag_unfollowed, row, hashtag_follow=row)
