"""News for one open event stream: changes on the pages that its viewer has open.

An announcement names a topic. What of it the viewer is told is read here, by the same rules as the
pages: for a tweet that the viewer may not see, the answer is the same as if nothing had happened.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from ..live import topics
from ..models import Hashtag
from ..swapping import get_tweet_model
from .home import newest_keys
from .notifications import unread_count
from .sources import HomeSource
from .tweets import newest_replies, newest_with_hashtag

if TYPE_CHECKING:
    from collections.abc import Collection

    from ..models import AbstractProfile

MAX_AUTHORS = 2000
"""Number of followed people up to which a stream waits for each; with more, for every tweet."""
MAX_TOLD = 200
"""Number of newest tweets of a list that are remembered as sent to the viewer."""
COUNTERS = ("reply_count", "retweet_count", "quote_count", "like_count")


@dataclass(frozen=True)
class Subscription:
    """The lists and tweets that the open pages of a member show."""

    home: int | None = None
    """Key of the newest tweet that home shows; None if home is not open."""
    hashtags: dict[str, int] = field(default_factory=dict)
    """Keys of hashtags whose pages are open, each with the newest tweet that is shown."""
    threads: dict[int, int] = field(default_factory=dict)
    """Keys of tweets whose conversations are open, each with the newest reply that is shown."""
    tweets: Collection[int] = ()
    """Keys of tweets on screen."""


class News(NamedTuple):
    """An event: its kind, its subject, and keys of tweets."""

    kind: str
    """"home", "hashtag", "replies", "counts" or "notifications"."""
    keys: list[int]
    about: str | int = ""
    """The key of the hashtag, or of the tweet that is replied to."""


@dataclass
class Found:
    """The results of a look into the database for a viewer."""

    lists: dict[tuple[str, str | int], set[int]] = field(default_factory=dict)
    """Keys of tweets, by the kind and the subject of the news."""
    counts: dict[int, tuple[Any, ...]] = field(default_factory=dict)
    """Counters of tweets."""
    unread: int | None = None
    """The number of unread notifications; None if it was not read."""

    def add(self, kind: str, about: str | int, tweet: int) -> None:
        self.lists.setdefault((kind, about), set()).add(tweet)

    def __bool__(self) -> bool:
        return bool(self.lists or self.counts) or self.unread is not None


class NewsReader:
    """The news that one viewer has received, and the topics that can bring more.

    Only take() and start() change it. The others may be called in a thread.
    """

    def __init__(self, viewer: AbstractProfile, subscription: Subscription) -> None:
        self.viewer = viewer
        self.subscription = subscription
        self._told: dict[tuple[str, str | int], set[int]] = {}
        self._counts: dict[int, tuple[Any, ...]] = {}
        self._unread: int | None = None

    def get_topics(self) -> frozenset[str]:
        """Return the topics that can bring news for the viewer: three queries at most."""
        wanted = {topics.of_notifications(self.viewer.pk), topics.of_relations(self.viewer.pk)}
        wanted |= set(map(topics.with_hashtag, self.subscription.hashtags))
        wanted |= set(map(topics.of_tweet, self.subscription.threads))
        wanted |= set(map(topics.of_tweet, self.subscription.tweets))
        if self.subscription.home is not None:
            wanted |= self._home_topics()
        return frozenset(wanted)

    def _home_topics(self) -> set[str]:
        source = HomeSource(self.viewer)
        authors = source.members_by_visibility(MAX_AUTHORS + 1)
        if len(authors) > MAX_AUTHORS:
            return {topics.ANY_TWEET}
        followed = Hashtag._base_manager.filter(pk__in=source.hashtags)
        names = followed.values_list("key", flat=True) if source.hashtags else ()
        return {*(topics.by_author(key) for key, _ in authors), *map(topics.with_hashtag, names)}

    def read_lists(self) -> Found:
        """Read the newest tweets of all lists, as after a lost announcement."""
        found = Found()
        if self.subscription.home is not None:
            found.lists["home", ""] = set(newest_keys(self.viewer))
        for key in self.subscription.hashtags:
            found.lists["hashtag", key] = set(newest_with_hashtag(key, self.viewer))
        for tweet in self.subscription.threads:
            found.lists["replies", tweet] = set(newest_replies(tweet, self.viewer))
        return found

    def read_all(self) -> Found:
        """Read the lists, and the counts and notifications that later ones are compared with."""
        found = self.read_lists()
        if self.subscription.tweets:
            rows: Any = get_tweet_model()._rows.visible_to(self.viewer)
            rows = rows.filter(pk__in=self.subscription.tweets).values_list("pk", *COUNTERS)
            found.counts = {key: tuple(counts) for key, *counts in rows}
        found.unread = unread_count(self.viewer)
        return found

    def start(self, found: Found) -> list[News]:
        """Remember the counts and notifications on the page, and return the news of lists."""
        self._counts, self._unread = found.counts, found.unread
        return self._take_lists(found)

    def take(self, found: Found) -> list[News]:
        """Return as news the parts of found that the viewer has not received."""
        news = self._take_lists(found)
        moved = [key for key, counts in found.counts.items() if counts != self._counts.get(key)]
        self._counts.update(found.counts)
        if moved:
            news.append(News("counts", sorted(moved)))
        if found.unread is not None and found.unread != self._unread:
            self._unread = found.unread
            news.append(News("notifications", []))
        return news

    def _take_lists(self, found: Found) -> list[News]:
        news = []
        for (kind, about), keys in found.lists.items():
            told = self._told.setdefault((kind, about), set())
            # Not "newer than the last one told": a tweet with a smaller key may be committed later.
            untold = {key for key in keys if key > self._get_shown(kind, about)} - told
            if untold:
                self._told[kind, about] = {*sorted(told | untold)[-MAX_TOLD:]}
                news.append(News(kind, sorted(untold), about))
        return news

    def _get_shown(self, kind: str, about: Any) -> int:
        """The newest tweet that the page shows of a list."""
        shown = self.subscription
        if kind == "home":
            return shown.home or 0
        return (shown.hashtags if kind == "hashtag" else shown.threads)[about]
