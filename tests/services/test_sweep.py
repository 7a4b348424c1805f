"""The sweep does the work of lost tasks: of each task, and after each action of a member."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone

from django_tweets import circuit_breaker, services
from django_tweets.models import Follow, Like, SitemapKey
from django_tweets.services import (
    link_previews,
    sweep,
    sweep_members,
    sweep_upkeep,
    sweep_window,
    tasks,
)
from django_tweets.services.sweep_window import Window
from tests.consistency import find_inconsistencies, find_wrong_notifications
from tests.factories import make_profile, make_tweet
from tests.lost_tasks import losing_tasks
from tests.notification_rows import notification_rows
from tests.row_comparison import read_rows
from tests.sweep_actions import ACTIONS, delete, edit, make_people, mention
from tests.task_cases import CASES, Forwarding
from tests.web_pages.web import Web

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("media")]

NAMES = [name for name, value in vars(tasks).items() if hasattr(value, "enqueue")]


def run_sweep(**options: Any) -> dict[str, int]:
    """Sweep everything up to now, and return the number of lost tasks by step."""
    now = timezone.now() + timedelta(minutes=1)
    window = Window(now - timedelta(days=3), now)
    last = {progress.name: progress for progress in sweep.sweep(window, **options)}
    assert not any(progress.failed for progress in last.values())
    return {name: progress.found for name, progress in last.items() if progress.found}


def name_of(action: Any) -> str:
    name: str = action.__name__
    return name


def start_again() -> None:
    call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
    cache.clear()


@pytest.fixture(autouse=True)
def _site(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.setattr(SitemapKey, "STEP", 2)
    monkeypatch.setattr(link_previews, "network", Web())  # it knows no name
    settings.DJANGO_TWEETS_LINK_PREVIEWS = True
    settings.DJANGO_TWEETS_VIEW_COUNTS = True


def test_steps_find_all_tasks() -> None:
    found = {work.func.__name__ for step in sweep.STEPS for work in step.tasks}
    assert sorted(found) == sorted(NAMES)


TOO_LATE = {
    "send_appeal": ["Report"],  # it is closed, and so not passed on any more
    "delete_expired_exports": ["Notification", "NotificationActor"],  # nobody is told of an old one
}
"""Models of rows that a task writes at once, and that nobody needs any more after the sweep."""


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__.strip("_"))
def test_sweep_does_a_lost_task(case: Callable[[], list[Any]], settings: Any) -> None:
    name = case.__name__.strip("_")
    if name in {"send_appeal", "send_report"}:
        settings.DJANGO_TWEETS_MODERATION = {"BACKEND": "tests.task_cases.Forwarding"}
    arguments = case()
    getattr(tasks, name).func(*arguments)
    run_sweep()  # what is due anyway
    expected = read_rows()
    start_again()
    with losing_tasks():
        case()
    lost = read_rows()
    run_sweep()
    swept = read_rows()
    for model in TOO_LATE.get(name, ()):
        del expected[model], lost[model], swept[model]
    assert lost != expected
    assert swept == expected
    assert find_inconsistencies() == []


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize("actions", ACTIONS, ids=lambda each: "-".join(map(name_of, each)))
def test_sweep_does_what_the_last_action_has_left(actions: tuple[Any, ...]) -> None:
    people = make_people()
    for action in actions:
        action(*people)
    for work in (tasks.compute_sitemap_keys, tasks.compute_trends):  # due anyway
        work.func()
    expected = read_rows()
    start_again()
    *before, last = actions
    people = make_people()
    for action in before:
        action(*people)
    with losing_tasks():
        last(*people)
    run_sweep()
    swept = read_rows()
    del expected["suggestions"], swept["suggestions"]  # without a worker, nobody enqueues these
    assert swept == expected
    assert find_inconsistencies() == []


def test_sweep_repairs_everything_at_once() -> None:
    with losing_tasks():
        for actions in [actions for actions in ACTIONS if actions[-1] is not delete]:
            ada, bob = make_profile(), make_profile()
            tweet = make_tweet(bob, "hello #tea")
            for action in actions:
                action(ada, bob, tweet)
    run_sweep()
    assert find_inconsistencies() == []
    wrong = {group.kind for group, _ in find_wrong_notifications()}
    assert wrong == {"moderation", "report"}  # which have no action of a member


def test_sweep_that_runs_again_finds_nothing() -> None:
    with losing_tasks():
        ada, bob, tweet = make_people()
        services.follow(ada, bob)
        services.like(ada, tweet)
        make_tweet(ada, "@bob hello")
    first = run_sweep()
    assert (first["likes and retweets"], first["follows"]) == (2, 1)
    assert first["replies, quotes and mentions"] == 1
    second = run_sweep()
    # These look for their work by themselves.
    assert set(second) <= {"what is due", "trends"}


def test_dry_run_changes_nothing() -> None:
    with losing_tasks():
        ada, _, tweet = make_people()
        services.like(ada, tweet)
    before = read_rows()
    assert run_sweep(dry_run=True)["likes and retweets"] == 2
    assert read_rows() == before


def test_notification_of_a_kind_that_was_off_then_does_not_come() -> None:
    ada, bob, tweet = make_people()
    services.update_notification_settings(bob, {"like": False})
    with losing_tasks():
        services.like(ada, tweet)
    services.update_notification_settings(bob, {"like": True})
    run_sweep()
    assert [kind for kind, *_ in notification_rows(bob)] == ["retweet"]


def test_action_that_is_older_than_the_window_notifies_nobody() -> None:
    ada, bob, tweet = make_people()
    with losing_tasks():
        like = services.like(ada, tweet)
    Like.objects.filter(pk=like.pk).update(created_at=timezone.now() - timedelta(days=4))
    run_sweep()
    assert [kind for kind, *_ in notification_rows(bob)] == ["retweet"]


def test_rows_of_an_import_do_not_hide_older_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep_window, "BATCH_SIZE", 2)
    ada, bob, tweet = make_people()
    with losing_tasks():
        services.like(ada, tweet)
    for _ in range(5):  # rows that an import has written since, of earlier years
        Like.objects.create(
            profile=make_profile(), tweet=tweet, created_at=timezone.now() - timedelta(days=900)
        )
    run_sweep()
    assert {kind for kind, *_ in notification_rows(bob)} == {"retweet", "like"}


def test_dry_run_finds_stale_notifications_and_leaves_them() -> None:
    ada, bob, tweet = make_people()
    mention(ada, bob, tweet)
    with losing_tasks():
        edit(ada, bob, tweet)
    before = notification_rows(bob)
    assert run_sweep(dry_run=True)["notifications without a cause"] == 1
    assert notification_rows(bob) == before
    run_sweep()
    assert notification_rows(bob) != before


def test_member_who_has_come_gets_suggestions() -> None:
    ada = make_people()[0]
    services.follow(ada, make_profile())
    cache.clear()
    old = timezone.now() - timedelta(days=9)
    Follow.objects.update(created_at=old)
    assert "suggestions" not in run_sweep()
    get_user_model()._base_manager.filter(pk=ada.user.pk).update(last_login=timezone.now())
    assert run_sweep()["suggestions"] == 1
    assert "suggestions" not in run_sweep()


def test_sweep_computes_a_bounded_number_of_suggestions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep_members, "MAX_SUGGESTIONS", 2)
    for _ in range(3):
        services.follow(make_profile(), make_profile())
    cache.clear()
    assert run_sweep()["suggestions"] == 2
    assert run_sweep()["suggestions"] == 1
    assert "suggestions" not in run_sweep()


def test_sweep_repeats_nothing_while_the_cache_is_away(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """Without the cache nobody has suggestions, and no search of sessions was ever done."""
    services.follow(make_people()[0], make_profile())
    cache.clear()
    found = run_sweep(dry_run=True)
    assert {"suggestions", "sessions"} <= found.keys()
    monkeypatch.setattr(circuit_breaker, "MIN_PAUSE", 3600)
    monkeypatch.setattr(circuit_breaker, "MAX_PAUSE", 3600)
    away = {"BACKEND": "django.core.cache.backends.redis.RedisCache"}
    settings.CACHES = {"default": {**away, "LOCATION": "redis://127.0.0.1:1/0"}}
    found = run_sweep(dry_run=True)
    assert not {"suggestions", "sessions"} & found.keys()


def test_sweep_fetches_a_bounded_number_of_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep_upkeep, "MAX_PREVIEWS", 2)
    with losing_tasks():
        for number in range(3):
            make_tweet(make_profile(), f"https://example.org/{number}")
    assert run_sweep(dry_run=True)["link previews"] == 2


def test_sweep_ends_between_two_tasks_when_it_is_stopped() -> None:
    with losing_tasks():
        _, _, tweet = make_people()
        for _ in range(3):
            services.like(make_profile(), tweet)
    name = "likes and retweets"
    number = [step.name for step in sweep.STEPS].index(name)
    answers = iter([False] * 3)  # before the batch and before two of its tasks
    now = timezone.now() + timedelta(minutes=1)
    window = Window(now - timedelta(days=3), now)
    *_, last = sweep.sweep(window, first=number, is_stopped=lambda: next(answers, True))
    assert (last.name, last.is_done) == (name, False)
    assert 0 < last.found < 4


def test_task_that_fails_does_not_stop_the_sweep(
    caplog: pytest.LogCaptureFixture, settings: Any
) -> None:
    settings.DJANGO_TWEETS_MODERATION = {"BACKEND": "tests.services.test_sweep.Refusing"}
    with losing_tasks():
        for _ in range(2):
            services.report(make_profile(), profile=make_profile(), category="spam")
    now = timezone.now() + timedelta(minutes=1)
    last = {each.name: each for each in sweep.sweep(Window(now - timedelta(days=3), now))}
    assert (last["forwarding"].found, last["forwarding"].failed) == (2, 2)
    assert "the help desk is away" in caplog.text


class Refusing(Forwarding):
    """A moderation backend whose other system is away."""

    def send_report(self, report: Any) -> None:
        raise ConnectionError("the help desk is away")
