"""Steps of hydration: the attributes that each one sets, and its number of queries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from django_tweets import get_tweet_model, services, timelines
from django_tweets.reading import hydration
from django_tweets.reading.hydration import STEPS, Batch, Step, readable_tweets
from tests.factories import TWEET_EXTRA, make_tweet

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = pytest.mark.django_db


def test_steps_set_the_attributes_they_declare_in_one_query(ada: Profile, bob: Profile) -> None:
    deleted, quoted = make_tweet(bob), make_tweet(bob, "@ada")
    keys = [
        services.publish(ada, "@bob see", quote_of=tweet, **TWEET_EXTRA).pk
        for tweet in (deleted, quoted)
    ]
    deleted.delete()
    tweets = list(readable_tweets(ada).filter(pk__in=keys).order_by("pk"))
    batch = Batch(ada, tweets, tweets, {})
    before = {name for tweet in tweets for name in vars(tweet)}
    for step in STEPS:
        with CaptureQueriesContext(connection) as queries:
            step.run(batch)
        assert len(queries) == 1, step.name
        after = {name for tweet in tweets for name in vars(tweet)}
        assert after - before == set(step.attributes), step.name
        assert all(hasattr(get_tweet_model(), name) for name in step.attributes)
        before = after
    assert [tweet.quoted for tweet in tweets] == [None, quoted]
    assert [tweet.is_quoted_deleted for tweet in tweets] == [True, False]


def test_new_step_changes_no_caller(ada: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    def add_length(batch: Batch) -> None:
        for tweet in batch.shown:
            tweet.length = len(tweet.content)  # type: ignore[attr-defined]  # set by the step

    step = Step("length", ("length",), add_length)
    monkeypatch.setattr(hydration, "STEPS", (*STEPS, step))
    make_tweet(ada, "hello")
    rows: list[Any] = timelines.home(ada).rows
    assert [tweet.length for tweet in rows] == [5]


def test_hidden_quote_is_not_called_deleted(ada: Profile, bob: Profile) -> None:
    hidden, deleted = make_tweet(bob), make_tweet(bob)
    for tweet in (hidden, deleted):
        services.publish(ada, "see", quote_of=tweet, **TWEET_EXTRA)
    deleted.delete()
    services.block(bob, ada)
    rows: list[Any] = timelines.home(ada).rows
    assert [tweet.quoted for tweet in rows] == [None, None]
    assert [tweet.is_quoted_deleted for tweet in rows] == [True, False]
