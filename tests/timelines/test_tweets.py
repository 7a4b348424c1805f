"""Lists of tweets other than home: their rows, order and number of queries."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from django_tweets import get_profile_model, services, text, timelines
from django_tweets.models import Hashtag, Visibility
from tests.factories import TWEET_EXTRA, make_profile, make_tweet

if TYPE_CHECKING:
    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db


def publish(author: Profile, content: str = "hello", **options: Any) -> Tweet:
    return services.publish(author, content, **options, **TWEET_EXTRA)


class Case:
    """One of the lists: how to read a page, and how to add a row."""

    def __init__(self, name: str, ada: Profile, bob: Profile) -> None:
        self.author, self.viewer = ada, bob
        self.root = make_tweet(ada, "the one that is quoted")
        self.name = name
        topic, _ = Hashtag.objects.get_or_create(key=text.hashtag_key("topic"), name="topic")
        self.list: Any = {
            "public": partial(timelines.public_tweets, bob),
            "profile": partial(timelines.profile_tweets, ada, bob),
            "profile with replies": partial(timelines.profile_tweets, ada, bob, replies=True),
            "likes": partial(timelines.liked_tweets, bob, bob),
            "bookmarks": partial(timelines.bookmarked_tweets, bob),
            "quotes": partial(timelines.quoting_tweets, self.root, bob),
            "mentions": partial(timelines.mentioning_tweets, bob, bob),
            "hashtag": partial(timelines.hashtag_tweets, topic, bob),
        }[name]
        if name in {"public", "profile", "profile with replies"}:
            self.root.delete()

    def add(self) -> Tweet:
        """Add a row, the newest of the list, which quotes a tweet."""
        is_quote = self.name == "quotes"
        tweet = publish(self.author, "hello @bob #topic", quote_of=self.root if is_quote else None)
        if self.name in {"likes", "bookmarks"}:
            verb = services.like if self.name == "likes" else services.bookmark
            verb(self.viewer, tweet)
        return tweet


NAMES = ["public", "profile", "profile with replies", "likes", "bookmarks", "quotes"]
NAMES += ["mentions", "hashtag"]


@pytest.fixture(params=NAMES)
def case(request: Any, ada: Profile, bob: Profile) -> Case:
    return Case(request.param, ada, bob)


def test_pages_go_down_the_list_and_up_again(case: Case) -> None:
    rows = [case.add() for _ in range(7)][::-1]
    first = case.list(size=3)
    second = case.list(first.older, size=3)
    third = case.list(second.older, size=3)
    assert [first.rows, second.rows, third.rows] == [rows[:3], rows[3:6], rows[6:]]
    assert (first.newer, third.older) == (None, None)
    assert case.list(third.newer, size=3).rows == second.rows
    up = case.list(second.newer, size=3)
    assert (up.rows, up.newer) == (first.rows, None)


def test_new_rows_do_not_move_an_older_page(case: Case) -> None:
    rows = [case.add() for _ in range(4)][::-1]
    older = case.list(size=2).older
    case.add()
    assert case.list(older, size=2).rows == rows[2:]


@pytest.mark.parametrize("count", [1, 20])
def test_page_is_three_queries(case: Case, count: int, django_assert_num_queries: Any) -> None:
    for _ in range(count):
        tweet = case.add()
    if case.name != "quotes":
        quote = publish(case.author, "@bob #topic", quote_of=tweet)
        for verb in (services.like, services.bookmark):
            verb(case.viewer, quote)
    # rows with authors, quoted tweets, mentioned profiles with the viewer flags
    with django_assert_num_queries(3):
        rows = case.list().rows
        assert {tweet.profile.handle for tweet in rows} == {"ada"}
        assert rows[0].quoted is not None
    assert len(rows) == min(count + (case.name != "quotes"), timelines.PAGE_SIZE)


def test_empty_list_has_no_neighbours(case: Case) -> None:
    page = case.list()
    assert (page.rows, page.newer, page.older) == ([], None, None)


def test_hidden_tweets_are_in_no_list(case: Case) -> None:
    kept = case.add()
    for visibility in (Visibility.FOLLOWERS, Visibility.MENTIONED):
        services.edit(case.add(), "secret #topic", visibility=visibility)
    services.delete(case.add())
    assert case.list().rows == [kept]
    services.block(case.author, case.viewer)
    assert case.list().rows == []
    services.unblock(case.author, case.viewer)
    assert case.list().rows == [kept]
    get_profile_model().objects.filter(pk=case.author.pk).update(is_suspended=True)
    assert case.list().rows == []


def test_muted_authors_are_left_out_of_general_lists(case: Case) -> None:
    tweet = case.add()
    services.mute(case.viewer, case.author)
    is_asked_for = case.name not in {"public", "quotes", "mentions", "hashtag"}
    assert case.list().rows == ([tweet] if is_asked_for else [])


def test_public_list_has_public_tweets_only(ada: Profile, bob: Profile) -> None:
    said = publish(ada)
    publish(bob, in_reply_to=said)
    services.retweet(bob, said)
    quote = publish(bob, quote_of=said)
    publish(ada, visibility=Visibility.UNLISTED)
    publish(make_profile(is_protected=True))
    for viewer in (None, ada):
        assert timelines.public_tweets(viewer).rows == [quote, said]


def test_protected_author_is_in_no_public_list() -> None:
    author = make_profile(is_protected=True)
    publish(author)
    assert timelines.public_tweets(author).rows == []


def test_profile_list_has_tweets_and_retweets(ada: Profile, bob: Profile) -> None:
    theirs = publish(bob)
    root = publish(ada)
    thread = publish(ada, in_reply_to=root)
    reply = publish(ada, in_reply_to=theirs)
    retweet = services.retweet(ada, theirs)
    assert timelines.profile_tweets(ada, None).rows == [retweet, thread, root]
    assert timelines.profile_tweets(ada, None, replies=True).rows == [retweet, reply, thread, root]


def test_likes_and_bookmarks_are_in_order_of_creation(ada: Profile, bob: Profile) -> None:
    old, new = publish(ada), publish(ada)
    for verb in (services.like, services.bookmark):
        verb(bob, new)
        verb(bob, old)
    assert timelines.liked_tweets(bob, None).rows == [old, new]
    assert timelines.bookmarked_tweets(bob).rows == [old, new]
    assert timelines.bookmarked_tweets(ada).rows == []


def test_viewer_flags_are_set_on_cards(ada: Profile, bob: Profile) -> None:
    tweet = publish(ada)
    for verb in (services.like, services.bookmark, services.retweet):
        verb(bob, tweet)
    for viewer, done in ((bob, True), (ada, False), (None, False)):
        (shown,) = timelines.hydrate([tweet.pk], viewer)
        assert [shown.is_liked, shown.is_bookmarked, shown.is_retweeted] == [done] * 3
        assert shown.hydrated_for == (viewer and viewer.pk)
    (retweet,) = timelines.profile_tweets(bob, bob).rows
    assert retweet.shown == tweet
    assert retweet.shown.is_liked
    assert retweet.hydrated_for == retweet.shown.hydrated_for == bob.pk


def test_hidden_quote_is_not_shown(ada: Profile, bob: Profile) -> None:
    quoted = publish(ada)
    quote = publish(bob, quote_of=quoted)
    (shown,) = timelines.hydrate([quote.pk], None)
    assert shown.quoted == quoted
    assert shown.quoted is not None
    assert shown.quoted.hydrated_for is None
    services.update_profile(ada, is_protected=True)
    (shown,) = timelines.hydrate([quote.pk], None)
    assert (shown.quoted, shown.quote_of_id) == (None, quoted.pk)


def test_mention_follows_a_changed_handle(ada: Profile, bob: Profile, settings: Any) -> None:
    """Also if another profile has the old handle now."""
    settings.DJANGO_TWEETS_FORMER_HANDLE_DAYS = 0
    tweet = publish(ada, "@bob and @nobody")
    services.update_profile(bob, handle="robert")
    other = make_profile("else")
    services.update_profile(other, handle="bob")
    (shown,) = timelines.hydrate([tweet.pk], None)
    assert shown.mentioned_handles == {str(bob.pk): "robert"}
    assert timelines.mentioning_tweets(bob, None).rows == [tweet]
    assert timelines.mentioning_tweets(other, None).rows == []
    services.delete_profile(bob)
    (shown,) = timelines.hydrate([tweet.pk], None)
    assert shown.mentioned_handles == {}


def test_hashtag_list_has_public_tweets_only(ada: Profile, bob: Profile) -> None:
    hidden = make_profile(is_protected=True)
    said = publish(ada, "#Topic")
    answer = publish(bob, "#TOPIC too", in_reply_to=said)
    publish(ada, "#topic", visibility=Visibility.UNLISTED)
    secret = publish(hidden, "#topic")
    services.retweet(bob, said)
    topic = timelines.hashtags.find("tOpIc")
    assert topic is not None
    assert str(topic) == "#Topic"
    assert (topic.tweet_count, topic.follower_count) == (2, 0)
    assert timelines.hashtag_tweets(topic, None).rows == [answer, said]
    assert timelines.hashtag_tweets(topic, hidden).rows == [secret, answer, said]
    services.mute(ada, bob)
    assert timelines.hashtag_tweets(topic, ada).rows == [said]


def test_reply_names_a_visible_author_only(ada: Profile, bob: Profile) -> None:
    staff = make_profile()
    staff.user.is_staff = True
    reply = publish(bob, in_reply_to=publish(ada))
    other = publish(bob)
    for viewer in (None, bob, staff):
        both = timelines.hydrate([reply.pk, other.pk], viewer)
        assert [tweet.reply_handle for tweet in both] == ["ada", ""]
    services.block(ada, bob)
    (shown,) = timelines.hydrate([reply.pk], bob)
    assert shown.reply_handle == ""
    services.delete_profile(ada)
    (shown,) = timelines.hydrate([reply.pk], staff)
    assert shown.reply_handle == ""


def test_hydrating_no_tweets_is_no_query(ada: Profile) -> None:
    assert timelines.hydrate([], ada) == []
