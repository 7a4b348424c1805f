"""What somebody was writing when their session had ended: kept until they are back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpRequest

    from ..models import AbstractProfile

SESSION_KEY = "django_tweets_draft"


def keep(request: HttpRequest) -> None:
    """Remember the content that request would have written, at which path, and who writes it."""
    content, writer = request.POST.get("content"), request.POST.get("writer")
    if content and writer:
        request.session[SESSION_KEY] = [request.path, writer, content]


def take(request: HttpRequest, member: AbstractProfile) -> str | None:
    """The content that was kept for the path of request, which is forgotten by this.

    It is for who wrote it: somebody else may sign in next in the same browser.
    """
    content: str
    path, writer, content = request.session.get(SESSION_KEY, (None, None, None))
    if path != request.path:
        return None
    del request.session[SESSION_KEY]
    return content if writer == member.handle else None
