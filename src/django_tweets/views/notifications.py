"""Pages of notifications, their settings, and the link that ends the e-mail digest."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import NoReverseMatch
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView

from .. import digests, services, timelines
from ..conf import conf
from ..current_app import reverse
from ..forms import NotificationSettingsForm
from ..models import NotificationSettings
from ..reading.keyset import NEWEST
from .base import FormPageView, MemberMixin, PageMixin
from .caching import with_private_response
from .lists import ListMixin

if TYPE_CHECKING:
    from ..models import AbstractProfile, Notification
    from ..timelines import Page


class NotificationsView(MemberMixin, ListMixin, TemplateView):
    """The notifications of the member. Opening the newest page marks them as read."""

    template_name = "django_tweets/notifications.html"
    mentions_only = False

    def get_page(self) -> Page[Notification]:
        return timelines.notifications(
            self.member,
            cursor=self.get_cursor(),
            size=self.page_size,
            mentions_only=self.mentions_only,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = self.get_page()
        if self.is_reading():
            self.mark_read(page)
        return super().get_context_data(page=page, mentions_only=self.mentions_only, **kwargs)

    def is_reading(self) -> bool:
        """Whether the member sees the newest notifications: the browser doesn't just prefetch."""
        is_prefetch = self.request.headers.get("Sec-Purpose", "").startswith("prefetch")
        is_newest = not self.mentions_only and self.get_cursor() == NEWEST
        return is_newest and self.request.method == "GET" and not is_prefetch

    def mark_read(self, page: Page[Notification]) -> None:
        """Mark the notifications of this page, the newest, as read."""
        if page.rows and page.rows[0].is_unread:
            services.mark_notifications_read(self.member, page.rows[0].newest)


class NotificationMentionsView(NotificationsView):
    """Replies, quotes and mentions of the member. Opening it marks nothing as read."""

    mentions_only = True


class NotificationSettingsView(FormPageView):
    """Which notifications the member wants, and how often as an e-mail digest."""

    template_name = "django_tweets/notification_settings.html"
    form_class = NotificationSettingsForm

    @property
    def push_url(self) -> str:
        """The page of web push; "" on a site that doesn't offer it."""
        with suppress(NoReverseMatch):
            return reverse("django_tweets_push:settings") if conf.PUSH else ""
        return ""

    def get_form_kwargs(self) -> dict[str, Any]:
        stored = NotificationSettings.for_profile(self.member)
        return {**super().get_form_kwargs(), "instance": stored}

    def save(self, form: NotificationSettingsForm) -> str:
        services.update_notification_settings(self.member, **form.get_changes())
        self.add_message(_("Your settings have been saved."))
        return reverse("django_tweets:notification_settings")


# Private for a visitor, too: the link is a secret. Not in dispatch(), because Django reads the
# attributes of decorators, such as login_not_required, from the last definition of it.
@method_decorator([csrf_exempt, with_private_response], name="dispatch")
class DigestUnsubscribeView(PageMixin, TemplateView):
    """End the digests of a profile, by the link in one: asks for confirmation, needs no login.

    Mail programs that support RFC 8058 post to it, without a CSRF token.
    """

    template_name = "django_tweets/digest_unsubscribe.html"
    is_open_to_visitors = True
    is_done = False

    def get_recipient(self) -> AbstractProfile:
        """Return the profile of the link; 404 if its token is invalid."""
        recipient = digests.get_profile_by_token(self.kwargs["token"])
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
