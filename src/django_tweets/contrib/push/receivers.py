"""Receivers of web push: of notifications and of logouts, and its hooks in the services.

This app is optional. So it listens to the signals for hosts, as one of a host would.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.signals import user_logged_out
from django.utils import timezone

from ... import signals
from ...conf import conf
from ...notification_kinds import get_kinds
from ...routers import reads_from_write_database
from ...services import optional_apps
from ...services.databases import for_write
from ...snowflake import first_id
from ...tasks import enqueue, runs_in_background
from . import sending, services, tasks
from .models import PushSettings, PushSubscription

if TYPE_CHECKING:
    from ...models import AbstractProfile, NotificationActor
    from ...services.sweep_window import Batches, Window

SESSION_KEY = "django_tweets_push"
"""Key of the browser in the session of its member."""


def connect() -> None:
    """Connect the receivers and hooks. Called once, when the app is ready."""
    signals.notified.connect(send_later, dispatch_uid="django_tweets_push")
    user_logged_out.connect(forget_browser, dispatch_uid="django_tweets_push")
    optional_apps.connect("push", find_lost_tasks=find_lost_tasks, export_settings=export_settings)


def send_later(notification_actor: NotificationActor, **kwargs: Any) -> None:
    """Enqueue the task that tells the browsers of the recipient, if there are any.

    Without workers, a task would keep the request waiting for push services. Then
    `manage.py send_pushes` sends.
    """
    if conf.PUSH is None or not runs_in_background(tasks.send_pushes):
        return
    rows = PushSubscription._base_manager.filter(
        profile__notifications=notification_actor.notification_id
    )
    recipient = for_write(rows).values_list("profile_id", flat=True).first()
    if recipient is not None:
        at = first_id(timezone.now())
        enqueue(tasks.send_pushes, recipient, notification_actor.newest, at)


@reads_from_write_database()
def forget_browser(request: Any, user: Any, **kwargs: Any) -> None:
    """Send no more pushes to the browser in which a member logs out.

    Before the session is emptied, which has the key of the browser.
    """
    session = getattr(request, "session", None)
    key = None if session is None else session.get(SESSION_KEY)
    if key is None or user is None:
        return
    for row in PushSubscription._base_manager.filter(pk=key, profile__user=user.pk):
        services.unsubscribe(row.profile, row.pk)


def find_lost_tasks(window: Window) -> Batches:
    """Find browsers for which something waits."""
    if conf.PUSH is None:
        return
    until = window.ids[1]
    for keys in sending.find_waiting(until):
        yield [(tasks.send_pushes, key, 0, until) for key in keys]


def export_settings(profile: AbstractProfile) -> dict[str, Any]:
    """Return the settings and browsers of a member, for a data export."""
    stored = PushSettings.for_profile(profile)
    rows = for_write(PushSubscription._base_manager.filter(profile=profile.pk)).order_by("pk")
    return {
        "notifications": {
            kind.name: kind.name not in stored.unwanted_kinds for kind in get_kinds()
        },
        "shows_content": stored.shows_content,
        "quiet_from": stored.quiet_from,
        "quiet_until": stored.quiet_until,
        "time_zone": stored.time_zone,
        "browsers": [
            {"name": row.device, "address": row.endpoint, "since": row.created_at} for row in rows
        ],
    }
