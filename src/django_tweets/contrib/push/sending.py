"""Send new notifications to the browsers of a member: the work of the tasks.

A browser is claimed before something is sent to it, so that two tasks don't send the same. If it
fails, the claim is taken back, and the next task for the member, `manage.py send_pushes` or the
sweep tries again.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from ...conf import conf
from ...models import Notification
from ...models.everyone import shown_profiles
from ...routers import reads_from_write_database
from ...services.batches import value_batches
from ...services.databases import for_write
from ...snowflake import MAX_ID, first_id
from ...swapping import get_profile_model
from . import delivery, messages
from .models import PushSettings, PushSubscription
from .services import get_sign_ins

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from django.db.models import QuerySet

logger = logging.getLogger("django_tweets")

MAX_REFUSALS = 8
"""Failures in a row after which a browser is forgotten that is refused: after four hours at least.
"""

MAX_FAILURES = 16
"""The same if the push service has an error, or does not answer: after five days at least. All of
them are away together while the network of the site is."""

FIRST_PAUSE = timedelta(minutes=1)
"""Pause after the first failure. Each further one doubles it."""

MEMBER_SECONDS = 15.0
"""Seconds after which no further browser of a member is asked. Addresses come from members: ten of
them that answer just before the time limit of a message took a worker two and a half minutes."""

SLOW_SECONDS = 5.0
"""Seconds from which on the push services of a member are slow, though they take the messages."""

SLOW_PAUSE = timedelta(minutes=5)
"""Pause of all browsers of a member whose push services are slow: so a member can't keep a worker
busy. Those that fail have pauses of their own."""


@reads_from_write_database()
def send_pushes(profile_id: Any, newest_id: int = 0, until_id: int = MAX_ID) -> int:
    """Send new notifications to the browsers of a profile; return the number of messages.

    newest_id: `newest` of the notification that is told. until_id: Snowflake of the time after it
    was committed. A browser for which notifications were read later has it already. If they were
    read before, it is sent though they were read up to a later Snowflake than its own: it was not
    committed then.
    """
    rows = _usable(timezone.now()).filter(profile=profile_id, told_until__lt=until_id)
    devices = list(rows.order_by("pk")) if conf.PUSH else []
    sent, spent, start = 0, 0.0, monotonic()
    for device in devices:
        before = monotonic()
        if before - start >= MEMBER_SECONDS:  # what is left is sent by the next run
            break
        count = _send(device, newest_id)
        sent += count
        spent += monotonic() - before if count else 0
    if spent >= SLOW_SECONDS:
        pause = timezone.now() + SLOW_PAUSE
        _rows().filter(profile=profile_id, not_before__lt=pause).update(not_before=pause)
    return sent


class News(NamedTuple):
    """New notifications for a browser, and the push settings of its member."""

    rows: list[Any]
    stored: PushSettings


def _send(device: PushSubscription, newest_id: int) -> int:
    """Send what is new to a browser until a message fails. Return how many were sent.

    It is read again for each message: those before, of all browsers, may have taken a minute.
    """
    until = first_id(timezone.now())
    news = _read(device, newest_id)
    if news is None or not _claim(device, until):
        return 0
    sent = 0
    for keys in messages.split(news.rows):
        if sent:
            news = _read(device, newest_id) if _is_claimed(device, until) else None
            if news is None:
                _row(device).filter(told_until=until).update(told_until=device.told_until)
                return sent
        if rows := [row for row in news.rows if row.pk in keys]:
            result = delivery.deliver(device, messages.make(rows, news.stored, device.language))
            if not result.is_sent:
                _note_failure(device, result)
                return sent
            sent += 1
    if sent and device.failures:
        _row(device).update(failures=0)
    return sent


def _read(device: PushSubscription, newest_id: int) -> News | None:
    """Return what is new, as the member may read it now; None if nothing may be sent now."""
    profiles: Any = get_profile_model()._base_manager.filter(shown_profiles())
    member = profiles.select_related("user").filter(pk=device.profile_id).first()
    if member is None:
        return None
    if device.sign_in not in get_sign_ins(member):
        logger.info("A browser of profile %s gets no pushes: former password", member.pk)
        _row(device).delete()
        return None
    stored = PushSettings.for_profile(member)
    if stored.is_quiet(timezone.now()):
        return None
    since = min(device.told_until, (newest_id or MAX_ID) - 1)
    found = messages.read_news(member, stored, since)
    rows = [row for row in found if row.newest > device.told_until or row.newest == newest_id]
    return News(rows, stored)


def _claim(device: PushSubscription, until: int) -> bool:
    """Claim the new notifications of a browser. Return False if another task has claimed them."""
    return bool(_row(device).filter(told_until=device.told_until).update(told_until=until))


def _is_claimed(device: PushSubscription, until: int) -> bool:
    """Whether the browser is still that of the member, who may have logged out, and this task's."""
    return _row(device).filter(told_until=until).exists()


