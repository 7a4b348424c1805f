"""Lists of a profile or tweet that the viewer may not see are empty, whoever asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from django_tweets import services, timelines
from django_tweets.models import Block, Follow, Mute
from django_tweets.timelines import Page
from tests.factories import TWEET_EXTRA, make_profile, make_tweet

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db

OF_PROFILE: list[Any] = [
    timelines.profiles.followers,
    timelines.profiles.following,
    timelines.liked_tweets,
    timelines.mentioning_tweets,
]
OF_TWEET: list[Any] = [
    timelines.profiles.likers,
    timelines.profiles.retweeters,
    timelines.quoting_tweets,
]
HIDDEN = ["suspended", "inactive", "deleted", "blocks", "is_blocked", "protected"]


def hide(why: str, author: Profile, viewer: Profile) -> None:
    rows = type(author)._base_manager.filter(pk=author.pk)
    if why == "suspended":
        rows.update(is_suspended=True)
    elif why == "inactive":
        type(author.user)._base_manager.filter(pk=author.user_id).update(is_active=False)
    elif why == "deleted":
        rows.update(deleted_at=timezone.now())
    elif why == "blocks":
        Block.objects.create(blocker=author, blocked=viewer)
    elif why == "is_blocked":
        Block.objects.create(blocker=viewer, blocked=author)
    else:
        rows.update(is_protected=True)


def add_rows(tweet: Tweet, number: int) -> None:
    """Add rows to every list of tweet and its author."""
    author = tweet.profile
    for _ in range(number):
        fan = make_profile()
        services.follow(fan, author)
        services.follow(author, fan)
        services.like(author, make_tweet(fan, f"@{author.handle}"))
        services.like(fan, tweet)
        services.retweet(fan, tweet)
        services.publish(fan, "so", quote_of=tweet, **TWEET_EXTRA)


def subject_of(timeline: Any, tweet: Tweet) -> Any:
    return tweet if timeline in OF_TWEET else tweet.profile


@pytest.mark.parametrize("timeline", OF_PROFILE + OF_TWEET, ids=lambda each: each.__name__)
@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("why", HIDDEN)
def test_list_of_a_hidden_subject_is_empty(
    bob: Profile,
    django_assert_num_queries: Any,
    timeline: Callable[..., Page[Any]],
    why: str,
    number: int,
) -> None:
    tweet = make_tweet(make_profile("ada"))
    add_rows(tweet, number)
    subject = subject_of(timeline, tweet)
    assert len(timeline(subject, bob, size=2).rows) == min(number, 2)
    hide(why, tweet.profile, bob)
    assert bob.user
    with django_assert_num_queries(1):
        assert timeline(subject, bob, size=2) == Page([])
    if why not in {"blocks", "is_blocked"}:
        assert timeline(subject, None, size=2) == Page([])


@pytest.mark.parametrize("timeline", OF_PROFILE + OF_TWEET, ids=lambda each: each.__name__)
@pytest.mark.parametrize("visibility", ["followers", "mentioned"])
def test_list_of_a_tweet_for_others_is_empty(
    ada: Profile, bob: Profile, timeline: Callable[..., Page[Any]], visibility: str
) -> None:
    tweet = make_tweet(ada)
    add_rows(tweet, 1)
    type(tweet)._base_manager.filter(pk=tweet.pk).update(visibility=visibility)
    for viewer in (bob, None):
        found = timeline(subject_of(timeline, tweet), viewer).rows
        assert len(found) == int(timeline in OF_PROFILE)


@pytest.mark.parametrize("timeline", OF_PROFILE + OF_TWEET, ids=lambda each: each.__name__)
def test_follower_sees_the_lists_of_a_protected_profile(
    ada: Profile, bob: Profile, timeline: Callable[..., Page[Any]]
) -> None:
    tweet = make_tweet(ada)
    add_rows(tweet, 1)
    hide("protected", ada, bob)
    Follow.objects.create(follower=bob, followed=ada)
    Mute.objects.create(muter=bob, muted=ada)
    for viewer in (ada, bob):
        assert timeline(subject_of(timeline, tweet), viewer).rows
