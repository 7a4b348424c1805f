"""The e-mail digest: what a member has been told and has not read, once a day or a week."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.signing import BadSignature, Signer
from django.db.models import Exists, OuterRef, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import Truncator

from . import notification_text, signals, timelines
from .models import Notification, NotificationSettings
from .models.notification_settings import Digest
from .services.batches import row_batches
from .services.digests import claim_digest, release_digest
from .swapping import get_profile_model
from .tasks import task

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.mail.backends.base import BaseEmailBackend

    from .models import AbstractProfile

logger = logging.getLogger(__name__)

PERIODS = {Digest.DAILY: timedelta(days=1), Digest.WEEKLY: timedelta(days=7)}
LEEWAY = timedelta(hours=1)  # today's run may come a little earlier than yesterday's
SHOWN = 10  # notifications in one mail
EXCERPT = 140  # characters of a tweet
LONGEST_LINE = 998  # RFC 5322, 2.1.1


class Line(NamedTuple):
    """One notification in a mail."""

    text: str
    excerpt: str
    url: str


class Message(EmailMultiAlternatives):
    """A mail whose headers stand on one line each.

    Python breaks lines at 78 characters, and encodes what it can't break: a link in
    List-Unsubscribe is then none any more.
    """

    def message(self, *args: Any, **kwargs: Any) -> Any:
        message: Any = super().message(*args, **kwargs)
        message.policy = message.policy.clone(max_line_length=LONGEST_LINE)
        return message


@task
def send_digests(base_url: str) -> None:
    """As send_all(), for a site whose tasks can be put off until an hour."""
    send_all(base_url)


def send_all(base_url: str, batch_size: int = 100) -> int:
    """Send digests to all whose turn it is; return how many have been sent.

    base_url is where the site is, as https://example.org: there is no request that would say it.
    Whoever has no e-mail address, may not log in or is suspended gets none. One that can't be sent
    is logged, and tried again next time. It is safe to run this twice, also at the same time.
    """
    sent = 0
    for batch in _due(batch_size):
        mailer = _mailer()
        try:
            sent += sum(_send(due, base_url, mailer) for due in batch)
        finally:
            _close(mailer)
    return sent


def _mailer() -> BaseEmailBackend:
    """What the site sends e-mail by."""
    # Django 6.1 has a name for it, and wants no other to be used from then on.
    named = getattr(mail, "mailers", None)
    mailer: BaseEmailBackend = named.default if named else mail.get_connection()
    return mailer


def _close(mailer: BaseEmailBackend) -> None:
    try:
        mailer.close()
    except Exception:  # what has been sent has been sent
        logger.exception("The connection of the digests can’t be closed.")


def _due(size: int) -> Iterator[list[NotificationSettings]]:
    """Whose turn it is and who may have something new, so many at a time, with profile and user.

    One query for each of the lists.
    """
    now = timezone.now()
    turn = Q(digest_at=None)
    for digest, period in PERIODS.items():
        turn |= Q(digest=digest, digest_at__lte=now - period + LEEWAY)
    news = Notification._base_manager.filter(
        recipient=OuterRef("pk"),
        newest__gt=OuterRef("read_until"),
    ).filter(newest__gt=OuterRef("digest_until"))
    rows = NotificationSettings._base_manager.filter(
        turn,
        Exists(news),
        digest__in=PERIODS,
        profile__is_suspended=False,
        profile__deleted_at=None,
        profile__user__isnull=False,
    )
    return row_batches(rows.select_related("profile__user"), size=size)


def _send(stored: NotificationSettings, base_url: str, mailer: BaseEmailBackend) -> bool:
    """Send one digest, if there is anything in it. A constant number of queries.

    mailer is left open for the next one.
    """
    address = _address_of(stored.profile.user)
    if not address:
        return False
    since = max(stored.read_until, stored.digest_until)
    page = timelines.notifications(stored.profile, stored, size=SHOWN, since=since)
    # Claimed first: who else sends digests in this moment finds that it has been done.
    if not page.rows or not claim_digest(stored, page.rows[0].newest):
        return False
    try:
        message = message_to(stored, address, page, base_url)
        mailer.open()
        mailer.send_messages([message])
    except Exception:
        logger.exception("The digest for %s can’t be sent.", stored.profile)
        _close(mailer)
        release_digest(stored)
        return False
    signals.digest_sent.send_robust(EmailMultiAlternatives, profile=stored.profile, message=message)
    return True


def _address_of(user: Any) -> str:
    """Where to write to user; nowhere, if they have no address or may not log in."""
    return getattr(user, user.get_email_field_name(), "") if user.is_active else ""


def message_to(
    stored: NotificationSettings,
    address: str,
    page: timelines.Page[Notification],
    base_url: str,
) -> EmailMultiAlternatives:
    """The mail with what is on page, in its reader's language."""
    with translation.override(stored.language or settings.LANGUAGE_CODE):
        base = base_url.rstrip("/")
        unsubscribe = base + reverse(
            "django_tweets:digest_unsubscribe", args=[token_of(stored.profile)]
        )
        context = {
            "profile": stored.profile,
            "lines": [_line(row, base) for row in page.rows],
            "has_more": bool(page.older),
            "site": urlsplit(base).netloc,
            "notifications_url": base + reverse("django_tweets:notifications"),
            "settings_url": base + reverse("django_tweets:notification_settings"),
            "unsubscribe_url": unsubscribe,
        }
        subject = render_to_string("django_tweets/email/digest_subject.txt", context)
        message = Message(
            " ".join(subject.split()),
            render_to_string("django_tweets/email/digest.txt", context).strip() + "\n",
            to=[address],
            headers={
                "Auto-Submitted": "auto-generated",
                "List-Unsubscribe": f"<{unsubscribe}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
        )
        html = render_to_string("django_tweets/email/digest.html", context)
        message.attach_alternative(html, "text/html")
    return message


def _line(row: Any, base: str) -> Line:
    tweet = row.shown
    if tweet is None:
        return Line(notification_text.text_of(row), "", base + row.people[0].get_absolute_url())
    excerpt = tweet.content_warning or Truncator(tweet.content).chars(EXCERPT)
    return Line(notification_text.text_of(row), excerpt, base + tweet.get_absolute_url())


def token_of(profile: AbstractProfile) -> str:
    """What a link holds by which anybody who has it ends the digests of profile."""
    return _signer().sign(str(profile.pk))


def recipient_of(token: str) -> AbstractProfile | None:
    """Whose digests that token ends; None if we haven't made it, or they have gone."""
    try:
        key = _signer().unsign(token)
    except BadSignature:
        return None
    found = get_profile_model()._base_manager.filter(pk=key, deleted_at=None)
    return found.first()


def _signer() -> Signer:
    return Signer(salt="django_tweets.digest")
