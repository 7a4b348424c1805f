"""What a stored home has after each operation, and that a page takes it from there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from django_tweets import get_profile_model, get_tweet_model, services, timelines
from django_tweets.contrib.redis import statements, tasks
from django_tweets.contrib.redis.models import PulledAuthor
from django_tweets.swapping import json_key
from django_tweets.timelines.backends import get_backend
from tests.factories import TWEET_EXTRA, make_profile, make_tweet, make_tweets
from tests.queries import count_statements

if TYPE_CHECKING:
    import redis

    from django_tweets.contrib.redis.home_list import HomeList
    from tests.factories import Profile, Tweet

pytestmark = [
    pytest.mark.redis,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("redis_timeline"),
]


def stored(member: Profile) -> HomeList | None:
    backend: Any = get_backend()
    home: HomeList | None = backend.store.get(member.pk)
    return home


def stored_ids(member: Profile) -> list[int]:
    home = stored(member)
    return [] if home is None else home.ids


def home(member: Profile, **options: Any) -> list[Tweet]:
    return timelines.home(get_profile_model()._rows.get(pk=member.pk), **options).rows


def set_options(settings: Any, **options: Any) -> None:
    setting = settings.DJANGO_TWEETS_TIMELINE
    settings.DJANGO_TWEETS_TIMELINE = {**setting, "OPTIONS": {**setting["OPTIONS"], **options}}


@pytest.fixture
def fan(ada: Profile, bob: Profile) -> Profile:
    """Bob follows ada, and has come to his home."""
    services.follow(bob, ada)
    home(bob)
    assert stored_ids(bob) == []
    return bob


def test_first_visit_stores_the_home(ada: Profile, bob: Profile) -> None:
    services.follow(bob, ada)
    tweet = make_tweet(ada)
    assert stored(bob) is None
    assert home(bob) == [tweet]
    assert stored_ids(bob) == [tweet.pk]


def test_new_tweet_is_added(ada: Profile, fan: Profile) -> None:
    tweets = make_tweets(ada, 3)
    assert stored_ids(fan) == [tweet.pk for tweet in reversed(tweets)]
    retweet = services.retweet(ada, make_tweet(make_profile()))
    assert stored_ids(fan)[0] == retweet.pk
    assert home(fan) == [retweet, *reversed(tweets)]


@pytest.mark.parametrize("count", [1, 30])
def test_stored_home_takes_no_more_statements_than_the_default(
    ada: Profile, fan: Profile, settings: Any, count: int
) -> None:
    make_tweets(ada, count)
    viewer = get_profile_model()._rows.get(pk=fan.pk)
    of_stored = count_statements(lambda: timelines.home(viewer))
    settings.DJANGO_TWEETS_TIMELINE = {
        "BACKEND": "django_tweets.timelines.backends.pull.AdaptivePull"
    }
    assert of_stored <= count_statements(lambda: timelines.home(viewer))


def test_page_reads_only_stored_tweets(
    ada: Profile, fan: Profile, redis_timeline: redis.Redis
) -> None:
    """A tweet that was taken out of Redis is not found, so the page comes from there."""
    make_tweet(ada)
    backend: Any = get_backend()
    begun = backend.store.get(fan.pk)
    emptied = begun.__class__(**{**vars(begun), "ids": []})
    redis_timeline.set(backend.store.name(fan.pk), emptied.pack())
    assert home(fan) == []


def test_own_tweets_are_stored(bob: Profile, fan: Profile) -> None:
    tweet = make_tweet(fan)
    assert stored_ids(fan) == [tweet.pk]
    assert home(fan) == [tweet]


def test_follow_makes_the_home_stale(ada: Profile, fan: Profile) -> None:
    other = make_profile()
    older, tweet = make_tweet(other), make_tweet(ada)
    services.follow(fan, other)
    assert stored_ids(fan) == [tweet.pk]
    assert home(fan) == [tweet, older]
    assert stored_ids(fan) == [tweet.pk, older.pk]


def test_tweet_published_while_a_home_is_read_is_kept(ada: Profile, bob: Profile) -> None:
    services.follow(bob, ada)
    first = make_tweet(ada)
    published: list[Tweet] = []

    def publish() -> None:
        published.append(make_tweet(ada))

    backend: Any = get_backend()
    store = backend.store

    class Store(type(store)):  # type: ignore[misc]  # of the backend that the site has now
        """Between reading a home and storing it, somebody publishes."""

        def finish(self, *args: Any) -> bool:
            publish()
            return bool(super().finish(*args))

    backend.store = Store(store.server, store.prefix, store.keep, store.max_age)
    tasks.store_home.func(bob.pk)
    assert stored_ids(bob) == [published[0].pk, first.pk]


def test_only_one_process_reads_a_home(ada: Profile, bob: Profile) -> None:
    services.follow(bob, ada)
    backend: Any = get_backend()
    assert backend.store.claim(bob.pk)
    home(bob)
    assert stored(bob) is None
    backend.store.release(bob.pk)
    home(bob)
    assert stored(bob) is not None


def test_followers_in_several_batches_get_the_tweet(ada: Profile, settings: Any) -> None:
    set_options(settings, batch_size=2)
    fans = [make_profile() for _ in range(5)]
    for each in fans:
        services.follow(each, ada)
        home(each)
    tweet = make_tweet(ada)
    assert [stored_ids(each) for each in fans] == [[tweet.pk]] * 5
    tasks.add_to_homes.func(tweet.pk)
    assert [stored_ids(each) for each in fans] == [[tweet.pk]] * 5


if django.VERSION >= (6, 0):

    def test_batches_are_tasks(ada: Profile, settings: Any) -> None:
        from django.tasks import default_task_backend  # noqa: PLC0415 - new in Django 6

        fans = [make_profile() for _ in range(5)]
        for each in fans:
            services.follow(each, ada)
            home(each)
        set_options(settings, batch_size=2)
        settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
        tweet = make_tweet(ada)
        backend: Any = default_task_backend
        done = 0
        while done < len(backend.results):
            result = backend.results[done]
            assert result.task.func.__name__ == "add_to_homes"
            assert sum(map(bool, map(stored_ids, fans))) == 2 * done
            result.task.func(*result.args)
            done += 1
        assert done == 3
        assert [stored_ids(each) for each in fans] == [[tweet.pk]] * 5

    def test_removals_are_tasks(ada: Profile, settings: Any) -> None:
        from django.tasks import default_task_backend  # noqa: PLC0415 - new in Django 6

        fans = [make_profile() for _ in range(3)]
        for each in fans:
            services.follow(each, ada)
            home(each)
        set_options(settings, batch_size=2, max_followers=0)
        settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
        make_tweet(ada)
        backend: Any = default_task_backend
        for number, name in enumerate(["add_to_homes", "remove_homes", "remove_homes"]):
            assert sum(stored(each) is None for each in fans) == [0, 0, 2][number]
            result = backend.results[number]
            assert result.task.func.__name__ == name
            result.task.func(*result.args)
        assert [stored(each) for each in fans] == [None] * 3
        assert PulledAuthor._base_manager.get().is_complete

    def test_own_tweets_are_shown_before_the_task_has_run(fan: Profile, settings: Any) -> None:
        settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
        tweets = make_tweets(fan, 3)
        assert stored_ids(fan) == []
        assert home(fan) == tweets[::-1]
        assert home(fan, size=2) == tweets[:0:-1]

    def test_publishing_enqueues_one_task(ada: Profile, fan: Profile, settings: Any) -> None:
        from django.tasks import default_task_backend  # noqa: PLC0415 - new in Django 6

        settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
        default = settings.DJANGO_TWEETS_TIMELINE
        pull = {"BACKEND": "django_tweets.timelines.backends.pull.AdaptivePull"}
        settings.DJANGO_TWEETS_TIMELINE = pull
        of_pull = count_statements(lambda: services.publish(ada, "one", **TWEET_EXTRA))
        settings.DJANGO_TWEETS_TIMELINE = default
        assert count_statements(lambda: services.publish(ada, "two", **TWEET_EXTRA)) == of_pull
        backend: Any = default_task_backend
        assert [result.task.func.__name__ for result in backend.results] == ["add_to_homes"]


def test_tweet_for_people_mentioned_is_added_to_their_homes_alone(
    ada: Profile, fan: Profile
) -> None:
    other = make_profile()
    services.follow(other, ada)
    home(other)
    tweet = services.publish(ada, f"@{fan.handle} hi", visibility="mentioned", **TWEET_EXTRA)
    assert stored_ids(fan) == [tweet.pk]
    assert stored_ids(other) == []
    services.edit(tweet, f"@{fan.handle} @{other.handle}")
    assert stored_ids(other) == [tweet.pk]
    assert home(other) == [tweet]


def test_tweet_with_a_wider_audience_is_added(ada: Profile, fan: Profile) -> None:
    tweet = services.publish(ada, "for nobody", visibility="mentioned", **TWEET_EXTRA)
    assert stored_ids(fan) == []
    services.edit(tweet, tweet.content, visibility="public")
    assert home(fan) == [tweet]
    row = get_tweet_model()._base_manager.get(pk=make_tweet(ada, visibility="mentioned").pk)
    row.visibility = "unlisted"
    row.save(update_fields=["visibility"])
    assert home(fan) == [row, tweet]


def test_changed_text_updates_no_homes(ada: Profile, fan: Profile) -> None:
    tweet = make_tweet(ada)
    with CaptureQueriesContext(connection) as queries:
        services.edit(tweet, "other words")
    assert not [q["sql"] for q in queries if "django_tweets_redis" in q["sql"]]


def test_unmuted_author_is_shown_at_once(ada: Profile, fan: Profile) -> None:
    services.mute(fan, ada)
    tweet = make_tweet(ada)
    assert home(fan) == []
    services.unmute(fan, ada)
    assert home(fan) == [tweet]


def test_tweet_that_is_gone_is_not_added(ada: Profile, fan: Profile) -> None:
    tweet = make_tweet(ada)
    key = tweet.pk
    tweet.delete()
    tasks.add_to_homes.func(key)
    assert home(fan) == []


def test_tasks_of_a_former_backend_do_nothing(ada: Profile, fan: Profile, settings: Any) -> None:
    tweet = make_tweet(ada)
    settings.DJANGO_TWEETS_TIMELINE = {
        "BACKEND": "django_tweets.timelines.backends.pull.AdaptivePull"
    }
    tasks.add_to_homes.func(tweet.pk)
    tasks.remove_homes.func(json_key(ada.pk))
    tasks.store_home.func(json_key(fan.pk))
    assert not PulledAuthor._base_manager.exists()


# Authors with many followers


def test_author_with_many_followers_is_pulled(ada: Profile, fan: Profile, settings: Any) -> None:
    set_options(settings, max_followers=2, batch_size=2)
    others = [make_profile() for _ in range(4)]
    first = make_tweet(ada)
    for other in others:
        services.follow(other, ada)
        home(other)
    second = make_tweet(ada)
    assert PulledAuthor._base_manager.get().is_complete
    assert stored(fan) is None
    assert home(fan) == [second, first]
    third = make_tweet(ada)
    assert stored_ids(fan) == []
    kept = stored(fan)
    assert kept is not None
    assert kept.pulled == [json_key(ada.pk)]
    assert home(fan) == [third, second, first]
    services.mute(fan, ada)
    assert home(fan) == []
    services.unmute(fan, ada)
    services.unfollow(fan, ada)
    assert home(fan) == []


def test_author_who_has_lost_followers_is_not_pulled(
    ada: Profile, fan: Profile, settings: Any
) -> None:
    set_options(settings, max_followers=3)
    others = [make_profile() for _ in range(3)]
    for other in others:
        services.follow(other, ada)
    first = make_tweet(ada)
    home(fan)
    for other in others[:2]:
        services.unfollow(other, ada)
    make_tweet(ada)
    assert PulledAuthor._base_manager.exists()  # two are more than the half
    services.unfollow(others[2], ada)
    third = make_tweet(ada)
    assert not PulledAuthor._base_manager.exists()
    assert stored_ids(fan) == [third.pk]
    assert [tweet.pk for tweet in home(fan)][::2] == [third.pk, first.pk]


def test_lost_removal_of_homes_is_done_with_the_next_tweet(
    ada: Profile, fan: Profile, settings: Any
) -> None:
    set_options(settings, max_followers=0)
    PulledAuthor._base_manager.create(profile=ada)  # and the tasks were lost
    first = make_tweet(ada)
    assert PulledAuthor._base_manager.get().is_complete
    assert home(fan) == [first]


def test_many_pulled_authors_fill_pages(bob: Profile, settings: Any) -> None:
    set_options(settings, max_followers=0)
    authors = [make_profile() for _ in range(6)]
    for author in authors:
        services.follow(bob, author)
    tweets = [make_tweet(author) for _ in range(8) for author in authors]
    home(bob)
    seen, cursor = [], timelines.Cursor()
    while True:
        page = timelines.home(bob, cursor, 5)
        seen += page.rows
        if page.older is None:
            break
        cursor = page.older
    assert seen == tweets[::-1]


# Ends of stored homes


def test_older_pages_come_from_the_database(ada: Profile, bob: Profile, settings: Any) -> None:
    set_options(settings, keep=50)
    services.follow(bob, ada)
    tweets = make_tweets(ada, 120)
    for _ in range(2):
        seen, cursor = [], timelines.Cursor()
        while True:
            page = timelines.home(bob, cursor, 20)
            seen += page.rows
            if page.older is None:
                break
            cursor = page.older
        assert seen == tweets[::-1]
    kept = stored(bob)
    assert kept is not None
    assert len(kept.ids) == 50


def test_author_who_writes_more_than_others_is_read_on(
    bob: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statements, "ENTRIES", 40)  # 13 of each
    authors = [make_profile() for _ in range(3)]
    for author in authors:
        services.follow(bob, author)
    make_tweets(authors[1], 2)
    make_tweets(authors[0], 30)
    home(bob)
    assert len(stored_ids(bob)) == 32
