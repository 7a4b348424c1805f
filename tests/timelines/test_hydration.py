"""Steps of hydration: the attributes that each one sets, and its number of queries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from django_tweets import get_tweet_model, services, timelines
from django_tweets.models.attachment import SHOWN_FIELDS
from django_tweets.reading import hydration
from django_tweets.reading.hydration import STEPS, Batch, Step, readable_tweets
from tests.attachment_samples import make_attachments
from tests.attachments import make_attachment
from tests.factories import TWEET_EXTRA, make_tweet

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


def test_steps_set_the_attributes_they_declare_in_one_query(
    ada: Profile, bob: Profile, settings: Any
) -> None:
    settings.DJANGO_TWEETS_LINK_PREVIEWS = True
    deleted, quoted = make_tweet(bob), make_tweet(bob, "@ada")
    make_attachments(quoted, {})
    keys = [
        services.publish(
            ada, "@bob see", quote_of=tweet, attachments=[make_attachment(ada)], **TWEET_EXTRA
        ).pk
        for tweet in (deleted, quoted)
    ]
    deleted.delete()
    keys.append(make_tweet(ada, "see https://example.org/").pk)
    tweets = list(readable_tweets(ada).filter(pk__in=keys).order_by("pk"))
    batch = Batch(ada, tweets, tweets, {})
    before = {name for tweet in tweets for name in vars(tweet)}
    for step in STEPS:
        with CaptureQueriesContext(connection) as queries:
            step.run(batch)
        assert len(queries) == (step.name != "link previews"), step.name  # these are joined
        after = {name for tweet in tweets for name in vars(tweet)}
        assert after - before == set(step.attributes), step.name
        assert all(hasattr(get_tweet_model(), name) for name in step.attributes)
        before = after
    assert [tweet.quoted for tweet in tweets] == [None, quoted, None]
    assert sorted(len(tweet.shown_attachments) for tweet in batch.cards) == [0, 1, 1, 1]


def test_previews_of_links_cost_no_query(
    ada: Profile, settings: Any, django_assert_num_queries: Any
) -> None:
    keys = [make_tweet(ada, f"see https://example.org/{number}").pk for number in range(3)]
    for is_on in (False, True):
        settings.DJANGO_TWEETS_LINK_PREVIEWS = is_on
        with django_assert_num_queries(2):
            timelines.hydrate(keys, ada)


@pytest.mark.parametrize("text", ["hello", "hello @bob"])
def test_attachments_are_read_with_mentions_and_flags(
    ada: Profile, bob: Profile, text: str
) -> None:
    """By SQL that packs them as JSON; for visitors by the ORM."""
    alt = 'A "hill"\nwith a \\ and 🌄 {é}'
    rows = [
        make_attachment(ada, alt=alt, focus_x=0.25, placeholder="abcabcabcabc"),
        make_attachment(ada, kind="video", preview="a/poster.webp", duration=1.5),
    ]
    tweet = services.publish(ada, text, attachments=rows[::-1], **TWEET_EXTRA)
    services.like(bob, tweet)
    found = {}
    for viewer in (None, ada, bob):
        (card,) = timelines.hydrate([tweet.pk], viewer)
        found[viewer] = [
            {name: getattr(row, name) for name in SHOWN_FIELDS} for row in card.shown_attachments
        ]
        assert [row.file.name for row in card.shown_attachments] == [
            row.file.name for row in rows[::-1]
        ]
        assert card.is_liked == (viewer == bob)
        assert bool(card.mentioned_handles) == ("@" in text)
    assert found[None] == found[ada] == found[bob]
    assert [row["position"] for row in found[None]] == [0, 1]
    assert [row["alt"] for row in found[None]] == ["", alt]


def test_new_step_changes_no_caller(ada: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    def add_length(batch: Batch) -> None:
        for tweet in batch.shown:
            tweet.length = len(tweet.content)  # type: ignore[attr-defined]  # set by the step

    step = Step("length", ("length",), add_length)
    monkeypatch.setattr(hydration, "STEPS", (*STEPS, step))
    make_tweet(ada, "hello")
    rows: list[Any] = timelines.home(ada).rows
    assert [tweet.length for tweet in rows] == [5]


def test_hidden_and_deleted_quotes_look_the_same(
    ada: Profile, bob: Profile, as_ada: Client
) -> None:
    hidden, deleted = make_tweet(bob), make_tweet(bob)
    tweets = [
        services.publish(ada, "see", quote_of=tweet, **TWEET_EXTRA) for tweet in (hidden, deleted)
    ]
    services.block(bob, ada)
    before = [as_ada.get(tweet.get_absolute_url()).content for tweet in tweets]
    deleted.delete()
    after = [as_ada.get(tweet.get_absolute_url()).content for tweet in tweets]
    assert [body.count(b"This tweet is not available.") for body in after] == [1, 1]
    assert [len(body) for body in before] == [len(body) for body in after]
