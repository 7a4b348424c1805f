"""Activity of a profile: the tweets counted on each day, and the number of queries."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from django_tweets import get_tweet_model, services
from django_tweets.formatting import times
from django_tweets.models import Follow, Visibility
from django_tweets.timelines import activity
from tests.factories import TWEET_EXTRA, make_profile, make_tweet
from tests.queries import at_most
from tests.timelines.test_plans import Community, get_index_name, plan_of

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = pytest.mark.django_db

TODAY = date(2025, 11, 22)


def make_tweet_at(author: Profile, at: datetime, **fields: Any) -> Any:
    """Create a tweet at a time, on a site with or without time zones."""
    if not timezone.now().tzinfo:
        at = timezone.make_naive(at)
    return make_tweet(author, created_at=at, **fields)


@pytest.mark.parametrize(
    ("zone", "offsets"),
    [("UTC", (0, 0)), ("Europe/Lisbon", (1, 0)), ("America/New_York", (-4, -5)),
     ("Asia/Kathmandu", (5.75, 5.75)), ("Australia/Lord_Howe", (10.5, 11))],
)  # fmt: skip
def test_tweets_are_counted_on_the_day_in_the_current_time_zone(
    ada: Profile, zone: str, offsets: tuple[float, float]
) -> None:
    summer, winter = date(2025, 7, 1), date(2025, 11, 20)
    for day, offset in zip((summer, winter), offsets, strict=True):
        midnight = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=offset)
        moments = [timedelta(seconds=-1), timedelta(0), timedelta(hours=23, minutes=59)]
        for moment in moments:
            make_tweet_at(ada, midnight + moment)
    with timezone.override(ZoneInfo(zone)):
        counts = activity(ada, TODAY)
    days = [summer - timedelta(days=1), summer, winter - timedelta(days=1), winter]
    assert counts == dict(zip(days, [1, 2, 1, 2], strict=True))


def test_only_tweets_for_everyone_are_counted(ada: Profile, bob: Profile) -> None:
    tweet = make_tweet(bob)
    today = times.today()
    services.publish(ada, "a reply", in_reply_to=tweet, **TWEET_EXTRA)
    services.publish(ada, "a quote", quote_of=tweet, **TWEET_EXTRA)
    make_tweet(ada, visibility=Visibility.UNLISTED)
    services.retweet(ada, tweet, **TWEET_EXTRA)
    make_tweet(ada, visibility=Visibility.FOLLOWERS)
    make_tweet(ada, visibility=Visibility.MENTIONED)
    make_tweet(ada, created_at=timezone.now() - timedelta(days=500))
    ada.refresh_from_db()
    assert sum(activity(ada, today).values()) == 3
    assert sum(activity(bob, today).values()) == 1


@pytest.mark.parametrize("count", [1, 20])
def test_activity_is_one_query_and_then_cached(ada: Profile, count: int) -> None:
    for n in range(count):
        make_tweet_at(ada, datetime(2025, 6, 1, tzinfo=UTC) + timedelta(days=7 * n))
    with at_most(1):
        assert len(activity(ada, TODAY)) == count
    with at_most(0):
        assert len(activity(ada, TODAY)) == count


def test_new_tweet_is_counted_at_once_below_the_limit(ada: Profile) -> None:
    today = times.today()
    for count in (1, 2):
        make_tweet(ada)
        ada.refresh_from_db()
        assert sum(activity(ada, today).values()) == count
    make_tweet(ada, created_at=timezone.now() - timedelta(days=3))
    ada.tweet_count = 5_000
    with at_most(2):
        assert sum(activity(ada, today).values()) == 3
    make_tweet(ada)
    ada.tweet_count = 5_001
    with at_most(0):
        assert sum(activity(ada, today).values()) == 3


@pytest.mark.databases("sqlite")  # with so few rows, PostgreSQL uses any index on the author
def test_activity_is_read_from_the_index_of_the_author() -> None:
    community = Community()
    with CaptureQueriesContext(connection) as queries:
        activity(community.author, times.today())
    (query,) = queries
    assert get_index_name(get_tweet_model(), "profile", "-id") in plan_of(query["sql"])


class TestPage:
    def url(self, profile: Profile) -> str:
        return f"/tweets/@{profile.handle}/activity/"

    def test_page_has_a_chart_and_a_table(self, client: Any, ada: Profile) -> None:
        for _ in range(3):
            make_tweet(ada)
        response = client.get(self.url(ada))
        html = response.content.decode()
        assert "<b>3</b> tweets in the last year" in html
        assert response.context["chart"].total == 3
        assert html.count("<td>3</td>") == 1
        assert html.count("<td>0</td>") == len(response.context["chart"].days) - 1
        assert "style=" not in html

    def test_activity_of_protected_author_is_for_followers(self, client: Any, ada: Profile) -> None:
        author = make_profile(is_protected=True)
        make_tweet(author)
        html = client.get(self.url(author)).content.decode()
        assert "These tweets are protected" in html
        assert '<svg class="tw-activity-chart"' not in html
        Follow.objects.create(follower=ada, followed=author)
        client.force_login(ada.user)
        assert "<b>1</b> tweet in the last year" in client.get(self.url(author)).content.decode()

    def test_cached_activity_adds_no_query_to_a_profile(self, client: Any, ada: Profile) -> None:
        client.get(self.url(ada))
        with CaptureQueriesContext(connection) as queries:
            client.get(ada.get_absolute_url())
        assert not any("GROUP BY" in query["sql"] for query in queries)
