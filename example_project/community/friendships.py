"""Who follows whom in the demo community, and who would rather not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from .people import BY_NAME, PEOPLE, YARD
from .script import FIRST_DAY

if TYPE_CHECKING:
    from datetime import datetime

    from .person import Person
    from .tweets import DraftTweet

_SEED = 1949

PROTECTED = {"hyejin": 215, "farid": 100, "tomasz": 125}
"""Who decides who follows them, and since how many days ago."""

PENDING = (("ada", "tomasz"), ("linh", "tomasz"), ("quietkeel", "farid"), ("hamish", "hyejin"))
"""Who has asked to follow whom, and waits."""

BLOCKS = (("wanjiru", "quietkeel"),)
"""Who has blocked whom: an account without a face kept asking where the kingfisher nests."""

MUTES = (("siobhan", "chidi"),)
"""Who has muted whom: she would rather not meet his essays about databases before eight."""

_DOES_WITHOUT_THE_YARD = {"tomasz", "quietkeel"}
# Whoever isn't named follows more people the more they talk, and readers have the time to read.
_FOLLOWS = {"ferryyard": 32, "ada": 20, "nils": 6, "old_bill": 5, "rosa": 6, "tomasz": 4}
_READER = 17


@dataclass(frozen=True, slots=True)
class DraftFollow:
    """A follow that nobody has made yet, or the wish to."""

    follower: str
    followed: str
    at: datetime
    asks: bool = False
    """Whether the followed one decides by then."""
    is_pending: bool = False
    """Whether they haven't decided yet."""


def follows(drafts: list[DraftTweet], now: datetime) -> list[DraftFollow]:
    """Who follows whom, the oldest first, if drafts is what they say; the same for each ``now``."""
    rng = Random(_SEED)
    closeness = _Closeness(drafts)
    made = [
        _follow(follower, followed, now, rng)
        for follower in (*PEOPLE, YARD)
        for followed in _chosen(follower, closeness, rng)
    ]
    made += [
        DraftFollow(follower, followed, _moment(follower, days, now, rng), True, True)
        for days, (follower, followed) in enumerate(PENDING, start=1)
    ]
    return sorted(made, key=lambda each: each.at)


class _Closeness:
    """How near people are to each other, from what they say and what they do."""

    def __init__(self, drafts: list[DraftTweet]) -> None:
        self.answers: Counter[tuple[str, str]] = Counter()
        self.heard: Counter[str] = Counter()
        """How often each has been answered, by anybody."""
        self.in_confidence: set[tuple[str, str]] = set()
        """Who has answered what only a follower can read."""
        for draft in drafts:
            if draft.in_reply_to is None:
                continue
            answered = drafts[draft.in_reply_to]
            pair = (draft.author, answered.author)
            self.answers[pair] += 1
            self.heard[answered.author] += 1
            if answered.visibility == "followers" or answered.author in PROTECTED:
                self.in_confidence.add(pair)

    def must(self, one: Person, other: Person) -> bool:
        """Whether nobody would believe that one doesn't follow other."""
        pair = (one.username, other.username)
        if other is YARD:
            return one.username not in _DOES_WITHOUT_THE_YARD
        return pair in self.in_confidence or self.answers[pair] > 2

    def of(self, one: Person, other: Person) -> float:
        pair = (one.username, other.username)
        languages = {*one.languages} & {*other.languages} - {"en"}
        return (
            1
            + 3 * self.answers[pair]
            + 1.5 * self.answers[pair[::-1]]
            + 2 * len({*one.topics} & {*other.topics})
            + 3 * len(languages)
            + 0.06 * self.heard[other.username]
        )


def _chosen(follower: Person, closeness: _Closeness, rng: Random) -> list[Person]:
    """Whom somebody follows: those they must, and the nearest of the others, give or take."""
    strangers = {*BLOCKS, *(pair[::-1] for pair in BLOCKS), *PENDING}
    others = [
        other
        for other in (*PEOPLE, YARD)
        if other is not follower and (follower.username, other.username) not in strangers
    ]
    rank = {
        other.username: closeness.of(follower, other) * rng.lognormvariate(0, 0.4)
        for other in others
    }
    must = [other for other in others if closeness.must(follower, other)]
    may = [other for other in others if other not in must and other is not YARD]
    may.sort(key=lambda other: rank[other.username], reverse=True)
    many = _FOLLOWS.get(follower.username)
    if many is None:
        many = 8 + 2 * follower.talk + rng.randint(-2, 3) if follower.talk else _READER
    return must + may[: max(many - len(must), 0)]


def _follow(follower: Person, followed: Person, now: datetime, rng: Random) -> DraftFollow:
    # Most follow in the weeks after the noticeboard has opened, or one of the two has come.
    both = min(follower.joined, followed.joined, FIRST_DAY)
    days = max(both - 1 - min(rng.expovariate(1 / 14), 0.8 * both), 1)
    asks = days < PROTECTED.get(followed.username, 0)
    at = _moment(follower.username, int(days), now, rng)
    return DraftFollow(follower.username, followed.username, at, asks)


def _moment(username: str, days: int, now: datetime, rng: Random) -> datetime:
    """A moment so many days before ``now`` at which somebody is awake."""
    first, last = BY_NAME[username].awake
    day = now - timedelta(days=days)
    second = rng.randrange(3600 * first, 3600 * last)
    return day.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(seconds=second)
