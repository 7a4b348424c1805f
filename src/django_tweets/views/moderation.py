"""Pages for moderators: the queue of cases, and claims."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from ..current_app import reverse
from ..models.report import SCREENING
from ..moderation_forms import CaseFilterForm, get_params
from ..moderation_messages import get_category_label
from ..services import moderators, report_cases
from ..swapping import get_profile_model
from ..timelines import InvalidCursor, Page, moderation_cases
from .base import ActionView
from .lists import ListMixin
from .moderation_json import JSONMixin, dump_page, dump_queue_row
from .moderation_link import forget_moderator, remember_moderator

if TYPE_CHECKING:
    from datetime import datetime

    from ..models import AbstractProfile, ModerationCase


class ModeratorMixin(JSONMixin):
    """A page for users with the permission view_reports or moderate: 403 for other members."""

    def _dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            moderators.check_may_view_reports(self.member)
        except PermissionDenied:
            forget_moderator(request)
            raise
        if not self.wants_json:  # a program needs no link, and may have no session
            remember_moderator(request)
        return super()._dispatch(request, *args, **kwargs)

    @cached_property
    def may_moderate(self) -> bool:
        """Whether the member may decide, and not just read."""
        return moderators.may_moderate(self.member)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(may_moderate=self.may_moderate, **kwargs)


class SubjectMixin(ModeratorMixin):
    """A page about the profile in the URL, whom reports are about."""

    opened_at: datetime
    """Time of the request: the page shows no later changes."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.opened_at = timezone.now()

    @cached_property
    def subject(self) -> AbstractProfile:
        """The profile, also if it is suspended or blocks the moderator. 404 if it is deleted.

        403 if it is that of the moderator.
        """
        people: Any = get_profile_model()._base_manager.filter(deleted_at=None)
        people = people.select_related("moderation_case__claimed_by")
        found: AbstractProfile | None = people.filter(handle=self.kwargs["handle"].lower()).first()
        if found is None:
            raise Http404(_("There is no such profile."))
        moderators.check_is_not_about(self.member, found.pk)
        return found

    @cached_property
    def case(self) -> ModerationCase | None:
        """The case of the profile; None if nobody has ever reported it."""
        found: ModerationCase | None = getattr(self.subject, "moderation_case", None)
        return found

    @property
    def case_url(self) -> str:
        """The URL of the page of the case."""
        return reverse("django_tweets:moderation_case_detail", args=[self.subject.handle])


def get_claim(case: ModerationCase, moderator: AbstractProfile) -> str:
    """Return the claim of case: "mine", "other", or "" if there is none or it has expired."""
    since = timezone.now() - report_cases.CLAIMED_FOR
    if case.claimed_by_id is None or case.claimed_at is None or case.claimed_at < since:
        return ""
    return "mine" if case.claimed_by_id == moderator.pk else "other"


class ModerationCaseListView(ModeratorMixin, ListMixin, TemplateView):
    """The queue: a line for each profile with open reports."""

    template_name = "django_tweets/moderation/case_list.html"
    cursor_class = moderation_cases.CaseCursor

    @cached_property
    def filters(self) -> dict[str, Any]:
        """The values of the filters."""
        return CaseFilterForm(self.request.GET).get_values()

    def get_page(self) -> Page[ModerationCase]:
        values = self.filters
        try:
            page = moderation_cases.cases(
                self.get_cursor(),
                self.page_size,
                order=values["order"] or "oldest",
                category=values["category"],
                claimed_by=self.member if values["show"] == "mine" else None,
                reader=self.member,
            )
        except InvalidCursor as error:
            raise BadRequest(_("There is no such page.")) from error
        for case in page.rows:
            case.claim = get_claim(case, self.member)
            case.labels = [(get_category_label(name), count) for name, count in case.categories]
        return page

    def get_json_data(self, context: dict[str, Any]) -> dict[str, Any]:
        return dump_page(context["page"], dump_queue_row, context["list_params"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        values = self.filters
        own = {
            "form": CaseFilterForm(initial=values),
            "list_params": get_params(values),
            "current_tab": values["show"] or ("held" if values["category"] == SCREENING else "all"),
        }
        return super().get_context_data(**{**own, **kwargs})


class CaseClaimView(SubjectMixin, ActionView):
    """Claim a case, so that no other moderator works on it."""

    default_url_name = "django_tweets:moderation_case_detail"

    def perform(self) -> str:
        case = self.case
        if case is None:
            raise Http404(_("There is no such profile."))
        return self.apply(case)

    def apply(self, case: ModerationCase) -> str:
        """Perform the action and return the message."""
        if not report_cases.claim(self.member, case):
            raise PermissionDenied(_("Another moderator works on this case."))
        return _("The case is yours for 30 minutes.")

    def get_fragment(self) -> str:
        return ""


class CaseUnclaimView(CaseClaimView):
    """Give a claimed case back."""

    def apply(self, case: ModerationCase) -> str:
        report_cases.unclaim(self.member, case)
        return _("The case is free for other moderators.")
