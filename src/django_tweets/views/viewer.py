"""The viewer: the profile of the logged-in user of a request.

The session of a suspended member is blocked: see is_suspended().
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .. import services
from ..conf import conf
from ..services import moderation
from ..services.suspension import NOTICE, Suspended
from . import closed_site
from .moderation_link import has_moderation_link

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ..models import AbstractProfile

ATTRIBUTE = "_django_tweets_is_suspended"
"""Attribute of a request with the answer of is_suspended()."""


class InGracePeriodError(Exception):
    """The viewer has deleted their profile and can restore it: other pages lead there."""


def get_member(request: HttpRequest | None) -> AbstractProfile | None:
    """Return the profile of the user; None for an anonymous visitor, or without a request."""
    user = getattr(request, "user", None)
    return services.get_profile(user) if user is not None and user.is_authenticated else None


def get_viewer(request: HttpRequest | None) -> AbstractProfile | None:
    """Return the profile for which pages are read: None for visitors and suspended members.

    None too for a member whose profile is deleted and can be restored: nobody sees or blocks them.
    """
    member = get_member(request)
    is_deleted = member is not None and member.deleted_at is not None
    return None if is_deleted or is_suspended(request) else member


def is_suspended(request: HttpRequest | None) -> bool:
    """Whether the user is a suspended member, whose session is blocked. Inactive users are.

    They read what visitors read, and a few pages of their own. A suspension whose time is over ends
    here, so nobody waits for the command moderation_upkeep. No statement for other members.
    """
    member = get_member(request)
    if member is None or not (member.is_suspended or not member.user.is_active):  # type: ignore[union-attr]  # has a user
        return False
    if not hasattr(request, ATTRIBUTE):
        has_ended = member.is_suspended and moderation.end_suspension(member)
        setattr(request, ATTRIBUTE, not has_ended or not member.user.is_active)  # type: ignore[union-attr]  # has a user
    found: bool = getattr(request, ATTRIBUTE)
    return found


def get_page_viewer(page: Any) -> AbstractProfile | None:
    """Return the viewer of a page. Raise InGracePeriodError if the page is not for them."""
    member = get_member(page.request)
    if member is not None and member.deleted_at and not page.is_for_deleted:
        raise InGracePeriodError
    return None if is_suspended(page.request) and not page.is_for_suspended else member


def get_session_facts(request: HttpRequest) -> dict[str, bool]:
    """Return the variables of a page that say in which session it is shown."""
    is_blocked = is_suspended(request)
    is_moderator = not is_blocked and has_moderation_link(request)
    return {"is_moderator": is_moderator, "is_suspended": is_blocked}


def check_access(page: Any) -> HttpResponse | None:
    """Return the response to viewers who may not open a page, before it is read; else None.

    Raise Suspended for a suspended member, if visitors may not open it either.
    """
    is_closed = not (conf.PUBLIC or page.is_open_to_visitors)
    if not (is_closed or page.is_for_members) or page.viewer is not None:
        return None
    if is_suspended(page.request):
        raise Suspended(NOTICE)
    if not is_closed:  # a form that visitors may send, too
        return None
    return closed_site.ask_for_login(page.request, is_fragment=page.is_fragment)
