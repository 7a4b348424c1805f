"""Pushes: what is sent to which browser, and when."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from django_tweets import services
from django_tweets.contrib.push import delivery, sending
from django_tweets.contrib.push.models import PushSubscription
from django_tweets.contrib.push.services import MAX_DEVICES
from django_tweets.models import Notification
from django_tweets.snowflake import first_id
from tests.factories import make_profile
from tests.interleaving import run_before_statement
from tests.push.push_service import Browser, PushService
from tests.web_pages.web import answer

if TYPE_CHECKING:
    from tests.factories import Profile, Tweet

pytestmark = [
    pytest.mark.needs("django_tweets.contrib.push"),
    pytest.mark.django_db(transaction=True),
]


def like(tweet: Tweet) -> None:
    """Let somebody like a tweet."""
    services.like(make_profile(), tweet)


def stored(device: PushSubscription) -> PushSubscription:
    return PushSubscription._base_manager.get(pk=device.pk)


def wait_over(device: PushSubscription) -> None:
    """Let the pause after a failure be over."""
    rows = PushSubscription._base_manager.filter(pk=device.pk)
    rows.update(not_before=timezone.now() - timedelta(seconds=1))


@pytest.mark.usefixtures("device")
@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone"])
def test_browser_that_is_gone_is_forgotten(
    ada: Profile, tweet: Tweet, service: PushService, status: str
) -> None:
    service.answer = answer(b"", status)
    like(tweet)
    assert sending.send_pushes(ada.pk) == 0
    assert not PushSubscription._base_manager.exists()


@pytest.mark.usefixtures("device")
def test_browser_with_an_impossible_key_is_forgotten(
    ada: Profile, tweet: Tweet, service: PushService
) -> None:
    # Not on the curve.
    PushSubscription._base_manager.update(p256dh="BA" + "B" * 85)
    like(tweet)
    sending.send_pushes(ada.pk)
    assert not PushSubscription._base_manager.exists()
    assert service.pushes == []


def test_failed_push_is_sent_again_after_a_pause(
    ada: Profile, tweet: Tweet, browser: Browser, service: PushService, device: PushSubscription
) -> None:
    service.answer = answer(b"", "500 Internal Server Error")
    like(tweet)
    assert sending.send_pushes(ada.pk) == 0
    assert stored(device).failures == 1
    assert sending.send_pushes(ada.pk) == 0
    assert len(service.pushes) == 1  # not asked again in the pause
    wait_over(device)
    service.answer = answer(b"", "201 Created")
    assert sending.send_waiting() == 1
    title, again = [each["title"] for each in browser.read(service)]
    assert again == title
    assert stored(device).failures == 0


def test_pauses_grow_and_a_browser_that_always_fails_is_forgotten(
    ada: Profile, tweet: Tweet, service: PushService, device: PushSubscription
) -> None:
    service.answer = answer(b"", "403 Forbidden")
    like(tweet)
    pauses = []
    for _ in range(sending.MAX_REFUSALS - 1):
        before = timezone.now()
        sending.send_pushes(ada.pk)
        pauses.append(round((stored(device).not_before - before) / timedelta(minutes=1)))
        wait_over(device)
    assert pauses == [1, 2, 4, 8, 16, 32, 64]
    sending.send_pushes(ada.pk)
    assert not PushSubscription._base_manager.exists()


def fail_often(device: PushSubscription, times: int) -> None:
    """Send so often, each time after the pause."""
    for _ in range(times):
        assert sending.send_pushes(device.profile_id) == 0
        wait_over(device)


@pytest.mark.parametrize("is_there", [True, False], ids=["error", "network away"])
def test_outage_of_days_forgets_no_browser(
    tweet: Tweet, service: PushService, device: PushSubscription, is_there: bool
) -> None:
    service.answer = answer(b"", "502 Bad Gateway")
    names = dict(service.names)
    if not is_there:
        service.names.clear()
    like(tweet)
    fail_often(device, sending.MAX_FAILURES - 1)
    service.names.update(names)
    service.answer = answer(b"", "201 Created")
    assert sending.send_waiting() == 1
    assert stored(device).failures == 0


def test_push_service_that_is_away_for_days_is_forgotten(
    tweet: Tweet, service: PushService, device: PushSubscription
) -> None:
    service.names.clear()
    like(tweet)
    fail_often(device, sending.MAX_FAILURES)
    assert not PushSubscription._base_manager.exists()
    pauses = [min(sending.FIRST_PAUSE * 2**n, delivery.MAX_WAIT) for n in range(15)]
    assert sum(pauses, timedelta(0)) > timedelta(days=5)


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_pause_that_the_push_service_asks_for_is_kept_and_no_failure(
    tweet: Tweet, service: PushService, device: PushSubscription, status: str
) -> None:
    service.answer = answer(b"", status, Retry_After="3600")
    like(tweet)
    before = timezone.now()
    sending.send_pushes(tweet.profile_id)
    after = stored(device)
    assert after.failures == 0
    assert round((after.not_before - before) / timedelta(hours=1), 2) == 1
    like(tweet)
    assert sending.send_pushes(tweet.profile_id) == 0
    assert len(service.pushes) == 1


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("", timedelta(minutes=1)),
        ("soon", timedelta(minutes=1)),
        ("-5", timedelta(minutes=1)),
        ("120", timedelta(minutes=2)),
        ("9" * 30, timedelta(minutes=1)),
        ("999999", timedelta(days=1)),
        ("Wed, 21 Oct 2015 07:28:00 GMT", timedelta(minutes=1)),
        ("Wed, 21 Oct 2099 07:28:00 GMT", timedelta(days=1)),
    ],
)
def test_retry_after_is_bounded(header: str, wait: timedelta) -> None:
    assert delivery.parse_wait(header) == wait


def test_push_service_inside_the_network_is_not_asked(
    ada: Profile, tweet: Tweet, service: PushService, device: PushSubscription
) -> None:
    service.names["secure.example.org"] = ["10.0.0.7"]
    like(tweet)
    assert sending.send_pushes(ada.pk) == 0
    assert service.connections == []
    assert stored(device).failures == 1


def test_redirect_is_not_followed(
    ada: Profile, tweet: Tweet, service: PushService, device: PushSubscription
) -> None:
    service.answer = answer(b"", "307 Temporary Redirect", Location="https://secure.example.org/x")
    like(tweet)
    assert sending.send_pushes(ada.pk) == 0
    assert len(service.pushes) == 1
    assert stored(device).failures == 1


def test_one_browser_that_fails_does_not_stop_the_others(
    ada: Profile, tweet: Tweet, service: PushService, device: PushSubscription
) -> None:
    other = Browser("two")
    other.subscribe(ada)
    PushSubscription._base_manager.filter(pk=device.pk).update(
        endpoint="https://nowhere.example.org/push"
    )
    like(tweet)
    assert sending.send_pushes(ada.pk) == 1
    assert len(other.read(service)) == 1


@pytest.fixture
def slow_service(service: PushService, monkeypatch: pytest.MonkeyPatch) -> PushService:
    """A push service that takes each push, five seconds later."""
    monkeypatch.setattr(sending, "monotonic", lambda: 5.0 * len(service.pushes))
    return service


def test_many_slow_browsers_of_a_member_are_asked_in_several_runs(
    ada: Profile, tweet: Tweet, slow_service: PushService
) -> None:
    browsers = [Browser(str(number)) for number in range(MAX_DEVICES)]
    for browser in browsers:
        browser.subscribe(ada)
    like(tweet)
    sent = []
    for _ in range(5):
        sent.append(sending.send_pushes(ada.pk))
        assert sending.send_pushes(ada.pk) == 0  # all of them have a pause
        PushSubscription._base_manager.update(not_before=timezone.now() - timedelta(seconds=1))
    assert sent == [3, 3, 3, 1, 0]
    assert [len(browser.read(slow_service)) for browser in browsers] == [1] * MAX_DEVICES


def test_slow_push_service_gets_a_pause(
    ada: Profile, tweet: Tweet, slow_service: PushService, device: PushSubscription
) -> None:
    PushSubscription._base_manager.update(failures=2)
    like(tweet)
    before = timezone.now()
    assert sending.send_pushes(ada.pk) == 1
    after = stored(device)
    assert after.failures == 0
    assert round((after.not_before - before) / timedelta(minutes=1)) == 5
    like(tweet)
    assert sending.send_pushes(ada.pk) == 0
    wait_over(device)
    assert sending.send_waiting() == 1
    assert len(slow_service.pushes) == 2


@pytest.mark.usefixtures("device")
def test_task_that_was_done_by_another_sends_nothing(
    ada: Profile, tweet: Tweet, service: PushService
) -> None:
    like(tweet)
    newest = Notification._base_manager.get().newest
    committed = first_id(timezone.now())
    sending.send_pushes(ada.pk)
    PushSubscription._base_manager.update(told_until=committed + 1)
    assert sending.send_pushes(ada.pk, newest, committed) == 0


@pytest.mark.usefixtures("device")
def test_notification_that_was_committed_late_is_sent(
    ada: Profile, tweet: Tweet, service: PushService
) -> None:
    """Notifications were read after it got its Snowflake, and before it was committed."""
    like(tweet)
    newest = Notification._base_manager.get().newest
    PushSubscription._base_manager.update(told_until=newest + 1)
    assert sending.send_pushes(ada.pk, newest, newest + 2) == 1


@pytest.mark.usefixtures("device")
def test_two_tasks_at_once_send_one_push(ada: Profile, tweet: Tweet, service: PushService) -> None:
    like(tweet)
    sent: list[int] = []
    with run_before_statement("UPDATE", lambda: sent.append(sending.send_pushes(ada.pk))):
        sent.append(sending.send_pushes(ada.pk))
    assert sent == [1, 0]
    assert len(service.pushes) == 1


@pytest.mark.usefixtures("device")
def test_command_sends_what_waits(
    ada: Profile, tweet: Tweet, service: PushService, capsys: pytest.CaptureFixture[str]
) -> None:
    with transaction.atomic():
        like(tweet)
    call_command("send_pushes")
    call_command("send_pushes", verbosity=0)
    assert capsys.readouterr().out == "Sent 1 notifications.\n"
    assert len(service.pushes) == 1
