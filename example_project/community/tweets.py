"""Draft tweets of the last five months: the conversations and weekly tweets, with dates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from random import Random

from .conversations import (
    DAY_ZERO,
    FIRST_DAY,
    Conversation,
    Line,
    read_conversations,
    weekday_of,
)
from .people import BY_USERNAME
from .weekly import EVENTS, weekly_tweets

TOTAL = 1520

# Any number is good, as long as it stays: the same seed gives the same tweets.
_SEED = 1931
_EDITED = 30

# Relative numbers of tweets in each hour of the day: peaks at breakfast, lunch and in the evening.
_HOUR_WEIGHTS = (
    1,
    1,
    1,
    1,
    1,
    3,
    6,
    10,
    13,
    13,
    12,
    11,
    14,
    12,
    9,
    9,
    11,
    14,
    16,
    17,
    17,
    15,
    10,
    5,
)
# Relative numbers from Monday to Sunday. The workshop is closed on Mondays; weekends are busy.
_WEEKDAY_WEIGHTS = (5, 9, 10, 12, 10, 15, 13)


@dataclass(frozen=True, slots=True)
class DraftTweet:
    """A tweet to publish. Other tweets are given as indexes in the list that this one is in."""

    author: str
    """A username."""
    content: str
    created_at: datetime
    edited: bool = False
    in_reply_to: int | None = None
    quote_of: int | None = None
    visibility: str = "public"
    content_warning: str = ""


@dataclass(slots=True)
class _DatedLine:
    line: Line
    at: datetime
    parent: _DatedLine | None = None
    """The tweet that this one replies to."""


def draft_tweets(now: datetime) -> list[DraftTweet]:
    """Draft the 1,520 tweets without quotes, the oldest first; always the same for the same now.

    ``now`` must be aware. Members are awake and asleep in its time zone.
    """
    if now.tzinfo is None:
        raise ValueError("now must be an aware datetime")
    dated = _Calendar(now).date(read_conversations())
    dated.sort(key=lambda each: each.at)
    index_of = {id(each): index for index, each in enumerate(dated)}
    drafts: list[DraftTweet] = []
    for each in dated:
        at = each.at
        if drafts and at <= drafts[-1].created_at:
            at = drafts[-1].created_at + timedelta(milliseconds=1)
        parent = None if each.parent is None else index_of[id(each.parent)]
        draft = DraftTweet(
            each.line.author,
            each.line.text,
            at,
            in_reply_to=parent,
            visibility=each.line.visibility,
            content_warning=each.line.content_warning,
        )
        drafts.append(draft)
    # Edited tweets are longer ones that are older than a day.
    candidates = [
        index
        for index, draft in enumerate(drafts)
        if len(draft.content) > 60 and now - draft.created_at > timedelta(days=1)
    ]
    for index in Random(_SEED).sample(candidates, _EDITED):
        drafts[index] = replace(drafts[index], edited=True)
    return drafts


def find_index(text: str, drafts: list[DraftTweet]) -> int:
    """Return the index of the tweet with this text, or else of the only one that contains it.

    ValueError if there is none, or more than one.
    """
    found = [index for index, draft in enumerate(drafts) if draft.content == text]
    found = found or [index for index, draft in enumerate(drafts) if text in draft.content]
    if len(found) != 1:
        raise ValueError(f"{len(found)} tweets contain {text!r}")
    return found[0]


class _Calendar:
    """Assigns dates before ``now`` to conversations and weekly tweets."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.rng = Random(_SEED)
        # Day zero is the last Friday before today, so that weekdays are right.
        self.lag = (now.weekday() - DAY_ZERO) % 7 or 7
        """Days from day zero to now."""

    def date(self, conversations: tuple[Conversation, ...]) -> list[_DatedLine]:
        dated = [line for each in conversations for line in self._date_conversation(each)]
        missing = TOTAL - len(dated)
        for tweet in weekly_tweets(missing, self.rng):
            at = self._datetime(tweet.day + self.lag, tweet.minute)
            dated.append(_DatedLine(Line(tweet.author, tweet.text), at))
        return dated

    def _date_conversation(self, conversation: Conversation) -> list[_DatedLine]:
        day = self._day(conversation)
        at = self._datetime(day, self._minute(conversation))
        gaps = [self._gap(conversation) for _ in conversation.lines[1:]]
        # A conversation that would reach into the future starts a day earlier.
        while at + sum(gaps, timedelta()) >= self.now:
            at -= timedelta(days=1)
        dated = [_DatedLine(conversation.lines[0], at)]
        for line, gap in zip(conversation.lines[1:], gaps, strict=True):
            at += gap
            dated.append(_DatedLine(line, at, parent=_parent(line, dated)))
        return dated

    def _day(self, conversation: Conversation) -> int:
        """Choose the day, in days before now. Approximate days are never days of great events."""
        schedule = conversation.schedule
        if schedule.exact:
            return schedule.oldest + self.lag
        # Every author joined at least a week before.
        joined = min(
            min(BY_USERNAME[line.author].joined_days_ago - 8, FIRST_DAY)
            for line in conversation.lines
        )
        days = [
            day
            for day in range(schedule.newest, min(schedule.oldest, joined) + 1)
            if schedule.weekday in {None, weekday_of(day)} and day not in EVENTS
        ]
        weights = [_WEEKDAY_WEIGHTS[weekday_of(day)] for day in days]
        day = self.rng.choices(days, weights)[0]
        # The lag fades out in the last 20 days, so that there are tweets up to now.
        return day + (self.lag if schedule.weekday is not None else self.lag * min(day, 20) // 20)

    def _minute(self, conversation: Conversation) -> int:
        schedule = conversation.schedule
        if schedule.minute is not None:
            if schedule.exact:
                return schedule.minute
            return schedule.minute + self.rng.randint(-25, 25)
        first, end = BY_USERNAME[conversation.lines[0].author].awake_hours
        hours = range(first, end)
        hour = self.rng.choices(hours, [_HOUR_WEIGHTS[hour] for hour in hours])[0]
        return hour * 60 + self.rng.randrange(60)

    def _gap(self, conversation: Conversation) -> timedelta:
        """The time until the next reply: half a minute to 90 minutes, shorter on exact days."""
        median = 2.5 if conversation.schedule.exact else 8.0
        minutes = median * self.rng.lognormvariate(0, 0.8)
        return timedelta(seconds=round(60 * min(max(minutes, 0.5), 90), 3))

    def _datetime(self, days_ago: int, minute: int) -> datetime:
        midnight = datetime.combine(
            self.now.date() - timedelta(days=days_ago), time(), tzinfo=self.now.tzinfo
        )
        second = round(self.rng.uniform(0, 59), 3)
        return midnight + timedelta(minutes=minute, seconds=second)


def _parent(line: Line, earlier: list[_DatedLine]) -> _DatedLine:
    """Return the latest tweet of the first mentioned member, or else the first tweet."""
    first_word = line.text.split(maxsplit=1)[0]
    for each in reversed(earlier):
        if first_word == f"@{each.line.author}" and each.line.author != line.author:
            return each
    return earlier[0]
