from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.utils import timezone

from django_tweets import get_tweet_model, services, signals
from django_tweets.models import Follow, TweetRevision, Visibility
from django_tweets.models.entities import mentioned_keys
from tests.factories import TWEET_EXTRA, make_profile, make_tweet

if TYPE_CHECKING:
    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db


def publish(author: Profile, content: str = "hello", **options: Any) -> Tweet:
    return services.publish(author, content, **TWEET_EXTRA, **options)


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


def test_publish_sets_extra_fields(ada: Profile) -> None:
    created_at = timezone.now() - timedelta(days=9)
    tweet = publish(ada, created_at=created_at)
    assert get_tweet_model().objects.get(pk=tweet.pk).created_at == created_at


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "This field cannot be blank."),
        ("\u200b \u2800", "This field cannot be blank."),
        ("x" * 281, "That is 1 character too long: a tweet holds 280."),
        ("字" * 150, "That is 20 characters too long: a tweet holds 280."),
        ("x" * 16_385, "This text has 16385 characters. At most 16384 can be processed."),
    ],
)
def test_invalid_content_is_refused(ada: Profile, content: str, message: str) -> None:
    with pytest.raises(ValidationError) as error:
        publish(ada, content)
    assert error.value.message_dict == {"content": [message]}
    assert not get_tweet_model().objects.exists()


def test_unknown_visibility_is_refused(ada: Profile) -> None:
    with pytest.raises(ValidationError, match="visibility"):
        publish(ada, visibility="martians")


def test_reply_stores_parent_author_and_conversation(ada: Profile, bob: Profile) -> None:
    root = publish(ada)
    first = publish(bob, in_reply_to=root)
    second = publish(ada, in_reply_to=first)
    assert (first.in_reply_to, first.in_reply_to_profile, first.conversation) == (root, ada, root)
    assert (second.in_reply_to, second.in_reply_to_profile) == (first, bob)
    assert second.conversation == root
    root.refresh_from_db()
    assert root.reply_count == 1


def test_quote_stores_the_quoted_tweet(ada: Profile, bob: Profile) -> None:
    quoted = publish(ada)
    quote = publish(bob, quote_of=quoted)
    assert (quote.quote_of, quote.in_reply_to, quote.conversation) == (quoted, None, None)


def test_tweet_can_reply_to_and_quote_the_same_tweet(ada: Profile) -> None:
    tweet = publish(ada)
    publish(ada, in_reply_to=tweet, quote_of=tweet)
    tweet.refresh_from_db()
    assert (tweet.reply_count, tweet.quote_count) == (1, 1)


@pytest.mark.parametrize("role", ["in_reply_to", "quote_of"])
def test_reply_to_and_quote_of_unreadable_tweet_are_refused(
    ada: Profile, bob: Profile, role: str
) -> None:
    secret = publish(ada, visibility=Visibility.FOLLOWERS)
    with pytest.raises(PermissionDenied):
        publish(bob, **{role: secret})
    assert not bob.tweets.exists()


@pytest.mark.parametrize("role", ["in_reply_to", "quote_of"])
def test_visibility_is_narrowed_to_the_referred_tweet(ada: Profile, role: str) -> None:
    narrow = publish(ada, visibility=Visibility.FOLLOWERS)
    assert publish(ada, **{role: narrow}).visibility == Visibility.FOLLOWERS
    narrower = publish(ada, **{role: narrow}, visibility=Visibility.MENTIONED)
    assert narrower.visibility == Visibility.MENTIONED


@pytest.mark.parametrize("role", ["in_reply_to", "quote_of"])
def test_reply_to_protected_author_is_for_followers(bob: Profile, role: str) -> None:
    author = make_profile(is_protected=True)
    Follow.objects.create(follower=bob, followed=author)
    assert publish(bob, **{role: publish(author)}).visibility == Visibility.FOLLOWERS


def test_narrower_visibility_of_parent_and_quoted_tweet_wins(ada: Profile) -> None:
    followers = publish(ada, visibility=Visibility.FOLLOWERS)
    unlisted = publish(ada, visibility=Visibility.UNLISTED)
    both = publish(ada, in_reply_to=unlisted, quote_of=followers)
    assert both.visibility == Visibility.FOLLOWERS


def test_reply_to_and_quote_of_retweet_refer_to_the_original(ada: Profile, bob: Profile) -> None:
    root = publish(ada)
    tweet = publish(ada, in_reply_to=root)
    retweet = services.retweet(bob, tweet)
    reply = publish(bob, in_reply_to=retweet)
    quote = publish(bob, quote_of=retweet)
    assert (reply.in_reply_to, reply.in_reply_to_profile, reply.conversation) == (tweet, ada, root)
    assert quote.quote_of == tweet
    tweet.refresh_from_db()
    retweet.refresh_from_db()
    assert (tweet.reply_count, tweet.quote_count) == (1, 1)
    assert (retweet.reply_count, retweet.quote_count) == (0, 0)


@pytest.mark.parametrize("role", ["in_reply_to", "quote_of"])
def test_reply_to_and_quote_of_deleted_tweet_are_refused(ada: Profile, role: str) -> None:
    tweet = publish(ada)
    services.delete(tweet)
    with pytest.raises(PermissionDenied):
        publish(ada, **{role: tweet})


