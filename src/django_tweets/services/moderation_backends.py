"""Moderation backends. DJANGO_TWEETS_MODERATION names the one that a site uses.

A backend says which members moderate, and may pass reports and appeals on, for a site that
moderates in another system. That system decides by services.moderate() and services.decide().
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cache
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_backends
from django.core.signals import setting_changed
from django.dispatch import receiver
from django.utils.module_loading import import_string

from ..conf import PREFIX, conf
from ..swapping import get_profile_model
from .databases import for_write

if TYPE_CHECKING:
    from django.core.checks import CheckMessage

    from ..models import AbstractProfile, Appeal, Report

__all__ = ["BaseModeration", "SiteModeration", "get_backend"]

VIEW_REPORTS = "django_tweets.view_reports"
MODERATE = "django_tweets.moderate"


class BaseModeration(ABC):
    """Base of moderation backends. A backend is made once, with the OPTIONS of the setting."""

    supports_forwarding = False
    """Whether send_report() and send_appeal() do something. They are called in a task."""

    @abstractmethod
    def may_view_reports(self, profile: AbstractProfile) -> bool:
        """Whether profile may read reports. Nobody asks for a suspended or deleted one."""

    @abstractmethod
    def may_moderate(self, profile: AbstractProfile) -> bool:
        """Whether profile may decide. That includes reading reports."""

    @abstractmethod
    def has_other_moderators(self, profile: AbstractProfile) -> bool:
        """Return whether anybody but profile may decide, about an appeal against profile."""

    def send_report(self, report: Report) -> None:  # noqa: B027 - optional
        """Pass a new report on. It may be called twice for one."""

    def send_appeal(self, appeal: Appeal) -> None:  # noqa: B027 - optional
        """Pass a new appeal on. It may be called twice for one."""

    def check(self) -> list[CheckMessage]:
        """Return the problems of the site's settings, for the system checks."""
        return []


class SiteModeration(BaseModeration):
    """Moderators are users with one of two permissions of the model Report."""

    def may_view_reports(self, profile: AbstractProfile) -> bool:
        return self.has_permission(profile, VIEW_REPORTS) or self.may_moderate(profile)

    def may_moderate(self, profile: AbstractProfile) -> bool:
        return self.has_permission(profile, MODERATE)

    def has_other_moderators(self, profile: AbstractProfile) -> bool:
        """Whether another active member may moderate: by a permission, a group or as superuser."""
        people = get_profile_model()._base_manager.filter(
            deleted_at=None, is_suspended=False, user__isnull=False
        )
        return any(
            for_write(people.filter(user__in=users).exclude(pk=profile.pk)).exists()
            for backend in get_backends()
            if (find_users := getattr(backend, "with_perm", None))
            for users in [find_users(MODERATE)]
        )

    def has_permission(self, profile: AbstractProfile, permission: str) -> bool:
        """Whether the user of profile is active, and has permission."""
        user = profile.user
        # A host's user model need not have permissions.
        has_perm = getattr(user, "has_perm", None)
        return bool(has_perm and user is not None and user.is_active and has_perm(permission))


@cache
def get_backend() -> BaseModeration:
    """The backend of this site, made once. ImportError if its setting names none."""
    setting: dict[str, Any] = conf.MODERATION
    backend: BaseModeration = import_string(setting["BACKEND"])(**setting.get("OPTIONS", {}))
    return backend


@receiver(setting_changed)
def _reset(*, setting: str, **kwargs: Any) -> None:
    """Make a new backend when a test overrides the setting."""
    if setting == f"{PREFIX}MODERATION":
        get_backend.cache_clear()
