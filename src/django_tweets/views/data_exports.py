"""Download my data: ask for an export of everything one has done here, and download it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured
from django.forms import Form
from django.http import Http404
from django.utils.cache import patch_cache_control
from django.utils.functional import cached_property

from .. import services
from ..current_app import reverse
from ..file_servers import StoredFile, get_file_server
from ..file_storage import get_attachment_storage, has_attachment_storage
from .base import FormPageView, MemberMixin

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from ..models import DataExport

logger = logging.getLogger("django_tweets")


class DataExportView(FormPageView):
    """The page to request an export, with the state of the export and links to its files.

    404 if the site has not said where files go.
    """

    template_name = "django_tweets/data_export.html"
    form_class = Form
    is_for_deleted = is_for_suspended = True

    @cached_property
    def data_export(self) -> DataExport | None:
        """The newest export of the member."""
        if not has_attachment_storage():
            raise Http404
        return services.get_data_export(self.member)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(data_export=self.data_export, **kwargs)

    def save(self, form: Form) -> str:
        base_url = self.request.build_absolute_uri("/")
        try:
            services.request_export(self.member, base_url=base_url)
        except ImproperlyConfigured:
            raise Http404 from None
        return reverse("django_tweets:data_export")


class DataExportFileView(MemberMixin):
    """One ZIP file of the member's own export. 404 if there is none, or it has expired.

    DJANGO_TWEETS_FILE_SERVER says how it is sent. No cache keeps it, and no page can show it.
    """

    http_method_names = ["get", "head", "options"]
    is_for_deleted = is_for_suspended = True

    def get(self, request: HttpRequest, *, number: int) -> HttpResponseBase:
        # GZipMiddleware would compress what is compressed, and the bytes of a range.
        request.META.pop("HTTP_ACCEPT_ENCODING", None)
        export = services.get_data_export(self.member)
        if export is None or not export.is_available or not 0 < number <= len(export.files):
            raise Http404
        name = export.files[number - 1]["name"]
        file = StoredFile(
            get_attachment_storage(), name, "application/zip", f'"{export.token}-{number}"'
        )
        try:
            response = get_file_server().get_response(request, file)
        except FileNotFoundError:
            logger.warning("File %s of the data export of %s is gone", number, export.pk)
            raise Http404 from None
        self._set_headers(response, export, number)
        return response

    def _set_headers(self, response: HttpResponseBase, export: DataExport, number: int) -> None:
        """Keep the file out of caches and of other pages, and give it a name."""
        patch_cache_control(response, private=True, no_store=True)
        date = f"{export.ready_at:%Y-%m-%d}"
        part = f"-{number}" if len(export.files) > 1 else ""
        filename = f"{self.member.handle}-{date}{part}.zip"
        response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["X-Robots-Tag"] = "noindex"
