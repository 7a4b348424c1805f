"""Appeals, for moderators: their queue, and the decision about one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from .. import services
from ..current_app import reverse
from ..models import Appeal
from ..models.visibility import OPEN_VISIBILITIES
from ..moderation_forms import AppealDecisionForm
from ..services import moderators
from ..timelines import Page, moderation_log
from .base import FormPageView
from .lists import ListMixin
from .moderation import ModeratorMixin
from .moderation_json import dump_appeal, dump_page

if TYPE_CHECKING:
    from django.http import HttpResponse


class AppealListView(ModeratorMixin, ListMixin, TemplateView):
    """The appeals that wait for a decision. With ?show=decided, the others."""

    template_name = "django_tweets/moderation/appeal_list.html"

    @cached_property
    def is_decided(self) -> bool:
        """Whether decided appeals are listed."""
        return self.request.GET.get("show") == "decided"

    def get_page(self) -> Page[Appeal]:
        return moderation_log.appeals(
            self.get_cursor(), self.page_size, is_decided=self.is_decided, reader=self.member
        )

    def get_json_data(self, context: dict[str, Any]) -> dict[str, Any]:
        return dump_page(context["page"], dump_appeal, context["list_params"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own: dict[str, Any] = {"current_tab": "decided" if self.is_decided else "waiting"}
        own["list_params"] = {"show": "decided"} if self.is_decided else {}
        return super().get_context_data(**{**own, **kwargs})


class AppealDecideView(ModeratorMixin, FormPageView):
    """Show an appeal with its action, and decide it."""

    template_name = "django_tweets/moderation/appeal_detail.html"
    form_class = AppealDecisionForm

    @cached_property
    def appeal(self) -> Appeal:
        """The appeal in the URL, with its action. 404 if there is none, 403 for one's own."""
        rows = Appeal._base_manager.filter(pk=self.kwargs["pk"], profile__deleted_at=None)
        found = rows.select_related("action", "profile", "decided_by").first()
        if found is None:
            raise Http404(_("There is no such appeal."))
        moderators.check_is_not_about(self.member, found.profile_id)
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        appeal = self.appeal
        before = appeal.action.before
        # What was public is shown. All else is read through a report: see ReportUnlockView.
        was_public = before.get("visibility") in OPEN_VISIBILITIES
        is_shown = was_public and not appeal.profile.is_protected
        own = {
            "appeal": appeal,
            "profile": appeal.profile,
            "old_text": before.get("content", "") if is_shown else "",
            "is_covered": "content" in before and not is_shown,
        }
        return super().get_context_data(**{**own, **kwargs})

    def get_json_data(self, context: dict[str, Any]) -> dict[str, Any]:
        old_text = None if context["is_covered"] else context["old_text"]
        return {**dump_appeal(self.appeal), "old_text": old_text}

    def save(self, form: AppealDecisionForm) -> str:
        values = form.cleaned_data
        services.decide(self.member, self.appeal, values["is_accepted"], answer=values["answer"])
        self.add_message(_("The appeal is decided."))
        return reverse("django_tweets:appeal_list")

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except PermissionDenied as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
