"""The log of moderation: as pages, as CSV, and the button that undoes an action."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from django.http import Http404, StreamingHttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from ..current_app import reverse
from ..formatting import times
from ..models import ModerationAction
from ..moderation_forms import LogFilterForm, get_params
from ..services import moderation, moderators
from ..services.databases import for_write
from ..timelines import Page, moderation_log
from .base import ActionView
from .caching import set_private
from .lists import ListMixin
from .moderation import ModeratorMixin
from .moderation_json import PRIVATE, dump_action, dump_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest

COLUMNS = [
    "id",
    "at",
    "action",
    "moderator",
    "profile",
    "tweet",
    "report",
    "reason",
    "message",
    "until",
    "reverses",
    "before",
    "after",
]
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
"""Characters with which a spreadsheet begins a formula."""


class LogMixin(ModeratorMixin):
    """Filters of the log, from the query string."""

    @cached_property
    def filters(self) -> dict[str, Any]:
        """The values of the filters."""
        return LogFilterForm(self.request.GET).get_values()


class ModerationActionListView(LogMixin, ListMixin, TemplateView):
    """The log of moderation, the newest row first."""

    template_name = "django_tweets/moderation/action_list.html"

    def get_page(self) -> Page[ModerationAction]:
        return moderation_log.actions(
            self.get_cursor(), self.page_size, reader=self.member, **self.filters
        )

    def get_json_data(self, context: dict[str, Any]) -> dict[str, Any]:
        return dump_page(context["page"], dump_action, context["list_params"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = {
            "form": LogFilterForm(initial=self.filters),
            "list_params": get_params(self.filters),
        }
        return super().get_context_data(**{**own, **kwargs})


class Echo:
    """A file for the csv module whose write() returns the line."""

    def write(self, line: str) -> str:
        return line


class ModerationActionExportView(LogMixin, View):
    """The log, as the filters say, as a CSV file: line by line, however long it is."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> StreamingHttpResponse:
        lines = self.write_lines(moderation_log.all_actions(reader=self.member, **self.filters))
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = 'attachment; filename="moderation-log.csv"'
        set_private(response)
        return response

    def write_lines(self, rows: Iterator[ModerationAction]) -> Iterator[str]:
        """Yield the lines of the file."""
        writer = csv.writer(Echo())
        yield "\ufeff" + str(writer.writerow(COLUMNS))  # Excel takes it for UTF-8 by this sign
        for row in rows:
            yield str(writer.writerow([escape_cell(cell) for cell in get_cells(row)]))


def get_cells(row: ModerationAction) -> list[object]:
    """Return the cells of a row of the log, in the order of COLUMNS."""
    return [
        row.pk,
        times.format_timestamp(row.created_at),
        row.action,
        row.moderator_name,
        row.profile_name,
        row.tweet_id,
        row.report_id,
        row.reason,
        row.message,
        times.format_timestamp(row.until) if row.until else "",
        row.reverses_id,
        _describe_state(row.before),
        _describe_state(row.after),
    ]


def _describe_state(state: dict[str, Any]) -> str:
    return " ".join(f"{name}={value}" for name, value in state.items() if name not in PRIVATE)


def escape_cell(cell: object) -> str:
    """Return cell as text that no spreadsheet takes for a formula."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text


class ModerationActionReverseView(ModeratorMixin, ActionView):
    """Undo one action that is in force."""

    def perform(self) -> str:
        moderators.check_may_moderate(self.member)
        rows = for_write(ModerationAction._base_manager.filter(pk=self.kwargs["pk"]))
        action = rows.first()
        if action is None or action.action not in moderation.APPEALABLE:
            raise Http404(_("There is no such action."))
        moderators.check_is_not_about(self.member, action.profile_id)
        if moderation.reverse(action, self.member) is None:
            return _("This has been undone already.")
        return _("The action is undone.")

    def get_fragment(self) -> str:
        return ""

    def get_default_url(self) -> str:
        return reverse("django_tweets:moderation_action_list")