def _note_failure(device: PushSubscription, result: delivery.Result) -> None:
    """Forget a browser that is gone. Else note when to try again, and that nothing was sent.

    A push service that asks for a pause doesn't count as a failure of the browser.
    """
    is_counted = result.wait is None
    most = MAX_REFUSALS if result.is_refused else MAX_FAILURES
    if result.is_gone or (is_counted and device.failures + 1 >= most):
        logger.info("A browser of profile %s gets no pushes: %s", device.profile_id, result.reason)
        _row(device).delete()
        return
    pause = result.wait or min(FIRST_PAUSE * 2**device.failures, delivery.MAX_WAIT)
    _row(device).update(
        told_until=device.told_until,
        not_before=timezone.now() + pause,
        failures=F("failures") + int(is_counted),
    )


def _rows() -> QuerySet[PushSubscription]:
    return for_write(PushSubscription._base_manager.all())


def _row(device: PushSubscription) -> QuerySet[PushSubscription]:
    return _rows().filter(pk=device.pk, profile=device.profile_id)


def _usable(now: datetime) -> QuerySet[PushSubscription]:
    """Browsers that may get a message now. Those with another key of the site can't."""
    key = conf.PUSH["PUBLIC_KEY"] if conf.PUSH else ""
    return _rows().filter(server_key=key, not_before__lte=now)


def find_waiting(until: int = MAX_ID) -> Iterator[list[Any]]:
    """Yield the keys of members for whose browsers something may be sent now, in lists.

    Those in their quiet hours are left out: at night, they may be all members of a country, and
    nothing of them changes by a look. until: Snowflake: only for notifications before.
    """
    now = timezone.now()
    day_ago = first_id(now - delivery.LIFETIME)
    news = Notification._base_manager.filter(
        recipient=OuterRef("profile"),
        newest__gt=OuterRef("told_until"),
        newest__lt=until,
    ).filter(newest__gt=day_ago)
    rows = _usable(now).filter(Exists(news))
    for batch in value_batches(rows, "profile_id"):
        keys = list(dict.fromkeys(profile for _, profile in batch))
        quiet = _find_quiet(keys, timezone.now())
        yield [key for key in keys if key not in quiet]


def _find_quiet(keys: list[Any], at: datetime) -> set[Any]:
    """Return those of members, given by their keys, who have quiet hours at that time."""
    rows = PushSettings._base_manager.filter(pk__in=keys, quiet_from__isnull=False)
    return {row.pk for row in for_write(rows) if row.is_quiet(at)}


def send_waiting(*, should_stop: Callable[[], bool] = lambda: False) -> int:
    """Send the waiting notifications of all members; return their number. For a scheduler.

    should_stop: asked before each member.
    """
    sent = 0
    for keys in find_waiting():
        for key in keys:
            if should_stop():
                return sent
            try:
                sent += send_pushes(key)
            except Exception:  # of a template or a kind of the site: others may be sent
                logger.exception("The pushes of profile %s can’t be sent.", key)
    return sent
