from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from django_tweets import get_profile_model, get_tweet_model, services
from django_tweets.models import Bookmark, Follow, Like, Visibility
from tests.factories import TWEET_EXTRA, make_profile, make_tweet

if TYPE_CHECKING:
    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db

SERVICES: list[Any] = [services.like, services.bookmark, services.retweet]
UNDO_SERVICES: list[Any] = [services.unlike, services.unbookmark, services.unretweet]
PAIRS = list(zip(SERVICES, UNDO_SERVICES, strict=True))


@pytest.fixture
def tweet(ada: Profile) -> Tweet:
    return make_tweet(ada)


def stored(tweet: Tweet) -> Tweet:
    return get_tweet_model()._base_manager.get(pk=tweet.pk)


def counts(tweet: Tweet) -> tuple[int, int]:
    return (stored(tweet).like_count, stored(tweet).retweet_count)


def rows() -> tuple[int, int, int]:
    retweets = get_tweet_model()._base_manager.filter(retweet_of__isnull=False)
    return (Like.objects.count(), Bookmark.objects.count(), retweets.count())


def test_like(bob: Profile, tweet: Tweet) -> None:
    like = services.like(bob, tweet)
    assert Like.objects.get() == like
    assert (like.profile, like.tweet) == (bob, tweet)
    assert counts(tweet) == (1, 0)


def test_bookmark(bob: Profile, tweet: Tweet) -> None:
    bookmark = services.bookmark(bob, tweet)
    assert Bookmark.objects.get() == bookmark
    assert (bookmark.profile, bookmark.tweet) == (bob, tweet)
    assert counts(tweet) == (0, 0)


def test_retweet(bob: Profile, tweet: Tweet) -> None:
    retweet = services.retweet(bob, tweet)
    assert stored(retweet) == retweet
    assert (retweet.profile, retweet.retweet_of, retweet.content) == (bob, tweet, "")
    assert retweet.shown == tweet
    assert counts(tweet) == (0, 1)
    bob.refresh_from_db()
    assert bob.tweet_count == 1


@pytest.mark.parametrize("service", SERVICES)
def test_reaction_twice_creates_one_row(bob: Profile, tweet: Tweet, service: Any) -> None:
    service(make_profile(), tweet)
    service(bob, make_tweet(tweet.profile))
    first = service(bob, tweet)
    before = (rows(), counts(tweet))
    assert service(bob, stored(tweet)) == first
    assert (rows(), counts(tweet)) == before
    bob.refresh_from_db()
    assert bob.tweet_count == bob.tweets.count()


@pytest.mark.parametrize(("service", "undo"), PAIRS)
def test_undo_deletes_the_row(bob: Profile, tweet: Tweet, service: Any, undo: Any) -> None:
    service(make_profile(), tweet)
    before = (rows(), counts(tweet))
    service(bob, tweet)
    for _ in range(2):
        undo(bob, tweet)
        assert (rows(), counts(tweet)) == before
    bob.refresh_from_db()
    assert bob.tweet_count == 0
    assert service(bob, tweet).pk


@pytest.mark.parametrize(("service", "undo"), PAIRS)
def test_undo_keeps_reactions_to_other_tweets(
    bob: Profile, ada: Profile, tweet: Tweet, service: Any, undo: Any
) -> None:
    kept = service(bob, make_tweet(ada))
    service(bob, tweet)
    undo(bob, tweet)
    assert type(kept)._base_manager.filter(pk=kept.pk).exists()
    assert sum(rows()) == 1


@pytest.mark.parametrize(("service", "undo"), PAIRS)
def test_reaction_to_retweet_applies_to_the_original(
    bob: Profile, tweet: Tweet, service: Any, undo: Any
) -> None:
    retweet = services.retweet(make_profile(), tweet)
    before = rows()
    done = service(bob, retweet)
    assert (done.retweet_of_id if service is services.retweet else done.tweet_id) == tweet.pk
    assert service(bob, tweet) == done
    assert counts(retweet) == (0, 0)
    undo(bob, retweet)
    assert rows() == before


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("visibility", [Visibility.FOLLOWERS, Visibility.MENTIONED])
def test_reaction_to_unreadable_tweet_is_refused(
    bob: Profile, ada: Profile, service: Any, visibility: str
) -> None:
    secret = make_tweet(ada, visibility=visibility)
    with pytest.raises(PermissionDenied):
        service(bob, secret)
    assert rows() == (0, 0, 0)
    assert counts(secret) == (0, 0)


@pytest.mark.parametrize("service", SERVICES)
def test_reaction_to_deleted_tweet_is_refused(bob: Profile, tweet: Tweet, service: Any) -> None:
    services.delete(tweet)
    with pytest.raises(PermissionDenied):
        service(bob, tweet)
    assert rows() == (0, 0, 0)


