"""Handles that look like those of staff, of much followed members, or of the site itself.

A few hundred handles are compared, by their skeletons: see handles.skeleton(). They are kept in the
cache for an hour, and read by a task.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import router, transaction

from .. import signals
from ..cache import cache
from ..models import LookalikeHandle, handles
from ..models.everyone import shown_profiles
from ..models.writes import upsert
from ..swapping import get_profile_model
from .databases import for_write
from .reports import report_lookalike
from .signal_sending import send_on_commit

MAX_STAFF = 500
MAX_FOLLOWED = 100
"""Members whose handles are compared: those with most followers."""
MIN_FOLLOWERS = 100
"""Number of followers from which a profile is protected against look-alikes."""
CACHE_KEY = "django_tweets:protected_handles"
CACHE_SECONDS = 60 * 60


class Lookalike(NamedTuple):
    """A handle that another one looks like."""

    handle: str
    profile_id: Any
    """The profile that has it; None for a reserved handle."""


def find_lookalike(handle: str, profile_id: Any = None) -> Lookalike | None:
    """Return the handle that handle looks like: reserved, of staff, or of a much followed member.

    None if it looks like none of these. profile_id: the profile that has handle, or is to have it;
    staff and much followed members themselves look like nobody. At most two queries, and none if
    the handles to compare with are in the cache.
    """
    if "@" in handle:
        return None  # it shows its site
    members = _protected_members()
    if profile_id is not None and any(each.profile_id == profile_id for each in members):
        return None
    reserved = [Lookalike(name, None) for name in sorted(handles.reserved_handles())]
    skeleton = handles.skeleton(handle)
    alike = (each for each in (*members, *reserved) if handles.skeleton(each.handle) == skeleton)
    return next((each for each in alike if each.handle != handle), None)


def check_handle(profile_id: Any) -> None:
    """Tell staff if the handle of a profile looks like another: by a row, a report and a signal.

    There is no second report while it looks like the same one. If it looks like none, delete the
    row of a handle that it had before.
    """
    model = get_profile_model()
    profile: Any = for_write(model._base_manager.filter(shown_profiles(), pk=profile_id)).first()
    found = find_lookalike(profile.handle, profile.pk) if profile is not None else None
    using = router.db_for_write(LookalikeHandle)
    if profile is None or found is None:
        LookalikeHandle._base_manager.using(using).filter(profile=profile_id).delete()
        return
    row = LookalikeHandle(profile_id=profile.pk, resembles_id=found.profile_id)
    same = {"profile": profile.pk, "resembles": found.profile_id}
    with transaction.atomic(using=using):
        if not LookalikeHandle._base_manager.using(using).filter(**same).exists():
            with suppress(PermissionDenied):  # the profile was deleted meanwhile
                report_lookalike(profile, found.handle)
        upsert([row], unique="profile", update=["resembles", "found_at"], using=using)
        send_on_commit(signals.lookalike_handle, profile, profile=profile, resembles=found.handle)


def _protected_members() -> list[Lookalike]:
    """Return the handles of staff and of the much followed members, from the cache."""
    found: list[Lookalike] | None = cache.get(CACHE_KEY)
    if found is None:
        model = get_profile_model()
        people: Any = for_write(model._base_manager.filter(shown_profiles(), user__isnull=False))
        staff = (
            people.filter(user__is_staff=True).order_by("pk")[:MAX_STAFF] if _has_staff() else ()
        )
        followed = people.filter(follower_count__gte=MIN_FOLLOWERS).order_by("-follower_count")
        rows = [*staff[:MAX_STAFF], *followed[:MAX_FOLLOWED]]
        found = [Lookalike(row.handle, row.pk) for row in rows]
        cache.set(CACHE_KEY, found, CACHE_SECONDS)
    return found


def _has_staff() -> bool:
    """Whether the user model has a column is_staff."""
    return any(field.name == "is_staff" for field in get_user_model()._meta.concrete_fields)
