"""Read-only admin of attachments and their owners."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy

from ..models import Attachment
from ..services.attachments import delete_attachments
from .bounded import ReadOnlyAdmin

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest


@admin.register(Attachment)
class AttachmentAdmin(ReadOnlyAdmin):
    """Attachments without their files, which are sent only to those who may see the tweet.

    Staff may delete those that no tweet has; those of a tweet go with it, or by an edit of it.
    """

    list_display = ["pk", "owner", "tweet_id", "kind", "state", "file_size", "created_at"]
    list_select_related = ["owner"]
    search_fields = ["owner__handle__exact"]
    search_help_text = gettext_lazy("The handle of an owner")
    fields: ClassVar[Any] = [
        "owner",
        "tweet_id",
        "kind",
        "state",
        "failure",
        "file_size",
        "width",
        "height",
        "duration",
        "alt",
        "created_at",
    ]
    readonly_fields: ClassVar[Any] = fields

    @admin.display(description=gettext_lazy("size"))
    def file_size(self, row: Attachment) -> str:
        """Return the size of all files of row."""
        return filesizeformat(row.size)

    def has_delete_permission(self, request: HttpRequest, obj: Attachment | None = None) -> bool:
        """Return False for an attachment of a tweet."""
        is_free = obj is None or obj.tweet_id is None
        return is_free and super().has_delete_permission(request, obj)

    def delete_model(self, request: HttpRequest, obj: Attachment) -> None:
        self.delete_queryset(request, Attachment._base_manager.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Attachment]) -> None:
        delete_attachments(queryset.filter(tweet__isnull=True))
