"""Which members have a link to the pages for moderators in their navigation.

Permissions take two statements, which no ordinary page may cost. So the link is for superusers, and
for those who have opened the pages in this session. Others of the staff find it in their settings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpRequest

SESSION_KEY = "django_tweets_moderator"


def remember_moderator(request: HttpRequest) -> None:
    """Show the link in this session."""
    session = getattr(request, "session", None)
    if session is not None and not session.get(SESSION_KEY):
        session[SESSION_KEY] = True


def forget_moderator(request: HttpRequest) -> None:
    """Do not show the link in this session any more."""
    session = getattr(request, "session", None)
    if session is not None and session.get(SESSION_KEY):
        del session[SESSION_KEY]


def has_moderation_link(request: HttpRequest) -> bool:
    """Whether the navigation has the link. No statement: user and session have been read."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return False
    if getattr(user, "is_superuser", False):
        return True
    return bool(getattr(request, "session", {}).get(SESSION_KEY))
