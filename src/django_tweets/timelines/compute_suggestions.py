"""Computes suggested profiles and puts their keys into the cache, for suggestions.py.

However many friends a member has, a bounded number of follows is read: the newest follows of the
newest friends. Called by a task, a login or a command, never for a reader.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from ..cache import cache
from ..models import Follow, visibility
from ..reading.keyset import NEWEST
from ..reading.readable import ReadableRows
from ..routers import reads_from_write_database
from ..swapping import get_profile_model, get_tweet_model
from .sources import HomeSource
from .statements import Statement
from .suggestions import MAX_SUGGESTIONS, POPULAR_KEY, Candidate, cache_key

if TYPE_CHECKING:
    from ..models import AbstractProfile

MAX_FRIENDS = 100  # the newest follows of the viewer
MAX_FRIEND_FOLLOWS = 30  # the newest follows of each friend
RECENT_TWEETS = 500  # the most followed of their authors are the popular people
MAX_AUTHOR_BATCHES = 3  # of so many tweets, where few people have written them

DAY = 24 * 60 * 60
KEPT_FOR = 30 * DAY
"""Seconds that the candidates of a member are kept: until the next login, on most sites."""
POPULAR_KEPT_FOR = DAY // 24
"""Seconds that popular people are kept. Then readers get the authors of the newest tweets."""


@reads_from_write_database()
def compute_suggestions(key: Any) -> None:
    """Find candidates for the profile with this key, and popular people if they are out of date."""
    if POPULAR_KEY not in cache:
        compute_popular_profiles()
    profiles = get_profile_model()._base_manager.select_related("user")
    for viewer in profiles.filter(pk=get_profile_model()._meta.pk.to_python(key)):
        cache.set(cache_key(viewer), _friends_of_friends(viewer), KEPT_FOR)


def has_suggestions(viewer: AbstractProfile) -> bool:
    """Return whether the cache has candidates for viewer. An empty list counts."""
    return cache_key(viewer) in cache


@reads_from_write_database()
def compute_popular_profiles() -> None:
    """Find the authors of recent public tweets, most followers first: the same for everyone."""
    tweets: Any = get_tweet_model()._rows.open_to_everyone().listed_for(None)
    tweets = tweets.filter(retweet_of__isnull=True)
    authors: set[Any] = set()
    for _ in range(MAX_AUTHOR_BATCHES):
        # Others than so far: one author may have written all of a batch.
        others = tweets.exclude(profile__in=authors).order_by("-pk")
        batch = list(others.values_list("profile_id", flat=True)[:RECENT_TWEETS])
        authors |= set(batch)
        if len(batch) < RECENT_TWEETS or len(authors) >= 2 * MAX_SUGGESTIONS:
            break
    there: Any = get_profile_model()._rows.shown().filter(pk__in=authors)
    there = there.filter(visibility.suggestable_profiles(None))
    ranked = there.order_by("-follower_count", "pk").values_list("pk", flat=True)
    found = [Candidate(key) for key in ranked[: 2 * MAX_SUGGESTIONS]]
    cache.set(POPULAR_KEY, found, POPULAR_KEPT_FOR)


def _friends_of_friends(viewer: AbstractProfile) -> list[Candidate]:
    """People whom friends of viewer follow and viewer doesn't: most friends first, then latest."""
    visible = get_profile_model()._rows.visible_to(viewer)
    members = HomeSource(viewer).members().filter(followed__in=visible).order_by("-pk")
    friends = list(members.values_list("followed_id", flat=True)[:MAX_FRIENDS])
    places = {key: place for place, key in enumerate(friends)}
    pairs = _followed_by(friends, viewer) if friends else []
    found: dict[Any, list[Any]] = defaultdict(list)
    for friend, key in sorted(pairs, key=lambda pair: places[pair[0]]):
        found[key].append(friend)
    ranked = sorted(found.items(), key=lambda item: len(item[1]), reverse=True)
    return [Candidate(key, tuple(friends)) for key, friends in ranked[:MAX_SUGGESTIONS]]


def _followed_by(friends: list[Any], viewer: AbstractProfile) -> list[tuple[Any, Any]]:
    """Pairs of a friend and somebody whom this friend follows and who may be suggested to viewer.

    The latest MAX_FRIEND_FOLLOWS of each friend, straight from the index (follower, -id).
    """
    statement = Statement(NEWEST, by="f.id")
    people: Any = get_profile_model()._rows.visible_to(viewer)
    people = people.filter(visibility.suggestable_profiles(viewer))
    statement.require(*ReadableRows(people).get_condition("f.followed_id"))
    columns = "f.id, f.follower_id, f.followed_id"
    source, params = statement.rows_of_each(
        "follower", Follow, friends, columns, per_key=MAX_FRIEND_FOLLOWS
    )
    rows = statement.fetch(
        f"SELECT f.follower_id, f.followed_id FROM {source} {statement.order}", params
    )
    as_key = statement.field.to_python  # SQLite has text for a UUID
    return [(as_key(friend), as_key(key)) for friend, key in rows]
