"""The e-mail digest: unread notifications of a member, once a day or a week."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.signing import BadSignature, Signer
from django.db.models import Exists, OuterRef, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.encoding import iri_to_uri

from . import notification_text, signals, text, timelines
from .mailer import Mailer, MailServerAway, UnsentMail
from .models import Notification, NotificationSettings
from .models.everyone import shown_profiles
from .models.notification_settings import Digest
from .routers import reads_from_write_database
from .services.batches import row_batches
from .services.digests import claim_digest, postpone_digest, release_digest
from .swapping import get_profile_model
from .tasks import task
from .template_context import EMPTY, NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .models import AbstractProfile

__all__ = ["send_digests"]

logger = logging.getLogger(__name__)

PERIODS = {Digest.DAILY: timedelta(days=1), Digest.WEEKLY: timedelta(days=7)}
LEEWAY = timedelta(hours=1)  # today's run may start a little earlier than yesterday's
RETRY_AFTER = timedelta(minutes=50)
"""Time after which a digest that could not be sent, or had nothing to tell, is tried again. If it
were due at once, a task that is out of time would begin with it each time, and reach no other."""
LINE_COUNT = 10  # notifications in one mail
MAX_SUBJECT_LENGTH = 150  # mail programs show fewer
MAX_LINE_LENGTH = 998  # RFC 5322, 2.1.1


class Line(NamedTuple):
    """One notification in a digest."""

    text: str
    excerpt: str
    url: str


class DigestMessage(EmailMultiAlternatives):
    """E-mail with each header on one line.

    Python breaks lines at 78 characters, and encodes words that it can't break: mail programs then
    don't recognise the link in List-Unsubscribe.
    """

    def message(self, *args: Any, **kwargs: Any) -> Any:
        message: Any = super().message(*args, **kwargs)
        message.policy = message.policy.clone(max_line_length=MAX_LINE_LENGTH)
        return message


@task("mail")
def send_digests(base_url: str) -> None:
    """Send all digests that are due: send_due_digests() as a task, for a scheduler."""
    send_due_digests(base_url)


@reads_from_write_database()
def send_due_digests(
    base_url: str, batch_size: int = 100, *, should_stop: Callable[[], bool] = lambda: False
) -> int:
    """Send all digests that are due; return how many were sent.

    base_url: address of the site, as https://example.org, because there is no request to take it
    from. should_stop: asked before each digest. Members without an e-mail address, inactive users
    and suspended profiles get none. A digest that can't be sent is logged, and tried again after
    RETRY_AFTER. It is safe to run this twice, also at the same time.

    Raise MailServerAway if the mail server is: the next run goes on with the others.
    """
    run = _Run(base_url)
    try:
        for batch in _due_in_batches(batch_size):
            for stored in batch:
                if should_stop():
                    return run.sent
                run.send(stored)
            run.mailer.close()
    finally:
        run.mailer.close()
    run.end()
    return run.sent


class _Run:
    """A run that sends digests, until the mail server is away."""

    def __init__(self, base_url: str) -> None:
        self.base_url, self.mailer, self.sent = base_url, Mailer(), 0
        self._unsent: list[tuple[Any, UnsentMail]] = []
        """Failures since the last digest that was sent: if the server is away, one line tells."""

    def send(self, stored: NotificationSettings) -> None:
        """Send one digest. Raise MailServerAway."""
        try:
            is_sent = _send(stored, self.base_url, self.mailer)
        except UnsentMail as error:
            self._unsent.append((stored.pk, error))
            if self.mailer.is_away:
                self._give_up()
            is_sent = False
        if is_sent or not self.mailer.has_server_error:
            self._log_unsent()
        self.sent += is_sent

    def end(self) -> None:
        """Raise MailServerAway if the last digests failed because of the server."""
        if self.mailer.has_server_error:
            self._give_up()
        self._log_unsent()

    def _give_up(self) -> None:
        error = self._unsent[-1][1]
        away = MailServerAway(
            f"The mail server is away, so the run of digests has ended: {error}. {self.sent} were "
            "sent; the next run sends the others."
        )
        away.sent = self.sent
        raise away

    def _log_unsent(self) -> None:
        for key, error in self._unsent:
            logger.error("The digest for profile %s can’t be sent: %s", key, error)
        self._unsent.clear()


def _due_in_batches(size: int) -> Iterator[list[NotificationSettings]]:
    """Yield settings, size at a time, of profiles whose digest is due and may have news.

    One query for each batch, with profiles and users.
    """
    now = timezone.now()
    is_time = Q(digest_at=None)
    for digest, period in PERIODS.items():
        is_time |= Q(digest=digest, digest_at__lte=now - period + LEEWAY)
    news = Notification._base_manager.filter(
        recipient=OuterRef("pk"),
        newest__gt=OuterRef("read_until"),
    ).filter(newest__gt=OuterRef("digest_until"))
    rows = NotificationSettings._base_manager.filter(
        is_time,
        Exists(news),
        shown_profiles("profile__"),
        digest__in=PERIODS,
        profile__user__isnull=False,
    )
    return row_batches(rows.select_related("profile__user"), size=size)


def _send(stored: NotificationSettings, base_url: str, mailer: Mailer) -> bool:
    """Send one digest, unless it is empty. Return whether it was sent. Raise UnsentMail.

    A constant number of queries. mailer is left open for the next digest.
    """
    address = _get_address(stored.profile.user)
    if not address:
        return False
    since = max(stored.read_until, stored.digest_until)
    page = timelines.notifications(stored.profile, stored, size=LINE_COUNT, since=since)
    later = timezone.now() - PERIODS[Digest(stored.digest)] + LEEWAY + RETRY_AFTER
    if not page.rows:
        postpone_digest(stored, digest_at=later)
        return False
    # Claimed before it is sent, so that another process doesn't send it too.
    if not claim_digest(stored, until=page.rows[0].newest):
        return False
    try:
        message = build_message(stored, address, page, base_url)
        mailer.send(message)
    except UnsentMail:
        release_digest(stored, digest_at=stored.digest_at if mailer.has_server_error else later)
        raise
    except Exception:  # of a template or a kind of the site: others may be sent
        logger.exception("The digest for profile %s can’t be written.", stored.pk)
        release_digest(stored, digest_at=later)
        return False
    signals.digest_sent.send_robust(EmailMultiAlternatives, profile=stored.profile, message=message)
    return True


def _get_address(user: Any) -> str:
    """Return the e-mail address of user; "" if there is none, or user is inactive."""
    return getattr(user, user.get_email_field_name(), "") if user.is_active else ""


def build_message(
    stored: NotificationSettings,
    address: str,
    page: timelines.Page[Notification],
    base_url: str,
) -> EmailMultiAlternatives:
    """Return the e-mail with the notifications of page, in the language of its recipient."""
    with translation.override(stored.language or settings.LANGUAGE_CODE):
        base = _make_ascii(base_url.rstrip("/"))
        unsubscribe = base + reverse(
            "django_tweets:digest_unsubscribe", args=[make_unsubscribe_token(stored.profile)]
        )
        own = {
            "profile": stored.profile,
            "lines": [_make_line(row, base) for row in page.rows],
            "has_more": bool(page.older),
            "site": urlsplit(base_url).netloc,
            "notifications_url": base + reverse("django_tweets:notifications"),
            "settings_url": base + reverse("django_tweets:notification_settings"),
            "unsubscribe_url": unsubscribe,
        }
        context = {NAME: {**EMPTY, **own}}
        subject = render_to_string("django_tweets/email/digest_subject.txt", context)
        message = DigestMessage(
            text.summarize(subject, MAX_SUBJECT_LENGTH),
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


def _make_ascii(url: str) -> str:
    """Return url with its domain in Punycode: a header with other letters is no link (RFC 2369)."""
    parts = urlsplit(url)
    host, colon, port = parts.netloc.partition(":")
    if not host.isascii():
        parts = parts._replace(netloc=f"{text.to_ascii(host)}{colon}{port}")
    return iri_to_uri(parts.geturl())


def _make_line(row: Any, base: str) -> Line:
    """Return the line of a notification. base: the site, such as https://example.org."""
    excerpt = notification_text.get_excerpt(row)
    return Line(notification_text.get_text(row), excerpt, base + notification_text.get_url(row))


def make_unsubscribe_token(profile: AbstractProfile) -> str:
    """Return the token of a link that ends the digests of profile, for anybody who has it."""
    return _signer().sign(str(profile.pk))


def get_profile_by_token(token: str) -> AbstractProfile | None:
    """Return the profile of an unsubscribe token; None if it is invalid or the profile deleted."""
    try:
        key = _signer().unsign(token)
    except BadSignature:
        return None
    found = get_profile_model()._base_manager.filter(pk=key, deleted_at=None)
    return found.first()


def _signer() -> Signer:
    return Signer(salt="django_tweets.digest")
