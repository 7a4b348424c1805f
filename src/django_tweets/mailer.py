"""The connection to the mail server, and the meaning of its errors.

An error is about one e-mail, such as a refused address, or about the server: then the next one
would fail too.
"""

from __future__ import annotations

import logging
import smtplib
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.core import mail
from django.core.signals import setting_changed

from .circuit_breaker import CircuitBreaker

if TYPE_CHECKING:
    from django.core.mail import EmailMessage

logger = logging.getLogger("django_tweets")

TIMEOUT = 30
"""Seconds to wait for a server that hangs, if the site has set no time (EMAIL_TIMEOUT)."""

MAX_FAILURES = 20
"""Failures in a row after which nothing more is sent: more than a few bad addresses together."""
SERVER_FAILURE = 7
"""A failure that is certainly the server's counts as so many: three of them are enough."""

OF_ONE_MAIL = (
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPNotSupportedError,  # an address outside of ASCII
    ValueError,  # a header that can't be written
)
"""Errors that are about one e-mail."""

breaker = CircuitBreaker("The mail server", "e-mails of moderators’ decisions are not sent.")
"""For e-mails that are sent one at a time."""


class UnsentMail(Exception):  # noqa: N818 - the mail
    """An e-mail can't be sent; the cause says why."""


class MailServerAway(Exception):  # noqa: N818 - a state, which ends a run
    """No e-mail can be sent at present. sent: how many were, before; set by who sends them."""

    sent = 0


class Mailer:
    """A connection for many e-mails, which gives up when too many fail in a row."""

    def __init__(self) -> None:
        self._connection = _get_connection()
        self._is_open = False
        self._failures = 0
        self._error: Exception | None = None
        """The last error of the server, if nothing was sent since."""

    def send(self, message: EmailMessage) -> None:
        """Send message, and leave the connection open for the next one. Raise UnsentMail."""
        try:
            self._is_open = True
            self._connection.open()
            self._connection.send_messages([message])
        except Exception as error:  # backends raise many types
            self._is_open = False
            with suppress(Exception):
                self._connection.close()
            self._count(error)
            raise UnsentMail(describe(error)) from error
        self._failures, self._error = 0, None

    def _count(self, error: Exception) -> None:
        if is_of_one_mail(error):
            self._failures, self._error = 0, None  # the server has answered, or wasn't asked
        elif isinstance(error, OSError) and not isinstance(error, smtplib.SMTPDataError):
            self._failures += SERVER_FAILURE
            self._error = error
        else:
            self._failures += 1

    @property
    def is_away(self) -> bool:
        """Whether the next e-mail would fail too."""
        return self._failures >= MAX_FAILURES

    @property
    def has_server_error(self) -> bool:
        """Whether the server failed, and nothing was sent since."""
        return self._error is not None

    def close(self) -> None:
        """Close the connection. What was sent is sent, so an error is only logged."""
        if not self._is_open:
            return
        self._is_open = False
        try:
            self._connection.close()
        except Exception as error:
            logger.warning("The connection for e-mail can’t be closed: %s", error)


def is_of_one_mail(error: Exception) -> bool:
    """Whether error is about one e-mail, so that others can be sent."""
    is_refused_text = isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500
    return is_refused_text or isinstance(error, OF_ONE_MAIL)


def describe(error: Exception) -> str:
    """Return an error for the log, without the addresses that the server has refused."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = ", ".join(str(code) for code, _ in error.recipients.values())
        return f"{type(error).__name__}: {codes}"
    return f"{type(error).__name__}: {error}"


def send_one(message: EmailMessage) -> None:
    """Send one e-mail. Raise ServerUnavailable if the server is away, or was a moment ago.

    Raise UnsentMail for this e-mail alone.
    """

    def send() -> UnsentMail | None:
        try:
            _get_connection().send_messages([message])
        except Exception as error:
            if not is_of_one_mail(error):
                raise
            return UnsentMail(describe(error))
        return None

    refused = breaker.call(send)
    if refused is not None:
        raise refused


def _get_connection() -> Any:
    # Since Django 6.1 there are named mailers, and get_connection() is deprecated.
    named = getattr(mail, "mailers", None)
    connection: Any = named.default if named else mail.get_connection()
    if getattr(connection, "timeout", TIMEOUT) is None:
        connection.timeout = TIMEOUT
    return connection


def _forget_outage(*, setting: str, **kwargs: Any) -> None:
    """Begin anew with other settings, in tests."""
    if setting == "MAILERS" or setting.startswith("EMAIL_"):
        breaker.reset()


setting_changed.connect(_forget_outage, dispatch_uid="django_tweets.mailer")
