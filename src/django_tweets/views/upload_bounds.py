"""Bounds of forms with files: they are checked before the body of the request is read.

Django's middleware against forgery reads the whole form. So these views are exempt from it, and
check the token themselves when the form may be read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.vary import vary_on_headers

from .. import video
from ..conf import conf
from ..current_app import with_app_of_request
from .base import FRAGMENT_HEADER
from .caching import with_cache_headers

if TYPE_CHECKING:
    from django.http import HttpRequest

FIELDS_BYTES = 1024 * 1024
"""Room for the other fields of a form with files, and for the separators."""

MAX_READ = 4
"""A form that is too large is read up to so many times its bound, to keep its text."""


class DiscardFiles(FileUploadHandler):
    """Reads a form without its files."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Never called: new_file() has refused the file."""

    def file_complete(self, file_size: int) -> None:
        """Never called."""


@method_decorator(
    [
        csrf_exempt,
        with_app_of_request,
        login_not_required,
        vary_on_headers(FRAGMENT_HEADER),
        with_cache_headers,
    ],
    name="dispatch",
)
class UploadMixin:
    """A view with a form for files. It comes before MemberMixin.

    A visitor's files are not stored, nor those of a request that is too large. One that is far too
    large is not read at all: 413.
    """

    max_files: int | None = None
    """Files that a form may have. None: those of a tweet."""
    has_refused_files = False
    """Whether the form was too large, and was read without its files."""
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method == "POST":
            length, bound = (
                content_length(request),
                max_bytes(self.max_files or conf.MEDIA_LIMITS["attachments"]) + FIELDS_BYTES,
            )
            self.has_refused_files = length > bound
            if length > MAX_READ * bound:
                return HttpResponse(self.render_error(413), status=413)  # type: ignore[attr-defined]  # a page
            if self.has_refused_files or not self._is_member:
                response = self._refuse_files()
                if response is not None:
                    return response
        return csrf_protect(super().dispatch)(request, *args, **kwargs)  # type: ignore[misc]  # a mixin

    @property
    def _is_member(self) -> bool:
        """Whether the request is a member's. The user is read where the view writes."""
        with self._choose_database():  # type: ignore[attr-defined]  # a page
            return self.request.user.is_authenticated

    def _refuse_files(self) -> HttpResponse | None:
        """Read the form without its files, or return another response."""
        if not hasattr(self.request, "_files"):  # a middleware of the host may have read it
            self.request.upload_handlers = [DiscardFiles(self.request)]
        return None


def max_bytes(count: int) -> int:
    """Return the bytes of that many pictures, or of a video where the site takes videos."""
    limits = conf.MEDIA_LIMITS
    return max(
        count * limits["picture_bytes"], limits["video_bytes"] if video.is_available() else 0
    )


def content_length(request: HttpRequest) -> int:
    """Return the number of bytes of the body; 0 if the request doesn't say."""
    try:
        return max(int(request.headers.get("content-length") or 0), 0)
    except ValueError:
        return 0
