"""Queues for our tasks: which one each goes to, and what happens if it is away."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import django
import pytest
from django.core.management import call_command

from django_tweets import checks, services
from django_tweets.models import NotificationActor
from django_tweets.tasks import runs_in_background, task
from tests.factories import make_profile, make_tweet
from tests.test_checks import ids

if TYPE_CHECKING:
    from tests.factories import Profile

DUMMY = "django.tasks.backends.dummy.DummyBackend"

pytestmark = pytest.mark.django_db(transaction=True)

if django.VERSION >= (6, 0):
    from django.tasks import task_backends

    def enqueued(alias: str = "default") -> list[tuple[str, str]]:
        """Return the names of the enqueued tasks with their queues."""
        backend: Any = task_backends[alias]
        found = [(result.task.func.__name__, result.task.queue_name) for result in backend.results]
        return sorted(found)

    def do_nothing(key: int) -> None:
        """A task."""

    def act(ada: Profile, bob: Profile) -> None:
        tweet = make_tweet(bob)
        services.like(ada, tweet)
        services.delete(tweet)

    def test_tasks_go_to_the_queue_of_their_kind(settings: Any, ada: Profile, bob: Profile) -> None:
        settings.TASKS = {"default": {"BACKEND": DUMMY, "QUEUES": ["default", "many"]}}
        settings.DJANGO_TWEETS_TASK_QUEUES = {"fanout": "many"}
        act(ada, bob)
        assert enqueued() == [("purge_tweet", "many"), ("update_reaction_notification", "default")]

    def test_tasks_go_to_the_backend_of_the_setting(
        settings: Any, ada: Profile, bob: Profile
    ) -> None:
        settings.TASKS = {
            "default": {"BACKEND": DUMMY},
            "tweets": {"BACKEND": DUMMY, "QUEUES": ["tweets"]},
        }
        settings.DJANGO_TWEETS_TASK_BACKEND = "tweets"
        settings.DJANGO_TWEETS_TASK_QUEUES = dict.fromkeys(
            ("default", "fanout", "mail", "media"), "tweets"
        )
        assert checks.check_queues() == []
        act(ada, bob)
        assert enqueued() == []
        assert {queue for _, queue in enqueued("tweets")} == {"tweets"}

    def test_missing_queue_is_an_error_and_loses_no_action(
        settings: Any, ada: Profile, bob: Profile, caplog: pytest.LogCaptureFixture
    ) -> None:
        settings.TASKS = {"default": {"BACKEND": DUMMY, "QUEUES": ["site"]}}
        settings.DJANGO_TWEETS_TASK_QUEUES = {"default": "site"}
        (message,) = checks.check_queues()
        assert ids([message]) == ["django_tweets.E018"]
        assert message.msg == "Our tasks go to queues that TASKS['default'] lacks: 'default'."
        act(ada, bob)
        assert enqueued() == [("update_reaction_notification", "site")]
        assert "The task purge_tweet can’t be enqueued" in caplog.text

    def test_missing_backend_is_an_error(settings: Any, ada: Profile, bob: Profile) -> None:
        settings.DJANGO_TWEETS_TASK_BACKEND = "tweets"
        (message,) = checks.check_queues()
        assert ids([message]) == ["django_tweets.E018"]
        assert "'tweets'" in message.msg
        act(ada, bob)
        work = task("mail")(do_nothing)  # as when the site starts
        assert work.backend == "default"
        assert not runs_in_background(work)

    def test_queue_that_takes_any_name_is_no_error(settings: Any) -> None:
        settings.TASKS = {"default": {"BACKEND": DUMMY, "QUEUES": []}}
        settings.DJANGO_TWEETS_TASK_QUEUES = {"mail": "any"}
        assert checks.check_queues() == []

    def test_wrong_types_are_left_to_the_check_of_types(settings: Any) -> None:
        settings.DJANGO_TWEETS_TASK_QUEUES = 7
        assert checks.check_queues() == []

    def test_queue_that_is_away_costs_one_line_of_the_log(
        settings: Any, ada: Profile, bob: Profile, caplog: pytest.LogCaptureFixture
    ) -> None:
        tweet = make_tweet(bob)
        settings.TASKS = {"default": {"BACKEND": "tests.workers.backends.Away"}}
        services.like(ada, tweet)
        (record,) = [each for each in caplog.records if each.levelno >= logging.ERROR]
        assert record.exc_info is None
        assert record.getMessage() == (
            "The task update_reaction_notification can’t be enqueued, manage.py sweep will do it."
            " ConnectionError: the queue is away"
        )
        assert not NotificationActor.objects.exists()
        call_command("sweep", minutes=0, verbosity=0)  # the queue is still away
        assert NotificationActor.objects.get().actor == ada


def test_sweep_does_everything_at_once(ada: Profile, bob: Profile) -> None:
    """Also what its own work causes: nothing is enqueued that could be lost again."""
    for _ in range(2):
        services.like(make_profile(), make_tweet(bob))
    call_command("sweep", minutes=0, verbosity=0)
    assert NotificationActor.objects.count() == 2
