"""The card of a person, which the script shows at a link to the profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse

from ..reading.relations import relate
from .base import PageMixin
from .profile_text import render_bio

if TYPE_CHECKING:
    from django.http import HttpRequest


class ProfileCardView(PageMixin):
    """Picture, name, bio, counts and follow button of a profile, as a fragment.

    404 for a profile that the viewer may not see, or has blocked.
    """

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        profile = self.get_profile()
        relate([profile], self.viewer)
        context = {"profile": profile, "bio": render_bio(profile, self.viewer)}
        url = profile.get_absolute_url()
        return HttpResponse(self.render_fragment("_profile_card.html", url, **context))
