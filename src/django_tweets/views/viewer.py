"""The viewer: the profile of the logged-in user of a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import services

if TYPE_CHECKING:
    from django.http import HttpRequest

    from ..models import AbstractProfile


def get_viewer(request: HttpRequest | None) -> AbstractProfile | None:
    """Return the profile of the user; None for an anonymous visitor, or without a request."""
    user = getattr(request, "user", None)
    return services.get_profile(user) if user is not None and user.is_authenticated else None
