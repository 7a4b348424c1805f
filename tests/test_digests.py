"""The e-mail digest: recipients, schedule, content, and the unsubscribe link."""

from __future__ import annotations

import email
import email.policy
import logging
import re
from datetime import timedelta
from smtplib import SMTPServerDisconnected
from typing import TYPE_CHECKING, Any, ClassVar

import django
import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db.models import F
from django.utils import timezone

from django_tweets import digests, get_profile_model, services, signals
from django_tweets.mailer import Mailer
from django_tweets.models import NotificationSettings
from django_tweets.models.notification import GroupKey
from django_tweets.services import notification_groups
from tests.factories import make_profile, make_tweet
from tests.queries import at_most

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = pytest.mark.django_db

BASE = "https://social.example.org/"


def subscribe(profile: Profile, digest: str = "daily", **changes: Any) -> Profile:
    profile.user.email = f"{profile.handle}@example.org"
    profile.user.save()
    services.update_notification_settings(profile, digest=digest, **changes)
    return profile


def like(recipient: Profile, actor: Profile, content: str = "hello", **fields: Any) -> None:
    tweet = make_tweet(recipient, content, **fields)
    notification_groups.add_actor(GroupKey(recipient.pk, "like", tweet.pk), actor.pk)


def send() -> list[str]:
    """Send digests and return the handles of the recipients."""
    before = len(mail.outbox)
    sent = digests.send_due_digests(BASE)
    found = [message.to[0].partition("@")[0] for message in mail.outbox[before:]]
    assert sent == len(found)
    return found


@pytest.fixture
def ada(ada: Profile) -> Profile:
    return subscribe(ada)


class TestRecipients:
    def test_subscriber_with_unread_notifications_gets_a_digest(
        self, ada: Profile, bob: Profile
    ) -> None:
        assert send() == []
        like(ada, bob)
        like(bob, ada)
        assert send() == ["ada"]

    @pytest.mark.parametrize("how", ["address", "inactive", "suspended", "off", "read", "leaving"])
    def test_member_gets_no_digest(self, ada: Profile, bob: Profile, how: str) -> None:
        like(ada, bob)
        if how == "address":
            ada.user.email = ""
        if how == "inactive":
            ada.user.is_active = False
        ada.user.save()
        if how == "suspended":
            get_profile_model().objects.filter(pk=ada.pk).update(is_suspended=True)
        if how == "off":
            services.update_notification_settings(ada, digest="off")
        if how == "read":
            services.mark_notifications_read(ada, ada.notifications.get().newest)
        if how == "leaving":
            services.delete_profile(ada)
        assert send() == []

    def test_digest_without_visible_notifications_is_not_sent(
        self, ada: Profile, bob: Profile
    ) -> None:
        like(ada, bob)
        services.mute(ada, bob)
        assert send() == []
        services.unmute(ada, bob)
        let_retry_pass()
        assert send() == ["ada"]

    def test_unwanted_kind_is_left_out(self, ada: Profile, bob: Profile) -> None:
        like(ada, bob)
        services.update_notification_settings(ada, {"like": False})
        assert send() == []

    def test_digest_sent_signal(self, ada: Profile, bob: Profile) -> None:
        received: list[Any] = []

        def receiver(profile: Profile, message: Any, **kwargs: Any) -> None:
            received.append((profile, message.to))

        signals.digest_sent.connect(receiver)
        try:
            like(ada, bob)
            send()
        finally:
            signals.digest_sent.disconnect(receiver)
        assert received == [(ada, [ada.user.email])]

    def test_batches_reach_every_recipient_once(self, bob: Profile) -> None:
        people = [subscribe(make_profile(f"reader{n}")) for n in range(5)]
        for person in people:
            like(person, bob)
        assert digests.send_due_digests(BASE, batch_size=2) == 5
        assert digests.send_due_digests(BASE, batch_size=2) == 0


class TestSchedule:
    @pytest.mark.parametrize(("digest", "days"), [("daily", 1), ("weekly", 7)])
    def test_next_digest_waits_for_its_period(
        self, ada: Profile, bob: Profile, digest: str, days: int
    ) -> None:
        services.update_notification_settings(ada, digest=digest)
        like(ada, bob)
        assert send() == ["ada"]
        like(ada, bob)
        assert send() == []
        settings = NotificationSettings.objects.filter(pk=ada.pk)
        settings.update(digest_at=timezone.now() - timedelta(days=days, hours=-2))
        assert send() == []
        settings.update(digest_at=timezone.now() - timedelta(days=days, minutes=-30))
        assert send() == ["ada"]

    def test_notification_is_sent_once(self, ada: Profile, bob: Profile) -> None:
        like(ada, bob, "the first")
        send()
        like(ada, bob, "the second")
        NotificationSettings.objects.update(digest_at=timezone.now() - timedelta(days=2))
        send()
        second = str(mail.outbox[1].body)
        assert "the second" in second
        assert "the first" not in second

    def test_concurrent_process_sends_nothing(self, ada: Profile, bob: Profile) -> None:
        like(ada, bob)
        ((mine,),) = digests._due_in_batches(10)
        assert send() == ["ada"]
        assert not digests._send(mine, BASE, Mailer())
        assert len(mail.outbox) == 1


