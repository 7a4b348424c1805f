"""Decisions of the moderators about the member, and appeals against them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from .. import services
from ..current_app import reverse
from ..report_forms import AppealForm
from ..timelines.reports import find_notice, moderation_notices
from .base import FormPageView, MemberMixin
from .lists import ListMixin

if TYPE_CHECKING:
    from ..models import ModerationAction
    from ..timelines import Page


class ModerationNoticesView(MemberMixin, ListMixin, TemplateView):
    """Decisions of the moderators about the member, with reasons. For suspended members, too."""

    template_name = "django_tweets/moderation_notices.html"
    is_for_suspended = True

    def get_page(self) -> Page[ModerationAction]:
        return moderation_notices(self.member, self.get_cursor(), self.page_size)


class AppealCreateView(FormPageView):
    """Appeal against a decision, once. For suspended members, too."""

    template_name = "django_tweets/appeal_form.html"
    form_class = AppealForm
    is_for_suspended = True

    @cached_property
    def notice(self) -> ModerationAction:
        """The decision in the URL. 404 if it is not about the member, or can't be appealed."""
        found = find_notice(self.member, self.kwargs["pk"])
        if found is None or not found.is_appealable:  # type: ignore[attr-defined]  # set by find_notice()
            raise Http404(_("You can’t appeal against this."))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(notice=self.notice, **kwargs)

    def save(self, form: AppealForm) -> str:
        services.appeal(self.member, self.notice, form.cleaned_data["text"])
        self.add_message(_("Your appeal has been sent."))
        return reverse("django_tweets:moderation_notices")
