"""The page of a case: reports with their tweets, earlier decisions, and the form for a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from ..current_app import reverse
from ..models import ModerationAction, ModerationCase, Report, WithheldTweet
from ..models.visibility import OPEN_VISIBILITIES
from ..moderation_forms import DecisionForm, MomentField
from ..moderation_messages import get_category_label, get_template
from ..services import case_decisions, moderation, report_cases
from ..services.databases import for_write
from ..services.moderation_notices import language_of
from ..swapping import get_tweet_model
from ..timelines import Page, moderation_cases, moderation_log
from .base import ActionView, FormPageView
from .lists import ListMixin
from .moderation import ModeratorMixin, SubjectMixin, get_claim
from .moderation_json import (
    dump_action,
    dump_case,
    dump_key,
    dump_page,
    dump_profile,
    dump_report,
    dump_withheld,
)

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ..models import AbstractTweet

LOOK_LASTS = report_cases.CLAIMED_FOR
"""Time for which private tweets stay shown after a report is unlocked."""

ACTIONS_SHOWN = 10


class CaseMixin(SubjectMixin, ListMixin):
    """The content of the page of a case."""

    _shows_form = True

    def get_page(self) -> Page[Report]:
        since = timezone.now() - LOOK_LASTS
        page = moderation_cases.case_reports(
            self.subject, self.member, self.get_cursor(), self.page_size, unlocked_since=since
        )
        for report in page.rows:
            report.label = get_category_label(report.category)
        return page

    def get_form_initial(self) -> dict[str, Any]:
        """Return the first values of the form for a decision."""
        newest = self.actions[0].pk if self.actions else 0
        return {"last_action": newest, "seen_at": self.opened_at}

    @cached_property
    def actions(self) -> list[ModerationAction]:
        """The newest rows of the log about the profile."""
        return moderation_log.actions_about(self.subject, ACTIONS_SHOWN)

    def get_json_data(self, context: dict[str, Any]) -> dict[str, Any]:
        case, initial = self.case, self.get_form_initial()
        if case is not None:
            case.claim = context["claim"]
        return {
            "profile": dump_profile(self.subject),
            "case": case and dump_case(case),
            "reports": dump_page(context["page"], dump_report, {}),
            "actions": [dump_action(row) for row in self.actions],
            "may_moderate": self.may_moderate,
            "last_action": dump_key(initial["last_action"]),
            "seen_at": MomentField().prepare_value(initial["seen_at"]),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case = self.case
        own: dict[str, Any] = {
            "profile": self.subject,
            "case": case,
            "claim": get_claim(case, self.member) if case is not None else "",
            "actions": self.actions,
        }
        if "form" not in kwargs and self.may_moderate:
            own["form"] = DecisionForm(initial=self.get_form_initial())
        return super().get_context_data(**{**own, **kwargs})


class ModerationCaseDetailView(CaseMixin, TemplateView):
    """All that moderators know of the reports about a profile."""

    template_name = "django_tweets/moderation/case_detail.html"


class ModerationActionCreateView(CaseMixin, FormPageView):
    """Decide about a case, or about some tweets and reports of it.

    The button "insert" adds the text for a category to the message, in the language of the person.
    """

    template_name = "django_tweets/moderation/case_detail.html"
    form_class = DecisionForm
    rows: list[ModerationAction]
    """The rows of the log that the decision has made."""

    def get_json_result(self) -> dict[str, Any]:
        return {"actions": [dump_action(row) for row in self.rows]}

    def _dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.may_moderate:
            raise PermissionDenied(_("You may not moderate."))
        return super()._dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), **self.get_form_initial()}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "insert" not in request.POST:
            return super().post(request, *args, **kwargs)
        fields = DecisionForm.base_fields
        typed: dict[str, Any] = {name: request.POST.get(name, "") for name in fields}
        typed |= {name: request.POST.getlist(name) for name in ("tweets", "reports")}
        typed["message"] = self.insert_template(typed["message"], typed["template"])
        form = DecisionForm(initial=typed)
        form.fields["message"].widget.attrs["autofocus"] = True
        return self.render_to_response(self.get_context_data(form=form))

    def insert_template(self, message: str, category: str) -> str:
        """Return message with the text for category after it."""
        if category not in dict(DecisionForm().fields["template"].choices):  # type: ignore[attr-defined]  # a choice field
            return message
        text = get_template(category, language_of(self.subject)) if category else ""
        return "\n\n".join(filter(None, [message.strip(), text]))

    def save(self, form: DecisionForm) -> str:
        values = form.cleaned_data
        is_told = values["action"] in {*moderation.APPEALABLE, "restore"}
        rows = case_decisions.decide_case(
            self.member,
            values["action"],
            profile=self.subject,
            tweets=self.find_tweets(values["tweets"]),
            reports=self.find_reports(values["reports"]),
            reason=values["reason"],
            message=values["message"] if is_told else "",
            until=values["until"],
            last_action=values["last_action"],
            seen_at=values["seen_at"],
        )
        self.rows, count = rows, len(rows)
        self.add_message(
            ngettext("Done: %(count)d decision.", "Done: %(count)d decisions.", count)
            % {"count": count}
        )
        is_open = for_write(ModerationCase._base_manager.filter(pk=self.subject.pk, is_open=True))
        if is_open.exists():
            return self.case_url
        return reverse("django_tweets:moderation_case_list")

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except PermissionDenied as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the page in its present state, so that the moderator can decide again."""
        form.data = form.data.copy()
        for name, value in self.get_form_initial().items():
            form.data[name] = form.fields[name].prepare_value(value)
        return super().form_invalid(form)

    def find_tweets(self, keys: list[int]) -> list[AbstractTweet]:
        """Return the chosen tweets. ValidationError if one is gone, or of somebody else."""
        rows = for_write(get_tweet_model()._base_manager.filter(pk__in=keys))
        return self.check_all(rows.filter(profile=self.subject.pk).order_by("pk"), keys)

    def find_reports(self, keys: list[int]) -> list[Report]:
        """Return the chosen reports. ValidationError if one is closed, or of another case."""
        rows = for_write(Report._base_manager.filter(pk__in=keys, is_open=True))
        return self.check_all(rows.filter(profile=self.subject.pk).order_by("pk"), keys)

    def check_all(self, rows: Any, keys: list[int]) -> list[Any]:
        """Return rows as a list. ValidationError if there is not one for each key."""
        found = list(rows)
        if len(found) < len(keys):
            raise ValidationError(
                _("Some of the chosen tweets or reports no longer exist. Choose again.")
            )
        return found


