"""Files that a member uploads for a tweet, one at a time, while writing it. For the script."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, resolve_url
from django.utils.translation import gettext as _

from .. import services
from ..media_forms import Tile, accepts_files, parse_focus
from ..models import Attachment
from ..page_urls import first_url
from ..services.media_processing import enqueue_again
from .base import ActionView
from .upload_bounds import UploadMixin

__all__ = ["MediaUpdateView", "MediaUploadView"]


class MediaView(ActionView):
    """Base of the actions on a file that is not published yet. The script gets its tile."""

    attachment: Attachment | None

    def get_default_url(self) -> str:
        return first_url("tweet_create", "home")

    def get_fragment(self) -> str:
        if self.attachment is None:
            return ""
        tile = Tile(self.attachment)
        return self.render_fragment("_media_tile.html", self.get_default_url(), tile=tile)


class MediaUploadView(UploadMixin, MediaView):
    """Upload the file in the field `file`."""

    max_files = 1

    def _refuse_files(self) -> HttpResponse | None:
        """Read nothing of a visitor's request, nor of one that is too large."""
        if not self._is_member:
            return self.handle_no_permission()
        message = _("This file is too large.")
        if self.is_fragment:
            self.add_message(message)
            return self.answer(status=413)
        return HttpResponse(self.render_error(413), status=413)

    def handle_no_permission(self) -> HttpResponse:  # type: ignore[override]  # also to the script
        """Send a visitor to the login, without a look at the form."""
        if self.is_fragment:
            return HttpResponse(status=401)
        return self.get_login_response()

    def get_login_response(self) -> HttpResponse:
        return HttpResponseRedirect(resolve_url(self.get_login_url()))

    def perform(self) -> str:
        if not accepts_files(self.member):
            raise Http404
        files: list[Any] = self.request.FILES.getlist("file")
        if len(files) != 1:
            raise ValidationError(_("Choose a file."))
        self.attachment = services.upload(self.member, files[0])
        return ""


class MediaUpdateView(MediaView):
    """Change the description `alt` or the focal point `focus` of a file, or `delete` it.

    Without any of these, the answer has its tile as it is: also while it is being processed, for
    the script that waits.
    """

    def get_attachment(self) -> Attachment:
        """Return the member's unpublished file in the URL. 404 if there is none."""
        rows = Attachment._rows.visible_to(self.member)
        found: Attachment = get_object_or_404(rows, pk=self.kwargs["pk"], tweet=None)
        return found

    def perform(self) -> str:
        form, found = self.request.POST, self.get_attachment()
        self.attachment = found
        if "delete" in form:
            services.discard_attachment(found)
            self.attachment = None
            return ""
        focus = parse_focus(form.get("focus", ""))
        enqueue_again(found)
        if "alt" in form or focus:
            services.update_attachment(found, alt=form.get("alt"), focus=focus)
        return ""
