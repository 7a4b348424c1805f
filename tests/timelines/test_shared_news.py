"""News for many viewers in one statement: the same as each viewer's page shows."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model

from django_tweets import services
from django_tweets.live import topics
from django_tweets.live.topics import Change
from django_tweets.models import Block, Follow, Hashtag, Mute
from django_tweets.swapping import get_tweet_model
from django_tweets.text import hashtag_key
from django_tweets.timelines import (
    Found,
    NewsReader,
    Subscription,
    pairs,
    read_changes,
    shared_news,
)
from django_tweets.timelines.home import newest_keys
from django_tweets.timelines.tweets import newest_replies, newest_with_hashtag
from tests.factories import TWEET_EXTRA, make_profile, make_tweet
from tests.queries import count_statements

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db

TEA = hashtag_key("tea") or ""


def make_author(kind: str) -> Profile:
    author = make_profile(
        is_protected=kind == "protected",
        is_limited=kind == "limited",
        is_suspended=kind == "suspended",
    )
    if kind == "inactive":
        get_user_model()._base_manager.filter(pk=author.user.pk).update(is_active=False)
    return author


def make_viewers(authors: list[Profile]) -> dict[str, Profile]:
    """Return viewers, each with one relation to all authors."""
    viewers = {
        kind: make_profile()
        for kind in (
            "stranger",
            "follower",
            "muter",
            "blocker",
            "blocked",
            "staff",
            "tag",
            "tag muter",
        )
    }
    get_user_model()._base_manager.filter(pk=viewers["staff"].user.pk).update(is_staff=True)
    viewers["staff"].user.refresh_from_db()
    for author in authors:
        for kind in ("follower", "muter", "staff"):
            Follow.objects.create(follower=viewers[kind], followed=author)
        for kind in ("muter", "tag muter"):
            Mute.objects.create(muter=viewers[kind], muted=author)
        Block.objects.create(blocker=viewers["blocker"], blocked=author)
        Block.objects.create(blocker=author, blocked=viewers["blocked"])
    make_tweet(make_profile(), "#tea")
    for kind in ("tag", "tag muter"):
        services.follow_hashtag(viewers[kind], Hashtag.objects.get(key=TEA))
    return viewers


def make_all_tweets(authors: list[Profile], viewers: Iterable[Profile]) -> list[Tweet]:
    """Return tweets of all audiences: with a hashtag, as replies, mentions, and retweets."""
    stranger = make_profile()
    first = make_tweet(stranger, "first")
    tweets = []
    for author in authors:
        make = partial(make_tweet, author)
        of_author = [
            make("#tea", visibility=audience)
            for audience in ("public", "unlisted", "followers", "mentioned", "withheld")
        ]
        of_author += [make("to a stranger #tea", in_reply_to=first)]
        of_author += [make("to oneself", in_reply_to=of_author[0])]
        tweets += of_author
        for viewer in viewers:
            tweets.append(make(f"@{viewer.handle}", visibility="mentioned"))
            tweets.append(make("#tea", in_reply_to=make_tweet(viewer)))
        original = make_tweet(make_profile())
        tweets.append(make_tweet(author, "", retweet_of=original))
        tweets.append(make_tweet(stranger, "", retweet_of=of_author[0]))
    return tweets


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> tuple[dict[str, Profile], list[Tweet]]:
    monkeypatch.setattr(pairs, "MAX_PAIRS", 7)  # of one statement: many statements here
    authors = [
        make_author(kind) for kind in ("public", "protected", "limited", "suspended", "inactive")
    ]
    viewers = make_viewers(authors)
    answered = [viewers[kind] for kind in ("stranger", "follower")]
    return viewers, make_all_tweets(authors, answered)


def look(readers: Iterable[NewsReader], *changes: Change) -> dict[str, Found]:
    found = read_changes(dict.fromkeys(readers, changes))
    return {reader.viewer.handle: each for reader, each in found.items()}


def test_home_is_as_on_the_page(world: tuple[dict[str, Profile], list[Tweet]]) -> None:
    viewers, tweets = world
    readers = [NewsReader(viewer, Subscription(home=0)) for viewer in viewers.values()]
    found = look(readers, *(Change(topics.ANY_TWEET, tweet.pk) for tweet in tweets))
    sizes = {}
    for kind, viewer in viewers.items():
        keys = found[viewer.handle].lists.get(("home", ""), set())
        shown = set(newest_keys(viewer, 500)) & {tweet.pk for tweet in tweets}
        # The page shows a tweet once, of those who have retweeted it.
        repeats = {tweet.retweet_of_id for tweet in tweets if tweet.pk in keys} - {None}
        assert keys - repeats == shown, kind
        sizes[kind] = len(keys)
    assert sizes["staff"] > sizes["follower"] > sizes["tag"] > 0
    assert not any(sizes[kind] for kind in ("stranger", "muter", "tag muter", "blocker", "blocked"))


def test_hashtag_is_as_on_the_page(world: tuple[dict[str, Profile], list[Tweet]]) -> None:
    viewers, tweets = world
    tagged = [tweet for tweet in tweets if "#tea" in tweet.content]
    readers = [NewsReader(viewer, Subscription(hashtags={TEA: 0})) for viewer in viewers.values()]
    found = look(readers, *(Change(topics.with_hashtag(TEA), tweet.pk) for tweet in tagged))
    for kind, viewer in viewers.items():
        keys = found[viewer.handle].lists.get(("hashtag", TEA), set())
        shown = set(newest_with_hashtag(TEA, viewer, 500)) & {tweet.pk for tweet in tweets}
        assert keys == shown, kind
        assert bool(keys) == (kind not in {"muter", "tag muter", "blocker", "blocked"}), kind


def test_replies_are_as_on_the_page(world: tuple[dict[str, Profile], list[Tweet]]) -> None:
    viewers, tweets = world
    parents = {tweet.in_reply_to_id for tweet in tweets[5:7]}
    parents |= {tweet.in_reply_to_id for tweet in tweets[7:] if tweet.visibility == "public"} - {
        None
    }
    for parent in sorted(parents)[:4]:
        readers = [
            NewsReader(viewer, Subscription(threads={parent: 0})) for viewer in viewers.values()
        ]
        found = look(readers, *(Change(topics.of_tweet(parent), tweet.pk) for tweet in tweets))
        for kind, viewer in viewers.items():
            keys = found[viewer.handle].lists.get(("replies", parent), set())
            assert keys == set(newest_replies(parent, viewer, 500)), kind


def test_counts_are_of_visible_tweets(world: tuple[dict[str, Profile], list[Tweet]]) -> None:
    viewers, tweets = world
    tweets[0].__class__._base_manager.update(like_count=3)
    shown = Subscription(tweets=[tweet.pk for tweet in tweets])
    readers = [NewsReader(viewer, shown) for viewer in viewers.values()]
    found = look(readers, *(Change(topics.of_tweet(tweet.pk)) for tweet in tweets))
    for kind, viewer in viewers.items():
        visible: Any = get_tweet_model()._rows.visible_to(viewer).filter(pk__in=shown.tweets)
        counts = found[viewer.handle].counts
        assert counts.keys() == set(visible.values_list("pk", flat=True)), kind
        assert {row[-1] for row in counts.values()} <= {3}


@pytest.mark.parametrize("count", [1, 20])
def test_statements_of_a_look(ada: Profile, bob: Profile, count: int) -> None:
    """One for each kind of list, however many streams there are, and one for the bell of ada."""
    parent = make_tweet(ada)
    tweet = services.publish(bob, "#tea", in_reply_to=parent, **TWEET_EXTRA)
    shown = Subscription(home=0, hashtags={TEA: 0}, threads={parent.pk: 0}, tweets=[parent.pk])
    people = [ada, *(make_profile() for _ in range(count - 1))]
    readers = [NewsReader(viewer, shown) for viewer in people]
    names = (topics.by_author(bob.pk), topics.with_hashtag(TEA), topics.of_tweet(parent.pk))
    changes = [*(Change(name, tweet.pk) for name in names), Change(topics.of_notifications(ada.pk))]
    look(readers, *changes)
    assert count_statements(lambda: look(readers, *changes)) == 5


def test_hidden_tweet_takes_the_same_statements(ada: Profile, bob: Profile) -> None:
    services.follow(ada, bob)
    reader = NewsReader(ada, Subscription(home=0))
    for audience, is_told in (("followers", True), ("mentioned", False)):
        tweet = make_tweet(bob, visibility=audience)
        change = Change(topics.by_author(bob.pk), tweet.pk)
        found = look([reader], change)[ada.handle]
        assert bool(found) == is_told
        assert count_statements(lambda change=change: look([reader], change)) == 1  # type: ignore[misc]  # mypy has no type for the default


def test_home_that_gets_very_many_tweets_is_read_as_a_page(
    ada: Profile, bob: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hidden tweets among them keep no visible one back."""
    monkeypatch.setattr(shared_news, "MAX_CANDIDATES", 2)
    services.follow(ada, bob)
    tweets = [make_tweet(bob), *(make_tweet(bob, visibility="mentioned") for _ in range(3))]
    reader = NewsReader(ada, Subscription(home=0, tweets=[tweets[0].pk]))
    found = look([reader], *(Change(topics.by_author(bob.pk), tweet.pk) for tweet in tweets))
    assert found[ada.handle].lists == {("home", ""): {tweets[0].pk}}


def test_unasked_topics_are_no_news(ada: Profile) -> None:
    tweet = make_tweet(ada)
    reader = NewsReader(ada, Subscription())
    changes = [Change(topics.by_author(ada.pk), tweet.pk), Change(topics.of_tweet(tweet.pk))]
    assert count_statements(lambda: look([reader], *changes)) == 0
