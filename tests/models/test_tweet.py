from __future__ import annotations

import itertools
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from django_tweets import get_profile_model, get_tweet_model, snowflake
from django_tweets.models.entities import mentioned_keys
from tests.factories import PROFILE_EXTRA, TWEET_EXTRA, make_profile, make_tweet

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = pytest.mark.django_db


def count_of(profile: Profile) -> int:
    return get_profile_model().objects.get(pk=profile.pk).tweet_count


def test_id_is_made_from_created_at(ada: Profile) -> None:
    now = timezone.now()
    old = make_tweet(ada, created_at=now - timedelta(days=4000))
    new = make_tweet(ada, created_at=now)
    older = make_tweet(ada, created_at=now - timedelta(days=5000))
    assert list(ada.tweets.order_by("id")) == [older, old, new]
    assert get_tweet_model().objects.latest() == new
    assert snowflake.first_id(now) <= new.pk < snowflake.first_id(now + timedelta(milliseconds=1))


def test_id_taken_by_another_process_is_replaced(
    ada: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    monkeypatch.setattr(snowflake, "_nodes", itertools.chain([5, 5, 5], itertools.count(6)))
    pks = {make_tweet(ada, created_at=now).pk for _ in range(3)}
    assert len(pks) == 3
    assert count_of(ada) == 3


def test_given_id_is_kept_and_overwrites_nothing(ada: Profile) -> None:
    make_tweet(ada, "first", id=77)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_tweet(ada, "second", id=77)
    assert [tweet.content for tweet in ada.tweets.all()] == ["first"]
    assert count_of(ada) == 1


def test_entities_of_the_text_are_stored(ada: Profile) -> None:
    tweet = make_tweet(ada, "@ada @nobody #tea https://example.org $ABC")
    stored = get_tweet_model().objects.get(pk=tweet.pk)
    found = [(entity["kind"], entity["value"]) for entity in stored.entities]
    assert found == [
        ("mention", "ada"),
        ("mention", "nobody"),
        ("hashtag", "tea"),
        ("url", "https://example.org"),
        ("cashtag", "ABC"),
    ]
    for entity in stored.entities:
        assert stored.content[entity["start"] : entity["end"]].endswith(entity["value"])


def test_mention_of_an_existing_profile_is_resolved(ada: Profile) -> None:
    known, unknown = make_tweet(ada, "@ADA and @nobody").entities
    assert mentioned_keys([known]) == {ada.pk}
    assert "profile" not in unknown


def test_mentions_of_a_batch_need_one_query(
    ada: Profile, django_assert_max_num_queries: Any
) -> None:
    model = get_tweet_model()
    tweets = [model(profile=ada, content=f"@ada {n}", **TWEET_EXTRA) for n in range(30)]
    with django_assert_max_num_queries(6):
        model.objects.bulk_create(tweets)
    assert all(mentioned_keys(tweet.entities) == {ada.pk} for tweet in ada.tweets.all())
    assert len({tweet.pk for tweet in tweets}) == 30


def test_at_most_fifty_mentions_are_resolved(ada: Profile) -> None:
    for n in range(60):
        get_profile_model().objects.create(handle=f"p{n}", **PROFILE_EXTRA)
    tweet = make_tweet(ada, " ".join(f"@p{n}" for n in range(60)))
    assert len(tweet.entities) == 60
    assert sum("profile" in entity for entity in tweet.entities) == 50


def test_saving_new_text_changes_the_entities(ada: Profile) -> None:
    tweet = make_tweet(ada, "#tea")
    tweet.content = "and now #coffee"
    tweet.save()
    assert get_tweet_model().objects.get(pk=tweet.pk).entities[0]["value"] == "coffee"
    tweet.content = "#milk"
    tweet.save(update_fields=["content"])
    assert get_tweet_model().objects.get(pk=tweet.pk).entities[0]["value"] == "milk"


def test_saving_other_fields_keeps_the_text(ada: Profile, django_assert_num_queries: Any) -> None:
    tweet = make_tweet(ada, "@ada")
    tweet.content = "not saved"
    tweet.edited_at = timezone.now()
    with django_assert_num_queries(1):
        tweet.save(update_fields=["edited_at"])
    stored = get_tweet_model().objects.get(pk=tweet.pk)
    assert (stored.content, stored.edited_at) == ("@ada", tweet.edited_at)


def test_text_is_stored_normalized(ada: Profile) -> None:
    assert make_tweet(ada, "  cafe\u0301\r\nau lait ").content == "café\nau lait"


def test_creating_and_deleting_a_tweet_changes_counters(ada: Profile, bob: Profile) -> None:
    root = make_tweet(ada)
    reply = make_tweet(bob, in_reply_to=root, in_reply_to_profile=ada, conversation=root)
    quote = make_tweet(bob, quote_of=root)
    retweet = make_tweet(bob, content="", retweet_of=root)
    root.refresh_from_db()
    counts = (root.reply_count, root.quote_count, root.retweet_count)
    assert (*counts, count_of(ada), count_of(bob)) == (1, 1, 1, 1, 3)
    for tweet in (reply, quote, retweet):
        tweet.delete()
    root.refresh_from_db()
    counts = (root.reply_count, root.quote_count, root.retweet_count)
    assert (*counts, count_of(ada), count_of(bob)) == (0, 0, 0, 1, 0)


def test_tweet_deleted_twice_is_uncounted_once(ada: Profile) -> None:
    make_tweet(ada)
    tweet = make_tweet(ada)
    again = get_tweet_model().objects.get(pk=tweet.pk)
    tweet.delete()
    again.delete()
    assert count_of(ada) == 1


def test_wrong_counter_does_not_prevent_a_write(ada: Profile) -> None:
    tweet = make_tweet(ada)
    get_profile_model().objects.update(tweet_count=0)
    tweet.delete()
    assert count_of(ada) == 0


def test_saving_an_old_instance_keeps_the_counter(ada: Profile) -> None:
    tweet = make_tweet(ada)
    get_tweet_model().objects.filter(pk=tweet.pk).update(like_count=9)
    tweet.save()
    assert get_tweet_model().objects.get(pk=tweet.pk).like_count == 9


@pytest.mark.parametrize("content", ["", " \n\t ", "\u200b", "x" * 281, "字" * 141])
def test_invalid_content_is_refused(ada: Profile, content: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        get_tweet_model()(profile=ada, content=content, **TWEET_EXTRA).full_clean()
    assert list(refusal.value.message_dict) == ["content"]


@pytest.mark.parametrize("content", ["x" * 280, "字" * 140, "👩‍👩‍👧‍👦" * 140])
def test_content_of_weight_280_is_valid(ada: Profile, content: str) -> None:
    get_tweet_model()(profile=ada, content=content, **TWEET_EXTRA).full_clean()


def test_database_refuses_a_blank_tweet(ada: Profile) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_tweet(ada, "")
    assert count_of(ada) == 0


def test_database_refuses_a_second_retweet(ada: Profile, bob: Profile) -> None:
    tweet = make_tweet(ada)
    make_tweet(bob, content="", retweet_of=tweet)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_tweet(bob, content="", retweet_of=tweet)
    make_tweet(ada, content="", retweet_of=tweet)
    tweet.refresh_from_db()
    assert tweet.retweet_count == 2


def test_deleting_a_tweet_leaves_its_replies(ada: Profile, bob: Profile) -> None:
    root = make_tweet(ada)
    reply = make_tweet(bob, in_reply_to=root, in_reply_to_profile=ada, conversation=root)
    pk = root.pk
    root.delete()
    reply.refresh_from_db()
    assert (reply.in_reply_to_id, reply.conversation_id) == (pk, pk)
    with pytest.raises(get_tweet_model().DoesNotExist):
        reply.in_reply_to  # noqa: B018 - the access is what is tested


def test_deleting_a_profile_deletes_its_tweets(ada: Profile, bob: Profile) -> None:
    make_tweet(ada)
    kept = make_tweet(bob)
    ada.delete()
    assert list(get_tweet_model().objects.all()) == [kept]


def test_deleting_a_user_deletes_the_profile_and_the_tweets() -> None:
    author = make_profile()
    make_tweet(author)
    author.user.delete()
    assert not get_tweet_model().objects.exists()
    assert not get_profile_model().objects.filter(pk=author.pk).exists()


def test_tweet_as_text_has_author_and_id(ada: Profile) -> None:
    tweet = make_tweet(ada, "hello")
    assert str(tweet) == f"@ada: {tweet.pk}"
