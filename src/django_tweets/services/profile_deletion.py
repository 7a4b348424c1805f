"""Deletion of profiles with a grace period, in which it can be taken back.

services.delete_profile() begins it. Whoever changes the state of a profile here locks its row first
and looks again: a profile is restored or purged, never both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import router, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import signals
from ..models import ProfileDeletion, counters, former_handle, hashtag_uses, user_profiles
from ..models.databases import write_database
from ..models.handles import PURGED_PREFIX
from ..routers import reads_from_write_database
from ..swapping import get_profile_model
from ..tasks import enqueue_on_commit
from . import moderation, tasks
from .databases import for_write
from .signal_sending import send_on_commit

if TYPE_CHECKING:
    from datetime import timedelta

    from django.db.models import QuerySet

    from ..models import AbstractProfile

MAX_PURGED = 1000
"""Profiles that one run of purge_due_profiles() gives to tasks."""

_IN_GRACE = Q(deleted_at__isnull=False) & ~Q(handle__startswith=PURGED_PREFIX)


def is_deletable(*, has_grace: bool) -> Q:
    """Condition for the profiles that can be deleted: with a grace period, or for good."""
    exists = Q(deleted_at=None)
    return exists if has_grace else exists | _IN_GRACE


def delete_later(rows: QuerySet[Any], profile: AbstractProfile, grace: timedelta) -> None:
    """Hide a profile that is among rows, with its user and handle; it is purged after grace."""
    now = timezone.now()
    with transaction.atomic(using=rows.db):
        if not rows.update(deleted_at=now):
            return
        deletion = ProfileDeletion(profile_id=profile.pk, requested_at=now, due_at=now + grace)
        deletion.save(using=rows.db, force_insert=True)
        hashtag_uses.recount_later(profile.pk, using=rows.db)
        send_on_commit(signals.profile_deletion_requested, profile, profile=profile)


def delete_now(rows: QuerySet[Any], profile: AbstractProfile) -> None:
    """Hide a profile if it is among rows, and free its user and its handle.

    Its handle is held for its user. A task deletes the rest.
    """
    with transaction.atomic(using=rows.db):
        if not _free_user_and_handle(rows, profile.pk, deleted_at=timezone.now()):
            return
        enqueue_on_commit(tasks.purge_profile, profile.pk, using=rows.db)
        send_on_commit(signals.profile_deletion_requested, profile, profile=profile)


def _free_user_and_handle(rows: QuerySet[Any], key: Any, **changes: Any) -> bool:
    """Free the user of a profile, and hold its handle for that user. Return whether it was found.

    rows: the profile, if its state allows it. The user of a suspended one gets a new profile now,
    which is suspended too: else the next page would make one that is not.
    """
    stored = rows.select_for_update().values("handle", "user_id", "is_suspended").first()
    if stored is None:
        return False
    is_suspended, user_id = stored.pop("is_suspended"), stored["user_id"]
    rows.update(user=None, handle=f"{PURGED_PREFIX}{key}", **changes)
    former_handle.release(**stored, using=rows.db)
    if is_suspended and user_id is not None:
        user = get_user_model()._base_manager.using(rows.db).get(pk=user_id)
        moderation.keep_suspended(user_profiles.get_profile(user), key)
    return True


def get_deletion(profile: AbstractProfile) -> ProfileDeletion | None:
    """Return the deletion of a profile that is in its grace period; None if it is not deleted."""
    return for_write(ProfileDeletion._base_manager.filter(pk=profile.pk)).first()


@reads_from_write_database()
def restore_profile(profile: AbstractProfile) -> AbstractProfile:
    """Take back the deletion of a profile, with everything it owns, and return it.

    Do nothing if it is not deleted. Counts, hashtags and notifications follow in tasks, as when a
    suspension ends. A suspended profile stays suspended. Raise PermissionDenied if the grace period
    is over, even if nobody has purged the profile yet.
    """
    using = write_database(profile)
    with transaction.atomic(using=using):
        # Locked: who purges the profile waits, and then finds it restored.
        counters.lock_profiles([profile.pk], using=using)
        stored = type(profile)._base_manager.using(using).filter(pk=profile.pk).first()
        deletion = ProfileDeletion._base_manager.using(using).filter(pk=profile.pk).first()
        is_there = stored is not None and not stored.handle.startswith(PURGED_PREFIX)
        if not is_there or (deletion is not None and deletion.is_due):
            raise PermissionDenied(_("It is too late: this profile has been deleted."))
        if deletion is not None:
            deletion.delete(using=using)
            type(profile)._base_manager.using(using).filter(pk=profile.pk).update(deleted_at=None)
            hashtag_uses.recount_later(profile.pk, using=using)
            send_on_commit(signals.profile_restored, profile, profile=profile)
    profile.deleted_at = None
    return profile


def purge_due_profiles() -> int:
    """Delete the profiles whose grace period is over, each in a task. Return how many.

    At most MAX_PURGED, those first that have waited longest. It is safe to run this twice.
    """
    due = for_write(ProfileDeletion._base_manager.filter(due_at__lte=timezone.now()))
    keys = due.order_by("due_at").values_list("pk", flat=True)[:MAX_PURGED]
    return sum(map(_purge, list(keys)))


def _purge(key: Any) -> bool:
    """Enqueue the purge of a profile, unless it was restored. Return whether it is purged."""
    using = router.db_for_write(get_profile_model())
    rows = get_profile_model()._base_manager.using(using)
    with transaction.atomic(using=using):
        counters.lock_profiles([key], using=using)
        if not ProfileDeletion._base_manager.using(using).filter(pk=key).delete()[0]:
            return False
        is_purged = _free_user_and_handle(rows.filter(_IN_GRACE, pk=key), key)
        enqueue_on_commit(tasks.purge_profile, key, using=using)
    return is_purged
