"""Follow and unfollow a hashtag."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import signals
from ..models import HashtagFollow, hashtag_uses
from ..models.databases import write_database
from .announcements import announce_relations
from .databases import for_write
from .idempotency import create_once, delete_once
from .signal_sending import send_on_commit
from .suspension import lock_members

if TYPE_CHECKING:
    from ..models import AbstractProfile, Hashtag

MAX_FOLLOWED = 100  # hashtags of one profile: home looks into each of them


def follow_hashtag(profile: AbstractProfile, hashtag: Hashtag) -> HashtagFollow:
    """Show the public tweets with hashtag on profile's home, and return the HashtagFollow.

    Send signals.hashtag_followed. Do nothing if the follow exists. Raise ValidationError for more
    than MAX_FOLLOWED hashtags and for one that no longer exists, and PermissionDenied if the
    profile is suspended or deleted.
    """

    def count(using: str) -> None:
        # Locked, so that two calls at once can't both add the last one allowed.
        lock_members(profile.pk, using=using)
        followed = HashtagFollow._base_manager.using(using).filter(profile_id=profile.pk)
        if followed.exclude(hashtag_id=hashtag.pk)[:MAX_FOLLOWED].count() >= MAX_FOLLOWED:
            raise ValidationError(
                ngettext(
                    "You can follow %(count)d hashtag at most.",
                    "You can follow %(count)d hashtags at most.",
                    MAX_FOLLOWED,
                )
                % {"count": MAX_FOLLOWED}
            )
        if not hashtag_uses.count_follows([row], 1, using=using):
            raise ValidationError(_("There is no such hashtag."))

    pair: dict[str, Any] = {"profile": profile, "hashtag": hashtag}
    row = HashtagFollow(**pair)
    found, created = create_once(row, *pair, before=count)
    if created:
        send_on_commit(signals.hashtag_followed, found, hashtag_follow=found)
        announce_relations(profile.pk, write_database(found))
    return found


def unfollow_hashtag(profile: AbstractProfile, hashtag: Hashtag) -> None:
    """Delete the follow, if there is one. Send signals.hashtag_unfollowed."""
    follows = HashtagFollow._base_manager.filter(profile_id=profile.pk, hashtag_id=hashtag.pk)
    for row in for_write(follows):

        def count(using: str, row: HashtagFollow = row) -> None:
            hashtag_uses.count_follows([row], -1, using=using)

        if delete_once(row, before=count):
            _delete_if_unused(row)
            send_on_commit(signals.hashtag_unfollowed, row, hashtag_follow=row)
            announce_relations(profile.pk, write_database(row))


def _delete_if_unused(follow: HashtagFollow) -> None:
    """Delete the hashtag that was followed, if no tweet has it any more."""
    using = write_database(follow)
    with transaction.atomic(using=using):
        found = hashtag_uses.lock([follow.hashtag_id], using=using)
        hashtag_uses.delete_unused(found, using=using)
