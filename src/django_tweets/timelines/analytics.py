"""Analytics for an author: reactions to their recent tweets, and new followers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils import timezone

from .. import snowflake
from ..conf import conf
from ..models import Follow
from ..reading.hydration import hydrate
from ..swapping import get_tweet_model

if TYPE_CHECKING:
    from datetime import date

    from ..models import AbstractProfile, AbstractTweet

    Rows = list[tuple[int, ...]]

WEEKS = 4  # in a period
PERIOD = timedelta(weeks=WEEKS)
MAX_TWEETS = 2_000  # rows read at most
MAX_FOLLOWS = 5_000
TOP_TWEETS = 3

COUNTERS = ("like_count", "reply_count", "retweet_count", "quote_count")
VIEWS = "tweet_view_count__count"


class Change(NamedTuple):
    """A number in the last period, and in the period before."""

    now: int
    before: int

    @property
    def difference(self) -> str:
        """The difference with its sign: +3, −2, 0."""
        return f"{self.now - self.before:+d}".replace("-", "−") if self.now != self.before else "0"


class Week(NamedTuple):
    """The new followers of seven days."""

    first: date
    followers: int
    share: str
    """In percent of the week with the most new followers."""


@dataclass(frozen=True, slots=True)
class Analytics:
    """Numbers of two periods of four weeks; today is in the last one."""

    tweets: Change
    likes: Change
    replies: Change
    retweets: Change
    quotes: Change
    views: Change | None
    """None on a site that doesn't count them."""
    followers: Change
    weeks: list[Week]
    """Newest first."""
    top: list[AbstractTweet]
    """The tweets of the last period with the most reactions, ready to render."""
    is_cut: bool
    """Whether there are more rows than are read: then the earlier numbers are too small."""


def analytics(member: AbstractProfile, today: date) -> Analytics:
    """The analytics of member: a handful of queries, each reading a bounded number of rows.

    The reactions of a tweet are all it has had until now. The time of each like is stored, but to
    find the likes of one month, all likes of the tweets of many years would have to be read.
    """
    since = _midnight(today - PERIOD + timedelta(days=1))
    begin = since - PERIOD
    rows = _own_tweets(member, begin)
    bound = snowflake.first_id(since)
    now, before = [row for row in rows if row[0] >= bound], [row for row in rows if row[0] < bound]
    follows = _follow_times(member)
    weeks = _weeks(follows, today)
    gained = [week.followers for week in weeks]
    ranked = sorted(now, key=_sum_reactions, reverse=True)[:TOP_TWEETS]
    return Analytics(
        tweets=Change(len(now), len(before)),
        likes=_sum_counter(now, before, "like_count"),
        replies=_sum_counter(now, before, "reply_count"),
        retweets=_sum_counter(now, before, "retweet_count"),
        quotes=_sum_counter(now, before, "quote_count"),
        views=_sum_counter(now, before, VIEWS) if conf.VIEW_COUNTS else None,
        followers=Change(sum(gained[:WEEKS]), sum(gained[WEEKS:])),
        weeks=weeks,
        top=hydrate([row[0] for row in ranked if _sum_reactions(row)], member),
        is_cut=len(rows) == MAX_TWEETS or (len(follows) == MAX_FOLLOWS and follows[-1] >= begin),
    )


def _own_tweets(member: AbstractProfile, since: datetime) -> Rows:
    """Keys of the tweets of member, newest first, each with its counters, and perhaps views."""
    tweets: Any = (
        get_tweet_model()
        ._rows.visible_to(member)
        .filter(profile=member.pk, pk__gte=snowflake.first_id(since), retweet_of__isnull=True)
    )
    columns = [*COUNTERS, *([VIEWS] if conf.VIEW_COUNTS else [])]
    return list(tweets.order_by("-pk").values_list("pk", *columns)[:MAX_TWEETS])


def _sum_reactions(row: tuple[int, ...]) -> int:
    return sum(row[1 : 1 + len(COUNTERS)])


def _sum_counter(now: Rows, before: Rows, counter: str) -> Change:
    """The sum of a counter over the tweets of each period."""
    column = 1 + (*COUNTERS, VIEWS).index(counter)
    # A tweet that nobody has seen has no number of views.
    return Change(*(sum(row[column] or 0 for row in rows) for rows in (now, before)))


def _follow_times(member: AbstractProfile) -> list[datetime]:
    """The times at which people followed member, newest first."""
    follows = Follow._base_manager.filter(followed=member.pk).order_by("-pk")
    moments = follows.values_list("created_at", flat=True)[:MAX_FOLLOWS]
    zone = timezone.get_default_timezone()  # of the times that a site without time zones stores
    return [at if at.tzinfo else at.replace(tzinfo=zone) for at in moments]


def _weeks(follows: list[datetime], today: date) -> list[Week]:
    """The weeks of both periods, newest first."""
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
