"""Files of attachments: each is served only to those who may see its tweet."""

from __future__ import annotations

import logging
import posixpath
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.generic import View

from .. import routers
from ..current_app import with_app_of_request
from ..file_servers import StoredFile, get_file_server
from ..file_storage import content_type_of
from ..models import Attachment
from ..reading.keyset import InvalidCursor, parse_id
from ..services import moderators, report_cases
from ..timelines import moderation_cases
from . import errors
from .requests import with_readable_request
from .viewer import get_viewer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from ..models import AbstractProfile

__all__ = ["AttachmentFileView"]

logger = logging.getLogger("django_tweets")

BROWSER_SECONDS = 365 * 24 * 60 * 60
"""Time for which a browser keeps a file that everyone may see: the file never changes."""

SHARED_SECONDS = 60
"""Time for which shared caches keep it: after that they ask whether everyone still may."""

PRIVATE_SECONDS = 5 * 60
"""Time for which a browser keeps a file that not everyone may see."""


@method_decorator([with_readable_request, with_app_of_request, login_not_required], name="dispatch")
class AttachmentFileView(View):
    """One file of an attachment. 404 for those who may not see it, as for a file that isn't there.

    A request without cookies takes one statement and reads no session. That of a member is
    answered for the member: a block counts, also for a file that everyone else may see.
    DJANGO_TWEETS_FILE_SERVER says how the file is sent. With ?report= a moderator gets the files of
    a report that they have uncovered.
    """

    http_method_names = ["get", "head", "options"]
    file_headers: ClassVar[Mapping[str, str]] = {
        "X-Content-Type-Options": "nosniff",
        # What a browser needs to show the file alone, and nothing else. It is never a document.
        "Content-Security-Policy": (
            "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; "
            "sandbox"
        ),
    }

    is_reported = False
    """Whether it is read through a report: then no cache keeps it."""

    @cached_property
    def viewer(self) -> AbstractProfile | None:
        """The profile of the logged-in user. Without cookies there is none to be read."""
        may_be_member = self.request.COOKIES or "Authorization" in self.request.headers
        return get_viewer(self.request) if may_be_member else None

    def get(self, request: HttpRequest, *, pk: int, name: str) -> HttpResponseBase:
        request._cache_update_cache = False  # type: ignore[attr-defined]  # of UpdateCacheMiddleware
        # GZipMiddleware would compress what is compressed, and the bytes of a range.
        request.META.pop("HTTP_ACCEPT_ENCODING", None)
        attachment = self.get_attachment(pk)
        stored = attachment.find_file(name) if attachment is not None else ""
        response = self._serve(attachment, stored) if stored else None
        if response is None:
            return self._not_found()
        self._set_headers(response, attachment, stored)
        return response

    def get_attachment(self, pk: int) -> Any:
        """Return the attachment, or None if the viewer may not see it.

        What a replica doesn't have yet is read where it was written.
        """
        found = self._read(pk)
        if found is None and routers.has_replica(Attachment):
            with routers.reads_from_write_database():
                found = self._read(pk)
        return found or self._read_reported(pk)

    def _read_reported(self, pk: int) -> Any:
        """Return the attachment for a moderator with ?report= in the URL; else None."""
        try:
            report = parse_id(self.request.GET.get("report"))
        except InvalidCursor:
            return None
        if report is None or not moderators.may_view_reports(self.viewer):
            return None
        self.is_reported = True
        since = timezone.now() - report_cases.CLAIMED_FOR
        return moderation_cases.find_reported_file(self.viewer, report, pk, unlocked_since=since)  # type: ignore[arg-type]  # a moderator

    def _read(self, pk: int) -> Any:
        return Attachment._rows.visible_to(self.viewer).with_audience().filter(pk=pk).first()

    def _serve(self, attachment: Any, name: str) -> HttpResponseBase | None:
        digest = blake2b(name.encode(), digest_size=12).hexdigest()
        file = StoredFile(attachment.file.storage, name, content_type_of(name), f'"{digest}"')
        try:
            return get_file_server().get_response(self.request, file)
        except FileNotFoundError:
            logger.warning("A file of attachment %s is not in its storage", attachment.pk)
            return None

    def _set_headers(self, response: HttpResponseBase, attachment: Any, stored: str) -> None:
        self._set_file_headers(response, is_private=self.viewer is not None)
        filename = f"{attachment.pk}-{posixpath.basename(stored)}"
        response.headers["Content-Disposition"] = f'inline; filename="{filename}"'
        if self.is_reported:
            patch_cache_control(response, private=True, no_store=True)
        if not attachment.is_listed:
            response.headers["X-Robots-Tag"] = "noindex"
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, **self.get_cache_control(attachment))

    def get_cache_control(self, attachment: Any) -> dict[str, Any]:
        """Return the directives of Cache-Control, as arguments of patch_cache_control().

        attachment.is_open: whether everyone may see it.
        """
        if not attachment.is_open:
            return {"private": True, "max_age": PRIVATE_SECONDS}
        forever = {"max_age": BROWSER_SECONDS, "immutable": True}
        if self.viewer is not None:
            return {"private": True, **forever}
        return {"public": True, "s_maxage": SHARED_SECONDS, **forever}

    def _set_file_headers(self, response: HttpResponseBase, *, is_private: bool) -> None:
        for name, value in self.file_headers.items():
            response.headers[name] = value
        if is_private:
            patch_vary_headers(response, ["Cookie"])
            # Another site can't find out by it who is logged in here, and may see it.
            response.headers["Cross-Origin-Resource-Policy"] = "same-site"

    def _not_found(self) -> HttpResponse:
        sentence = errors.text_for(404).sentence
        response = HttpResponse(sentence, status=404, content_type="text/plain; charset=utf-8")
        self._set_file_headers(response, is_private=True)
        # A shared cache may store a 404 that says nothing, and give it to those who may see it.
        patch_cache_control(response, private=True, no_store=True)
        return response
