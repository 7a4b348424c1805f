"""Earlier texts of a tweet: read only by those who could read the tweet while it had that text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from django_tweets import get_tweet_model, services, timelines
from django_tweets.models import TweetRevision
from django_tweets.reading.hydration import hydrate
from tests.factories import TWEET_EXTRA, make_profile, make_tweet

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db

AUDIENCES = ("public", "unlisted", "followers", "mentioned")
NAMES = ("bob", "cleo", "dan")

steps = st.lists(
    st.tuples(
        st.sampled_from([*AUDIENCES, "mentioned", "mentioned"]),
        st.sets(st.sampled_from(NAMES)),
        st.booleans(),
    ),
    min_size=2,
    max_size=6,
)


def can_read(tweet: Tweet, viewer: Profile | None) -> bool:
    tweets: Any = get_tweet_model()._rows.visible_to(viewer)
    found: bool = tweets.filter(pk=tweet.pk).exists()
    return found


def read(tweet: Tweet, viewer: Profile | None) -> list[str]:
    return [row.content for row in timelines.revisions(tweet, viewer)]


def url_of(tweet: Tweet, name: str) -> str:
    return reverse(f"django_tweets:{name}", args=[tweet.profile.handle, tweet.pk])


def shown(tweet: Tweet, viewer: Profile | None) -> Tweet:
    found: Any = hydrate([tweet.pk], viewer)[0]
    return found


@example([("mentioned", {"bob"}, False), ("mentioned", {"bob", "cleo"}, False)])
@example([("mentioned", {"bob"}, False), ("public", set(), False)])
@example([("public", set(), True), ("public", set(), False)])
@example(
    [("mentioned", {"bob"}, False), ("mentioned", set(), False), ("mentioned", {"bob"}, False)]
)
@given(steps)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_earlier_texts_are_for_those_who_could_read_them(
    texts: list[tuple[str, set[str], bool]],
) -> None:
    ada = make_profile()
    viewers: dict[str, Profile | None] = {name: make_profile() for name in (*NAMES, "eve")}
    services.follow(viewers["dan"], ada)  # type: ignore[arg-type]  # not None
    viewers["visitor"] = None
    viewers["ada"] = ada
    could_read: dict[str, list[str]] = {name: [] for name in viewers}
    tweet: Any = None
    for number, (audience, mentioned, is_protected) in enumerate(texts):
        if tweet is not None:
            for name, viewer in viewers.items():
                if can_read(tweet, viewer):
                    could_read[name].insert(0, tweet.content)
        handles = [f"@{viewers[name].handle}" for name in sorted(mentioned)]  # type: ignore[union-attr]
        content = " ".join([f"text {number}", *handles])
        if tweet is None:
            tweet = make_tweet(ada, content, visibility=audience)
        else:
            services.edit(tweet, content, visibility=audience)
        services.update_profile(ada, is_protected=is_protected)
    for name, viewer in viewers.items():
        if not can_read(tweet, viewer):
            assert read(tweet, viewer) == [], name
            continue
        assert read(tweet, viewer) == could_read[name], name
        assert (shown(tweet, viewer).shown_edited_at is None) == (not could_read[name]), name


def test_history_without_readable_texts_is_as_of_a_tweet_that_was_not_edited(
    client: Client, ada: Profile
) -> None:
    edited = make_tweet(ada, "secret", visibility="mentioned")
    services.edit(edited, "hello", visibility="public")
    untouched = make_tweet(ada, "hello")
    client.get(url_of(untouched, "tweet_detail"))  # fills the caches of the sidebar
    pages, counts = [], []
    for tweet in (edited, untouched):
        for name in ("tweet_detail", "tweet_history", "tweet_embed"):
            with CaptureQueriesContext(connection) as queries:
                html = client.get(url_of(tweet, name)).content.decode()
            counts.append(len(queries))
            pages.append(html.count("edited"))
            assert "secret" not in html
    assert counts[:3] == counts[3:]
    assert pages[:3] == pages[3:]


def test_first_readable_text_has_the_time_of_the_tweet(ada: Profile) -> None:
    tweet = make_tweet(ada, "secret", visibility="mentioned")
    services.edit(tweet, "open", visibility="public")
    services.edit(tweet, "closing")
    (row,) = timelines.revisions(tweet, None)
    assert (row.content, row.created_at) == ("open", tweet.created_at)
    assert [row.content for row in timelines.revisions(tweet, ada)] == ["open", "secret"]


def test_author_of_the_parent_reads_earlier_texts_of_a_reply_for_mentioned(
    ada: Profile, bob: Profile
) -> None:
    parent = make_tweet(bob, "@ada", visibility="mentioned")
    reply = services.publish(ada, "first", in_reply_to=parent, **TWEET_EXTRA)
    services.edit(reply, "second")
    assert reply.visibility == "mentioned"
    assert read(reply, bob) == ["first"]
    assert shown(reply, bob).shown_edited_at == reply.edited_at


def test_edited_mark_of_a_retweet_is_that_of_the_original(ada: Profile, bob: Profile) -> None:
    marks = []
    for first in ("public", "mentioned"):
        tweet = make_tweet(ada, "first", visibility=first)
        services.edit(tweet, "second", visibility="public")
        retweet = services.retweet(bob, tweet)
        marks.append(shown(retweet, bob).shown.shown_edited_at)
    assert marks[0] is not None
    assert marks[1] is None


def test_tweet_whose_earlier_texts_were_not_kept_is_marked_as_edited(ada: Profile) -> None:
    tweet = make_tweet(ada, "first")
    services.edit(tweet, "second")
    TweetRevision._base_manager.all().delete()
    assert shown(tweet, None).shown_edited_at == tweet.edited_at


def test_history_of_more_texts_than_a_page_keeps_their_times(
    ada: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timelines.tweets, "MAX_REVISIONS", 2)
    tweet = make_tweet(ada, "0")
    for number in range(1, 4):
        services.edit(tweet, str(number))
    rows = timelines.revisions(tweet, None)
    assert [row.content for row in rows] == ["2", "1"]
    assert rows[1].created_at > tweet.created_at
