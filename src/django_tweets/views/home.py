"""The signed-in home."""

from __future__ import annotations

from hashlib import md5
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.views.generic import TemplateView

from .. import timelines
from ..forms import TweetForm
from .base import MemberMixin

if TYPE_CHECKING:
    from django.http import HttpRequest


class HomeView(MemberMixin, TemplateView):
    """What a member comes back to read, and the place to write."""

    template_name = "django_tweets/home.html"

    def get_page(self) -> timelines.Page:
        return timelines.home(self.member, self.get_cursor())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(page=self.get_page(), form=TweetForm(), **kwargs)


class HomeNewView(MemberMixin):
    """How much has come home since the tweet that the address names: polled by our script."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        after = self.get_cursor().after or 0
        count = timelines.count_newer(self.member, after)
        # Of a page or more, home shows the newest, and not those just above what is read.
        is_full = count >= timelines.PAGE_SIZE
        context = {"count": count, "after": str(after), "is_full": is_full}
        html = self.render("_new_tweets.html", request.path, **context) if count else ""
        digest = md5(html.encode(), usedforsecurity=False).hexdigest()
        response = HttpResponse(html, headers={"Cache-Control": "private, no-cache"})
        response.headers["ETag"] = etag = f'W/"{digest}"'
        return get_conditional_response(request, etag=etag, response=response) or response

    def ask_to_log_in(self) -> HttpResponse:
        """No page to come back to: only that there is nothing to poll any more."""
        return HttpResponse(status=401)
