"""The viewer: the profile of the logged-in user of a request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .. import services

if TYPE_CHECKING:
    from django.http import HttpRequest

    from ..models import AbstractProfile


def get_viewer(request: HttpRequest | None) -> AbstractProfile | None:
    """Return the profile of the user; None for an anonymous visitor, or without a request."""
    user = getattr(request, "user", None)
    return services.get_profile(user) if user is not None and user.is_authenticated else None


class InGracePeriodError(Exception):
    """The viewer has deleted their profile and can restore it: other pages lead there."""


def require_existing(profile: Any) -> Any:
    """Return profile, or None as it is. Raise InGracePeriodError if it is deleted."""
    if profile is not None and profile.deleted_at:
        raise InGracePeriodError
    return profile
