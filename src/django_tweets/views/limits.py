"""Count requests: those of members by their profile, those of visitors by their address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..client_addresses import get_client_address
from ..services import limits

if TYPE_CHECKING:
    from django.http import HttpRequest

    from ..models import AbstractProfile


def count_request(request: HttpRequest, viewer: AbstractProfile | None, action: str) -> None:
    """Count a request. Raise LimitExceeded if it is one too many.

    action: a key of DJANGO_TWEETS_LIMITS.
    """
    if viewer is None:
        limits.count_visit(get_client_address(request), action)
    else:
        limits.count_action(viewer, action)