class TestContent:
    def test_text_and_html(self, ada: Profile, bob: Profile) -> None:
        like(ada, bob, "We <3 libraries, from ten to six & on Sundays")
        services.update_profile(bob, display_name="Bob & Sons")
        notification_groups.add_actor(GroupKey(ada.pk, "follow", 1), bob.pk)
        send()
        message: Any = mail.outbox[0]
        (html, kind), *rest = message.alternatives
        assert (kind, rest) == ("text/html", [])
        assert message.subject == "2 new notifications on social.example.org"
        assert "Bob & Sons liked your tweet" in message.body
        assert "“We <3 libraries" in message.body
        assert "Bob &amp; Sons liked your tweet" in html
        assert "We &lt;3 libraries" in html
        assert "https://social.example.org/tweets/@bob/" in message.body
        assert "https://social.example.org/tweets/notifications/" in html
        assert "//tweets" not in message.body

    def test_subject_of_one_notification(self, ada: Profile, bob: Profile) -> None:
        like(ada, bob)
        send()
        assert mail.outbox[0].subject == "1 new notification on social.example.org"

    def test_digest_has_at_most_ten_notifications(self, ada: Profile, bob: Profile) -> None:
        for number in range(12):
            like(ada, bob, f"number {number}.")
        send()
        message: Any = mail.outbox[0]
        assert message.subject == "More than ten new notifications on social.example.org"
        assert message.body.count("liked your tweet") == 10
        assert "number 2." in message.body
        assert "number 1." not in message.body

    def test_content_warning_replaces_the_text(self, ada: Profile, bob: Profile) -> None:
        like(ada, bob, "the end", content_warning="how it ends")
        send()
        body = str(mail.outbox[0].body)
        assert "how it ends" in body
        assert "the end" not in body

    def test_language_is_that_of_the_recipient(
        self, ada: Profile, bob: Profile, settings: Any
    ) -> None:
        settings.LANGUAGE_CODE = "ar"
        subscribe(bob, language="de")
        like(ada, bob)
        like(bob, ada)
        send()
        messages: Any = mail.outbox
        by_handle = {message.to[0][:3]: message.alternatives[0][0] for message in messages}
        assert '<html lang="ar" dir="rtl">' in by_handle["ada"]
        assert '<html lang="de" dir="ltr">' in by_handle["bob"]

    def test_headers_of_the_sent_message(self, ada: Profile, bob: Profile) -> None:
        """Each header is on one line, as mail programs read it."""
        like(ada, bob)
        digests.send_due_digests("https://an-address-that-is-rather-long.community.example.org")
        raw = mail.outbox[0].message().as_bytes()
        link = (
            "https://an-address-that-is-rather-long.community.example.org"
            f"/tweets/notifications/unsubscribe/{digests.make_unsubscribe_token(ada)}/"
        )
        lines = raw.decode().splitlines()
        assert f"List-Unsubscribe: <{link}>" in lines
        assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in lines
        assert "Auto-Submitted: auto-generated" in lines
        parsed = email.message_from_bytes(raw, policy=email.policy.default)
        assert parsed["List-Unsubscribe"] == f"<{link}>"
        assert [part.get_content_type() for part in parsed.iter_parts()] == [
            "text/plain",
            "text/html",
        ]


def let_retry_pass() -> None:
    """Let the time pass after which a digest is tried again."""
    rows = NotificationSettings._base_manager.exclude(digest_at=None)
    rows.update(digest_at=F("digest_at") - digests.RETRY_AFTER)


