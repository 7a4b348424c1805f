"""What a member is told, and what they want to be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView

from .. import digests, services, timelines
from ..forms import NotificationSettingsForm
from ..models import NotificationSettings
from ..reading.keyset import NEWEST
from .base import FormPageView, MemberMixin, PageMixin

if TYPE_CHECKING:
    from ..models import AbstractProfile, Notification
    from ..timelines import Page


class NotificationsView(MemberMixin, TemplateView):
    """What others have done that is about the member. Who opens the newest page has read it."""

    template_name = "django_tweets/notifications.html"
    said = False

    @cached_property
    def settings(self) -> NotificationSettings:
        """What the member wants to be told, and has read."""
        return NotificationSettings.of(self.member)

    def get_page(self) -> Page[Notification]:
        return timelines.notifications(
            self.member, self.settings, self.get_cursor(), said=self.said
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = self.get_page()
        if self.is_reading():
            self.mark_read(page)
        return super().get_context_data(page=page, said=self.said, **kwargs)

    def is_reading(self) -> bool:
        """Whether the member sees the newest of all: not a browser that looks ahead."""
        is_ahead = self.request.headers.get("Sec-Purpose", "").startswith("prefetch")
        is_newest = not self.said and self.get_cursor() == NEWEST
        return is_newest and self.request.method == "GET" and not is_ahead

    def mark_read(self, page: Page[Notification]) -> None:
        """Remember that the member has seen this page."""
        for newest in page.rows[:1]:
            if newest.is_unread:
                services.mark_notifications_read(self.member, newest.newest)


class NotificationMentionsView(NotificationsView):
    """Of that, what others say to the member. It is read where all of it is."""

    said = True


class NotificationSettingsView(FormPageView):
    """What the member wants to be told, and how often by e-mail."""

    template_name = "django_tweets/notification_settings.html"
    form_class = NotificationSettingsForm

    def get_form_kwargs(self) -> dict[str, Any]:
        stored = NotificationSettings.of(self.member)
        return {**super().get_form_kwargs(), "instance": stored}

    def save(self, form: NotificationSettingsForm) -> str:
        services.update_notification_settings(self.member, **form.cleaned_data)
        self.tell(_("Your settings have been saved."))
        return reverse("django_tweets:notification_settings")


@method_decorator(csrf_exempt, name="dispatch")
class DigestUnsubscribeView(PageMixin, TemplateView):
    """No more digests, by the link in one: asks whoever opens it, and needs no login.

    A mail program that knows RFC 8058 posts to it on its own, and so has no token of ours.
    """

    template_name = "django_tweets/digest_unsubscribe.html"
    is_done = False

    def get_recipient(self) -> AbstractProfile:
        """Whom the link was made for; 404 if nobody has made it."""
        recipient = digests.recipient_of(self.kwargs["token"])
        if recipient is None:
            raise Http404(_("There is no such link."))
        return recipient

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        recipient = self.get_recipient()
        return super().get_context_data(profile=recipient, is_done=self.is_done, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        services.update_notification_settings(self.get_recipient(), digest="off")
        self.is_done = True
        return self.get(request, *args, **kwargs)
