"""FormerHandle: a handle that a member has given up, and that nobody else may take for a while.

A handle is stored as a digest, so that nothing readable remains of a deleted member.
"""

from __future__ import annotations

from datetime import timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import swapping, text
from ..conf import conf
from . import handles, writes
from .fields import LooseForeignKey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.db.models import QuerySet

    from .profile import AbstractProfile

MAX_HELD = 10
"""Handles held for one member, the last ones given up: nobody can keep names from others by taking
one after the other."""

_changed: list[Callable[[Any, str], None]] = []


class FormerHandle(models.Model):
    """A handle that was given up, and its last owner."""

    digest = models.CharField(max_length=32, editable=False)
    """make_digest() of the handle."""
    owner = models.CharField(max_length=32, blank=True, editable=False)
    """owner_digest() of the user of the last owner: a new profile of theirs may take it back."""
    profile = LooseForeignKey(
        swapping.profile_label(),
        verbose_name=_("profile"),
        related_name="former_handles",
        null=True,
        blank=True,
        editable=False,
    )
    """The last owner; None once that profile is deleted."""
    released_at = models.DateTimeField(_("given up"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("former handle")
        verbose_name_plural = _("former handles")
        indexes: ClassVar = [
            models.Index(fields=["profile"]),
            models.Index(fields=["owner"]),
            models.Index(fields=["released_at"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["digest"], name="%(app_label)s_%(class)s_once"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


def connect(changed: Callable[[Any, str], None]) -> None:
    """Call changed with the key of a profile that has got a handle, and the database.

    Models can't import services, so receivers.py connects the function here.
    """
    _changed[:] = [changed]


def make_digest(handle: str) -> str:
    """Return the key of a handle, in any case."""
    return blake2b(handle.lower().encode(errors="replace"), digest_size=16).hexdigest()


def owner_digest(user_id: Any) -> str:
    """Return the key of a user; "" for None."""
    if user_id is None:
        return ""
    return blake2b(f"{user_id}".encode(), digest_size=16, person=b"former_handle").hexdigest()


def held_since() -> Any:
    """Return the time since when handles that were given up are held."""
    return timezone.now() - timedelta(days=conf.FORMER_HANDLE_DAYS)


def held(handles: Iterable[str], *, using: str | None = None) -> QuerySet[FormerHandle]:
    """Return the rows of those of handles that are held for their last owners."""
    keys = [make_digest(handle) for handle in handles]
    rows = FormerHandle._base_manager.using(using)
    return rows.filter(digest__in=keys, released_at__gt=held_since())


def is_held(profile: AbstractProfile, *, using: str) -> bool:
    """Whether the handle of profile is held for somebody else.

    Ask it when no other profile has the handle, by a query or by having written it. Then a member
    who gives it up in this moment has committed that, and the row here with it.
    """
    return held([profile.handle], using=using).exclude(_is_own(profile)).exists()


def expired() -> QuerySet[FormerHandle]:
    """Return the rows of handles that are held no longer."""
    return FormerHandle._base_manager.filter(released_at__lte=held_since())


def release(handle: str, *, user_id: Any, profile_id: Any = None, using: str) -> None:
    """Hold handle for its last owner. Call it in the transaction that gives the handle up.

    profile_id: None if the profile is deleted.
    """
    is_chosen = not handles.is_generated(handle) and text.is_valid_handle(f"@{handle}")
    if not (is_chosen and conf.FORMER_HANDLE_DAYS):
        return  # of another site, of a profile that is being deleted, or one that nobody misses
    owner = owner_digest(user_id)
    row = FormerHandle(digest=make_digest(handle), owner=owner, profile_id=profile_id)
    writes.upsert([row], unique="digest", update=["owner", "profile", "released_at"], using=using)
    same = Q(owner=owner) if owner else Q(profile=profile_id, profile__isnull=False)
    rows = FormerHandle._base_manager.using(using)
    if surplus := list(
        rows.filter(same).order_by("-released_at", "-pk").values_list("pk", flat=True)[MAX_HELD:]
    ):
        rows.filter(pk__in=surplus).delete()


def move(profile: AbstractProfile, old: str, *, using: str) -> None:
    """Hold the handle old for profile, which has another one now. That one is held no longer.

    Call it in the transaction that changes the handle, after that.
    """
    release(old, user_id=profile.user_id, profile_id=profile.pk, using=using)
    taken = FormerHandle._base_manager.using(using).filter(digest=make_digest(profile.handle))
    taken.filter(_is_own(profile) | Q(released_at__lte=held_since())).delete()


def announce(profile: AbstractProfile, *, using: str) -> None:
    """Tell the services that profile has a new handle, unless the handle was generated."""
    if not handles.is_generated(profile.handle):
        for changed in _changed:
            changed(profile.pk, using)


def _is_own(profile: AbstractProfile) -> Q:
    """Condition: profile is the last owner, or is the new profile of the same user."""
    is_own = Q(profile=profile.pk, profile__isnull=False)
    if profile.user_id is not None:
        is_own |= Q(owner=owner_digest(profile.user_id))
    return is_own
