"""The draft follows, quotes, likes and retweets of the demo community."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

import pytest
from community.follows import PROTECTED, DraftFollow, draft_follows
from community.interactions import BLOCKS, BOOKMARKS, MUTES, PENDING_REQUESTS, POPULAR_TWEETS
from community.people import BY_USERNAME, ORGANISATION
from community.quotes import QUOTES, draft_quotes
from community.reactions import DraftReaction, draft_reactions
from community.tweets import DraftTweet, draft_tweets, find_index

from django_tweets import text

from .test_tweets import MOMENTS, NOW


class Drafts(NamedTuple):
    tweets: list[DraftTweet]
    """The tweets, and the quotes after them."""
    follows: list[DraftFollow]
    likes: list[DraftReaction]
    retweets: list[DraftReaction]


def make_drafts(now: datetime) -> Drafts:
    tweets = draft_tweets(now)
    tweets += draft_quotes(tweets, now)
    follows = draft_follows(tweets, now)
    return Drafts(tweets, follows, *draft_reactions(tweets, follows, now))


# An afternoon, a morning, midnight, and a time zone far from Greenwich: each takes two seconds.
@pytest.fixture(scope="module", params=[MOMENTS[0], *MOMENTS[6:]], ids=str)
def now(request: pytest.FixtureRequest) -> datetime:
    moment: datetime = request.param
    return moment


@pytest.fixture(scope="module")
def drafts(now: datetime) -> Drafts:
    return make_drafts(now)


@pytest.fixture(scope="module")
def follows() -> list[DraftFollow]:
    return make_drafts(NOW).follows


# Dates


def test_same_now_gives_same_drafts(now: datetime, drafts: Drafts) -> None:
    assert make_drafts(now) == drafts


def test_dates_are_ordered_and_before_now(now: datetime, drafts: Drafts) -> None:
    for times in (
        [follow.created_at for follow in drafts.follows],
        [like.created_at for like in drafts.likes],
        [retweet.created_at for retweet in drafts.retweets],
    ):
        assert all(one <= other for one, other in pairwise(times))
        assert times[-1] < now


def test_members_act_only_after_joining(now: datetime, drafts: Drafts) -> None:
    joined = {
        name: now - timedelta(days=person.joined_days_ago) for name, person in BY_USERNAME.items()
    }
    for follow in drafts.follows:
        assert follow.created_at > max(joined[follow.follower], joined[follow.followed])
    for reaction in (*drafts.likes, *drafts.retweets):
        assert reaction.created_at > joined[reaction.author]


def test_reactions_come_within_three_days(drafts: Drafts) -> None:
    for done in (drafts.likes, drafts.retweets):
        waits = [each.created_at - drafts.tweets[each.tweet].created_at for each in done]
        assert min(waits) > timedelta()
        assert max(waits) < timedelta(days=3)
        assert sorted(waits)[len(waits) // 2] < timedelta(hours=3)


def test_quotes_come_after_what_they_quote(now: datetime, drafts: Drafts) -> None:
    for draft in drafts.tweets:
        if draft.quote_of is not None:
            assert drafts.tweets[draft.quote_of].created_at < draft.created_at < now


def test_members_act_only_while_awake(drafts: Drafts) -> None:
    for each in (*drafts.likes, *drafts.retweets):
        first, last = BY_USERNAME[each.author].awake_hours
        assert first <= each.created_at.hour < last
    for follow in drafts.follows:
        first, last = BY_USERNAME[follow.follower].awake_hours
        assert first <= follow.created_at.hour < last


# Follows


def test_follows_do_not_depend_on_now(drafts: Drafts, follows: list[DraftFollow]) -> None:
    pairs = {(follow.follower, follow.followed) for follow in drafts.follows}
    assert pairs == {(follow.follower, follow.followed) for follow in follows}


def test_follows_are_unique_and_of_others(follows: list[DraftFollow]) -> None:
    pairs = Counter((follow.follower, follow.followed) for follow in follows)
    assert all(one != other for one, other in pairs)
    assert set(pairs.values()) == {1}
    for one, other in BLOCKS:
        assert not {(one, other), (other, one)} & set(pairs)


def test_numbers_of_follows_and_followers(follows: list[DraftFollow]) -> None:
    assert 500 < len(follows) < 700
    following = Counter(follow.follower for follow in follows if not follow.is_pending)
    followers = Counter(follow.followed for follow in follows if not follow.is_pending)
    assert followers.most_common(1) == [(ORGANISATION.username, 38)]
    assert followers["ada"] > 20
    assert following["ada"] == 20
    assert {name for name in BY_USERNAME if following[name] < 7} == {
        "nils",
        "old_bill",
        "rosa",
        "tomasz",
    }
    assert set(following) == set(followers) == set(BY_USERNAME)


def test_about_half_of_the_follows_are_mutual(follows: list[DraftFollow]) -> None:
    pairs = {(follow.follower, follow.followed) for follow in follows}
    mutual = sum((other, one) in pairs for one, other in pairs)
    assert 0.4 < mutual / len(pairs) < 0.8


def test_members_follow_those_they_reply_to(follows: list[DraftFollow]) -> None:
    said = draft_tweets(NOW)
    answers = Counter(
        (draft.author, said[draft.in_reply_to].author)
        for draft in said
        if draft.in_reply_to is not None
    )
    pairs = {(follow.follower, follow.followed) for follow in follows}
    assert all(pair in pairs for pair, count in answers.items() if count > 2)


def test_protected_members_have_requests(follows: list[DraftFollow]) -> None:
    for name in PROTECTED:
        asked = [follow for follow in follows if follow.followed == name]
        assert any(follow.is_pending for follow in asked)
        assert any(follow.needs_approval and not follow.is_pending for follow in asked)
        # From that time on, every follow needs approval.
        assert [follow.needs_approval for follow in asked] == sorted(
            follow.needs_approval for follow in asked
        )
    assert any(follow.followed in PROTECTED and not follow.needs_approval for follow in follows)
    assert {follow.followed for follow in follows if follow.needs_approval} == set(PROTECTED)
    pending = {(follow.follower, follow.followed) for follow in follows if follow.is_pending}
    assert pending == set(PENDING_REQUESTS)


def test_ada_has_no_blocks_or_mutes() -> None:
    assert "ada" not in {name for pair in (*BLOCKS, *MUTES) for name in pair}
    assert {name for pair in (*BLOCKS, *MUTES) for name in pair} <= set(BY_USERNAME)


# Likes, retweets and quotes


def test_reactions_are_by_followers(drafts: Drafts) -> None:
    since = {
        (follow.follower, follow.followed): follow.created_at
        for follow in drafts.follows
        if not follow.is_pending
    }
    for done in (drafts.likes, drafts.retweets):
        once = Counter((each.author, each.tweet) for each in done)
        assert set(once.values()) == {1}
        for each in done:
            assert since[each.author, drafts.tweets[each.tweet].author] < each.created_at


def test_few_tweets_get_most_reactions(drafts: Drafts) -> None:
    assert 1_700 < len(drafts.likes) < 2_200
    assert 180 < len(drafts.retweets) < 270
    for done, many, share in ((drafts.likes, 25, 0.6), (drafts.retweets, 4, 0.2)):
        counts = Counter(each.tweet for each in done)
        loved = {find_index(words, drafts.tweets) for words in POPULAR_TWEETS}
        top = counts.most_common(10)
        assert top[0][1] >= many
        assert sum(place in loved for place, _ in top) >= 7
        assert len(counts) < share * len(drafts.tweets)


def test_only_public_tweets_are_retweeted_or_quoted(drafts: Drafts) -> None:
    shown = {each.tweet for each in drafts.retweets}
    shown |= {draft.quote_of for draft in drafts.tweets if draft.quote_of is not None}
    for place in shown:
        at: int | None = place
        while at is not None:
            draft = drafts.tweets[at]
            assert draft.visibility in {"public", "unlisted"}
            assert draft.author not in PROTECTED
            at = draft.in_reply_to
    assert all(drafts.tweets[each.tweet].visibility != "mentioned" for each in drafts.likes)


def test_quotes_are_of_others_except_two() -> None:
    said = draft_tweets(NOW)
    made = draft_quotes(said, NOW)
    assert len(made) == len(QUOTES) == len({draft.content for draft in made})
    assert 30 <= len(made) <= 60
    own = [draft for draft in made if draft.author == said[draft.quote_of or 0].author]
    assert [draft.author for draft in own] == ["joao", "siobhan"]
    assert all(text.parse(draft.content).is_valid for draft in made)
    assert len({draft.author for draft in made}) > 25


def test_some_tweets_have_limited_visibility() -> None:
    said = draft_tweets(NOW)
    kinds = Counter(draft.visibility for draft in said)
    assert set(kinds) == {"public", "unlisted", "followers", "mentioned"}
    assert all(2 < count < 20 for kind, count in kinds.items() if kind != "public")
    for draft in said:
        if draft.in_reply_to is not None:
            assert draft.visibility == said[draft.in_reply_to].visibility
        if draft.visibility == "mentioned":
            assert draft.content.startswith("@")
    warned = [draft for draft in said if draft.content_warning]
    assert 1 < len(warned) < 6


def test_find_index_finds_exactly_one_tweet() -> None:
    said = draft_tweets(NOW)
    said += draft_quotes(said, NOW)
    assert len({find_index(text, said) for text in BOOKMARKS["ada"]}) == len(BOOKMARKS["ada"]) > 5
    assert said[find_index("Hat.", said)].author == "nils"
    with pytest.raises(ValueError, match="0 tweets"):
        find_index("A word that nobody has said", said)
