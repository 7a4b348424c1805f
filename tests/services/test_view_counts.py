"""Views of tweets: what counts, and how the counts come into the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache

from django_tweets import services, timelines
from django_tweets.cache import breaker
from django_tweets.circuit_breaker import ServerUnavailable
from django_tweets.formatting import times
from django_tweets.models import TweetViewCount, ViewCountFlush
from django_tweets.services import tasks, view_counts, view_stores
from tests import redis_server
from tests.factories import TWEET_EXTRA, make_tweet, make_tweets
from tests.queries import count_statements

if TYPE_CHECKING:
    from tests.factories import Profile, Tweet
    from tests.services.conftest import Clock

pytestmark = pytest.mark.django_db

AN_HOUR = 3600


@pytest.fixture(autouse=True, params=["locmem", pytest.param("redis", marks=pytest.mark.redis)])
def _counts_views(request: Any, settings: Any) -> None:
    settings.DJANGO_TWEETS_VIEW_COUNTS = True
    if request.param == "redis":
        request.getfixturevalue("redis_cache")


def flush(clock: Clock) -> int:
    """Let the window end, and write it."""
    clock.now += AN_HOUR
    return services.flush_view_counts()


def stored() -> dict[int, int]:
    """Return the counts in the database, by the key of the tweet."""
    return dict(TweetViewCount._base_manager.values_list("pk", "count"))


def test_view_is_counted_when_its_window_has_ended(
    ada: Profile, bob: Profile, clock: Clock
) -> None:
    tweet = make_tweet(ada)
    services.count_views(bob, [tweet.pk])
    services.count_views(None, [tweet.pk])
    assert services.flush_view_counts() == 0
    assert stored() == {}
    assert flush(clock) == 2
    assert stored() == {tweet.pk: 2}
    assert flush(clock) == 0
    assert stored() == {tweet.pk: 2}


def test_windows_add_up(ada: Profile, bob: Profile, clock: Clock) -> None:
    first, second = make_tweet(ada), make_tweet(ada)
    for keys in ([first.pk], [first.pk, second.pk], [second.pk]):
        services.count_views(bob, keys)
        clock.now += view_stores.WINDOW
    assert flush(clock) == 4
    assert stored() == {first.pk: 2, second.pk: 2}


def test_first_view_of_a_window_enqueues_the_task(
    ada: Profile, bob: Profile, clock: Clock, django_capture_on_commit_callbacks: Any
) -> None:
    tweet = make_tweet(ada)
    with django_capture_on_commit_callbacks(execute=True) as first:
        services.count_views(bob, [tweet.pk])
        services.count_views(bob, [tweet.pk])
    assert len(first) == 1
    assert stored() == {}
    clock.now += AN_HOUR
    with django_capture_on_commit_callbacks(execute=True):
        services.count_views(bob, [tweet.pk])
    assert stored() == {tweet.pk: 2}


def test_author_does_not_count(ada: Profile, bob: Profile, clock: Clock) -> None:
    tweet = make_tweet(ada)
    repeated = services.retweet(bob, tweet, **TWEET_EXTRA)
    services.count_views(ada, [tweet.pk, repeated.pk])
    assert flush(clock) == 0


def test_retweet_counts_for_the_original_once(ada: Profile, bob: Profile, clock: Clock) -> None:
    tweet = make_tweet(ada)
    repeated = services.retweet(bob, tweet, **TWEET_EXTRA)
    services.count_views(None, [repeated.pk, tweet.pk, repeated.pk])
    services.count_views(bob, [repeated.pk])
    flush(clock)
    assert stored() == {tweet.pk: 2}


def test_tweet_that_the_viewer_may_not_read_does_not_count(
    ada: Profile, bob: Profile, clock: Clock
) -> None:
    hidden = make_tweet(ada, visibility="followers")
    services.count_views(bob, [hidden.pk, hidden.pk + 1, -1])
    services.count_views(None, [hidden.pk])
    assert flush(clock) == 0
    services.follow(bob, ada)
    services.count_views(bob, [hidden.pk])
    flush(clock)
    assert stored() == {hidden.pk: 1}


def test_views_do_not_tell_whether_one_person_has_read_a_tweet(
    ada: Profile, bob: Profile, clock: Clock
) -> None:
    """A number of views of a tweet for one reader would be a receipt of that reader."""
    secret = services.publish(ada, "@bob hello", visibility="mentioned", **TWEET_EXTRA)
    services.count_views(bob, [secret.pk])
    assert flush(clock) == 0
    assert timelines.hydrate([secret.pk], ada)[0].view_count is None
    narrowed = services.publish(ada, "@bob, all", **TWEET_EXTRA)
    services.count_views(None, [narrowed.pk])
    flush(clock)
    repeated = services.retweet(bob, narrowed, **TWEET_EXTRA)
    services.edit(narrowed, "@bob alone", visibility="mentioned")
    services.count_views(bob, [narrowed.pk, repeated.pk])
    assert flush(clock) == 0
    assert timelines.hydrate([narrowed.pk], ada)[0].view_count is None


def test_blocked_member_does_not_count(ada: Profile, bob: Profile, clock: Clock) -> None:
    tweet = make_tweet(ada)
    services.block(ada, bob)
    services.count_views(bob, [tweet.pk])
    assert flush(clock) == 0


def test_call_counts_a_bounded_number_of_tweets(ada: Profile, bob: Profile, clock: Clock) -> None:
    keys = [tweet.pk for tweet in make_tweets(ada, view_counts.MAX_KEYS + 5)]
    services.count_views(bob, keys)
    assert flush(clock) == view_counts.MAX_KEYS


@pytest.mark.parametrize("count", [1, 20])
def test_views_take_one_statement(ada: Profile, bob: Profile, count: int) -> None:
    keys = [tweet.pk for tweet in make_tweets(ada, count)]
    cache.clear()
    assert count_statements(lambda: services.count_views(bob, keys)) == 1
    assert count_statements(lambda: services.count_views(None, keys)) == 1


def test_one_sender_counts_a_bounded_number_of_views(
    ada: Profile, bob: Profile, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view_stores, "MAX_PER_SENDER", 3)
    keys = [tweet.pk for tweet in make_tweets(ada, 2)]
    for _ in range(3):
        services.count_views(bob, keys)
        services.count_views(None, keys, address="203.0.113.1")
    assert flush(clock) == 2 * 2
    for _ in range(3):
        services.count_views(None, keys)  # an unknown address: most likely a proxy
    assert flush(clock) == 2 * 3


def test_window_counts_a_bounded_number_of_views(
    ada: Profile, bob: Profile, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view_stores, "MAX_TWEETS", 2)  # in Redis
    monkeypatch.setattr(view_stores, "MAX_ENTRIES", 2)  # in another cache
    tweets = make_tweets(ada, 3)
    for tweet in tweets:
        services.count_views(bob, [tweet.pk])
    flush(clock)
    assert stored() == {tweet.pk: 1 for tweet in tweets[:2]}


def test_site_without_the_setting_counts_nothing(
    ada: Profile, bob: Profile, settings: Any, clock: Clock
) -> None:
    tweet = make_tweet(ada)
    services.count_views(bob, [tweet.pk])
    del settings.DJANGO_TWEETS_VIEW_COUNTS
    assert count_statements(lambda: services.count_views(bob, [tweet.pk])) == 0
    assert count_statements(lambda: flush(clock)) == 0
    assert stored() == {}


def test_deleted_tweet_leaves_nothing(ada: Profile, bob: Profile, clock: Clock) -> None:
    kept, deleted, late = make_tweets(ada, 3)
    for _ in range(2):
        services.count_views(bob, [kept.pk, deleted.pk])
        flush(clock)
    services.count_views(bob, [late.pk])
    for tweet in (deleted, late):
        services.delete(tweet)
        tasks.purge_tweet.func(tweet.pk)
    flush(clock)
    assert stored() == {kept.pk: 2}


class Killed(BaseException):
    """The process is killed."""


@pytest.mark.parametrize("place", ["between batches", "before the window is forgotten"])
def test_killed_flush_goes_on_without_counting_twice(
    ada: Profile, bob: Profile, clock: Clock, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.setattr(view_counts, "BATCH_SIZE", 2)
    keys = [tweet.pk for tweet in make_tweets(ada, 5)]
    services.count_views(bob, keys)
    batches = iter(range(1 if place == "between batches" else 3))

    def kill() -> None:
        if next(batches, None) is None:
            raise Killed

    def kill_at_end(store: Any, window: int) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(view_counts, "count_batch", kill)
        for store in (view_stores.RedisStore, view_stores.EntryStore):
            patch.setattr(store, "forget", kill_at_end)
        with pytest.raises(Killed):
            flush(clock)
    assert stored() == dict.fromkeys(keys[:2] if place == "between batches" else keys, 1)
    services.flush_view_counts()
    assert stored() == dict.fromkeys(keys, 1)


def test_late_view_is_never_counted_twice(ada: Profile, bob: Profile, clock: Clock) -> None:
    """A request that took longer than a window is kept: its view is lost, or counted once."""
    first, second = sorted(tweet.pk for tweet in make_tweets(ada, 2))
    began = clock.now
    services.count_views(bob, [first])
    flush(clock)
    clock.now = began
    services.count_views(bob, [first, second])
    flush(clock)
    assert stored() == {first: 1, second: 1}


def test_old_flushes_are_forgotten(ada: Profile, bob: Profile, clock: Clock) -> None:
    tweet = make_tweet(ada)
    for _ in range(2):
        services.count_views(bob, [tweet.pk])
        flush(clock)
        assert ViewCountFlush._base_manager.count() == 1
        clock.now += 3 * view_stores.KEPT_FOR
    (last,) = ViewCountFlush._base_manager.all()
    assert str(last) == f"{last.pk}: {tweet.pk}"
    assert str(TweetViewCount._base_manager.get()) == f"{tweet.pk}: 2"


def test_flush_takes_as_many_statements_for_many_tweets(
    ada: Profile, bob: Profile, clock: Clock
) -> None:
    counts = []
    for count in (2, 20):
        services.count_views(bob, [tweet.pk for tweet in make_tweets(ada, count)])
        counts.append(count_statements(lambda: flush(clock)))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("viewer", ["ada", "bob", None])
def test_only_the_author_is_told(ada: Profile, bob: Profile, clock: Clock, viewer: Any) -> None:
    tweet, unseen = make_tweet(ada), make_tweet(ada)
    services.count_views(bob, [tweet.pk])
    profile = {"ada": ada, "bob": bob}.get(viewer)

    def hydrate() -> list[Tweet]:
        return timelines.hydrate([tweet.pk, unseen.pk], profile)

    statements = count_statements(hydrate)
    flush(clock)
    assert count_statements(hydrate) == statements
    told = [each.view_count for each in hydrate()]
    assert told == ([1, 0] if viewer == "ada" else [None, None])


def test_author_is_told_beside_mentions_and_retweets(
    ada: Profile, bob: Profile, clock: Clock
) -> None:
    tweet = make_tweet(ada, "hello @bob")
    repeated = services.retweet(bob, tweet, **TWEET_EXTRA)
    services.count_views(bob, [tweet.pk])
    flush(clock)
    (shown,) = timelines.hydrate([repeated.pk], ada)
    assert shown.shown.view_count == 1
    assert shown.view_count is None
    (quote,) = timelines.hydrate([make_tweet(bob, "so", quote_of=tweet).pk], ada)
    assert quote.quoted is not None
    assert quote.quoted.view_count == 1


def test_analytics_have_the_views_of_each_period(
    ada: Profile, bob: Profile, clock: Clock, settings: Any
) -> None:
    tweet, _ = make_tweet(ada), make_tweet(ada)
    services.count_views(bob, [tweet.pk])
    services.count_views(None, [tweet.pk])
    flush(clock)
    today = times.today()
    numbers = timelines.analytics(ada, today)
    assert numbers.views == (2, 0)
    assert numbers.top == []  # a view is no reaction
    statements = count_statements(lambda: timelines.analytics(ada, today))
    del settings.DJANGO_TWEETS_VIEW_COUNTS
    assert timelines.analytics(ada, today).views is None
    assert count_statements(lambda: timelines.analytics(ada, today)) == statements


def test_nothing_is_counted_by_a_cache_that_stores_nothing(
    ada: Profile, bob: Profile, clock: Clock, settings: Any
) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    services.count_views(bob, [make_tweet(ada).pk])
    assert flush(clock) == 0


@pytest.mark.redis
@pytest.mark.parametrize("how", ["stop", "hang"])
def test_nothing_fails_while_redis_is_away(
    ada: Profile,
    clock: Clock,
    settings: Any,
    how: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    first, second = make_tweets(ada, 2)
    with redis_server.run_server() as server:
        settings.CACHES = server.get_caches(socket_timeout=0.2)
        services.count_views(None, [first.pk])
        getattr(server, how)()
        for _ in range(3):
            services.count_views(None, [second.pk])
            assert flush(clock) == 0
        # One line, and so one timeout: the circuit breaker asks the server once.
        assert [record for record in caplog.records if record.name == "django_tweets"][1:] == []
        assert stored() == {}
        if how == "hang":
            server.resume()
            breaker._next_call = 0
            services.count_views(None, [first.pk])
            flush(clock)
            assert stored()[first.pk] == 2


def test_flush_goes_on_after_the_cache_was_away(
    ada: Profile, bob: Profile, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cache fails between two windows: the first one is written, the second one later."""
    tweet = make_tweet(ada)
    for _ in range(2):
        services.count_views(bob, [tweet.pk])
        clock.now += view_stores.WINDOW

    def fail(store: Any, window: int) -> None:
        raise ServerUnavailable

    with monkeypatch.context() as patch:
        for store in (view_stores.RedisStore, view_stores.EntryStore):
            patch.setattr(store, "forget", fail)
        assert flush(clock) == 1
    assert services.flush_view_counts() == 1
    assert stored() == {tweet.pk: 2}