class ReportUnlockView(ModeratorMixin, ActionView):
    """Show the private tweets of a report to the moderator for a while, and log it."""

    def get_report(self) -> Report:
        """Return the report in the URL. 404 if there is none."""
        rows = for_write(Report._base_manager.filter(pk=self.kwargs["pk"]))
        found = rows.select_related("profile").first()
        if found is None:
            raise Http404(_("There is no such report."))
        return found

    def perform(self) -> str:
        moderation.unlock_report(self.member, self.get_report())
        return _("The moderation log has recorded that you looked at this.")

    def get_fragment(self) -> str:
        return ""

    def get_default_url(self) -> str:
        return reverse("django_tweets:moderation_case_list")


class WithheldTweetListView(SubjectMixin, ListMixin, TemplateView):
    """The tweets of a profile that are held, hidden or deleted."""

    template_name = "django_tweets/moderation/withheld_list.html"

    def get_page(self) -> Page[WithheldTweet]:
        page = moderation_cases.withheld_tweets(self.subject, self.get_cursor(), self.page_size)
        for row in page.rows:
            # What would be public is shown. All else is read in its report: see ReportUnlockView.
            is_open = not self.subject.is_protected
            row.is_shown = is_open and row.visibility in OPEN_VISIBILITIES
        return page

    def get_json_data(self, context: dict[str, Any]) -> dict[str, Any]:
        return dump_page(context["page"], dump_withheld, {})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        newest = moderation_log.actions_about(self.subject, 1)
        form = DecisionForm(auto_id=False, initial={"seen_at": self.opened_at})
        last_action = newest[0].pk if newest else 0
        own = {"profile": self.subject, "last_action": last_action, "form": form}
        return super().get_context_data(**{**own, **kwargs})
