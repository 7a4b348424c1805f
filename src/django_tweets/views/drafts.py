"""What somebody was writing when their session had ended: kept until they are back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpRequest

SESSION_KEY = "django_tweets_draft"


def keep(request: HttpRequest) -> None:
    """Remember the content that request would have written, and at which path."""
    if content := request.POST.get("content"):
        request.session[SESSION_KEY] = [request.path, content]


def take(request: HttpRequest) -> str | None:
    """The content that was kept for the path of request, which is forgotten by this."""
    content: str
    path, content = request.session.get(SESSION_KEY, (None, None))
    if path != request.path:
        return None
    del request.session[SESSION_KEY]
    return content
