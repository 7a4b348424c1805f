"""Moderators: members whose user has one of the permissions of the model Report.

Not while they are suspended.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from ..models import AbstractProfile

VIEW_REPORTS = "django_tweets.view_reports"
MODERATE = "django_tweets.moderate"


def may_view_reports(profile: AbstractProfile | None) -> bool:
    """Whether profile may read reports. Who may moderate may do that too."""
    return _has_permission(profile, VIEW_REPORTS) or may_moderate(profile)


def may_moderate(profile: AbstractProfile | None) -> bool:
    """Whether profile may decide on reports."""
    return _has_permission(profile, MODERATE)


def check_may_view_reports(profile: AbstractProfile | None) -> None:
    """Raise PermissionDenied unless profile may read reports."""
    if not may_view_reports(profile):
        raise PermissionDenied(_("You may not read reports."))


def check_may_moderate(profile: AbstractProfile | None) -> None:
    """Raise PermissionDenied unless profile may moderate."""
    if not may_moderate(profile):
        raise PermissionDenied(_("You may not moderate."))


def _has_permission(profile: AbstractProfile | None, permission: str) -> bool:
    is_there = profile is not None and profile.deleted_at is None and not profile.is_suspended
    user = profile.user if profile is not None and is_there else None
    # A host's user model need not have permissions.
    has_perm = getattr(user, "has_perm", None)
    return bool(has_perm and user is not None and user.is_active and has_perm(permission))
