"""Serve the pictures of link previews, so that a reader's browser never asks the other site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from ..timelines import link_previews
from .base import PageMixin

if TYPE_CHECKING:
    from django.http import HttpRequest

MAX_AGE = 24 * 60 * 60
"""Seconds in which a browser doesn't ask again. The address on a card changes with the picture."""


class TweetPreviewView(PageMixin):
    """The picture in the link preview of a tweet. 404 if the viewer may not read the tweet.

    No response has the address of the file in the storage.
    """

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        content = link_previews.read_picture(self.kwargs["pk"], self.viewer)
        if content is None:
            raise Http404(_("There is no such picture."))
        response = HttpResponse(content, content_type="image/webp")
        response.headers["X-Content-Type-Options"] = "nosniff"
        patch_cache_control(response, private=True, max_age=MAX_AGE)
        return response
