"""News for many event streams at once: which viewers may see which changes.

An announcement names topics and, for a new tweet, its key. So the lists of the viewers need not be
read: one statement for each kind of list says for which of them the tweet belongs there, by the
same rules as on the pages. It has as many pairs as streams were woken, and no statement is for one
stream alone; apart from that, the number of unread notifications is read for each recipient.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from ..live import topics
from ..models import TweetHashtag, Visibility
from ..models.visibility import answers_followed, tweets_by_followed
from ..swapping import get_tweet_model
from .home import newest_keys
from .news import COUNTERS, Found, NewsReader
from .notifications import unread_count
from .pairs import read_pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from ..live.topics import Change
    from ..models.pair_viewer import PairViewer
    from .pairs import Pair

MAX_CANDIDATES = 250
"""New tweets of one look for one home. With more, its newest page is read, which costs no more."""


def read_changes(changes: Mapping[NewsReader, Collection[Change]]) -> dict[NewsReader, Found]:
    """Return the changes that each reader may see, in four statements (see above)."""
    viewers = {reader.viewer.pk: reader.viewer for reader in changes}
    look = {reader: _get_candidates(reader, changes[reader]) for reader in changes}
    pairs: defaultdict[str, set[Pair]] = defaultdict(set)
    for reader, candidates in look.items():
        for kind, _, tweet in candidates:
            pairs[kind].add((reader.viewer.pk, tweet))
    rows = {
        kind: read_pairs(pairs[kind], viewers, tweets_of, *fields)
        for kind, (tweets_of, fields) in LISTS.items()
        if pairs[kind]
    }
    told = {
        reader.viewer.pk
        for reader in changes
        if any(
            change.topic == topics.of_notifications(reader.viewer.pk) for change in changes[reader]
        )
    }
    unread = {key: unread_count(viewers[key]) for key in told}
    found = {}
    for reader, candidates in look.items():
        of_reader = found[reader] = Found(unread=unread.get(reader.viewer.pk))
        for kind, about, tweet in candidates:
            row = rows[kind].get((reader.viewer.pk, tweet))
            if row is None:
                continue
            if kind == "counts":
                of_reader.counts[tweet] = row
            elif kind != "replies" or row == (about,):
                of_reader.add(kind, about, tweet)
        if _is_flooded(reader, changes[reader]):
            of_reader.lists["home", ""] = set(newest_keys(reader.viewer))
    return found


def _get_candidates(
    reader: NewsReader, changes: Collection[Change]
) -> set[tuple[str, str | int, int]]:
    """Return possible news for reader: kind, subject and key of a tweet."""
    shown = reader.subscription
    found: set[tuple[str, str | int, int]] = set()
    hashtags = {topics.with_hashtag(key): key for key in shown.hashtags}
    threads = {topics.of_tweet(key): key for key in shown.threads}
    tweets = {topics.of_tweet(key): key for key in shown.tweets}
    has_home = shown.home is not None and not _is_flooded(reader, changes)
    for topic, tweet in changes:
        if has_home and _is_for_home(topic):
            found.add(("home", "", tweet))
        if topic in hashtags:
            found.add(("hashtag", hashtags[topic], tweet))
        if topic in threads and tweet:
            found.add(("replies", threads[topic], tweet))
        if topic in tweets:
            found.add(("counts", tweets[topic], tweets[topic]))
    return found


def _is_for_home(topic: str) -> bool:
    return topic == topics.ANY_TWEET or topic.startswith(("a:", "h:"))


def _is_flooded(reader: NewsReader, changes: Collection[Change]) -> bool:
    """Whether there are more new tweets for reader's home than are asked about one by one."""
    if reader.subscription.home is None:
        return False
    return len({tweet for topic, tweet in changes if _is_for_home(topic)}) > MAX_CANDIDATES


def _readable(viewer: PairViewer) -> Any:
    return get_tweet_model()._rows.visible_to(viewer)


def _by_others(viewer: PairViewer) -> Any:
    return _readable(viewer).unmuted_for(viewer).filter(~Q(profile=viewer.pk))


def _home_tweets(viewer: PairViewer) -> Any:
    """Tweets by others that home() shows."""
    followed = TweetHashtag._base_manager.filter(
        tweet=OuterRef("pk"), is_counted=True, hashtag__follows__profile=viewer.pk
    )
    is_tagged = Q(Exists(followed), visibility=Visibility.PUBLIC, in_reply_to=None)
    is_by_followed = tweets_by_followed(viewer) & answers_followed(viewer)
    return _by_others(viewer).filter(is_by_followed | is_tagged)


def _hashtag_tweets(viewer: PairViewer) -> Any:
    """Tweets by others that hashtag_tweets() shows, if they have the hashtag."""
    return _by_others(viewer).listed_for(viewer).filter(visibility=Visibility.PUBLIC)


def _replies(viewer: PairViewer) -> Any:
    """Replies by others to tweets that viewer may read."""
    parent = _readable(viewer).filter(pk=OuterRef("in_reply_to"))
    return _by_others(viewer).filter(Exists(parent))


LISTS: dict[str, tuple[Callable[[PairViewer], Any], tuple[str, ...]]] = {
    "home": (_home_tweets, ()),
    "hashtag": (_hashtag_tweets, ()),
    "replies": (_replies, ("in_reply_to_id",)),
    "counts": (_readable, COUNTERS),
}
"""For each kind of news: the tweets that it may be about, and the fields that are read."""
