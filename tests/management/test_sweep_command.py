"""manage.py sweep: its output, and how it stops and goes on."""

from __future__ import annotations

import os
import signal
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command

from django_tweets import services
from django_tweets.models import NotificationActor
from django_tweets.services import sweep, sweep_notifications
from tests.factories import make_profile, make_tweet
from tests.lost_tasks import losing_tasks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.factories import Profile

pytestmark = pytest.mark.django_db(transaction=True)


def run(**options: Any) -> str:
    out = StringIO()
    call_command("sweep", minutes=0, stdout=out, **options)
    return out.getvalue()


def like_twice(bob: Profile) -> None:
    with losing_tasks():
        tweet = make_tweet(bob)
        for _ in range(2):
            services.like(make_profile(), tweet)


def test_command_reports_what_it_has_done(bob: Profile) -> None:
    like_twice(bob)
    assert "likes and retweets: 2 tasks done." in run()
    assert "likes and retweets" not in run()
    assert "likes and retweets: 0 tasks done." in run(verbosity=2)
    assert NotificationActor.objects.count() == 2


def test_dry_run_reports_what_was_lost(bob: Profile) -> None:
    like_twice(bob)
    assert "likes and retweets: 2 tasks lost." in run(dry_run=True)
    assert not NotificationActor.objects.exists()


def test_young_actions_are_left_to_the_queue(bob: Profile) -> None:
    like_twice(bob)
    call_command("sweep", verbosity=0)
    assert not NotificationActor.objects.exists()


def test_quiet_command_prints_nothing(bob: Profile) -> None:
    like_twice(bob)
    assert run(verbosity=0) == ""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_ends_the_command_and_the_next_one_goes_on(
    bob: Profile, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    like_twice(bob)
    before = signal.getsignal(number)
    steps = {step.name: step for step in sweep.STEPS}

    def find(window: Any) -> Iterator[list[Any]]:
        os.kill(os.getpid(), number)
        yield from sweep_notifications.find_reactions(window)

    stopping = steps["likes and retweets"]._replace(find=find)
    with monkeypatch.context() as patch:
        changed = [stopping if step.name == stopping.name else step for step in sweep.STEPS]
        patch.setattr(sweep, "STEPS", tuple(changed))
        out = run(verbosity=2)
    assert "Stopped at likes and retweets: the next run goes on there." in out
    assert "look-alike handles: 0 tasks done" in out
    assert signal.getsignal(number) == before
    assert not NotificationActor.objects.exists()
    out = run(verbosity=2)
    assert "likes and retweets: 2 tasks done." in out
    assert "look-alike handles" not in out
    assert "look-alike handles" in run(verbosity=2)


def test_restart_begins_at_the_first_step(bob: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    def find(window: Any) -> Iterator[list[Any]]:
        os.kill(os.getpid(), signal.SIGTERM)
        yield []

    last = sweep.STEPS[-1]._replace(find=find)
    with monkeypatch.context() as patch:
        patch.setattr(sweep, "STEPS", (*sweep.STEPS[:-1], last))
        run()
    assert "deleted profiles" in run(verbosity=2, restart=True)


def test_failed_tasks_are_an_error(bob: Profile, settings: Any) -> None:
    settings.DJANGO_TWEETS_MODERATION = {"BACKEND": "tests.services.test_sweep.Refusing"}
    with losing_tasks():
        services.report(make_profile(), profile=bob, category="spam")
    with pytest.raises(CommandError, match=r"1 tasks failed: see the log\."):
        run()
