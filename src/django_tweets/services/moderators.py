"""Moderators: members who may read reports, or decide about them, as the moderation backend says.

Not while they are suspended.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from .moderation_backends import get_backend

if TYPE_CHECKING:
    from ..models import AbstractProfile


def may_view_reports(profile: AbstractProfile | None) -> bool:
    """Whether profile may read reports. Who may moderate may do that too."""
    return profile is not None and _is_there(profile) and get_backend().may_view_reports(profile)


def may_moderate(profile: AbstractProfile | None) -> bool:
    """Whether profile may decide on reports."""
    return profile is not None and _is_there(profile) and get_backend().may_moderate(profile)


def check_may_view_reports(profile: AbstractProfile | None) -> None:
    """Raise PermissionDenied unless profile may read reports."""
    if not may_view_reports(profile):
        raise PermissionDenied(_("You may not read reports."))


def check_may_moderate(profile: AbstractProfile | None) -> None:
    """Raise PermissionDenied unless profile may moderate."""
    if not may_moderate(profile):
        raise PermissionDenied(_("You may not moderate."))


def check_is_not_about(moderator: AbstractProfile, profile: Any) -> None:
    """Raise PermissionDenied if profile, a key, is that of the moderator.

    Moderators read nothing of a case about themselves: it has the names of those who reported them.
    """
    if profile == moderator.pk:
        raise PermissionDenied(_("You can’t moderate yourself."))


def _is_there(profile: AbstractProfile) -> bool:
    return profile.deleted_at is None and not profile.is_suspended
