"""The admin of handles that were given up, and of those that look like another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.utils.translation import gettext_lazy

from ..models import FormerHandle, LookalikeHandle, former_handle
from ..services.lookalikes import find_lookalike
from .bounded import ReadOnlyAdmin

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest


@admin.register(LookalikeHandle)
class LookalikeHandleAdmin(ReadOnlyAdmin):
    """Handles to look at. To delete a row changes no profile."""

    list_display = ["profile", "looks_like", "found_at"]
    list_select_related = ["profile", "resembles"]
    search_fields = ["profile__handle__exact"]
    search_help_text = gettext_lazy("The handle of a profile")

    @admin.display(description=gettext_lazy("looks like"))
    def looks_like(self, row: LookalikeHandle) -> str:
        """Return the handle that the one of row looks like; "" if it does no longer."""
        if row.resembles_id is not None:
            return str(row.resembles)
        found = find_lookalike(row.profile.handle)
        return f"@{found.handle}" if found else ""


@admin.register(FormerHandle)
class FormerHandleAdmin(ReadOnlyAdmin):
    """Handles that are held for their last owners. To delete a row lets anybody take the handle."""

    list_display = ["profile", "released_at"]
    list_select_related = ["profile"]
    search_fields = ["digest__exact"]
    search_help_text = gettext_lazy("A handle that was given up")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by the handle, of which only the digest is stored."""
        handle = search_term.strip().removeprefix("@")
        digest = former_handle.make_digest(handle) if handle else ""
        return super().get_search_results(request, queryset, digest)
