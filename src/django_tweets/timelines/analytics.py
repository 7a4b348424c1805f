"""What one's own tweets have drawn lately, and who has begun to follow: for their author alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils import timezone

from .. import snowflake
from ..models import Follow
from ..reading.hydration import hydrate
from ..swapping import get_tweet_model

if TYPE_CHECKING:
    from datetime import date

    from ..models import AbstractProfile, AbstractTweet

    Rows = list[tuple[int, ...]]

WEEKS = 4  # in a period
PERIOD = timedelta(weeks=WEEKS)
TWEETS = 2_000  # that are read at most
FOLLOWS = 5_000
TOP = 3

COUNTERS = ("like_count", "reply_count", "retweet_count", "quote_count")


class Change(NamedTuple):
    """A figure of the last period, and of the one before it."""

    now: int
    before: int

    @property
    def difference(self) -> str:
        """With its sign: +3, −2, 0."""
        return f"{self.now - self.before:+d}".replace("-", "−") if self.now != self.before else "0"


class Week(NamedTuple):
    """Seven days, and how many began to follow in them."""

    first: date
    followers: int
    share: str
    """Of the week that had the most, in percent."""


@dataclass(frozen=True, slots=True)
class Analytics:
    """Of two periods of four weeks, the last one with today in it."""

    tweets: Change
    likes: Change
    replies: Change
    retweets: Change
    quotes: Change
    followers: Change
    weeks: list[Week]
    """The newest first."""
    top: list[AbstractTweet]
    """Those of the last period that have drawn the most, ready to render."""
    is_cut: bool
    """Whether there is more than is read: then figures of the time before are too small."""


def analytics(member: AbstractProfile, today: date) -> Analytics:
    """The figures of member. A handful of queries, that read no more than so many rows.

    What tweets have drawn is what they have drawn until now: of each like, when it came is known,
    but finding those of a month would mean to read all that tweets of years have ever drawn.
    """
    since = _midnight(today - PERIOD + timedelta(days=1))
    begin = since - PERIOD
    rows = _said(member, begin)
    bound = snowflake.first(since)
    now, before = [row for row in rows if row[0] >= bound], [row for row in rows if row[0] < bound]
    follows = _followed_at(member)
    weeks = _weeks(follows, today)
    gained = [week.followers for week in weeks]
    ranked = sorted(now, key=lambda row: sum(row[1:]), reverse=True)[:TOP]
    return Analytics(
        tweets=Change(len(now), len(before)),
        likes=_drawn(now, before, "like_count"),
        replies=_drawn(now, before, "reply_count"),
        retweets=_drawn(now, before, "retweet_count"),
        quotes=_drawn(now, before, "quote_count"),
        followers=Change(sum(gained[:WEEKS]), sum(gained[WEEKS:])),
        weeks=weeks,
        top=hydrate([row[0] for row in ranked if any(row[1:])], member),
        is_cut=len(rows) == TWEETS or (len(follows) == FOLLOWS and follows[-1] >= begin),
    )


def _said(member: AbstractProfile, since: datetime) -> Rows:
    """Keys of what member has said, the newest first, and what each has drawn."""
    said: Any = (
        get_tweet_model()
        .objects.visible_to(member)
        .filter(profile=member.pk, pk__gte=snowflake.first(since), retweet_of__isnull=True)
    )
    return list(said.order_by("-pk").values_list("pk", *COUNTERS)[:TWEETS])


def _drawn(now: Rows, before: Rows, counter: str) -> Change:
    column = 1 + COUNTERS.index(counter)
    return Change(*(sum(row[column] for row in rows) for rows in (now, before)))


def _followed_at(member: AbstractProfile) -> list[datetime]:
    """When the latest began to follow member, the newest first."""
    follows = Follow._base_manager.filter(followed=member.pk).order_by("-pk")
    moments = follows.values_list("created_at", flat=True)[:FOLLOWS]
    zone = timezone.get_default_timezone()  # what a site without time zones writes in
    return [at if at.tzinfo else at.replace(tzinfo=zone) for at in moments]


def _weeks(follows: list[datetime], today: date) -> list[Week]:
    zone = timezone.get_current_timezone()
    ages = Counter((today - at.astimezone(zone).date()).days // 7 for at in follows)
    most = max(ages[n] for n in range(2 * WEEKS))
    return [
        Week(
            today - timedelta(days=7 * n + 6),
            ages[n],
            f"{100 * ages[n] // most if most else 0}",
        )
        for n in range(2 * WEEKS)
    ]


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=timezone.get_current_timezone())
