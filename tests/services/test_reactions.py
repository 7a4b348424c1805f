from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from django_tweets import get_tweet_model, services
from django_tweets.models import Bookmark, Follow, Like, Visibility
from tests.factories import TWEET_EXTRA, make_profile, make_tweet

if TYPE_CHECKING:
    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db

VERBS: list[Any] = [services.like, services.bookmark, services.retweet]
UNDONE: list[Any] = [services.unlike, services.unbookmark, services.unretweet]
PAIRS = list(zip(VERBS, UNDONE, strict=True))


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


@pytest.mark.parametrize("verb", VERBS)
def test_twice_is_once(bob: Profile, tweet: Tweet, verb: Any) -> None:
    first = verb(bob, tweet)
    before = (rows(), counts(tweet))
    assert verb(bob, stored(tweet)) == first
    assert (rows(), counts(tweet)) == before
    bob.refresh_from_db()
    assert bob.tweet_count == bob.tweets.count()


@pytest.mark.parametrize(("verb", "undone"), PAIRS)
def test_it_can_be_taken_back(bob: Profile, tweet: Tweet, verb: Any, undone: Any) -> None:
    verb(make_profile(), tweet)
    before = (rows(), counts(tweet))
    verb(bob, tweet)
    for _ in range(2):
        undone(bob, tweet)
        assert (rows(), counts(tweet)) == before
    bob.refresh_from_db()
    assert bob.tweet_count == 0
    assert verb(bob, tweet).pk


@pytest.mark.parametrize(("verb", "undone"), PAIRS)
def test_what_is_done_with_a_retweet_is_done_with_what_it_repeats(
    bob: Profile, tweet: Tweet, verb: Any, undone: Any
) -> None:
    retweet = services.retweet(make_profile(), tweet)
    before = rows()
    done = verb(bob, retweet)
    assert (done.retweet_of_id if verb is services.retweet else done.tweet_id) == tweet.pk
    assert verb(bob, tweet) == done
    assert counts(retweet) == (0, 0)
    undone(bob, retweet)
    assert rows() == before


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("visibility", [Visibility.FOLLOWERS, Visibility.MENTIONED])
def test_what_may_not_be_read(bob: Profile, ada: Profile, verb: Any, visibility: str) -> None:
    secret = make_tweet(ada, visibility=visibility)
    with pytest.raises(PermissionDenied):
        verb(bob, secret)
    assert rows() == (0, 0, 0)
    assert counts(secret) == (0, 0)


@pytest.mark.parametrize("verb", VERBS)
def test_what_has_gone(bob: Profile, tweet: Tweet, verb: Any) -> None:
    services.delete(tweet)
    with pytest.raises(PermissionDenied):
        verb(bob, tweet)
    assert rows() == (0, 0, 0)


@pytest.mark.parametrize("verb", VERBS)
def test_a_retweet_of_what_has_gone(bob: Profile, tweet: Tweet, verb: Any) -> None:
    retweet = services.retweet(make_profile(), tweet)
    services.delete(tweet)  # its retweets are still there until the task has run
    with pytest.raises(PermissionDenied):
        verb(bob, retweet)


@pytest.mark.parametrize("verb", VERBS)
def test_across_a_block(bob: Profile, ada: Profile, tweet: Tweet, verb: Any) -> None:
    services.block(ada, bob)
    with pytest.raises(PermissionDenied):
        verb(bob, tweet)


@pytest.mark.parametrize(("verb", "undone"), PAIRS)
def test_it_can_be_taken_back_of_what_may_not_be_read_any_more(
    bob: Profile, ada: Profile, tweet: Tweet, verb: Any, undone: Any
) -> None:
    verb(bob, tweet)
    services.block(ada, bob)
    undone(bob, tweet)
    assert rows() == (0, 0, 0)
    assert counts(tweet) == (0, 0)


@pytest.mark.parametrize("by_its_author", [False, True])
@pytest.mark.parametrize("visibility", [Visibility.FOLLOWERS, Visibility.MENTIONED])
def test_what_is_not_for_everyone_is_not_repeated(
    bob: Profile, ada: Profile, by_its_author: bool, visibility: str
) -> None:
    services.follow(bob, ada)
    narrow = make_tweet(ada, "@bob", visibility=visibility)
    for verb in (services.like, services.bookmark):
        verb(bob, narrow)
    with pytest.raises(PermissionDenied):
        services.retweet(ada if by_its_author else bob, narrow)


def test_what_a_protected_author_says_is_not_repeated(bob: Profile) -> None:
    author = make_profile(is_protected=True)
    Follow.objects.create(follower=bob, followed=author)
    tweet = make_tweet(author)
    for reader in (bob, author):
        services.like(reader, tweet)
        with pytest.raises(PermissionDenied):
            services.retweet(reader, tweet)


def test_what_is_unlisted_may_be_repeated(bob: Profile, ada: Profile) -> None:
    assert services.retweet(bob, make_tweet(ada, visibility=Visibility.UNLISTED)).pk


def test_an_author_may_like_and_repeat_their_own(ada: Profile, tweet: Tweet) -> None:
    for verb in VERBS:
        verb(ada, tweet)
    assert (rows(), counts(tweet)) == ((1, 1, 1), (1, 1))


def test_a_retweet_takes_fields_of_its_own(bob: Profile, tweet: Tweet) -> None:
    retweet = services.retweet(bob, tweet, language="pt", **TWEET_EXTRA)
    assert stored(retweet).language == "pt"


def test_another_rule_of_the_database_is_not_taken_for_a_second_time(
    bob: Profile, tweet: Tweet
) -> None:
    """Such as an id that there is, in a host's import."""
    with pytest.raises(IntegrityError):
        services.retweet(bob, tweet, id=tweet.pk)
    assert counts(tweet) == (0, 0)


def test_guests_hear_it_once(
    bob: Profile, tweet: Tweet, heard: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        done = []
        for verb, undone in PAIRS:
            done.append(verb(bob, tweet))
            verb(bob, tweet)
            undone(bob, tweet)
            undone(bob, tweet)
        assert heard == []
    like, _, retweet = done  # of a bookmark nobody is told
    assert heard == [
        ("tweet_liked", like),
        ("tweet_unliked", like),
        ("tweet_retweeted", retweet),
        ("tweet_unretweeted", retweet),
    ]


STATEMENTS = [
    (services.like, 5),  # the rule, savepoint, count, insert, release
    (services.bookmark, 5),  # the rule, savepoint, lock, insert, release
    (services.retweet, 6),  # the rule, savepoint, two counts, insert, release
]


@pytest.mark.parametrize("others", [0, 5])
@pytest.mark.parametrize(("verb", "count"), STATEMENTS)
def test_what_it_costs(
    tweet: Tweet, verb: Any, count: int, others: int, django_assert_num_queries: Any
) -> None:
    for _ in range(others):
        verb(make_profile(), tweet)
    reader = make_profile()
    with django_assert_num_queries(count):
        verb(reader, tweet)
