"""The sweep finds fan-outs that were lost, wherever they were."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import django
import pytest
from django.db import transaction
from django.utils import timezone

from django_tweets import get_profile_model, get_tweet_model, services
from django_tweets.contrib.redis import tasks
from django_tweets.contrib.redis.models import FanOut, PulledAuthor
from django_tweets.models import Follow
from django_tweets.services import sweep
from django_tweets.services.sweep_window import Window
from django_tweets.snowflake import first_id
from django_tweets.timelines.backends import get_backend
from tests.factories import TWEET_EXTRA, make_profile, make_tweet, make_tweets
from tests.lost_tasks import losing_tasks
from tests.queries import count_statements

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = [
    pytest.mark.redis,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("redis_timeline"),
]

STEP = [step.name for step in sweep.STEPS].index("stored homes")
PULL = {"BACKEND": "django_tweets.timelines.backends.pull.AdaptivePull"}


def run_sweep(**options: Any) -> int:
    """Sweep homes up to now, and return the number of tasks that were lost."""
    now = timezone.now() + timedelta(minutes=1)
    found = 0
    for progress in sweep.sweep(Window(now - timedelta(days=3), now), first=STEP, **options):
        if progress.step > STEP:
            break
        assert not progress.failed
        found = progress.found
    return found


def stored_ids(member: Profile) -> list[int]:
    backend: Any = get_backend()
    home = backend.store.get(member.pk)
    return [] if home is None else list(home.ids)


def set_options(settings: Any, **options: Any) -> None:
    setting = settings.DJANGO_TWEETS_TIMELINE
    settings.DJANGO_TWEETS_TIMELINE = {**setting, "OPTIONS": {**setting["OPTIONS"], **options}}


@pytest.fixture
def fans(ada: Profile, settings: Any) -> list[Profile]:
    """Five members who follow ada, in three batches, and whose homes are stored: in key order."""
    set_options(settings, batch_size=2)
    fans = [make_profile() for _ in range(5)]
    for each in fans:
        services.follow(each, ada)
        tasks.store_home.func(each.pk)
    keys = [each.pk for each in fans]  # random ones on some hosts
    return list(get_profile_model()._rows.filter(pk__in=keys).order_by("pk"))


def test_task_that_was_never_enqueued_is_found(ada: Profile, fans: list[Profile]) -> None:
    before = make_tweet(ada)
    with losing_tasks():
        lost = make_tweet(ada)
    after = make_tweet(ada)
    assert [stored_ids(each) for each in fans] == [[after.pk, before.pk]] * 5
    assert run_sweep() == 1
    assert [stored_ids(each) for each in fans] == [[after.pk, lost.pk, before.pk]] * 5
    assert run_sweep() == 0


def test_dry_run_adds_nothing(ada: Profile, fans: list[Profile]) -> None:
    with losing_tasks():
        make_tweet(ada)
    assert run_sweep(dry_run=True) == 1
    assert stored_ids(fans[0]) == []
    assert not FanOut._base_manager.exists()


if django.VERSION >= (6, 0):

    def test_worker_that_was_killed_after_its_first_batch(
        ada: Profile, fans: list[Profile]
    ) -> None:
        with losing_tasks() as lost:
            tweet = make_tweet(ada)
            tasks.add_to_homes.func(tweet.pk)
        assert len(lost) == 2
        assert sum(stored_ids(each) == [tweet.pk] for each in fans) == 2
        with losing_tasks():  # the sweep has to do all batches by itself
            assert run_sweep() == 1
        assert [stored_ids(each) for each in fans] == [[tweet.pk]] * 5
        assert run_sweep() == 0

    @pytest.mark.parametrize("changes", [0, 1])
    def test_last_batch_of_an_earlier_audience_hides_no_change(
        ada: Profile, fans: list[Profile], changes: int
    ) -> None:
        first, *others = fans
        text = " ".join(f"@{each.handle}" for each in others)
        with losing_tasks() as queue:
            tweet = services.publish(ada, text, visibility="mentioned", **TWEET_EXTRA)
            for _ in range(changes):
                services.edit(tweet, f"{text} again")
            tasks.add_to_homes.func(tweet.pk)
        with losing_tasks():
            services.edit(tweet, f"@{first.handle} {text}")
        rest = queue[-1:]
        while rest:
            ((_, *arguments),) = rest
            with losing_tasks() as rest:
                tasks.add_to_homes.func(*arguments)
        assert [stored_ids(each) for each in fans] == [[], *[[tweet.pk]] * 4]
        assert run_sweep() == 1
        assert [stored_ids(each) for each in fans] == [[tweet.pk]] * 5
        assert run_sweep() == 0


def test_sweep_nests_no_batches(ada: Profile, settings: Any) -> None:
    """Each batch within the one before would exceed Python's limit of recursion."""
    set_options(settings, batch_size=1)
    fans = [make_profile() for _ in range(150)]
    Follow._base_manager.bulk_create(Follow(follower=each, followed=ada) for each in fans)
    for each in (fans[0], fans[-1]):
        tasks.store_home.func(each.pk)
    with losing_tasks():
        tweet = make_tweet(ada)
        assert run_sweep() == 1
    assert [stored_ids(each) for each in (fans[0], fans[-1])] == [[tweet.pk]] * 2
    assert run_sweep() == 0


