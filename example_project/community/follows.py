"""Draft follows and follow requests, computed from the members and their tweets."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from .conversations import FIRST_DAY
from .interactions import BLOCKS, PENDING_REQUESTS
from .people import BY_USERNAME, EVERYONE, ORGANISATION

if TYPE_CHECKING:
    from datetime import datetime

    from .people import Person
    from .tweets import DraftTweet

_SEED = 1949

PROTECTED = {person.username for person in EVERYONE if person.protected_for_days}

# Members who only read follow many accounts.
_READER_FOLLOW_COUNT = 17


@dataclass(frozen=True, slots=True)
class DraftFollow:
    """A follow or follow request to save."""

    follower: str
    followed: str
    created_at: datetime
    needs_approval: bool = False
    """Whether the followed account is protected at that time."""
    is_pending: bool = False
    """Whether the request has no answer yet."""


def draft_follows(drafts: list[DraftTweet], now: datetime) -> list[DraftFollow]:
    """Draft all follows, the oldest first; the same pairs for each ``now``."""
    rng = Random(_SEED)
    closeness = _Closeness(drafts)
    follows = [
        _draft(follower, followed, now, rng)
        for follower in EVERYONE
        for followed in _choose(follower, closeness, rng)
    ]
    follows += [
        DraftFollow(follower, followed, _awake_moment(follower, days, now, rng), True, True)
        for days, (follower, followed) in enumerate(PENDING_REQUESTS, start=1)
    ]
    return sorted(follows, key=lambda each: each.created_at)


class _Closeness:
    """How close two members are, from their replies, topics and languages."""

    def __init__(self, drafts: list[DraftTweet]) -> None:
        self.replies: Counter[tuple[str, str]] = Counter()
        """By (author, author of the tweet replied to)."""
        self.replies_received: Counter[str] = Counter()
        self.private_replies: set[tuple[str, str]] = set()
        """Pairs as above, where only followers can read the tweet replied to."""
        for draft in drafts:
            if draft.in_reply_to is None:
                continue
            parent = drafts[draft.in_reply_to]
            pair = (draft.author, parent.author)
            self.replies[pair] += 1
            self.replies_received[parent.author] += 1
            if parent.visibility == "followers" or parent.author in PROTECTED:
                self.private_replies.add(pair)

    def must_follow(self, one: Person, other: Person) -> bool:
        pair = (one.username, other.username)
        if other is ORGANISATION:
            return one.follows_organisation
        return pair in self.private_replies or self.replies[pair] > 2

    def score(self, one: Person, other: Person) -> float:
        pair = (one.username, other.username)
        languages = {*one.languages} & {*other.languages} - {"en"}
        return (
            1
            + 3 * self.replies[pair]
            + 1.5 * self.replies[pair[::-1]]
            + 2 * len({*one.topics} & {*other.topics})
            + 3 * len(languages)
            + 0.06 * self.replies_received[other.username]
        )


def _choose(follower: Person, closeness: _Closeness, rng: Random) -> list[Person]:
    """Choose whom to follow: everyone they must, then the closest, with some randomness."""
    excluded = {*BLOCKS, *(pair[::-1] for pair in BLOCKS), *PENDING_REQUESTS}
    others = [
        other
        for other in EVERYONE
        if other is not follower and (follower.username, other.username) not in excluded
    ]
    rank = {
        other.username: closeness.score(follower, other) * rng.lognormvariate(0, 0.4)
        for other in others
    }
    must = [other for other in others if closeness.must_follow(follower, other)]
    may = [other for other in others if other not in must and other is not ORGANISATION]
    may.sort(key=lambda other: rank[other.username], reverse=True)
    count = follower.follow_count
    if count is None and follower.talkativeness:
        count = 8 + 2 * follower.talkativeness + rng.randint(-2, 3)
    elif count is None:
        count = _READER_FOLLOW_COUNT
    return must + may[: max(count - len(must), 0)]


def _draft(follower: Person, followed: Person, now: datetime, rng: Random) -> DraftFollow:
    # Most follows are made in the weeks after the community opened or one of the two joined.
    both_joined = min(follower.joined_days_ago, followed.joined_days_ago, FIRST_DAY)
    days = max(both_joined - 1 - min(rng.expovariate(1 / 14), 0.8 * both_joined), 1)
    at = _awake_moment(follower.username, int(days), now, rng)
    needs_approval = days < followed.protected_for_days
    return DraftFollow(follower.username, followed.username, at, needs_approval)


def _awake_moment(username: str, days: int, now: datetime, rng: Random) -> datetime:
    """A random moment so many days before ``now`` at which the member is awake."""
    first, end = BY_USERNAME[username].awake_hours
    day = now - timedelta(days=days)
    second = rng.randrange(3600 * first, 3600 * end)
    return day.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(seconds=second)
