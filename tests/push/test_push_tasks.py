"""Tasks of web push: who enqueues them, and how the sweep finds those that were lost."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import django
import pytest
from django.db import transaction
from django.utils import timezone

from django_tweets import services, task_bounds
from django_tweets.contrib.push import sending, tasks
from django_tweets.contrib.push.services import update_push_settings
from django_tweets.models import Notification
from django_tweets.services import batches, sweep
from django_tweets.services.sweep_window import Window
from tests.factories import make_profile, make_tweet
from tests.queries import count_statements

if TYPE_CHECKING:
    from tests.factories import Profile
    from tests.push.push_service import PushService

pytestmark = [
    pytest.mark.needs("django_tweets.contrib.push"),
    pytest.mark.django_db(transaction=True),
]

STEP = [step.name for step in sweep.STEPS].index("optional apps")


def run_sweep(minutes: int = -1) -> int:
    """Sweep up to so many minutes ago, and return the number of tasks that were lost."""
    until = timezone.now() - timedelta(minutes=minutes)
    *_, last = sweep.sweep(Window(until - timedelta(days=3), until), first=STEP)
    assert not last.failed
    return last.found


@pytest.mark.usefixtures("device")
def test_request_of_a_site_without_workers_sends_nothing(
    ada: Profile, bob: Profile, service: PushService
) -> None:
    services.like(bob, make_tweet(ada))
    assert service.pushes == []
    assert sending.send_waiting() == 1


@pytest.mark.usefixtures("device")
def test_sweep_sends_what_a_lost_task_has_left(
    ada: Profile, bob: Profile, service: PushService
) -> None:
    services.like(bob, make_tweet(ada))
    assert run_sweep(minutes=10) == 0  # it may still be in the queue
    assert run_sweep() == 1
    assert len(service.pushes) == 1
    assert run_sweep() == 0


@pytest.mark.usefixtures("device")
def test_sweep_finds_nothing_without_the_setting(ada: Profile, bob: Profile, settings: Any) -> None:
    services.like(bob, make_tweet(ada))
    settings.DJANGO_TWEETS_PUSH = None
    assert run_sweep() == 0


@pytest.mark.usefixtures("device")
def test_scheduled_task_sends_what_waits(ada: Profile, bob: Profile, service: PushService) -> None:
    services.like(bob, make_tweet(ada))
    tasks.send_waiting_pushes.func()
    assert len(service.pushes) == 1


def quiet_now(member: Profile) -> None:
    """Give a member quiet hours, in which it is now."""
    now = timezone.now()
    first, last = ((now + timedelta(hours=hours)).time() for hours in (-1, 1))
    zone = "" if timezone.is_naive(now) else "UTC"
    update_push_settings(member, quiet_from=first, quiet_until=last, time_zone=zone)


def test_members_in_quiet_hours_are_not_found(
    ada: Profile, bob: Profile, service: PushService
) -> None:
    from tests.push.push_service import Browser  # noqa: PLC0415 - not every host has the app

    for member in (ada, bob):
        Browser(member.handle).subscribe(member)
        services.like(make_profile(), make_tweet(member))
    update_push_settings(bob, shows_content=False)
    assert [*sending.find_waiting()] == [[ada.pk, bob.pk]]
    quiet_now(ada)
    assert [*sending.find_waiting()] == [[bob.pk]]
    quiet_now(bob)
    assert [*sending.find_waiting()] == [[]]
    assert run_sweep() == 0


@pytest.mark.usefixtures("device")
def test_scheduled_run_stops_when_asked(ada: Profile, bob: Profile, service: PushService) -> None:
    services.like(bob, make_tweet(ada))
    assert sending.send_waiting(should_stop=lambda: True) == 0
    assert service.pushes == []


def test_error_of_one_member_does_not_stop_the_others(
    ada: Profile,
    bob: Profile,
    service: PushService,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    from tests.push.push_service import Browser  # noqa: PLC0415 - not every host has the app

    for member in (ada, bob):
        Browser(member.handle).subscribe(member)
        services.like(make_profile(), make_tweet(member))

    def get_absolute_url(tweet: Any) -> str:
        if tweet.profile_id == ada.pk:
            raise RuntimeError("a model of the site")
        return "/here/"

    monkeypatch.setattr(type(make_tweet(ada)), "get_absolute_url", get_absolute_url)
    assert sending.send_waiting() == 1
    assert "can’t be sent" in caplog.text


if django.VERSION >= (6,):
    from django.tasks import task_backends

    @pytest.fixture
    def queue(settings: Any) -> Any:
        """A queue with workers, which keeps its tasks."""
        settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
        return task_backends["default"]

    def pushes(queue: Any) -> list[Any]:
        return [result for result in queue.results if result.task.func.__name__ == "send_pushes"]

    @pytest.mark.usefixtures("device")
    def test_notification_enqueues_one_task(
        ada: Profile, bob: Profile, queue: Any, service: PushService
    ) -> None:
        services.notify(ada, "like", actor=bob, tweet=make_tweet(ada))
        (result,) = pushes(queue)
        assert service.pushes == []
        newest = Notification._base_manager.get().newest
        assert result.args[:2] == [str(ada.pk) if not isinstance(ada.pk, int) else ada.pk, newest]
        for _ in range(2):
            tasks.send_pushes.func(*result.args)
        assert len(service.pushes) == 1

    def test_scheduled_task_enqueues_one_for_each_member(
        ada: Profile,
        bob: Profile,
        queue: Any,
        service: PushService,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """It does not begin again at its first member, however many there are."""
        monkeypatch.setattr(task_bounds, "BATCHES_IN_BACKGROUND", 1)
        monkeypatch.setattr(batches, "BATCH_SIZE", 1)
        from tests.push.push_service import Browser  # noqa: PLC0415 - not every host has the app

        members = {member.pk: Browser(member.handle) for member in (ada, bob)}
        for member in (ada, bob):
            members[member.pk].subscribe(member)
            services.notify(member, "follow", actor=make_profile())
        queue.clear()
        tasks.send_waiting_pushes.func()
        assert len(pushes(queue)) == len(queue.results) == 2
        assert service.pushes == []
        for result in pushes(queue):
            tasks.send_pushes.func(*result.args)
        assert [len(browser.read(service)) for browser in members.values()] == [1, 1]

    @pytest.mark.usefixtures("device")
    def test_task_waits_for_the_commit(ada: Profile, bob: Profile, queue: Any) -> None:
        with transaction.atomic():
            services.notify(ada, "like", actor=bob, tweet=make_tweet(ada))
            assert pushes(queue) == []
        assert len(pushes(queue)) == 1

    @pytest.mark.usefixtures("device")
    def test_untold_actor_enqueues_nothing(ada: Profile, bob: Profile, queue: Any) -> None:
        services.mute(ada, bob)
        services.notify(ada, "like", actor=bob, tweet=make_tweet(ada))
        assert pushes(queue) == []

    @pytest.mark.usefixtures("push_keys")
    def test_member_without_a_browser_enqueues_nothing(
        ada: Profile, bob: Profile, queue: Any, settings: Any
    ) -> None:
        tweets = [make_tweet(ada), make_tweet(ada)]
        with_push = count_statements(
            lambda: services.notify(ada, "like", actor=bob, tweet=tweets[0])
        )
        assert pushes(queue) == []
        settings.DJANGO_TWEETS_PUSH = None
        without = count_statements(lambda: services.notify(ada, "like", actor=bob, tweet=tweets[1]))
        assert with_push - without == 1
