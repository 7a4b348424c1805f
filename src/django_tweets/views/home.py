"""The home timeline of a member."""

from __future__ import annotations

from hashlib import md5
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.views.generic import TemplateView

from .. import timelines
from .base import MemberMixin
from .composer import ComposerMixin
from .lists import ListMixin
from .profile_name import get_name_form

if TYPE_CHECKING:
    from django.http import HttpRequest


class HomeView(MemberMixin, ComposerMixin, ListMixin, TemplateView):
    """The home timeline, with the composer above it."""

    template_name = "django_tweets/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        name_form = get_name_form(self.request, self.member)
        context = super().get_context_data(name_form=name_form, **kwargs)
        page = context["page"]
        # The page just above the newest tweet is empty too, and links to older ones.
        context["is_empty"] = not (page.rows or page.newer or page.older)
        return context

    def get_page(self) -> timelines.Page[Any]:
        return timelines.home(self.member, self.get_cursor(), self.page_size)


class HomeNewView(MemberMixin):
    """Number of tweets that are newer than the one in ?after=, for the script to poll.

    With the bell, which has the number of unread notifications.

    A host that changes `page_size` of HomeView changes it here too.
    """

    page_size = timelines.PAGE_SIZE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        after = self.get_cursor().after or 0
        count = timelines.count_newer(self.member, after, self.page_size)
        # With a page of new tweets or more, the link goes to the newest page of home, and not to
        # the page just above ?after=.
        is_full = count >= self.page_size
        context = {"count": count, "after": str(after), "is_full": is_full}
        html = self.render_fragment("_bell.html", request.path, page_name="home").strip()
        if count:
            html += "&#32;" + self.render_fragment("_new_tweets.html", request.path, **context)
        digest = md5(html.encode(), usedforsecurity=False).hexdigest()
        response = HttpResponse(html)
        response.headers["ETag"] = etag = f'W/"{digest}"'
        return get_conditional_response(request, etag=etag, response=response) or response

    def get_login_response(self) -> HttpResponse:
        """Return 401: there is no page to come back to, and the script stops polling."""
        return HttpResponse(status=401)
