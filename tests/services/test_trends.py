"""Trends: hashtags of public tweets that more people use than before."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from django_tweets import get_profile_model, services, signals, timelines
from django_tweets.models import Hashtag, Trend, TweetHashtag, Visibility
from django_tweets.services import trends
from tests.factories import TWEET_EXTRA, make_profile, make_tweet
from tests.queries import at_most
from tests.views.scenarios import KINDS, make_world

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tests.factories import Profile

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> list[Profile]:
    return [make_profile() for _ in range(12)]


def publish_hashtag(tag: str, authors: Iterable[Profile], days: float = 0, **fields: Any) -> None:
    """Create a tweet with the hashtag by each author, so many days ago."""
    at = timezone.now() - timedelta(days=days, minutes=1)
    for author in authors:
        make_tweet(author, f"{tag} #{tag}", created_at=at, **fields)


def trending_now() -> list[tuple[str, int]]:
    services.compute_trends()
    return [(trend.hashtag.name, trend.people_count) for trend in timelines.trends(20)]


def test_hashtag_that_more_people_use_than_before_is_a_trend(people: list[Profile]) -> None:
    for day in range(1, 8):
        publish_hashtag("weather", people, days=day)
        publish_hashtag("tea", people[:2], days=day)
    publish_hashtag("weather", people)
    publish_hashtag("tea", people[:9])
    publish_hashtag("bell", people[:4])
    # "weather" is used most, as always.
    assert trending_now() == [("tea", 9), ("bell", 4)]


def test_hashtag_that_fewer_people_use_than_before_is_no_trend(people: list[Profile]) -> None:
    """Fewer people than expected are as unlikely as more."""
    for day in range(1, 8):
        publish_hashtag("weather", people, days=day)
    publish_hashtag("weather", people[:3])
    assert trending_now() == []


def test_signal_is_sent_with_the_trends(
    people: list[Profile], django_capture_on_commit_callbacks: Any
) -> None:
    received: list[Any] = []

    def receive(trends: Any, **kwargs: Any) -> None:
        received.append([trend.people_count for trend in trends])

    publish_hashtag("bell", people[:4])
    signals.trends_computed.connect(receive)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            services.compute_trends()
    finally:
        signals.trends_computed.disconnect(receive)
    assert received == [[4]]


def test_author_with_many_tweets_counts_once(people: list[Profile]) -> None:
    publish_hashtag("me", people[:1] * 50)
    publish_hashtag("we", people[:1] * 50 + people[1:2] * 50)
    publish_hashtag("all", people[:3])
    assert trending_now() == [("all", 3)]


def test_hashtag_with_constant_use_is_no_trend(people: list[Profile]) -> None:
    """People count once a day: ten people who use the hashtag every day are expected."""
    for day in range(8):
        publish_hashtag("gm", people[:10], days=day)
    assert trending_now() == []


@pytest.mark.parametrize("kind", KINDS)
def test_only_public_tweets_count(kind: str, people: list[Profile]) -> None:
    visibility = kind if kind in Visibility.values else Visibility.PUBLIC
    visibility = Visibility.WITHHELD if kind == "held" else visibility
    publish_hashtag("bell", people[:3], visibility=visibility)
    flags = {f"is_{kind}": True} if kind in {"protected", "suspended"} else {}
    if flags:
        get_profile_model().objects.filter(pk=people[0].pk).update(**flags)
    assert trending_now() == ([("bell", 3)] if kind == "public" else [])


def test_deleted_profile_does_not_count(people: list[Profile]) -> None:
    publish_hashtag("bell", people[:3])
    get_profile_model().objects.filter(pk=people[0].pk).update(deleted_at=timezone.now())
    assert trending_now() == []


def test_retweets_do_not_count(people: list[Profile]) -> None:
    publish_hashtag("bell", people[:2])
    tweet = make_tweet(people[0], "again #bell")
    for fan in people[3:8]:
        make_tweet(fan, "", retweet_of=tweet)
    assert trending_now() == []


def test_recent_use_ranks_higher(people: list[Profile]) -> None:
    publish_hashtag("morning", people[:5], days=0.9)
    publish_hashtag("evening", people[:5])
    assert trending_now() == [("evening", 5), ("morning", 5)]


def test_quiet_site_uses_a_longer_window(people: list[Profile]) -> None:
    publish_hashtag("once", people[:1], days=60)
    publish_hashtag("now", people[:3])
    publish_hashtag("yesterday", people[:3], days=2)
    publish_hashtag("last week", people[:3], days=6)
    assert trending_now() == [("now", 3), ("yesterday", 3), ("last", 3)]
    since = timelines.trends()[0].since
    assert since == pytest.approx(timezone.now() - timedelta(days=7), abs=timedelta(minutes=1))
    for n in range(5):
        publish_hashtag(f"busy{n}", people[:3])
    names = [name for name, _ in trending_now()]
    assert sorted(names) == ["busy0", "busy1", "busy2", "busy3", "busy4", "now"]


def test_new_site_has_trends_of_one_day_only(people: list[Profile]) -> None:
    """A longer window would have no past to compare with."""
    publish_hashtag("first", people[:4], days=2)
    assert trending_now() == []
    publish_hashtag("second", people[:4])
    assert trending_now() == [("second", 4)]


def test_busy_site_uses_a_shorter_window(
    people: list[Profile], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_hashtag("before", people[:3], days=0.5)
    publish_hashtag("now", people[:6])
    monkeypatch.setattr(trends, "MAX_USES", 5)
    assert trending_now() == [("now", 6)]
    monkeypatch.setattr(trends, "MAX_USES", 0)  # the window is empty
    assert trending_now() == []


def test_stored_trends_are_replaced(people: list[Profile]) -> None:
    publish_hashtag("one", people[:3])
    publish_hashtag("two", people[:5])
    assert trending_now() == [("two", 5), ("one", 3)]
    get_profile_model().objects.filter(pk__in=[p.pk for p in people[2:4]]).update(is_suspended=True)
    assert trending_now() == [("two", 3)]
    assert str(Trend._base_manager.get()) == f"1: {Hashtag._base_manager.get(name='two').pk}"


def test_at_most_twenty_trends_are_stored(people: list[Profile]) -> None:
    for n in range(22):
        publish_hashtag(f"tag{n}", people[:3])
    assert len(services.compute_trends()) == len(trending_now()) == 20
    assert len(timelines.trends(limit=3)) == 3


def test_deleted_hashtag_is_not_shown(people: list[Profile]) -> None:
    publish_hashtag("bell", people[:3])
    services.compute_trends()
    Hashtag._base_manager.all().delete()
    assert timelines.trends() == []


def test_trends_are_read_in_one_query_and_then_from_the_cache(people: list[Profile]) -> None:
    for n in range(3):
        publish_hashtag(f"tag{n}", people[:3])
    services.compute_trends()
    with at_most(1):
        assert [trend.hashtag.name for trend in timelines.trends()]
    with at_most(0):
        timelines.trends()


def test_trends_are_computed_once_in_a_while(
    people: list[Profile], django_capture_on_commit_callbacks: Any
) -> None:
    publish_hashtag("bell", people[:3])
    with django_capture_on_commit_callbacks(execute=True) as asked:
        services.refresh_trends()
        services.refresh_trends()
    assert len(asked) == 2  # the task, and the signal that it sends
    assert len(timelines.trends()) == 1
    cache.delete(trends.REFRESHED_KEY)
    with django_capture_on_commit_callbacks() as asked:
        services.refresh_trends()
    assert asked == []  # another process has
    cache.delete(trends.REFRESHED_KEY)
    Trend.objects.update(computed_at=timezone.now() - timedelta(minutes=11))
    with django_capture_on_commit_callbacks() as asked:
        services.refresh_trends()
    assert len(asked) == 1


@pytest.mark.parametrize("visibility", [Visibility.UNLISTED, Visibility.FOLLOWERS])
def test_tweet_that_is_not_public_does_not_refresh_the_trends(
    ada: Profile, run_with_tasks: Callable[..., Any], visibility: str
) -> None:
    publish_hashtag("news", [make_profile() for _ in range(3)])
    run_with_tasks(services.publish, ada, "#a", visibility=visibility, **TWEET_EXTRA)
    services.update_profile(ada, is_protected=True)
    run_with_tasks(services.publish, ada, "#b", **TWEET_EXTRA)
    limited = make_profile(is_limited=True)
    run_with_tasks(services.publish, limited, "#c", **TWEET_EXTRA)
    assert not Trend.objects.exists()


def test_tweet_with_a_hashtag_refreshes_the_trends(
    people: list[Profile], django_capture_on_commit_callbacks: Any
) -> None:
    publish_hashtag("bell", people[:3])
    with django_capture_on_commit_callbacks(execute=True):
        services.publish(people[0], "no hashtag", **TWEET_EXTRA)
    assert timelines.trends() == []
    cache.delete(Trend.CACHE_KEY)
    with django_capture_on_commit_callbacks(execute=True):
        services.publish(people[3], "#Bell", **TWEET_EXTRA)
    assert [trend.people_count for trend in timelines.trends()] == [4]


def test_command_reports_the_number_of_trends(
    people: list[Profile], capsys: pytest.CaptureFixture[str]
) -> None:
    publish_hashtag("bell", people[:3])
    call_command("compute_trends")
    assert capsys.readouterr().out == "Trending hashtags: 1.\n"
    call_command("compute_trends", verbosity=0)
    assert capsys.readouterr().out == ""
    assert len(timelines.trends()) == 1


@pytest.mark.databases("postgresql", "sqlite")
def test_query_plans_use_the_index(people: list[Profile]) -> None:
    """Only the uses in the window are read, however many there are."""
    tweet = make_tweet(people[0])
    hashtags = [Hashtag(key=f"{n:x}", name=f"n{n}") for n in range(1, 21)]
    Hashtag._base_manager.bulk_create(hashtags)
    old = range(tweet.pk - 3_000, tweet.pk)
    TweetHashtag._base_manager.bulk_create(
        TweetHashtag(tweet_id=key, hashtag=hashtags[key % 20]) for key in old
    )
    publish_hashtag("bell", people[:3])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with CaptureQueriesContext(connection) as queries:
        services.compute_trends()
    _, _, roughly, used, before, *_ = (query["sql"] for query in queries)
    explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    for statement in (roughly, used, before):
        with connection.cursor() as cursor:
            cursor.execute(f"{explain} {statement}", None)
            plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
        assert "Seq Scan on django_tweets_tweethashtag" not in plan
        assert "SCAN django_tweets_tweethashtag" not in plan


class TestPages:
    def test_trends_are_on_explore_and_in_the_sidebar(
        self, client: Any, people: list[Profile]
    ) -> None:
        publish_hashtag("FerryBell", people[:4])
        services.compute_trends()
        html = client.get("/tweets/explore/").content.decode()
        assert html.count('id="tw-now"') == 1
        assert 'href="/tweets/tags/ferrybell/"><bdi class="tw-name">#FerryBell</bdi>' in html
        assert "4 people" in html
        html = client.get(people[0].get_absolute_url()).content.decode()
        assert html.count('id="tw-now"') == 1

    def test_trends_are_on_the_first_page_only(self, client: Any, people: list[Profile]) -> None:
        publish_hashtag("bell", people[:4])
        services.compute_trends()
        before = make_tweet(people[0]).pk
        assert 'id="tw-now"' not in client.get(f"/tweets/explore/?before={before}").content.decode()

    def test_reader_has_no_trends_computed(
        self, client: Any, people: list[Profile], django_capture_on_commit_callbacks: Any
    ) -> None:
        publish_hashtag("bell", people[:4])
        with django_capture_on_commit_callbacks() as asked:
            client.get("/tweets/explore/")
        assert asked == []

    def test_member_gets_the_trends_of_visitors(self, as_ada: Any, people: list[Profile]) -> None:
        """A member's page reads them with the suggestions, as JSON, if the cache is empty."""
        publish_hashtag("Bell", people[:4])
        services.compute_trends()
        stored = timelines.trends()
        cache.clear()
        (trend,) = as_ada.get("/tweets/").context["django_tweets"]["sidebar"].trends
        assert [trend] == stored
        for name in ("people_count", "since", "computed_at", "hashtag"):
            assert getattr(trend, name) == getattr(stored[0], name)
        hashtag = trend.hashtag
        assert (hashtag.name, hashtag.key) == (stored[0].hashtag.name, stored[0].hashtag.key)

    def test_hashtag_of_protected_authors_is_not_shown(self, client: Any) -> None:
        world = make_world("stranger", "protected")
        publish_hashtag(
            "secret", [world.author, *(make_profile(is_protected=True) for _ in range(4))]
        )
        services.compute_trends()
        assert "secret" not in client.get("/tweets/explore/").content.decode()