class TestFailures:
    def test_invalid_address_does_not_stop_other_digests(
        self, ada: Profile, bob: Profile, caplog: pytest.LogCaptureFixture
    ) -> None:
        subscribe(bob)
        for recipient, actor in ((ada, bob), (bob, ada)):
            like(recipient, actor)
        ada.user.email = "ada@example\n.org"  # not allowed in a header
        ada.user.save()
        with caplog.at_level(logging.ERROR, "django_tweets.digests"):
            assert send() == ["bob"]
        (record,) = caplog.records
        # Before Django 6.1 it is BadHeaderError, a kind of ValueError.
        assert re.match(
            rf"The digest for profile {ada.pk} can’t be sent: (BadHeader|Value)Error",
            record.getMessage(),
        )
        subscribe(ada)
        assert send() == []
        let_retry_pass()
        assert send() == ["ada"]

    def test_broken_template_of_the_site_stops_no_other_digest(
        self, ada: Profile, bob: Profile, caplog: pytest.LogCaptureFixture, settings: Any
    ) -> None:
        subscribe(bob)
        for recipient, actor in ((ada, bob), (bob, ada)):
            like(recipient, actor)
        services.update_profile(ada, display_name="Ada")
        name = "django_tweets/email/digest_subject.txt"
        broken = (
            "{% load django_tweets %}{% tweets_context %}{% if profile.handle == 'ada' %}"
            "{% include 'no.txt' %}{% endif %}New{% endtweets_context %}"
        )
        (engine,) = settings.TEMPLATES
        options = {key: value for key, value in engine["OPTIONS"].items() if key != "loaders"}
        loaders = [
            ("django.template.loaders.locmem.Loader", {name: broken}),
            "django.template.loaders.app_directories.Loader",
        ]
        settings.TEMPLATES = [
            {**engine, "APP_DIRS": False, "OPTIONS": {**options, "loaders": loaders}}
        ]
        assert send() == ["bob"]
        assert f"The digest for profile {ada.pk} can’t be written." in caplog.text


class CountedBackend(EmailBackend):
    """Backend that opens and closes as SMTP does. A recipient in lost breaks the connection."""

    opened: ClassVar[int] = 0
    lost: ClassVar[set[str]] = set()
    is_open = False

    def open(self) -> bool:
        is_new = not self.is_open
        CountedBackend.opened += is_new
        self.is_open = True
        return is_new

    def close(self) -> None:
        if not self.is_open:
            raise SMTPServerDisconnected
        self.is_open = False

    def send_messages(self, messages: Any) -> int:
        assert self.is_open
        if messages[0].to[0] in self.lost:
            self.is_open = False
            raise SMTPServerDisconnected
        return super().send_messages(messages)


class TestConnections:
    @pytest.fixture(autouse=True)
    def backend(self, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        path = f"{__name__}.CountedBackend"
        if django.VERSION >= (6, 1):
            settings.MAILERS = {"default": {"BACKEND": path}}
        else:
            settings.EMAIL_BACKEND = path
        monkeypatch.setattr(CountedBackend, "opened", 0)
        monkeypatch.setattr(CountedBackend, "lost", set())

    @pytest.fixture
    def readers(self, bob: Profile) -> list[Profile]:
        people = [subscribe(make_profile(f"reader{n}")) for n in range(5)]
        for person in people:
            like(person, bob)
        return people

    @pytest.mark.usefixtures("readers")
    def test_batch_uses_one_connection(self) -> None:
        assert digests.send_due_digests(BASE, batch_size=3) == 5
        assert CountedBackend.opened == 2

    def test_no_connection_is_opened_if_nothing_is_sent(self, readers: list[Profile]) -> None:
        for person in readers:
            person.user.is_active = False
            person.user.save()
        assert digests.send_due_digests(BASE) == 0
        assert CountedBackend.opened == 0

    @pytest.mark.usefixtures("readers")
    def test_lost_connection_is_opened_again(self, caplog: pytest.LogCaptureFixture) -> None:
        # Not the last one: with UUIDs as keys, the order is another in each run.
        reader: Any = NotificationSettings.objects.order_by("pk")[1].profile
        CountedBackend.lost = {reader.user.email}
        assert digests.send_due_digests(BASE) == 4
        assert CountedBackend.opened == 2
        (message,) = caplog.messages
        assert message.startswith(f"The digest for profile {reader.pk} can’t be sent: SMTPServer")


class TestCommand:
    def test_command_prints_the_number_of_digests(
        self, ada: Profile, bob: Profile, capsys: Any
    ) -> None:
        like(ada, bob)
        call_command("send_digests", BASE)
        assert "Sent 1 digests." in capsys.readouterr().out
        call_command("send_digests", BASE, verbosity=0)
        assert capsys.readouterr().out == ""

    def test_task_sends_digests(self, ada: Profile, bob: Profile) -> None:
        like(ada, bob)
        digests.send_digests.enqueue(BASE)
        assert len(mail.outbox) == 1


@pytest.mark.parametrize("count", [1, 10])
def test_query_count_does_not_depend_on_the_number_of_notifications(
    ada: Profile, bob: Profile, count: int
) -> None:
    for _ in range(count):
        like(ada, bob)
    # two batches of settings, the page (6 at most), the claim
    with at_most(9):
        digests.send_due_digests(BASE)
    assert len(mail.outbox) == 1
