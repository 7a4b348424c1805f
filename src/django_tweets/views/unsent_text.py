"""Unsent text: what a member was writing when their session ended, kept until they log in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..services.unsent_texts import SESSION_KEY

if TYPE_CHECKING:
    from django.http import HttpRequest

    from ..models import AbstractProfile


def save(request: HttpRequest) -> None:
    """Store the posted content in the session, with the path and the handle of its writer."""
    content, writer = request.POST.get("content"), request.POST.get("writer")
    if content and writer:
        request.session[SESSION_KEY] = [request.path, writer, content]


def pop(request: HttpRequest, member: AbstractProfile) -> str | None:
    """Remove and return the content that was stored for the path of request.

    Only its writer gets it: another member may log in next in the same browser.
    """
    content: str
    path, writer, content = request.session.get(SESSION_KEY, (None, None, None))
    if path != request.path:
        return None
    del request.session[SESSION_KEY]
    return content if writer == member.handle else None
