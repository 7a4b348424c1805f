"""Base classes of the admin that stay usable with a million rows."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.utils.functional import cached_property

from .. import text
from ..routers import reads_from_write_database

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model, QuerySet
    from django.http import HttpRequest


MAX_ACTION_ROWS = 200
"""Rows that one action takes, also if "select all" was chosen."""


class BoundedPaginator(Paginator):
    """Pages of the first thousand rows. Other rows are found by search."""

    max_rows = 1000

    @cached_property
    def count(self) -> int:
        """Number of rows, at most a thousand. It reads only their keys."""
        rows: Any = self.object_list
        return len(rows.values_list("pk")[: self.max_rows])


class LogRow:
    """A row as the log of the admin stores it: kind and key alone.

    The log keeps the str() of a row for ever, and that of a host's model may be a private text.
    """

    def __init__(self, row: Model) -> None:
        self.pk = row.pk
        self._meta = row._meta

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class BoundedChangeList(ChangeList):
    """A list in the order of the admin, unless columns may be sorted."""

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        """Ignore ?o= on a list that is not sortable: Django sorts by it, without a link."""
        if not self.model_admin.get_sortable_by(request):
            self.params.pop(ORDER_VAR, None)
        return super().get_ordering(request, queryset)

    def get_results(self, request: HttpRequest) -> None:
        """Read the rows. A filter by a number that no column can have is an incorrect one."""
        try:
            super().get_results(request)
        except OverflowError as error:  # of SQLite
            raise IncorrectLookupParameters(error) from None


class BoundedAdmin(admin.ModelAdmin):
    """Base class: lists the newest rows; other rows are found by search."""

    paginator = BoundedPaginator
    show_full_result_count = False
    ordering = ["-pk"]
    sortable_by: ClassVar[Any] = ()  # no other order has an index

    def changeform_view(self, *args: Any, **kwargs: Any) -> Any:
        """Show and save the form with the row as the database for writing has it."""
        with reads_from_write_database():
            return super().changeform_view(*args, **kwargs)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """List rows from a replica, if there is one, but not to run an action on them."""
        if request.method == "POST":
            self._drop_odd_keys(request)
        with reads_from_write_database() if request.method == "POST" else nullcontext():
            return super().changelist_view(request, *args, **kwargs)

    def _drop_odd_keys(self, request: HttpRequest) -> None:
        """Leave out selected keys that no row can have: Django answers them with a 500."""
        posted = request.POST.copy()
        keys: list[Any] = posted.getlist(ACTION_CHECKBOX_NAME)
        posted.setlist(ACTION_CHECKBOX_NAME, [key for key in keys if self._can_be_key(key)])
        request.POST = posted  # type: ignore[assignment]  # Django accepts a copy

    def _can_be_key(self, value: str) -> bool:
        try:
            self.opts.pk.run_validators(self.opts.pk.to_python(value))
        except ValidationError:
            return False
        return value == text.make_storable(value)

    def delete_view(self, *args: Any, **kwargs: Any) -> Any:
        """Confirm and delete the row as the database for writing has it."""
        with reads_from_write_database():
            return super().delete_view(*args, **kwargs)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """Return the class of the list."""
        return BoundedChangeList

    def response_action(
        self, request: HttpRequest, queryset: QuerySet[Any], *args: Any, **kwargs: Any
    ) -> Any:
        """Run an action on MAX_ACTION_ROWS at most, also if all rows were selected."""
        if any(value not in {"0", ""} for value in request.POST.getlist("select_across")):
            keys = list(queryset.values_list("pk", flat=True)[:MAX_ACTION_ROWS])
            queryset = queryset.filter(pk__in=keys)
        return super().response_action(request, queryset, *args, **kwargs)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Refuse filters in the URL that read the whole table, such as ?bio=x.

        Allowed are those that an index answers, those of list_filter, and relations.
        """
        name, _name, last = lookup.partition("__")
        field: Any = {field.name: field for field in self.opts.fields}.get(name)
        filters = [each[0] if isinstance(each, list | tuple) else each for each in self.list_filter]
        if field is not None and name not in filters and name != self.date_hierarchy:
            has_index = field.is_relation or field.unique or field.db_index
            if not has_index or last not in {"", "exact", "in", "isnull", "gte", "gt", "lte", "lt"}:
                return False
        return super().lookup_allowed(lookup, value, request)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by handle: @Ada finds ada."""
        handle = search_term.lower().removeprefix("@")
        return super().get_search_results(request, queryset, handle)

    def get_deleted_objects(
        self, objs: Iterable[Model], request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """Return the rows to confirm, without related rows, which Django would list one by one."""
        rows = [self.describe_deletion(row) for row in objs]
        name = str(self.opts.verbose_name_plural)
        forbidden = set() if self.has_delete_permission(request) else {name}
        return rows, {name: len(rows)}, forbidden, []

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Log that obj was added, by its key: see LogRow."""
        return super().log_addition(request, LogRow(obj), message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Log that obj was changed, by its key: see LogRow."""
        return super().log_change(request, LogRow(obj), message)

    def log_deletions(self, request: HttpRequest, queryset: Iterable[Any]) -> Any:
        """Log that rows were deleted, by their keys: see LogRow."""
        return super().log_deletions(request, [LogRow(row) for row in queryset])  # type: ignore[arg-type]  # as rows

    def describe_deletion(self, row: Any) -> str:
        """Return the line for row on the confirmation page."""
        return str(row)


class ReadOnlyAdmin(BoundedAdmin):
    """Rows that the services write, and that staff may delete."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