def test_lost_change_of_the_audience_is_found(ada: Profile, fans: list[Profile]) -> None:
    tweet = services.publish(ada, "for nobody", visibility="mentioned", **TWEET_EXTRA)
    assert run_sweep() == 0
    with losing_tasks():
        services.edit(tweet, tweet.content, visibility="public")
    assert stored_ids(fans[0]) == []
    assert run_sweep() == 1
    assert [stored_ids(each) for each in fans] == [[tweet.pk]] * 5
    assert run_sweep() == 0


def test_change_that_is_done_is_not_found(ada: Profile, fans: list[Profile]) -> None:
    tweet = services.publish(ada, "for nobody", visibility="mentioned", **TWEET_EXTRA)
    services.edit(tweet, tweet.content, visibility="public")
    assert [stored_ids(each) for each in fans] == [[tweet.pk]] * 5
    assert run_sweep() == 0


def test_tweet_that_was_imported_with_an_earlier_date_is_found(
    ada: Profile, fans: list[Profile]
) -> None:
    with losing_tasks():
        tweet = make_tweet(ada, created_at=timezone.now() - timedelta(days=30))
    assert run_sweep() == 2  # its row is old, and deleted at once
    assert [stored_ids(each) for each in fans] == [[tweet.pk]] * 5
    assert run_sweep() == 0


def test_tweet_that_is_deleted_is_forgotten(ada: Profile, fans: list[Profile]) -> None:
    tweet, other = make_tweets(ada, 2)
    with losing_tasks():
        services.edit(tweet, tweet.content, visibility="unlisted")
        make_tweet(ada).delete()
        tweet.delete()
    assert run_sweep() == 1
    assert run_sweep() == 0
    assert [row.pk for row in FanOut._base_manager.all()] == [other.pk]


def test_transaction_that_is_rolled_back_leaves_nothing(ada: Profile, fans: list[Profile]) -> None:
    tweet = make_tweet(ada)
    with transaction.atomic():
        make_tweet(ada)
        services.edit(tweet, tweet.content, visibility="unlisted")
        transaction.set_rollback(True)
    assert run_sweep() == 0
    assert [stored_ids(each) for each in fans] == [[tweet.pk]] * 5


def test_tweet_that_was_published_while_redis_was_away_is_found(
    ada: Profile, fans: list[Profile], settings: Any
) -> None:
    here = settings.DJANGO_TWEETS_TIMELINE
    set_options(settings, url="redis://127.0.0.1:1")
    with losing_tasks():
        tweet = make_tweet(ada)
        services.edit(tweet, tweet.content, visibility="unlisted")
    settings.DJANGO_TWEETS_TIMELINE = here
    assert run_sweep() == 1
    assert [stored_ids(each) for each in fans] == [[tweet.pk]] * 5


