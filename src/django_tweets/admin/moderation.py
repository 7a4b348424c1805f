"""The admin of reports, decisions and appeals, to read. Moderators decide on the site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy

from ..models import Appeal, ModerationAction, Report
from ..services.moderation_backends import MODERATE, VIEW_REPORTS
from .bounded import ReadOnlyAdmin

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest


class ModerationLogAdmin(ReadOnlyAdmin):
    """Base class: rows that nobody deletes, for those who may read reports.

    Texts of tweets are left out, since they may be private, and rows about the user, as on the
    pages for moderators.
    """

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Leave out rows about the user: they name who has reported them, and say why."""
        return super().get_queryset(request).exclude(profile__user=request.user.pk)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the user has a permission of moderators."""
        user: Any = request.user
        return bool(user.has_perm(VIEW_REPORTS) or user.has_perm(MODERATE))


@admin.register(Report)
class ReportAdmin(ModerationLogAdmin):
    list_display = ["pk", "profile", "category", "outcome", "created_at"]
    list_select_related = ["profile"]
    search_fields = ["profile__handle__exact"]
    search_help_text = gettext_lazy("The handle of the reported profile")


@admin.register(ModerationAction)
class ModerationActionAdmin(ModerationLogAdmin):
    list_display = ["pk", "action", "profile_name", "moderator_name", "created_at"]
    search_fields = ["profile__handle__exact"]
    search_help_text = gettext_lazy("The handle of the profile")
    exclude: ClassVar[Any] = ["before", "after"]


@admin.register(Appeal)
class AppealAdmin(ModerationLogAdmin):
    list_display = ["pk", "profile", "is_accepted", "created_at"]
    list_select_related = ["profile"]
    search_fields = ["profile__handle__exact"]
    search_help_text = gettext_lazy("The handle of the profile")
