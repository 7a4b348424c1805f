"""Analytics: the tweets and follows counted in each period, and the number of queries."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone

from django_tweets import services
from django_tweets.formatting import times
from django_tweets.models import Follow
from django_tweets.timelines import analytics
from tests.factories import TWEET_EXTRA, make_profile, make_tweet
from tests.queries import at_most

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db


def days_before(days: int) -> Any:
    """Return this time of day, days ago.

    56 times 24 hours may differ by an hour when clocks change, and so begin on another day.
    """
    now = timezone.now()
    return (timezone.localtime(now) if timezone.is_aware(now) else now) - timedelta(days=days)


def set_counters(tweet: Tweet, **counts: int) -> Tweet:
    """Store these counters of tweet, and return it."""
    type(tweet)._base_manager.filter(pk=tweet.pk).update(
        **{f"{name}_count": count for name, count in counts.items()}
    )
    return tweet


def follow(follower: Profile, followed: Profile, days: int) -> None:
    Follow.objects.create(follower=follower, followed=followed, created_at=days_before(days))


def test_numbers_of_two_periods_are_compared(ada: Profile, bob: Profile) -> None:
    set_counters(make_tweet(ada), like=3, reply=1, retweet=2, quote=1)
    set_counters(make_tweet(ada, created_at=days_before(27)), like=1)
    set_counters(make_tweet(ada, created_at=days_before(28)), like=9, retweet=5)
    set_counters(make_tweet(ada, created_at=days_before(55)), reply=1)
    set_counters(make_tweet(ada, created_at=days_before(56)), like=100)
    services.retweet(ada, set_counters(make_tweet(bob), like=50), **TWEET_EXTRA)
    found = analytics(ada, times.today())
    assert found.tweets == (2, 2)
    assert found.likes == (4, 9)
    assert found.replies == (1, 1)
    assert found.retweets == (2, 5)
    assert found.quotes == (1, 0)
    assert [found.likes.difference, found.replies.difference, found.quotes.difference] == [
        "−5",
        "0",
        "+1",
    ]
    assert not found.is_cut


def test_top_tweets_are_those_with_most_reactions(ada: Profile, bob: Profile) -> None:
    tweets = [set_counters(make_tweet(ada), like=likes) for likes in (1, 4, 0, 2, 3)]
    set_counters(make_tweet(ada, created_at=days_before(40)), like=100)
    top = analytics(ada, times.today()).top
    assert top == [tweets[1], tweets[4], tweets[3]]
    assert top[0].hydrated_for == ada.pk
    assert analytics(bob, times.today()).top == []


def test_new_followers_are_counted_by_week(ada: Profile) -> None:
    for days in (0, 6, 7, 27, 28, 55, 56, 700):
        follow(make_profile(), ada, days)
    follow(ada, make_profile(), 0)
    found = analytics(ada, times.today())
    assert found.followers == (4, 2)
    assert [week.followers for week in found.weeks] == [2, 1, 0, 1, 1, 0, 0, 1]
    assert [week.share for week in found.weeks] == ["100", "50", "0", "50", "50", "0", "0", "50"]
    assert found.weeks[0].first == times.today() - timedelta(days=6)


@pytest.mark.parametrize(("tweets", "is_cut"), [(2, True), (1, False)])
def test_tweets_read_are_bounded(
    ada: Profile, monkeypatch: pytest.MonkeyPatch, tweets: int, is_cut: bool
) -> None:
    monkeypatch.setitem(analytics.__globals__, "MAX_TWEETS", 2)
    for _ in range(tweets):
        make_tweet(ada)
    assert analytics(ada, times.today()).is_cut == is_cut


@pytest.mark.parametrize(("days", "is_cut"), [(3, True), (70, False)])
def test_follows_read_are_bounded(
    ada: Profile, monkeypatch: pytest.MonkeyPatch, days: int, is_cut: bool
) -> None:
    monkeypatch.setitem(analytics.__globals__, "MAX_FOLLOWS", 2)
    for _ in range(3):
        follow(make_profile(), ada, days)
    found = analytics(ada, times.today())
    assert found.is_cut == is_cut


@pytest.mark.parametrize("count", [1, 20])
def test_analytics_are_four_queries(ada: Profile, bob: Profile, count: int) -> None:
    for _ in range(count):
        services.like(bob, make_tweet(ada))
        follow(make_profile(), ada, 1)
    assert ada.user
    with at_most(4):  # tweets, follows, top tweets, viewer flags
        assert len(analytics(ada, times.today()).top) == min(count, 3)


class TestPage:
    url = reverse("django_tweets:analytics")

    def test_page_is_for_members(self, client: Client, as_ada: Client, ada: Profile) -> None:
        assert client.get(self.url).status_code == 302
        set_counters(make_tweet(ada, "MY-TEXT"), like=1)
        html = as_ada.get(self.url).content.decode()
        assert "MY-TEXT" in html
        assert "<bdi>+1</bdi>" in html
        assert "style=" not in html

    def test_profile_links_to_own_analytics(
        self, as_ada: Client, ada: Profile, bob: Profile
    ) -> None:
        for page in (reverse("django_tweets:settings"), ada.get_absolute_url()):
            assert f'href="{self.url}"' in as_ada.get(page).content.decode()
        assert f'href="{self.url}"' not in as_ada.get(bob.get_absolute_url()).content.decode()

    def test_page_says_that_rows_are_missing(
        self, as_ada: Client, ada: Profile, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert "Only the newest 2,000 tweets" not in as_ada.get(self.url).content.decode()
        monkeypatch.setitem(analytics.__globals__, "MAX_TWEETS", 1)
        make_tweet(ada)
        assert "Only the newest 2,000 tweets" in as_ada.get(self.url).content.decode()