def test_tweets_of_bulk_create_are_found(ada: Profile, fans: list[Profile]) -> None:
    model: Any = get_tweet_model()
    tweet = model(profile=ada, content="imported", **TWEET_EXTRA)
    model._base_manager.bulk_create([tweet])
    assert run_sweep() == 1
    assert [stored_ids(each) for each in fans] == [[tweet.pk]] * 5


def test_lost_removal_of_homes_is_found(ada: Profile, fans: list[Profile], settings: Any) -> None:
    tweet = make_tweet(ada)
    set_options(settings, max_followers=0)
    PulledAuthor._base_manager.create(profile=ada)
    assert stored_ids(fans[0]) == [tweet.pk]
    with losing_tasks():  # in which tasks run elsewhere
        assert run_sweep() == 1
    assert PulledAuthor._base_manager.get().is_complete
    assert [stored_ids(each) for each in fans] == [[]] * 5
    assert run_sweep() == 0


def test_tweet_of_a_pulled_author_is_done(ada: Profile, fans: list[Profile], settings: Any) -> None:
    set_options(settings, max_followers=0)
    make_tweet(ada)
    assert run_sweep() == 0


def test_young_tasks_are_left_in_the_queue(ada: Profile, fans: list[Profile]) -> None:
    tweet = make_tweet(ada)
    with losing_tasks():
        services.edit(tweet, tweet.content, visibility="unlisted")
        make_tweet(ada)
    PulledAuthor._base_manager.create(profile=ada)
    until = timezone.now() - timedelta(minutes=10)
    batches = get_backend().find_lost_tasks(until - timedelta(days=3), until)
    assert [work for calls in batches for work in calls] == []


def test_tweet_older_than_the_days_of_the_sweep_is_found(ada: Profile, settings: Any) -> None:
    """Homes may be kept for longer than the sweep looks back."""
    set_options(settings, max_age=10 * 86_400)
    make_tweet(ada, created_at=timezone.now() - timedelta(days=5))
    FanOut._base_manager.all().delete()
    assert run_sweep(dry_run=True) == 1
    set_options(settings, max_age=86_400)
    assert run_sweep(dry_run=True) == 0


@pytest.mark.parametrize("count", [1, 30])
def test_search_takes_the_same_statements_for_many_tweets(
    ada: Profile, fans: list[Profile], count: int
) -> None:
    with losing_tasks():
        make_tweets(ada, count)
    assert count_statements(lambda: run_sweep(dry_run=True)) == 6


def test_old_rows_are_deleted(ada: Profile, settings: Any) -> None:
    now = timezone.now()
    old, changed, new = (first_id(now - timedelta(hours=hours)) for hours in (25, 26, 23))
    FanOut._base_manager.bulk_create(
        [FanOut(tweet_id=old), FanOut(tweet_id=changed, change_id=new), FanOut(tweet_id=new)]
    )
    here = settings.DJANGO_TWEETS_TIMELINE
    settings.DJANGO_TWEETS_TIMELINE = PULL
    tasks.delete_old_fan_outs.func()  # enqueued before the setting was removed
    assert FanOut._base_manager.count() == 3
    settings.DJANGO_TWEETS_TIMELINE = here
    tasks.delete_old_fan_outs.func()
    assert {row.pk for row in FanOut._base_manager.all()} == {changed, new}


def test_site_without_stored_homes_has_none_to_find(ada: Profile, settings: Any) -> None:
    settings.DJANGO_TWEETS_TIMELINE = PULL
    make_tweet(ada)
    assert run_sweep() == 0


def test_fan_out_has_a_name() -> None:
    assert str(FanOut(tweet_id=7)) == "7"
