"""Base of the views that programs fetch and other sites show: feeds, embeds, oEmbed."""

from __future__ import annotations

from hashlib import md5
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.decorators import method_decorator
from django.utils.http import http_date
from django.views.generic import View

from ..conf import conf
from ..current_app import with_app_of_request
from ..services import LimitExceeded
from . import errors
from .caching import set_revalidated
from .closed_site import make_not_found
from .limits import count_request
from .requests import with_readable_request

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

PLAIN_TEXT = "text/plain; charset=utf-8"


@method_decorator([with_readable_request, with_app_of_request, login_not_required], name="dispatch")
class PublicView(View):
    """A response that is the same for everybody: it reads no user and no session."""

    http_method_names = ["get", "head", "options"]
    limited_action: str
    """The key of DJANGO_TWEETS_LIMITS by which its requests are counted."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let caches store the response, if they ask again each time.

        So a tweet that is deleted disappears at once. On a closed site, all of them are 404, for
        members too: a program that reads them has no login.
        """
        if not conf.PUBLIC:
            return make_not_found()
        try:
            count_request(request, None, self.limited_action)
        except LimitExceeded as error:
            return errors.refuse(HttpResponse(str(error), content_type=PLAIN_TEXT), error)
        response = super().dispatch(request, *args, **kwargs)
        set_revalidated(response)
        return response

    def conditional_response(
        self, content: bytes, content_type: str, modified: datetime | None = None
    ) -> HttpResponse:
        """Return content, or 304 if the client has it already."""
        digest = md5(content, usedforsecurity=False).hexdigest()
        response = HttpResponse(content, content_type=content_type)
        response.headers["ETag"] = etag = f'W/"{digest}"'
        seconds = None if modified is None else int(modified.timestamp())
        if seconds is not None:
            response.headers["Last-Modified"] = http_date(seconds)
        result = get_conditional_response(self.request, etag, seconds, response)
        return response if result is None else result
