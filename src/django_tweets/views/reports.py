"""Report a profile or tweets to the moderators, and read one's own reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404
from django.utils.crypto import get_random_string
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from .. import services
from ..conf import conf
from ..current_app import reverse
from ..page_urls import reverse_or_none
from ..reading.relations import relate
from ..report_forms import ReportForm
from ..swapping import get_profile_model, get_tweet_model
from ..timelines.reports import own_reports, reportable_tweets
from .base import FormPageView, MemberMixin, PageMixin
from .caching import with_private_response
from .limits import count_request
from .lists import ListMixin
from .profile_actions import render_removal

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ..models import AbstractProfile, AbstractTweet, Report
    from ..timelines import Page


# Private for a visitor, too: the form has a token.
@method_decorator(with_private_response, name="get")
class ReportCreateView(FormPageView):
    """Report a tweet, or a profile, perhaps with other tweets of it.

    A visitor may if DJANGO_TWEETS_VISITOR_REPORTS is on.
    """

    template_name = "django_tweets/report_form.html"
    form_class = ReportForm
    hidden_by = ""
    """Relation that hides the profile from the member now: "mute", "block" or nothing."""

    def handle_no_permission(self) -> HttpResponse:  # type: ignore[override]  # as in MemberMixin
        if not conf.VISITOR_REPORTS:
            return super().handle_no_permission()
        # Past the check for a login, which has called this.
        response: HttpResponse = super(LoginRequiredMixin, self).dispatch(
            self.request, *self.args, **self.kwargs
        )
        return response

    @cached_property
    def tweet(self) -> AbstractTweet | None:
        """The tweet in the URL, or the one it retweets; None if the URL is that of a profile."""
        return self.get_tweet().shown if "pk" in self.kwargs else None

    @cached_property
    def subject(self) -> AbstractProfile:
        """The profile that is reported. 404 if the viewer may not see it, 403 if it is their own.

        One that the viewer has blocked can be reported.
        """
        if self.tweet is not None:
            profile: AbstractProfile = self.tweet.profile
        else:
            people = get_profile_model()._rows.visible_or_blocked_by(self.viewer)
            profile = get_object_or_404(people, handle=self.kwargs["handle"])
        if self.viewer is not None and profile.pk == self.viewer.pk:
            raise PermissionDenied(_("You can’t report yourself."))
        relate([profile], self.viewer)
        return profile

    def get_form_kwargs(self) -> dict[str, Any]:
        others = reportable_tweets(self.subject, self.viewer, self.tweet)
        kwargs = {**super().get_form_kwargs(), "others": others}
        if self.is_fragment:  # the page may have fields of the same names
            kwargs["auto_id"] = f"id_{get_random_string(6)}_%s"
        return kwargs

    def get_form(self, form_class: Any = None) -> Any:
        """Return the form, with check boxes to mute and block if the member has not done so."""
        form = super().get_form(form_class)
        labels = {"block": _("Also block @%(handle)s"), "mute": _("Also mute @%(handle)s")}
        for name, label in labels.items():
            is_usable = self.viewer is not None and f"{name}s" not in self.subject.relation
            if is_usable and reverse_or_none(f"profile_{name}", self.subject.handle):
                form.fields[name].label = label % {"handle": self.subject.handle}
            else:
                del form.fields[name]
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(tweet=self.tweet, profile=self.subject, **kwargs)

    def save(self, form: ReportForm) -> str:
        values = form.cleaned_data
        tweets = [] if self.tweet is None else [self.tweet]
        model: Any = get_tweet_model()
        tweets += [model(pk=int(key), profile=self.subject) for key in values["tweets"]]
        if self.viewer is None:  # the service counts those of members
            count_request(self.request, None, "report")
        try:
            services.report(
                self.viewer,
                tweets=tweets,
                profile=self.subject,
                category=values["category"],
                comment=values["comment"],
            )
        except PermissionDenied as error:
            if type(error) is not PermissionDenied:  # such as Suspended, which has its own status
                raise
            raise ValidationError(str(error)) from error
        self.hide(values)
        if self.is_fragment:
            text = _("Thank you. The moderators will read your report.")
            own_url = reverse_or_none("report_list") if self.viewer else None
            self.add_message(text, view_url=own_url or "")
        return reverse("django_tweets:report_done")

    def hide(self, values: dict[str, Any]) -> None:
        """Mute or block the profile, or both, as the member has chosen."""
        for service, name in ((services.mute, "mute"), (services.block, "block")):
            if self.viewer is not None and values.get(name):
                service(self.viewer, self.subject)
                self.hidden_by = name

    def get_fragment(self) -> str:
        """Replace the cards of somebody who is blocked or muted now by a line."""
        if not self.hidden_by:
            return ""
        texts = {"block": _("You have blocked %(name)s."), "mute": _("You have muted %(name)s.")}
        context = {
            "key": f"a-{self.subject.handle}",
            "message": texts[self.hidden_by] % {"name": self.subject.plain_name},
            "undo_url": reverse_or_none(f"profile_un{self.hidden_by}", self.subject.handle) or "",
        }
        line = self.render_fragment("_undo_line.html", self.subject.get_absolute_url(), **context)
        return line + render_removal("w", self.subject)


class ReportDoneView(PageMixin, TemplateView):
    """Thank for a report. It is the same for everybody, and says nothing of what was reported."""

    template_name = "django_tweets/report_done.html"


class ReportListView(MemberMixin, ListMixin, TemplateView):
    """The reports of the member, with their outcomes."""

    template_name = "django_tweets/report_list.html"

    def get_page(self) -> Page[Report]:
        return own_reports(self.member, self.get_cursor(), self.page_size)