@pytest.mark.parametrize("service", SERVICES)
def test_reaction_to_retweet_of_deleted_tweet_is_refused(
    bob: Profile, tweet: Tweet, service: Any
) -> None:
    retweet = services.retweet(make_profile(), tweet)
    services.delete(tweet)  # its retweets exist until the task has run
    with pytest.raises(PermissionDenied):
        service(bob, retweet)


@pytest.mark.parametrize("service", SERVICES)
def test_reaction_across_a_block_is_refused(
    bob: Profile, ada: Profile, tweet: Tweet, service: Any
) -> None:
    services.block(ada, bob)
    with pytest.raises(PermissionDenied):
        service(bob, tweet)


@pytest.mark.parametrize(("service", "undo"), PAIRS)
def test_undo_works_on_tweet_that_became_unreadable(
    bob: Profile, ada: Profile, tweet: Tweet, service: Any, undo: Any
) -> None:
    service(bob, tweet)
    services.block(ada, bob)
    undo(bob, tweet)
    assert rows() == (0, 0, 0)
    assert counts(tweet) == (0, 0)


@pytest.mark.parametrize("by_author", [False, True])
@pytest.mark.parametrize("visibility", [Visibility.FOLLOWERS, Visibility.MENTIONED])
def test_tweet_that_is_not_public_cannot_be_retweeted(
    bob: Profile, ada: Profile, by_author: bool, visibility: str
) -> None:
    services.follow(bob, ada)
    narrow = make_tweet(ada, "@bob", visibility=visibility)
    for service in (services.like, services.bookmark):
        service(bob, narrow)
    with pytest.raises(PermissionDenied):
        services.retweet(ada if by_author else bob, narrow)


def test_tweet_of_protected_author_cannot_be_retweeted(bob: Profile) -> None:
    author = make_profile(is_protected=True)
    Follow.objects.create(follower=bob, followed=author)
    tweet = make_tweet(author)
    for reader in (bob, author):
        services.like(reader, tweet)
        with pytest.raises(PermissionDenied):
            services.retweet(reader, tweet)


def test_unlisted_tweet_can_be_retweeted(bob: Profile, ada: Profile) -> None:
    assert services.retweet(bob, make_tweet(ada, visibility=Visibility.UNLISTED)).pk


def test_author_can_react_to_own_tweet(ada: Profile, tweet: Tweet) -> None:
    for service in SERVICES:
        service(ada, tweet)
    assert (rows(), counts(tweet)) == ((1, 1, 1), (1, 1))


def test_retweet_accepts_extra_fields(bob: Profile, tweet: Tweet) -> None:
    retweet = services.retweet(bob, tweet, language="pt", **TWEET_EXTRA)
    assert stored(retweet).language == "pt"


def test_unknown_constraint_raises_integrity_error(bob: Profile, tweet: Tweet) -> None:
    """Such as an existing id, in a host's import."""
    with pytest.raises(IntegrityError):
        services.retweet(bob, tweet, id=tweet.pk)
    assert counts(tweet) == (0, 0)


def test_signals_are_sent_once(
    bob: Profile, tweet: Tweet, received: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        done = []
        for service, undo in PAIRS:
            done.append(service(bob, tweet))
            service(bob, tweet)
            undo(bob, tweet)
            undo(bob, tweet)
        assert received == []
    like, _, retweet = done  # a bookmark sends no signal
    assert received == [
        ("tweet_liked", like),
        ("tweet_unliked", like),
        ("tweet_retweeted", retweet),
        ("tweet_unretweeted", retweet),
    ]


STATEMENTS = [
    (services.like, 5),  # visibility rule, savepoint, counter, insert, release
    (services.bookmark, 5),  # visibility rule, savepoint, lock, insert, release
    (services.retweet, 6),  # visibility rule, savepoint, two counters, insert, release
]


@pytest.mark.parametrize("others", [0, 5])
@pytest.mark.parametrize(("service", "count"), STATEMENTS)
def test_reaction_takes_a_constant_number_of_queries(
    tweet: Tweet, service: Any, count: int, others: int, django_assert_num_queries: Any
) -> None:
    for _ in range(others):
        service(make_profile(), tweet)
    reader = make_profile()
    with django_assert_num_queries(count):
        service(reader, tweet)


def test_profile_that_has_not_been_saved_does_nothing(tweet: Tweet) -> None:
    for act in (services.like, services.bookmark):
        with pytest.raises(PermissionDenied, match="This profile no longer exists"):
            act(get_profile_model()(), tweet)
