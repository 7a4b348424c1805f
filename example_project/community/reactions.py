"""Who likes and who repeats what in the demo community, and when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from .favourites import FAVOURITES
from .friendships import PROTECTED
from .hours import when_awake
from .people import BY_NAME, YARD
from .tweets import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from .friendships import DraftFollow
    from .tweets import DraftTweet

_SEED = 1953

# Tuned until there were about 2,000 likes and 200 retweets: 3.6 and 4.7 ms each on SQLite.
_LIKES = 0.8
_RETWEETS = 0.1

_SPARING = {"nils": 0.2, "old_bill": 0.3, "tomasz": 0.4}
_READER = 3.0
_CRIER = 6.0
"""How much more the Yard repeats than others do: half of it is its members' news."""

_OTHER_SCRIPT = re.compile(r"[\u0370-\u1fff\u3040-\ud7a3]{3}")


@dataclass(frozen=True, slots=True)
class DraftReaction:
    """A like or a retweet that nobody has made yet."""

    author: str
    tweet: int
    """The place of what it is of."""
    at: datetime


class Reactions(NamedTuple):
    """Each the oldest first."""

    likes: list[DraftReaction]
    retweets: list[DraftReaction]


def reactions(drafts: list[DraftTweet], follows: list[DraftFollow], now: datetime) -> Reactions:
    """What drafts are met with by those who follow their authors by then; the same for the same."""
    crowd = _Crowd(drafts, follows, now)
    likes: list[DraftReaction] = []
    retweets: list[DraftReaction] = []
    for place, charm in enumerate(crowd.charms()):
        likes += crowd.some(place, _LIKES * charm, retweet=False)
        # An answer is between those who talk, and nobody repeats it.
        if crowd.is_open(place) and drafts[place].in_reply_to is None:
            retweets += crowd.some(place, _RETWEETS * charm, retweet=True)
    in_time = [sorted(each, key=lambda one: one.at) for each in (likes, retweets)]
    return Reactions(*in_time)


class _Crowd:
    """Everybody, with what each has to do with the tweets of the others."""

    def __init__(self, drafts: list[DraftTweet], follows: list[DraftFollow], now: datetime) -> None:
        self.drafts = drafts
        self.now = now
        self.rng = Random(_SEED)
        self.followers: dict[str, dict[str, datetime]] = {name: {} for name in BY_NAME}
        """Of each, since when."""
        for follow in follows:
            if not follow.is_pending:
                self.followers[follow.followed][follow.follower] = follow.at
        self.warmth = {name: self._warmth(name) for name in BY_NAME}

    def charms(self) -> Iterator[float]:
        """How much each tweet asks for an answer of this kind: a few very much, most hardly."""
        answers = [0] * len(self.drafts)
        for draft in self.drafts:
            for referred in (draft.in_reply_to, draft.quote_of):
                if referred is not None:
                    answers[referred] += 1
        loved = {place_of(words, self.drafts) for words in FAVOURITES}
        for place, draft in enumerate(self.drafts):
            charm = self.rng.lognormvariate(0, 0.9) * (1 + 0.4 * min(answers[place], 4))
            if place in loved:
                charm = 20 + 4 * charm
            if draft.in_reply_to is not None:
                charm *= 0.6
            # A secret isn't liked, it is answered.
            yield 0 if draft.visibility == "mentioned" else charm

    def some(self, place: int, expected: float, *, retweet: bool) -> Iterator[DraftReaction]:
        """About so many reactions of those who follow the author, none of them in the future."""
        draft = self.drafts[place]
        many = int(expected + self.rng.random())
        followers = self.followers[draft.author]
        rank: dict[str, float] = {}
        for name in followers:
            weight = self._interest(name, draft)
            if retweet and not BY_NAME[name].talk:
                continue  # who only reads doesn't make others read
            if retweet and name == YARD.username:
                weight *= _CRIER
            rank[name] = self.rng.random() ** (1 / weight)
        for name in sorted(rank, key=rank.__getitem__, reverse=True)[:many]:
            # Half of it comes within the hour, and then there is who has been away for a day.
            minutes = min(self.rng.lognormvariate(3.8, 1.3), 3000)
            at = when_awake(name, draft.created_at + timedelta(minutes=minutes))
            if followers[name] < at < self.now:
                yield DraftReaction(name, place, at)

    def is_open(self, place: int | None) -> bool:
        """Whether a tweet, and what it answers and quotes, may be repeated to everyone."""
        if place is None:
            return True
        draft = self.drafts[place]
        return (
            draft.visibility in {"public", "unlisted"}
            and draft.author not in PROTECTED
            and self.is_open(draft.in_reply_to)
            and self.is_open(draft.quote_of)
        )

    def _interest(self, name: str, draft: DraftTweet) -> float:
        shared = {*BY_NAME[name].languages} & {*BY_NAME[draft.author].languages} - {"en"}
        puzzled = bool(_OTHER_SCRIPT.search(draft.content)) and not shared
        return self.warmth[name] * (0.25 if puzzled else 1)

    def _warmth(self, name: str) -> float:
        if not BY_NAME[name].talk:
            return _READER
        return _SPARING.get(name, 1) * self.rng.lognormvariate(0, 0.5)
