"""What the script offers to somebody who is writing a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils.cache import patch_cache_control

from ..search import autocomplete
from ..text.characters import AT, HASH
from .base import MemberMixin

if TYPE_CHECKING:
    from django.http import HttpRequest

MAX_LENGTH = 50  # of what somebody looks through a list for


class AutocompleteView(MemberMixin):
    """People or hashtags that begin like ``?q=``, with its sign; nothing for what is neither."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        query = request.GET.get("q", "")
        sign, beginning = query[:1], query[1 : MAX_LENGTH + 1].replace("\0", "")
        found: dict[str, Any] = {"people": [], "hashtags": []}
        if beginning and sign in AT:
            found["people"] = autocomplete.suggest_profiles(beginning, self.member)
        elif beginning and sign in HASH:
            found["hashtags"] = autocomplete.suggest_hashtags(beginning)
        is_any = any(found.values())
        html = self.render("_autocomplete.html", request.path, **found) if is_any else ""
        response = HttpResponse(html)
        patch_cache_control(response, private=True, max_age=60)
        return response

    def ask_to_log_in(self) -> HttpResponse:
        """No page to come back to."""
        return HttpResponse(status=401)
