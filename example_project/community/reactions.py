"""Draft likes and retweets, computed from the follows and the tweets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from .follows import PROTECTED
from .interactions import POPULAR_TWEETS
from .people import BY_USERNAME, EVERYONE, ORGANISATION
from .tweets import find_index

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from .follows import DraftFollow
    from .people import Person
    from .tweets import DraftTweet

_SEED = 1953

# Tuned to about 2,000 likes and 200 retweets: 3.6 and 4.7 ms each on SQLite.
_LIKES = 0.8
_RETWEETS = 0.1

# Like rate of members who only read.
_READER_LIKE_RATE = 3.0
# The organisation retweets this much more than others: half of its profile is members' news.
_ORGANISATION_RETWEET_FACTOR = 6.0

# Three letters of a script other than Latin: Greek to Thai, kana, Chinese, Korean.
_OTHER_SCRIPT = re.compile(r"[\u0370-\u1fff\u3040-\ud7a3]{3}")


@dataclass(frozen=True, slots=True)
class DraftReaction:
    """A like or a retweet to save."""

    author: str
    tweet: int
    """The index of the tweet in the list of drafts."""
    created_at: datetime


class Reactions(NamedTuple):
    """Both lists have the oldest first."""

    likes: list[DraftReaction]
    retweets: list[DraftReaction]


def draft_reactions(
    drafts: list[DraftTweet], follows: list[DraftFollow], now: datetime
) -> Reactions:
    """Draft the reactions of followers to ``drafts``; always the same for the same arguments."""
    audience = _Audience(drafts, follows, now)
    likes: list[DraftReaction] = []
    retweets: list[DraftReaction] = []
    for index, appeal in enumerate(audience.appeals()):
        likes += audience.react(index, _LIKES * appeal, retweet=False)
        # Replies are not retweeted.
        if audience.is_public(index) and drafts[index].in_reply_to is None:
            retweets += audience.react(index, _RETWEETS * appeal, retweet=True)
    by_time = [sorted(each, key=lambda one: one.created_at) for each in (likes, retweets)]
    return Reactions(*by_time)


class _Audience:
    """The followers of each member, and how likely they react to a tweet."""

    def __init__(self, drafts: list[DraftTweet], follows: list[DraftFollow], now: datetime) -> None:
        self.drafts = drafts
        self.now = now
        self.rng = Random(_SEED)
        self.followers: dict[str, dict[str, datetime]] = {name: {} for name in BY_USERNAME}
        """By username: the followers, with the time of the follow."""
        for follow in follows:
            if not follow.is_pending:
                self.followers[follow.followed][follow.follower] = follow.created_at
        self.like_rates = {person.username: self._like_rate(person) for person in EVERYONE}

    def appeals(self) -> Iterator[float]:
        """How many reactions each tweet attracts: a few very many, most hardly any."""
        responses = [0] * len(self.drafts)
        for draft in self.drafts:
            for target in (draft.in_reply_to, draft.quote_of):
                if target is not None:
                    responses[target] += 1
        popular = {find_index(text, self.drafts) for text in POPULAR_TWEETS}
        for index, draft in enumerate(self.drafts):
            appeal = self.rng.lognormvariate(0, 0.9) * (1 + 0.4 * min(responses[index], 4))
            if index in popular:
                appeal = 20 + 4 * appeal
            if draft.in_reply_to is not None:
                appeal *= 0.6
            # Tweets to the mentioned members alone get replies, but no likes.
            yield 0 if draft.visibility == "mentioned" else appeal

    def react(self, index: int, expected: float, *, retweet: bool) -> Iterator[DraftReaction]:
        """Draft about ``expected`` reactions to a tweet by its author's followers, before now."""
        draft = self.drafts[index]
        count = int(expected + self.rng.random())
        followers = self.followers[draft.author]
        rank: dict[str, float] = {}
        for name in followers:
            weight = self._interest(name, draft)
            if retweet and not BY_USERNAME[name].talkativeness:
                continue  # members who only read do not retweet
            if retweet and name == ORGANISATION.username:
                weight *= _ORGANISATION_RETWEET_FACTOR
            rank[name] = self.rng.random() ** (1 / weight)
        for name in sorted(rank, key=rank.__getitem__, reverse=True)[:count]:
            # The median is 45 minutes, the maximum 50 hours.
            minutes = min(self.rng.lognormvariate(3.8, 1.3), 3000)
            at = BY_USERNAME[name].next_awake(draft.created_at + timedelta(minutes=minutes))
            if followers[name] < at < self.now:
                yield DraftReaction(name, index, at)

    def is_public(self, index: int | None) -> bool:
        """Whether everyone may read a tweet and the tweets that it replies to and quotes."""
        if index is None:
            return True
        draft = self.drafts[index]
        return (
            draft.visibility in {"public", "unlisted"}
            and draft.author not in PROTECTED
            and self.is_public(draft.in_reply_to)
            and self.is_public(draft.quote_of)
        )

    def _interest(self, name: str, draft: DraftTweet) -> float:
        shared = {*BY_USERNAME[name].languages} & {*BY_USERNAME[draft.author].languages} - {"en"}
        is_foreign = bool(_OTHER_SCRIPT.search(draft.content)) and not shared
        return self.like_rates[name] * (0.25 if is_foreign else 1)

    def _like_rate(self, person: Person) -> float:
        if not person.talkativeness:
            return _READER_LIKE_RATE
        rate = 1 if person.like_rate is None else person.like_rate
        return rate * self.rng.lognormvariate(0, 0.5)
