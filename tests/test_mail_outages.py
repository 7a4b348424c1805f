"""E-mail while the server is stopped, hangs, or refuses an address: with a real one."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command

from django_tweets import digests, mailer, task_bounds
from django_tweets.circuit_breaker import ServerUnavailable
from django_tweets.mailer import Mailer, MailServerAway, UnsentMail, send_one
from django_tweets.models import NotificationSettings
from tests.factories import make_profile
from tests.mail_server import hang_on, run_mail_server
from tests.test_digests import BASE, let_retry_pass, like, subscribe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.mail_server import MailServer

pytestmark = pytest.mark.django_db

READERS = 12


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    with run_mail_server() as server:
        server.use(settings)
        yield server


@pytest.fixture
def addresses(bob: Any) -> list[str]:
    """The addresses of members with news, in the order in which they get their digests."""
    for number in range(READERS):
        like(subscribe(make_profile(f"reader{number}")), bob)
    rows: Any = NotificationSettings.objects.select_related("profile__user").order_by("pk")
    return [row.profile.user.email for row in rows if row.digest == "daily"]


def test_run_stops_with_the_server_and_the_next_one_goes_on(
    server: MailServer, addresses: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    server.handler.stops_after = 5
    with pytest.raises(CommandError, match=r"away.* 5 were sent; the next run sends the others\."):
        call_command("send_digests", BASE, "--batch-size", "4", verbosity=0)
    assert server.handler.recipients == addresses[:5]
    assert server.handler.attempts == 5 + 3  # not seven times
    assert caplog.messages == []  # the error tells
    server.stop()
    with pytest.raises(CommandError, match=r"ConnectionRefusedError.* 0 were sent"):
        call_command("send_digests", BASE, verbosity=0)
    server.handler.stops_after = None
    server.start()
    assert digests.send_due_digests(BASE) == READERS - 5
    assert server.handler.recipients == addresses
    assert digests.send_due_digests(BASE) == 0


def test_one_digest_that_fails_is_an_error_too(server: MailServer, addresses: list[str]) -> None:
    server.handler.stops_after = READERS - 1
    with pytest.raises(MailServerAway) as caught:
        digests.send_due_digests(BASE)
    assert caught.value.sent == READERS - 1


@pytest.mark.parametrize("count", [1, READERS - 1])
def test_refused_addresses_stop_nothing(
    server: MailServer, addresses: list[str], count: int, caplog: pytest.LogCaptureFixture
) -> None:
    server.handler.refused = {*addresses[:count]}
    assert digests.send_due_digests(BASE) == READERS - count
    assert server.handler.recipients == addresses[count:]
    assert len(caplog.records) == count
    assert "550" in caplog.text
    assert "@" not in caplog.text
    server.handler.refused = set()
    let_retry_pass()
    assert digests.send_due_digests(BASE) == count
    assert sorted(server.handler.recipients) == sorted(addresses)


def test_task_that_is_out_of_time_reaches_members_behind_refused_addresses(
    server: MailServer, addresses: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    refused, others = addresses[:8], addresses[8:]
    server.handler.refused = {*refused}
    monkeypatch.setattr(task_bounds, "BATCHES_IN_BACKGROUND", 3)

    def run() -> bool:
        """Return whether the task has ended, and is not enqueued again."""
        with task_bounds.bounded(in_background=True), suppress(task_bounds.Unfinished):
            digests.send_due_digests(BASE, batch_size=1)
            return True
        return False

    assert any(run() for _ in range(READERS))
    assert server.handler.recipients == others
    assert server.handler.refusals == len(refused)  # once each


def test_server_that_hangs_costs_three_timeouts(
    server: MailServer, settings: Any, addresses: list[str]
) -> None:
    server.stop()
    server.use(settings, timeout=0.2)
    with hang_on(server.port) as connections:
        with pytest.raises(MailServerAway, match="timed out"):
            digests.send_due_digests(BASE)
        assert len(connections) == 3
    server.start()
    assert digests.send_due_digests(BASE) == READERS


class FailingBackend:
    """The backend of a mail service, which raises errors of its own for some recipients."""

    failing: set[str]
    sent: list[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        pass

    def open(self) -> None:
        pass

    def close(self) -> None:
        raise RuntimeError("already closed")

    def send_messages(self, messages: list[EmailMessage]) -> int:
        (address,) = messages[0].to
        if address in self.failing:
            raise RuntimeError("no credit")
        self.sent.append(address)
        return 1


def test_service_that_fails_in_its_own_way(
    server: MailServer, addresses: list[str], monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    monkeypatch.setattr(mailer, "_get_connection", FailingBackend)
    FailingBackend.failing, FailingBackend.sent = {*addresses[2:4]}, []
    assert digests.send_due_digests(BASE) == READERS - 2
    assert sum("no credit" in message for message in caplog.messages) == 2
    message = EmailMessage("x", "x", to=["bad@example.org"])
    FailingBackend.failing = {"bad@example.org"}
    failing = Mailer()
    for number in range(mailer.MAX_FAILURES):
        assert not failing.is_away, number
        with pytest.raises(UnsentMail, match="no credit"):
            failing.send(message)
    assert failing.is_away


def test_site_without_a_timeout_gets_one(settings: Any, server: MailServer) -> None:
    server.use(settings, timeout=None)  # type: ignore[arg-type]  # as by default
    assert mailer._get_connection().timeout == mailer.TIMEOUT


def test_mails_of_moderators_are_left_out_for_a_moment(
    server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    message = EmailMessage("A decision", "text", "site@example.org", ["ada@example.org"])
    send_one(message)
    assert server.handler.recipients == ["ada@example.org"]
    server.handler.refused = {"ada@example.org"}
    with pytest.raises(UnsentMail, match="550"):
        send_one(message)
    server.stop()
    for _ in range(3):
        with pytest.raises(ServerUnavailable):
            send_one(message)
    assert sum("is away" in record.getMessage() for record in caplog.records) == 1
