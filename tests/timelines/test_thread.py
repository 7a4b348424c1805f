"""The conversation around one tweet."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from django_tweets import services, timelines
from django_tweets.models import Visibility
from django_tweets.timelines import Gap, RepliesCursor
from tests.factories import TWEET_EXTRA, make_profile

if TYPE_CHECKING:
    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db


def publish(author: Profile, content: str = "hello", **options: Any) -> Tweet:
    return services.publish(author, content, **options, **TWEET_EXTRA)


def chain(author: Profile, length: int) -> list[Tweet]:
    """Create count tweets, each a reply to the previous one."""
    tweets = [publish(author)]
    while len(tweets) < length:
        tweets.append(publish(author, in_reply_to=tweets[-1]))
    return tweets


def thread(tweet: Tweet, viewer: Profile | None = None, **options: Any) -> timelines.Thread:
    found = timelines.thread(tweet.pk, viewer, **options)
    assert found is not None
    return found


def test_thread_has_ancestors_and_replies(ada: Profile, bob: Profile) -> None:
    root, parent, tweet, child, _ = chain(ada, 5)
    sibling = publish(bob, in_reply_to=parent)
    other = publish(bob, in_reply_to=tweet)
    found = thread(tweet)
    assert (found.tweet, found.ancestors, found.is_cut) == (tweet, [root, parent], False)
    assert found.replies.rows == [other, child]
    assert sibling not in found.replies.rows


def test_hidden_tweet_has_no_thread(ada: Profile, bob: Profile) -> None:
    secret = publish(ada, visibility=Visibility.FOLLOWERS)
    assert timelines.thread(secret.pk, bob) is None
    assert timelines.thread(404, bob) is None


def test_gap_has_a_reason(ada: Profile, bob: Profile) -> None:
    root, second, third, tweet = chain(ada, 4)
    services.edit(third, "secret", visibility=Visibility.MENTIONED)
    assert thread(tweet).ancestors == [root, second, Gap()]
    services.delete(root)
    assert thread(tweet).ancestors == [Gap(), second, Gap()]


def test_number_and_state_of_hidden_ancestors_are_not_shown(ada: Profile, bob: Profile) -> None:
    root, *_, last = chain(bob, 3)
    tweet = publish(ada, in_reply_to=last)
    services.update_profile(bob, is_protected=True)
    assert thread(tweet).ancestors == [Gap()]
    with services.as_staff():
        services.delete(root)
    assert thread(tweet).ancestors == [Gap()]


def test_hidden_replies_by_followed_people_crowd_nobody_out(ada: Profile, bob: Profile) -> None:
    """Replies by followed people are found by author where there are more of others."""
    friend, tweet = make_profile(), publish(bob)
    for followed in (friend, bob):
        services.follow(ada, followed)
    strangers = [publish(make_profile(), in_reply_to=tweet) for _ in range(3)]
    known = [publish(author, in_reply_to=tweet) for author in (bob, friend)]
    for _ in range(5):
        publish(friend, in_reply_to=tweet, visibility=Visibility.MENTIONED)
    ada.refresh_from_db()
    page = thread(tweet, ada, size=1).replies
    seen = [*page.rows]
    while page.older:
        page = thread(tweet, ada, cursor=page.older, size=1).replies
        seen += page.rows
    assert seen == [*reversed(known), *reversed(strangers)]


def test_long_conversation_is_cut_at_the_top(ada: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    # By its full name, since `timelines.thread` is the function.
    monkeypatch.setattr(sys.modules["django_tweets.timelines.thread"], "MAX_ANCESTORS", 3)
    tweets = chain(ada, 6)
    for place, is_cut in ((3, False), (4, True), (5, True)):
        found = thread(tweets[place])
        assert (found.ancestors, found.is_cut) == (tweets[place - 3 : place], is_cut)


def test_hidden_ancestors_push_no_visible_one_out(
    ada: Profile, bob: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = sys.modules["django_tweets.timelines.thread"]
    monkeypatch.setattr(module, "MAX_ANCESTORS", 3)
    monkeypatch.setattr(module, "MAX_DEPTH", 12)
    tweets = chain(ada, 4)
    last = tweets[-1]
    for _ in range(6):
        last = publish(bob, in_reply_to=last)
    tweet = publish(ada, in_reply_to=last)
    services.update_profile(bob, is_protected=True)
    found = thread(tweet)
    assert (found.ancestors, found.is_cut) == ([*tweets[1:], Gap()], True)
    found = thread(publish(ada, in_reply_to=tweet))
    assert (found.ancestors, found.is_cut) == ([*tweets[2:], Gap(), tweet], True)
    monkeypatch.setattr(module, "MAX_DEPTH", 6)
    found = thread(tweet)
    assert (found.ancestors, found.is_cut) == ([], True)


@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.parametrize("depth", [1, 25])
def test_thread_is_seven_queries(
    ada: Profile, bob: Profile, count: int, depth: int, django_assert_num_queries: Any
) -> None:
    tweets = chain(ada, depth)
    tweet = publish(ada, in_reply_to=tweets[-1], quote_of=tweets[0])
    friend = make_profile()
    services.follow(bob, friend)
    for _ in range(count):
        for author in (ada, friend):
            reply = publish(author, in_reply_to=tweet, quote_of=tweets[0])
            publish(bob, in_reply_to=reply)
    # ids of ancestors, their tweets, replies by followed people, other replies (or the ids of both,
    # and both), nested replies, quoted tweets, viewer flags
    with django_assert_num_queries(7):
        found = thread(tweet, bob, size=2 * count)
    assert (len(found.ancestors), len(found.replies.rows)) == (depth, 2 * count)
    assert sum(len(reply.nested_replies) for reply in found.replies.rows) == 2 * count


def test_replies_by_followed_people_come_first(ada: Profile, bob: Profile) -> None:
    tweet = publish(ada)
    friend = make_profile()
    services.follow(bob, friend)
    expected: dict[bool, list[Tweet]] = {True: [], False: []}
    for author in (friend, ada, bob, make_profile(), friend):
        expected[author in (friend, bob)].append(publish(author, in_reply_to=tweet))
    rows = [*expected[True][::-1], *expected[False][::-1]]
    assert thread(tweet, bob).replies.rows == rows
    assert thread(tweet).replies.rows == sorted(rows, key=lambda row: -row.pk)


@pytest.mark.parametrize("known", [0, 2, 3, 4, 5])
@pytest.mark.parametrize("others", [0, 1, 4])
@pytest.mark.parametrize("followed", [1, 12])
def test_pages_of_replies_are_complete(
    ada: Profile, bob: Profile, known: int, others: int, followed: int
) -> None:
    tweet = publish(ada)
    friends = [make_profile() for _ in range(followed)]  # more people than replies, or fewer
    for friend in friends:
        services.follow(bob, friend)
    bob.refresh_from_db()
    authors = [bob, friends[0]] * known
    rows = [publish(author, in_reply_to=tweet) for author in authors[:known]][::-1]
    rows += [publish(ada, in_reply_to=tweet) for _ in range(others)][::-1]
    page = thread(tweet, bob, size=2).replies
    assert page.newer is None
    found = page.rows
    while page.older:
        page = thread(tweet, bob, cursor=page.older, size=2).replies
        assert page.newer == RepliesCursor()
        assert page.rows
        found += page.rows
    assert found == rows


@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_replies_after_an_id_are_in_the_order_of_writing(
    ada: Profile, bob: Profile, count: int
) -> None:
    """Whoever has written them; without those that the viewer may not see."""
    tweet = publish(ada)
    friend, blocked = make_profile(), make_profile()
    services.follow(bob, friend)
    services.block(bob, blocked)
    rows = []
    for number in range(count):
        publish(blocked, in_reply_to=tweet)
        rows.append(publish([ada, friend][number % 2], in_reply_to=tweet))
    found = []
    older: RepliesCursor | None = RepliesCursor(after=0)
    while older is not None:
        page = thread(tweet, bob, cursor=older, size=2).replies
        assert page.newer == RepliesCursor()
        found += page.rows
        older = page.older
        assert older is None or older == RepliesCursor(after=found[-1].pk)
    assert found == rows


def test_hidden_replies_are_left_out(ada: Profile, bob: Profile) -> None:
    tweet = publish(ada)
    kept = publish(make_profile(), in_reply_to=tweet)
    muted, blocked = make_profile(), make_profile()
    for author in (muted, blocked):
        publish(author, in_reply_to=tweet)
    publish(ada, in_reply_to=tweet, visibility=Visibility.MENTIONED)
    services.mute(bob, muted)
    services.block(bob, blocked)
    assert thread(tweet, bob).replies.rows == [kept]


def test_hidden_nested_replies_change_nothing(ada: Profile, bob: Profile) -> None:
    """They push no visible one out, and lead to no link."""
    tweet = publish(ada)
    reply = publish(ada, in_reply_to=tweet)
    muted, blocked, stranger = make_profile(), make_profile(), make_profile()
    for author in (muted, blocked):
        for _ in range(5):
            publish(author, in_reply_to=reply)
    secret = publish(ada, in_reply_to=reply, visibility=Visibility.MENTIONED)
    kept = [publish(stranger, in_reply_to=reply) for _ in range(3)]
    publish(muted, in_reply_to=kept[0])
    services.mute(bob, muted)
    services.block(bob, blocked)
    (found,) = thread(tweet, bob).replies.rows
    assert (found.nested_replies, found.has_more_replies) == (kept, False)
    (found,) = thread(tweet, ada).replies.rows
    assert found.nested_replies[0] == secret
    assert found.has_more_replies


def test_thread_of_a_retweet_has_the_replies_of_the_original(ada: Profile, bob: Profile) -> None:
    tweet = publish(ada)
    retweet = services.retweet(bob, tweet)
    reply = publish(bob, in_reply_to=tweet)
    found = thread(retweet)
    assert (found.tweet.shown, found.ancestors) == (tweet, [])
    assert found.replies.rows == [reply]


def test_invalid_replies_cursor_is_rejected() -> None:
    with pytest.raises(timelines.InvalidCursor):
        RepliesCursor.parse({"known": "x"})
    assert RepliesCursor.parse({"known": "7"}) == RepliesCursor(known=7)
