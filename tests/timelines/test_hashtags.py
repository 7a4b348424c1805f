"""Tweets in home from the hashtags that the reader follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from django_tweets import services, timelines
from django_tweets.models import Hashtag, Visibility
from tests.factories import make_profile, make_tweet

if TYPE_CHECKING:
    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(db: None) -> Profile:
    return make_profile("carol")


@pytest.fixture(autouse=True)
def _follows(ada: Profile, other: Profile) -> None:
    make_tweet(other, "#tea #milk").delete()
    services.follow_hashtag(ada, Hashtag.objects.get(name="tea"))


def read_all_pages(reader: Profile, size: int) -> list[Tweet]:
    """Return all rows of a home, page by page. Fail if the way back has other rows."""
    pages = [timelines.home(reader, size=size)]
    while pages[-1].older:
        pages.append(timelines.home(reader, pages[-1].older, size))
    rows = [row for page in pages for row in page.rows]
    back = pages[-1]
    upwards = list(back.rows)
    while back.newer:
        back = timelines.home(reader, back.newer, size)
        upwards = back.rows + upwards
    assert upwards == rows
    return rows


def test_followed_hashtags_are_in_home(ada: Profile, bob: Profile, other: Profile) -> None:
    services.follow(ada, bob)
    ada.refresh_from_db()
    first = make_tweet(bob, "one")
    second = make_tweet(other, "two #TEA")
    make_tweet(other, "three #milk")
    fourth = make_tweet(bob, "four #tea")
    mine = make_tweet(ada, "five")
    assert timelines.home(ada).rows == [mine, fourth, second, first]
    assert timelines.count_newer(ada, first.pk) == 2
    services.unfollow_hashtag(ada, Hashtag.objects.get(name="tea"))
    assert timelines.home(ada).rows == [mine, fourth, first]


def test_only_public_tweets_without_replies_are_in_home(ada: Profile, other: Profile) -> None:
    said = make_tweet(other, "#tea")
    make_tweet(other, "#tea", in_reply_to=said, in_reply_to_profile=other, conversation=said)
    make_tweet(other, "#tea", visibility=Visibility.UNLISTED)
    make_tweet(make_profile(is_protected=True), "#tea")
    make_tweet(make_profile(is_suspended=True), "#tea")
    muted, blocked = make_profile(), make_profile()
    make_tweet(muted, "#tea")
    make_tweet(blocked, "#tea")
    services.mute(ada, muted)
    services.block(blocked, ada)
    assert timelines.home(ada).rows == [said]


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_pages_are_complete_in_both_directions(
    ada: Profile, bob: Profile, other: Profile, size: int
) -> None:
    services.follow(ada, bob)
    services.follow_hashtag(ada, Hashtag.objects.get(name="milk"))
    ada.refresh_from_db()
    texts = ["#tea", "no", "#milk", "#tea #milk", "#tea", "#other", "#tea", "#milk"] * 3
    tweets = [make_tweet(bob if n % 3 == 0 else other, text) for n, text in enumerate(texts)]
    expected = [
        tweet
        for tweet in tweets
        if tweet.profile == bob or "#tea" in tweet.content or "#milk" in tweet.content
    ]
    assert read_all_pages(ada, size) == expected[::-1]


@pytest.mark.parametrize("followed", [0, 1, 30])
def test_followed_hashtags_are_one_query(
    ada: Profile, other: Profile, followed: int, django_assert_num_queries: Any
) -> None:
    services.unfollow_hashtag(ada, Hashtag.objects.get(name="tea"))
    for n in range(followed):
        make_tweet(other, f"#tag{n}")
        services.follow_hashtag(ada, Hashtag.objects.get(name=f"tag{n}"))
    # followed people and hashtags, newest of each, visible candidates (also of none: their number
    # tells nothing); newest with each hashtag, viewer flags
    with django_assert_num_queries(5 if followed else 3):
        page = timelines.home(ada)
    assert len(page.rows) == min(followed, 20)


def test_scan_continues_after_many_replies(ada: Profile, other: Profile) -> None:
    """There are more replies than one batch has: home must not end there."""
    said = [make_tweet(other, f"#tea {n}") for n in range(3)]
    about = {"in_reply_to": said[0], "in_reply_to_profile": other, "conversation": said[0]}
    for _ in range(5):
        make_tweet(other, "#tea", **about)
    assert timelines.home(ada, size=1).rows == said[:-2:-1]
    assert read_all_pages(ada, 1) == said[::-1]


def test_many_busy_hashtags_are_complete(ada: Profile, other: Profile) -> None:
    tags = ("tea", "milk", "one", "two", "three")
    tweets = [make_tweet(other, f"#{tag} {n}") for n in range(5) for tag in tags]
    for name in tags[1:]:
        services.follow_hashtag(ada, Hashtag.objects.get(name=name))
    assert read_all_pages(ada, 1) == tweets[::-1]
