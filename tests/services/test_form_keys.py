"""A form that is sent twice publishes one tweet: the key of services.publish()."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from django_tweets import get_tweet_model, services
from django_tweets.models import FormKey, form_key
from django_tweets.services import form_keys
from tests.consistency import find_inconsistencies
from tests.factories import TWEET_EXTRA, make_tweet
from tests.interleaving import run_before_statement

if TYPE_CHECKING:
    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db

KEY = "8c1d6ab0-0c2f-4c0e-9f0a-2a5b7d1f3e44"


def publish(author: Profile, content: str = "hello", *, key: str = KEY, **options: Any) -> Tweet:
    return services.publish(author, content, key=key, **TWEET_EXTRA, **options)


def test_second_call_returns_the_first_tweet(
    ada: Profile, received: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        first, second = publish(ada, "hello @bob"), publish(ada, "hello @bob ")
    assert first == second
    assert second.profile == ada
    assert get_tweet_model().objects.get() == first
    assert [name for name, _ in received] == ["tweet_published"]
    assert find_inconsistencies() == []


def test_other_value_of_a_host_field_is_another_form(ada: Profile) -> None:
    tweet: Any = make_tweet(ada, "hello")
    digests = {form_key.make_digest(tweet, KEY, {"mood": mood}) for mood in (3, 5, "5")}
    assert len(digests) == 2


def test_key_may_be_a_uuid(ada: Profile) -> None:
    key: Any = UUID(KEY)
    assert publish(ada, key=key) == publish(ada, key=KEY)


def test_call_without_a_key_always_publishes(ada: Profile) -> None:
    assert publish(ada, key="") != publish(ada, key="")
    assert not FormKey.objects.exists()


@pytest.mark.parametrize("key", ["1", "x" * 100_000, "\0", "\ud800", "ключ 🙂"])
def test_key_may_be_any_text(ada: Profile, key: str) -> None:
    assert publish(ada, key=key) == publish(ada, key=key)
    assert publish(ada, key=f"{key} ") != publish(ada, key=key)


def test_key_is_its_authors_alone(ada: Profile, bob: Profile) -> None:
    assert publish(ada, "hello").profile == ada
    assert publish(bob, "hello").profile == bob


def test_another_text_with_the_key_is_another_tweet(ada: Profile, bob: Profile) -> None:
    """A browser that goes back shows the form of a published tweet again."""
    parent, other = make_tweet(bob), make_tweet(bob)
    tweets = [
        publish(ada, "one"),
        publish(ada, "two"),
        publish(ada, "one", content_warning="x"),
        publish(ada, "one", visibility="followers"),
        publish(ada, "one", language="pt"),
        publish(ada, "one", in_reply_to=parent),
        publish(ada, "one", in_reply_to=other),
        publish(ada, "one", quote_of=parent),
    ]
    assert len(set(tweets)) == len(tweets)
    assert publish(ada, "one", in_reply_to=parent) == tweets[5]
    parent.refresh_from_db()
    assert (parent.reply_count, parent.quote_count) == (1, 1)


def test_invalid_text_does_not_use_up_the_key(ada: Profile) -> None:
    with pytest.raises(ValidationError):
        publish(ada, "x" * 281)
    assert publish(ada, "x" * 280) == publish(ada, "x" * 280)


def test_deleted_tweet_can_be_published_again(ada: Profile) -> None:
    first = publish(ada)
    services.delete(first)  # the task that forgets the form has not run
    second = publish(ada)
    assert second.pk != first.pk
    assert get_tweet_model().objects.get() == second
    assert publish(ada) == second
    assert find_inconsistencies() == []


def test_rows_go_with_their_tweet(ada: Profile, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        services.delete(publish(ada))
    assert not FormKey.objects.exists()


def test_first_call_that_commits_in_between_wins(ada: Profile) -> None:
    with run_before_statement("SAVEPOINT", lambda: publish(ada)):
        second = publish(ada)
    assert get_tweet_model().objects.get() == second
    assert find_inconsistencies() == []


def test_error_of_another_constraint_is_raised(ada: Profile) -> None:
    tweet = publish(ada)
    with pytest.raises(IntegrityError):
        publish(ada, "another", id=tweet.pk)


def test_key_costs_one_statement(ada: Profile) -> None:
    publish(ada, "one")
    costs = []
    for number, key in enumerate(["", KEY]):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            publish(ada, f"number {number}", key=key)
        costs.append(len(queries))
    assert costs[1] == costs[0] + 1


def test_old_rows_are_deleted_by_later_tweets(
    ada: Profile, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(form_keys, "MAX_CLEANED", 2)
    monkeypatch.setattr("django_tweets.services.batches.BATCH_SIZE", 1)
    old = [publish(ada, str(n), created_at=timezone.now() - timedelta(days=8)) for n in range(3)]
    with django_capture_on_commit_callbacks(execute=True):
        publish(ada)  # within the interval
    assert FormKey.objects.count() == 4
    cache.clear()
    with django_capture_on_commit_callbacks(execute=True):
        publish(ada, "at last")
    assert set(FormKey.objects.values_list("pk", flat=True)) >= {old[2].pk}
    assert FormKey.objects.count() == 3
    assert form_keys.delete_old_form_keys() == 1