def test_edit(ada: Profile) -> None:
    tweet = publish(ada, "#tea")
    edited = services.edit(tweet, "  #coffee")
    assert edited is tweet
    stored = get_tweet_model().objects.get()
    for row in (tweet, stored):
        assert row.content == "#coffee"
        assert row.entities[0]["value"] == "coffee"
        assert row.edited_at is not None


def test_unchanged_content_is_not_marked_as_edited(ada: Profile) -> None:
    tweet = publish(ada, "#tea")
    assert services.edit(tweet, " #tea ").edited_at is None


def test_changed_content_warning_is_marked_as_edited(ada: Profile) -> None:
    tweet = services.edit(publish(ada), "hello", content_warning="tea")
    tweet.refresh_from_db()
    assert tweet.content_warning == "tea"
    assert tweet.edited_at is not None
    assert [revision.content_warning for revision in TweetRevision.objects.all()] == [""]


def test_changed_extra_field_is_not_marked_as_edited(
    ada: Profile, received: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        tweet = services.edit(make_tweet(ada), "hello", language="en")
    tweet.refresh_from_db()
    assert (tweet.language, tweet.edited_at) == ("en", None)
    assert not TweetRevision.objects.exists()
    assert received == [("tweet_edited", tweet)]


def test_former_content_is_kept_as_revision(ada: Profile) -> None:
    tweet = publish(ada, "#one")
    services.edit(tweet, "@ada", content_warning="tea")
    edited = tweet.edited_at
    services.edit(tweet, "three")
    second, first = TweetRevision.objects.filter(tweet=tweet.pk).order_by("-pk")
    assert (first.content, first.content_warning) == ("#one", "")
    assert (second.content, second.content_warning) == ("@ada", "tea")
    assert [entity["value"] for entity in first.entities + second.entities] == ["one", "ada"]
    assert mentioned_keys(second.entities) == {ada.pk}
    assert (first.created_at, second.created_at) == (tweet.created_at, edited)


def test_failed_edit_keeps_no_revision(ada: Profile) -> None:
    tweet = publish(ada)
    with pytest.raises(ValidationError):
        services.edit(tweet, "")
    assert not TweetRevision.objects.exists()


def test_edit_updates_the_mentions(ada: Profile, bob: Profile) -> None:
    tweet = publish(ada, "@ada @bob @nobody")
    assert {mention.profile for mention in tweet.mentions.all()} == {ada, bob}
    services.edit(tweet, "@bob @BOB")
    assert {mention.profile for mention in tweet.mentions.all()} == {bob}
    services.edit(tweet, "@ada")
    assert {mention.profile for mention in tweet.mentions.all()} == {ada}


def test_retweet_cannot_be_edited(ada: Profile, bob: Profile) -> None:
    retweet = services.retweet(bob, publish(ada))
    with pytest.raises(ValidationError) as error:
        services.edit(retweet, "something")
    assert error.value.message_dict == {"content": ["A retweet has no text of its own."]}
    retweet.refresh_from_db()
    assert retweet.content == ""


def test_invalid_edit_leaves_the_instance_unchanged(ada: Profile) -> None:
    tweet = publish(ada)
    with pytest.raises(ValidationError):
        services.edit(tweet, "x" * 281)
    for row in (tweet, get_tweet_model().objects.get()):
        assert (row.content, row.edited_at) == ("hello", None)


def test_edit_keeps_counters(ada: Profile) -> None:
    tweet = publish(ada)
    get_tweet_model().objects.update(like_count=5)
    services.edit(tweet, "changed")
    assert get_tweet_model().objects.get().like_count == 5


def test_deleted_tweet_cannot_be_edited(ada: Profile) -> None:
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


def test_tweet_can_be_deleted_twice(ada: Profile) -> None:
    publish(ada)
    tweet = publish(ada)
    services.delete(tweet)
    services.delete(tweet)
    ada.refresh_from_db()
    assert ada.tweet_count == 1


def test_signals_are_sent_on_commit(
    ada: Profile, received: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        tweet = publish(ada)
        services.edit(tweet, "changed")
        services.edit(tweet, "changed")
        services.delete(tweet)
        services.delete(tweet)
        assert received == []
    names = ["tweet_published", "tweet_edited", "tweet_deleted"]
    assert received == [(name, tweet) for name in names]


def test_failing_receiver_undoes_nothing(
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


@pytest.mark.parametrize("followers", [0, 5])
def test_publish_takes_a_constant_number_of_queries(
    ada: Profile, followers: int, django_assert_num_queries: Any
) -> None:
    for _ in range(followers):
        services.follow(make_profile(), ada)
    root = publish(ada)
    with django_assert_num_queries(5):  # savepoint, counter, insert, search entry, release
        publish(ada)
    with django_assert_num_queries(7):  # the same, the parent, and its counter
        publish(ada, in_reply_to=root)


def test_deleted_retweet_sends_tweet_unretweeted(
    ada: Profile, received: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        retweet = services.delete(services.retweet(ada, make_tweet(ada)))
    assert received == [("tweet_retweeted", retweet), ("tweet_unretweeted", retweet)]


def test_services_accept_rows_made_by_a_host(ada: Profile) -> None:
    tweet = make_tweet(ada)
    assert services.delete(services.edit(tweet, "changed")) is tweet


def test_tweet_that_has_not_been_saved_is_not_deleted() -> None:
    with pytest.raises(PermissionDenied, match="This tweet has been deleted"):
        services.delete(get_tweet_model()())
