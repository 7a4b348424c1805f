from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError

from django_tweets import get_tweet_model, services, signals
from django_tweets.models import Visibility
from tests.factories import TWEET_EXTRA, make_profile, make_tweet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.factories import Profile, Tweet


pytestmark = pytest.mark.django_db


def publish(author: Profile, content: str = "hello", **options: Any) -> Tweet:
    return services.publish(author, content, **TWEET_EXTRA, **options)


@pytest.fixture
def heard() -> Iterator[list[tuple[str, Any]]]:
    """The events that a guest hears, as (name, key of the tweet)."""
    events: list[tuple[str, Any]] = []
    names = ["tweet_published", "tweet_edited", "tweet_deleted"]
    receivers = {}
    for name in names:

        def receiver(tweet: Tweet, name: str = name, **kwargs: Any) -> None:
            events.append((name, tweet.pk))

        receivers[name] = receiver
        getattr(signals, name).connect(receiver)
    yield events
    for name, receiver in receivers.items():
        getattr(signals, name).disconnect(receiver)


def test_publish(ada: Profile) -> None:
    tweet = publish(ada, " hello #world\r\n", content_warning="tea", language="en")
    stored = get_tweet_model().objects.get()
    assert stored == tweet
    assert (stored.profile, stored.content) == (ada, "hello #world")
    assert (stored.content_warning, stored.language) == ("tea", "en")
    assert stored.visibility == Visibility.PUBLIC
    assert stored.edited_at is None
    assert stored.conversation_id is None
    assert stored.entities[0]["value"] == "world"
    ada.refresh_from_db()
    assert ada.tweet_count == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "This field cannot be blank."),
        ("\u200b \u2800", "This field cannot be blank."),
        ("x" * 281, "That is 1 character too long: a tweet holds 280."),
        ("字" * 150, "That is 20 characters too long: a tweet holds 280."),
        ("x" * 16_385, "That is 16385 characters: more than 16384 can’t be read at all."),
        ("ab\uffff", "Character 3 can’t be part of a tweet."),
    ],
)
def test_what_cannot_be_published(ada: Profile, content: str, message: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        publish(ada, content)
    assert refusal.value.message_dict == {"content": [message]}
    assert not get_tweet_model().objects.exists()


def test_an_audience_that_there_is_not(ada: Profile) -> None:
    with pytest.raises(ValidationError, match="visibility"):
        publish(ada, visibility="martians")


def test_a_reply_knows_what_it_answers(ada: Profile, bob: Profile) -> None:
    root = publish(ada)
    first = publish(bob, in_reply_to=root)
    second = publish(ada, in_reply_to=first)
    assert (first.in_reply_to, first.in_reply_to_profile, first.conversation) == (root, ada, root)
    assert (second.in_reply_to, second.in_reply_to_profile) == (first, bob)
    assert second.conversation == root
    root.refresh_from_db()
    assert root.reply_count == 1


def test_a_quote_knows_what_it_quotes(ada: Profile, bob: Profile) -> None:
    quoted = publish(ada)
    quote = publish(bob, quote_of=quoted)
    assert (quote.quote_of, quote.in_reply_to, quote.conversation) == (quoted, None, None)


def test_one_tweet_may_be_answered_and_quoted_at_once(ada: Profile) -> None:
    tweet = publish(ada)
    publish(ada, in_reply_to=tweet, quote_of=tweet)
    tweet.refresh_from_db()
    assert (tweet.reply_count, tweet.quote_count) == (1, 1)


@pytest.mark.parametrize("role", ["in_reply_to", "quote_of"])
def test_nobody_answers_or_quotes_what_they_may_not_read(
    ada: Profile, bob: Profile, role: str
) -> None:
    secret = publish(ada, visibility=Visibility.FOLLOWERS)
    with pytest.raises(PermissionDenied):
        publish(bob, **{role: secret})
    assert not bob.tweets.exists()


@pytest.mark.parametrize("role", ["in_reply_to", "quote_of"])
def test_a_reply_or_quote_reaches_no_more_people(ada: Profile, role: str) -> None:
    narrow = publish(ada, visibility=Visibility.FOLLOWERS)
    assert publish(ada, **{role: narrow}).visibility == Visibility.FOLLOWERS
    narrower = publish(ada, **{role: narrow}, visibility=Visibility.MENTIONED)
    assert narrower.visibility == Visibility.MENTIONED


def test_edit(ada: Profile) -> None:
    tweet = publish(ada, "#tea")
    edited = services.edit(tweet, "  #coffee")
    assert edited is tweet
    stored = get_tweet_model().objects.get()
    for row in (tweet, stored):
        assert row.content == "#coffee"
        assert row.entities[0]["value"] == "coffee"
        assert row.edited_at is not None


def test_an_edit_that_changes_nothing_is_none(ada: Profile) -> None:
    tweet = publish(ada, "#tea")
    assert services.edit(tweet, " #tea ").edited_at is None


def test_only_another_text_counts_as_edited(ada: Profile) -> None:
    tweet = services.edit(publish(ada), "hello", content_warning="tea")
    assert (tweet.content_warning, tweet.edited_at) == ("tea", None)
    tweet.refresh_from_db()
    assert tweet.content_warning == "tea"


def test_an_edit_that_cannot_be_leaves_the_tweet(ada: Profile) -> None:
    tweet = publish(ada)
    with pytest.raises(ValidationError):
        services.edit(tweet, "x" * 281)
    for row in (tweet, get_tweet_model().objects.get()):
        assert (row.content, row.edited_at) == ("hello", None)


def test_an_edit_keeps_what_others_have_counted(ada: Profile) -> None:
    tweet = publish(ada)
    get_tweet_model().objects.update(like_count=5)
    services.edit(tweet, "changed")
    assert get_tweet_model().objects.get().like_count == 5


def test_what_has_gone_cannot_be_edited(ada: Profile) -> None:
    tweet = publish(ada)
    services.delete(tweet)
    with pytest.raises(ObjectDoesNotExist):
        services.edit(tweet, "too late")


def test_delete(ada: Profile) -> None:
    tweet = publish(ada)
    assert services.delete(tweet) is tweet
    assert tweet.content == "hello"
    assert not get_tweet_model().objects.exists()
    ada.refresh_from_db()
    assert ada.tweet_count == 0


def test_deleting_twice_is_no_error(ada: Profile) -> None:
    publish(ada)
    tweet = publish(ada)
    services.delete(tweet)
    services.delete(tweet)
    ada.refresh_from_db()
    assert ada.tweet_count == 1


def test_guests_hear_what_happened_when_it_is_committed(
    ada: Profile, heard: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        tweet = publish(ada)
        services.edit(tweet, "changed")
        services.edit(tweet, "changed")
        services.delete(tweet)
        services.delete(tweet)
        assert heard == []
    pk = tweet.pk
    assert heard == [("tweet_published", pk), ("tweet_edited", pk), ("tweet_deleted", pk)]


def test_a_guest_that_fails_undoes_nothing(
    ada: Profile, django_capture_on_commit_callbacks: Any
) -> None:
    def fail(**kwargs: Any) -> None:
        raise RuntimeError

    signals.tweet_published.connect(fail)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            publish(ada)
    finally:
        signals.tweet_published.disconnect(fail)
    assert get_tweet_model().objects.exists()


def test_publishing_costs_no_more_for_a_popular_author(django_assert_num_queries: Any) -> None:
    author = make_profile()
    author.follower_count = 10_000
    publish(author)
    with django_assert_num_queries(4):  # savepoint, count, insert, release
        publish(author)


def test_a_host_reaches_it_all_from_one_place(ada: Profile) -> None:
    tweet = make_tweet(ada)
    assert services.delete(services.edit(tweet, "changed")) is tweet
