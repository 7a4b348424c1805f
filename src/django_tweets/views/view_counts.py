"""The URL to which the script reports which tweets were on the screen."""

from __future__ import annotations

import re
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from .. import services
from ..client_addresses import get_client_address
from ..conf import conf
from ..middleware import WRITES_NOTHING
from ..snowflake import read_id
from .base import PageMixin
from .caching import with_private_response

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

PROGRAMS = re.compile(r"bot\b|crawl|spider|slurp|preview|headless|lighthouse", re.IGNORECASE)
"""User agents of programs that run scripts, such as Googlebot."""

MAX_LENGTH = 2000
"""Characters of the field that are read: fifty keys, and spaces."""


# A page for visitors has no CSRF token, so that caches may store it. Another site that posts here
# sends no cookie (SameSite=Lax), and all it could do is count.
@method_decorator([csrf_exempt, with_private_response], name="dispatch")
class TweetViewsView(PageMixin):
    """Count that the viewer has seen the tweets whose keys are in the field `tweets`.

    The response is empty and has status 204, whichever of them exist, count or can be read.
    """

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not conf.VIEW_COUNTS:
            raise Http404(_("This site counts no views."))
        if self.is_counted():
            address = "" if self.viewer else get_client_address(request)
            services.count_views(self.viewer, self.get_keys(), address=address)
        response = HttpResponse(status=204)
        setattr(response, WRITES_NOTHING, True)  # else it would keep readers from the replicas
        return response

    def is_counted(self) -> bool:
        """Return whether the request is that of a person on a page of this site."""
        headers = self.request.headers
        is_own = headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
        return is_own and not PROGRAMS.search(headers.get("User-Agent", ""))

    def get_keys(self) -> list[int]:
        """Return the keys in the field."""
        words = self.request.POST.get("tweets", "")[:MAX_LENGTH].split()
        return [key for word in words if (key := read_id(word)) is not None]

    def _choose_database(self) -> AbstractContextManager[None]:
        """Read from a replica, as a page does: nothing in the database is written."""
        return nullcontext()
