"""Views of web push: the settings page, the requests of its script, and the service worker."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import View

from ...conf import conf
from ...current_app import reverse
from ...views.base import ActionView, FormPageView
from ...views.caching import set_revalidated
from . import browser_names, services
from .forms import PushSettingsForm
from .models import PushSettings, PushSubscription
from .receivers import SESSION_KEY

if TYPE_CHECKING:
    from django.db.models import QuerySet

__all__ = ["PushSettingsView", "SubscribeView", "UnsubscribeView", "WorkerView"]


def require_push() -> dict[str, Any]:
    """Return the setting DJANGO_TWEETS_PUSH. 404 on a site without it."""
    if conf.PUSH is None:
        raise Http404
    return dict(conf.PUSH)


def get_scope() -> str:
    """Return the path below which all our pages are: that of the include of django_tweets.urls."""
    return urljoin(reverse("django_tweets:settings"), "..")


class PushSettingsView(FormPageView):
    """Which notifications are pushed, when, and to which browsers."""

    template_name = "django_tweets_push/settings.html"
    form_class = PushSettingsForm

    @cached_property
    def public_key(self) -> str:
        """The key that a browser subscribes with."""
        return str(require_push()["PUBLIC_KEY"])

    @property
    def scope(self) -> str:
        """The scope of the service worker."""
        return get_scope()

    @cached_property
    def devices(self) -> QuerySet[PushSubscription]:
        """The browsers of the member that get pushes, the newest first."""
        sign_ins = services.get_sign_ins(self.member)
        rows = PushSubscription._base_manager.filter(profile=self.member.pk, sign_in__in=sign_ins)
        return rows.order_by("-created_at", "-pk")

    def get_form_kwargs(self) -> dict[str, Any]:
        require_push()
        return {**super().get_form_kwargs(), "instance": PushSettings.for_profile(self.member)}

    def save(self, form: PushSettingsForm) -> str:
        services.update_push_settings(self.member, **form.get_changes())
        self.add_message(_("Your settings have been saved."))
        return reverse("django_tweets_push:settings")


class PushActionView(ActionView):
    """An action that comes from the page of web push, and goes back there."""

    default_url_name = "django_tweets_push:settings"

    def get_default_url(self) -> str:
        return reverse(self.default_url_name)

    def get_fragment(self) -> str:
        return ""


class SubscribeView(PushActionView):
    """Send pushes to the browser of this request: the script gives its address and keys."""

    def perform(self) -> str:
        require_push()
        data = self.request.POST
        subscription = services.subscribe(
            self.member,
            data.get("endpoint", ""),
            p256dh=data.get("p256dh", ""),
            auth=data.get("auth", ""),
            device=browser_names.get_name(self.request.headers.get("User-Agent", "")),
            language=get_language() or "",
        )
        self._set_time_zone(data.get("time_zone", ""))
        if (session := getattr(self.request, "session", None)) is not None:
            session[SESSION_KEY] = subscription.pk
        return _("This browser gets notifications from now on.")

    def _set_time_zone(self, name: str) -> None:
        """Set the time zone of the browser for a member who has set none."""
        if name and not PushSettings.for_profile(self.member).time_zone:
            try:
                services.update_push_settings(self.member, time_zone=name)
            except ValidationError:  # one that the server does not know
                return


class UnsubscribeView(PushActionView):
    """Send no more pushes to a browser of the member."""

    def perform(self) -> str:
        require_push()
        services.unsubscribe(self.member, self.kwargs["pk"])
        return _("That browser gets no notifications any more.")


@method_decorator(login_not_required, name="dispatch")
class WorkerView(View):
    """The service worker, whose scope covers all our pages. It is the same for everybody."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        require_push()
        response = HttpResponse(read_worker(), content_type="text/javascript; charset=utf-8")
        response.headers["Service-Worker-Allowed"] = get_scope()
        response.headers["Content-Security-Policy"] = "default-src 'none'; connect-src 'self'"
        response.headers["X-Robots-Tag"] = "noindex"
        set_revalidated(response)
        return response


@cache
def read_worker() -> bytes:
    """Return the script. Not by the storage of static files, which may be another site."""
    return (Path(__file__).parent / "worker.js").read_bytes()
