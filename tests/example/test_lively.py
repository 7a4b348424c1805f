"""Who follows, quotes, likes and repeats in the demo community, as data."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

import pytest
from community.favourites import FAVOURITES, KEPT_BY_ADA
from community.friendships import BLOCKS, MUTES, PENDING, PROTECTED, DraftFollow, follows
from community.hours import when_awake
from community.people import BY_NAME, YARD
from community.quotes import QUOTES, quotes
from community.reactions import DraftReaction, reactions
from community.tweets import DraftTweet, place_of, tweets

from django_tweets import text

from .test_community import MOMENTS, NOW


class Life(NamedTuple):
    said: list[DraftTweet]
    """The tweets, and the quotes after them."""
    friends: list[DraftFollow]
    liked: list[DraftReaction]
    repeated: list[DraftReaction]


def life(now: datetime) -> Life:
    said = tweets(now)
    said += quotes(said, now)
    friends = follows(said, now)
    return Life(said, friends, *reactions(said, friends, now))


# An afternoon, a morning, midnight, and a time zone far from Greenwich: each takes two seconds.
@pytest.fixture(scope="module", params=[MOMENTS[0], *MOMENTS[6:]], ids=str)
def now(request: pytest.FixtureRequest) -> datetime:
    moment: datetime = request.param
    return moment


@pytest.fixture(scope="module")
def lived(now: datetime) -> Life:
    return life(now)


@pytest.fixture(scope="module")
def friends() -> list[DraftFollow]:
    return life(NOW).friends


# When


def test_the_same_now_is_the_same_life(now: datetime, lived: Life) -> None:
    assert life(now) == lived


def test_nothing_is_in_the_future_or_in_disorder(now: datetime, lived: Life) -> None:
    for times in (
        [friend.at for friend in lived.friends],
        [like.at for like in lived.liked],
        [retweet.at for retweet in lived.repeated],
    ):
        assert all(one <= other for one, other in pairwise(times))
        assert times[-1] < now


def test_nobody_does_a_thing_before_having_an_account(now: datetime, lived: Life) -> None:
    joined = {name: now - timedelta(days=person.joined) for name, person in BY_NAME.items()}
    for friend in lived.friends:
        assert friend.at > max(joined[friend.follower], joined[friend.followed])
    for reaction in (*lived.liked, *lived.repeated):
        assert reaction.at > joined[reaction.author]


def test_reactions_come_after_their_tweets_and_soon(lived: Life) -> None:
    for done in (lived.liked, lived.repeated):
        waits = [each.at - lived.said[each.tweet].created_at for each in done]
        assert min(waits) > timedelta()
        assert max(waits) < timedelta(days=3)
        assert sorted(waits)[len(waits) // 2] < timedelta(hours=3)


def test_quotes_come_after_what_they_quote(now: datetime, lived: Life) -> None:
    for draft in lived.said:
        if draft.quote_of is not None:
            assert lived.said[draft.quote_of].created_at < draft.created_at < now


def test_nobody_does_a_thing_asleep(lived: Life) -> None:
    for each in (*lived.liked, *lived.repeated):
        first, last = BY_NAME[each.author].awake
        assert first <= each.at.hour < last
    for friend in lived.friends:
        first, last = BY_NAME[friend.follower].awake
        assert first <= friend.at.hour < last


@pytest.mark.parametrize(("hour", "then"), [(3, (4, 7)), (7, (4, 7)), (20, (4, 20)), (21, (5, 7))])
def test_who_sleeps_does_it_after_waking_up(hour: int, then: tuple[int, int]) -> None:
    at = when_awake("mira", NOW.replace(hour=hour))
    assert (at.day, at.hour, at.minute) == (*then, 30)


# Who follows whom


def test_it_is_the_same_people_whenever_it_is(lived: Life, friends: list[DraftFollow]) -> None:
    pairs = {(friend.follower, friend.followed) for friend in lived.friends}
    assert pairs == {(friend.follower, friend.followed) for friend in friends}


def test_nobody_follows_themselves_or_somebody_twice(friends: list[DraftFollow]) -> None:
    pairs = Counter((friend.follower, friend.followed) for friend in friends)
    assert all(one != other for one, other in pairs)
    assert set(pairs.values()) == {1}
    for one, other in BLOCKS:
        assert not {(one, other), (other, one)} & set(pairs)


def test_some_are_popular_and_some_hardly_care(friends: list[DraftFollow]) -> None:
    assert 500 < len(friends) < 700
    following = Counter(friend.follower for friend in friends if not friend.is_pending)
    followers = Counter(friend.followed for friend in friends if not friend.is_pending)
    assert followers.most_common(1) == [(YARD.username, 38)]
    assert followers["ada"] > 20
    assert following["ada"] == 20
    assert {name for name in BY_NAME if following[name] < 7} == {
        "nils",
        "old_bill",
        "rosa",
        "tomasz",
    }
    assert set(following) == set(followers) == set(BY_NAME)


def test_many_follow_back_and_many_do_not(friends: list[DraftFollow]) -> None:
    pairs = {(friend.follower, friend.followed) for friend in friends}
    mutual = sum((other, one) in pairs for one, other in pairs)
    assert 0.4 < mutual / len(pairs) < 0.8


def test_friends_are_those_who_talk(friends: list[DraftFollow]) -> None:
    said = tweets(NOW)
    answers = Counter(
        (draft.author, said[draft.in_reply_to].author)
        for draft in said
        if draft.in_reply_to is not None
    )
    pairs = {(friend.follower, friend.followed) for friend in friends}
    assert all(pair in pairs for pair, count in answers.items() if count > 2)


def test_who_is_protected_decides_who_follows(friends: list[DraftFollow]) -> None:
    for name in PROTECTED:
        asked = [friend for friend in friends if friend.followed == name]
        assert any(friend.is_pending for friend in asked)
        assert any(friend.asks and not friend.is_pending for friend in asked)
        # Once they decide, they decide on everybody.
        assert [friend.asks for friend in asked] == sorted(friend.asks for friend in asked)
    assert any(friend.followed in PROTECTED and not friend.asks for friend in friends)
    assert {friend.followed for friend in friends if friend.asks} == set(PROTECTED)
    pending = {(friend.follower, friend.followed) for friend in friends if friend.is_pending}
    assert pending == set(PENDING)


def test_ada_keeps_away_from_nobody() -> None:
    assert "ada" not in {name for pair in (*BLOCKS, *MUTES) for name in pair}
    assert {name for pair in (*BLOCKS, *MUTES) for name in pair} <= set(BY_NAME)


# What they like, repeat and quote


def test_reactions_are_those_of_followers_to_others(lived: Life) -> None:
    since = {
        (friend.follower, friend.followed): friend.at
        for friend in lived.friends
        if not friend.is_pending
    }
    for done in (lived.liked, lived.repeated):
        once = Counter((each.author, each.tweet) for each in done)
        assert set(once.values()) == {1}
        for each in done:
            assert since[each.author, lived.said[each.tweet].author] < each.at


def test_a_few_are_loved_and_most_are_not(lived: Life) -> None:
    assert 1_700 < len(lived.liked) < 2_200
    assert 180 < len(lived.repeated) < 270
    for done, many, share in ((lived.liked, 25, 0.6), (lived.repeated, 4, 0.2)):
        counts = Counter(each.tweet for each in done)
        loved = {place_of(words, lived.said) for words in FAVOURITES}
        top = counts.most_common(10)
        assert top[0][1] >= many
        assert sum(place in loved for place, _ in top) >= 7
        assert len(counts) < share * len(lived.said)


def test_only_what_is_for_everyone_is_repeated_or_quoted(lived: Life) -> None:
    shown = {each.tweet for each in lived.repeated}
    shown |= {draft.quote_of for draft in lived.said if draft.quote_of is not None}
    for place in shown:
        at: int | None = place
        while at is not None:
            draft = lived.said[at]
            assert draft.visibility in {"public", "unlisted"}
            assert draft.author not in PROTECTED
            at = draft.in_reply_to
    assert all(lived.said[each.tweet].visibility != "mentioned" for each in lived.liked)


def test_they_quote_others_and_sometimes_themselves() -> None:
    said = tweets(NOW)
    made = quotes(said, NOW)
    assert len(made) == len(QUOTES) == len({draft.content for draft in made})
    assert 30 <= len(made) <= 60
    own = [draft for draft in made if draft.author == said[draft.quote_of or 0].author]
    assert [draft.author for draft in own] == ["joao", "siobhan"]
    assert all(text.parse(draft.content).is_valid for draft in made)
    assert len({draft.author for draft in made}) > 25


def test_some_of_it_is_not_for_everyone() -> None:
    said = tweets(NOW)
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


def test_what_is_looked_for_is_found_once() -> None:
    said = tweets(NOW)
    said += quotes(said, NOW)
    assert len({place_of(words, said) for words in KEPT_BY_ADA}) == len(KEPT_BY_ADA) > 5
    assert said[place_of("Hat.", said)].author == "nils"
    with pytest.raises(ValueError, match="said 0 times"):
        place_of("A word that nobody has said", said)
