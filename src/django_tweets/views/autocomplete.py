"""Suggestions of handles and hashtags for the composer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils.cache import patch_cache_control

from ..search import autocomplete
from ..text import clean_line
from ..text.characters import AT, HASH
from .base import MemberMixin
from .limits import count_request

if TYPE_CHECKING:
    from django.http import HttpRequest

MAX_LENGTH = 50  # characters of ?q= that are looked up


class AutocompleteView(MemberMixin):
    """Profiles or hashtags that begin with ?q=, which includes the @ or #; else empty."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        query = request.GET.get("q", "")
        sign, prefix = query[:1], clean_line(query[1 : MAX_LENGTH + 1])
        context: dict[str, Any] = {"people": [], "hashtags": []}
        if prefix and sign in (*AT, *HASH):
            count_request(request, self.member, "autocomplete")
        if prefix and sign in AT:
            context["people"] = autocomplete.suggest_profiles(prefix, self.member)
        elif prefix and sign in HASH:
            context["hashtags"] = autocomplete.suggest_hashtags(prefix)
        has_any = any(context.values())
        template = "_autocomplete.html"
        html = self.render_fragment(template, request.path, **context) if has_any else ""
        response = HttpResponse(html)
        patch_cache_control(response, private=True, max_age=60)
        return response

    def get_login_response(self) -> HttpResponse:
        """Return 401: there is no page to come back to."""
        return HttpResponse(status=401)
