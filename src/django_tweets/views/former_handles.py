"""URLs with a handle that its owner has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..current_app import reverse
from ..models import former_handle

if TYPE_CHECKING:
    from django.http import HttpRequest


def get_new_url(request: HttpRequest, profiles: Any) -> str | None:
    """Return the URL of the same page with the present handle of the last owner of its handle.

    None if no profile among profiles, which the viewer may see, has had that handle. One query
    for a page of a profile, none for others: those of a tweet are found by its id.

    Redirect to it temporarily: in some weeks the handle may be another member's.
    """
    match: Any = request.resolver_match
    if "handle" not in match.kwargs or "pk" in match.kwargs:
        return None
    held = former_handle.held([match.kwargs["handle"]])
    profile = profiles.filter(pk__in=held.values("profile")).first()
    if profile is None:
        return None
    url = reverse(match.view_name, kwargs={**match.kwargs, "handle": profile.handle})
    query = request.META["QUERY_STRING"]
    return f"{url}?{query}" if query else url
