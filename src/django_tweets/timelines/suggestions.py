"""Suggested profiles: people whom the viewer's friends follow, and popular people.

A friend is somebody whom the viewer follows. However many there are, a bounded number of follows
is read: the newest follows of the newest friends. The result is cached for some minutes; whether
the viewer may see a suggested profile, and still follows the named friend, is checked each time.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.cache import cache
from django.db.models import Case, Exists, OuterRef, Q, Value, When

from ..models import Follow, visibility
from ..reading.keyset import NEWEST, PAGE_SIZE
from ..reading.readable import ReadableRows
from ..swapping import get_profile_model, get_tweet_model
from .sources import HomeSource
from .statements import Statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..models import AbstractProfile

MAX_FRIENDS = 100  # the newest follows of the viewer
MAX_FRIEND_FOLLOWS = 30  # the newest follows of each friend
RECENT_TWEETS = 500  # the most followed of their authors are the popular people
MAX_AUTHOR_BATCHES = 3  # of so many tweets, where few people have written them
MAX_SUGGESTIONS = 60  # profiles in the cache
SPARE = 6  # cached profiles read beyond the limit: some may not be visible any more
CACHE_MINUTES = 10

CACHE = "django_tweets:suggestions:"


class Reason(NamedTuple):
    """Why a profile is suggested: a friend of the viewer follows it."""

    friend: AbstractProfile
    others: int
    """Number of further friends who follow it, among those whose follows were read."""


class _Candidate(NamedTuple):
    key: Any
    friends: tuple[Any, ...] = ()
    """Keys of the friends who follow them, the viewer's latest follow first."""


def suggestions(viewer: AbstractProfile | None, limit: int = PAGE_SIZE) -> list[AbstractProfile]:
    """Up to limit profiles that viewer may want to follow, each with its reason.

    At most MAX_SUGGESTIONS. Never the viewer, people whom they follow, have asked to follow or
    mute, protected or suspended people, or people with a block in either direction.

    One query; eight at most where nothing is cached. Each profile is related to viewer, as by
    profiles.relate().
    """
    # A new key with each follow: a newcomer's first follows change their suggestions at once.
    name = f"{CACHE}{viewer.pk}:{viewer.following_count}" if viewer else f"{CACHE}visitors"
    candidates = cache.get(name)
    if candidates is not None:
        return _visible(candidates[: limit + SPARE], viewer)[:limit]
    found = _friends_of_friends(viewer) if viewer else []
    if len(found) < MAX_SUGGESTIONS:
        known = {candidate.key for candidate in found}
        found += [_Candidate(key) for key in _popular() if key not in known]
    shown = _visible(found, viewer)[:MAX_SUGGESTIONS]
    kept = {profile.pk for profile in shown}
    candidates = [candidate for candidate in found if candidate.key in kept]
    cache.set(name, candidates, 60 * CACHE_MINUTES)
    return shown[:limit]


def _visible(
    candidates: Sequence[_Candidate], viewer: AbstractProfile | None
) -> list[AbstractProfile]:
    """The profiles of candidates that may be suggested to viewer, in order: one query."""
    keys = {key for candidate in candidates for key in (candidate.key, *candidate.friends)}
    if not keys:
        return []
    people: Any = get_profile_model()._rows.visible_to(viewer).filter(pk__in=keys)
    unmet = Case(When(visibility.suggestable_profiles(viewer), then=True), default=False)
    fan: Any = Value(False)
    friend: Any = Value(False)
    if viewer is not None:
        fan = Case(When(visibility.followers(viewer), then=True), default=False)
        follows = Exists(Follow._base_manager.filter(follower=viewer.pk, followed=OuterRef("pk")))
        is_friend = Q(follows, visibility.unmuted_profiles(viewer))
        friend = Case(When(is_friend, then=True), default=False)
    people = people.annotate(is_unmet=unmet, is_fan=fan, is_friend=friend)
    there = {profile.pk: profile for profile in people}
    shown = []
    for candidate in candidates:
        profile = there.get(candidate.key)
        if profile is None or not profile.is_unmet:
            continue
        profile.relation = {"follows_back"} if profile.is_fan else set()
        profile.related_to = viewer and viewer.pk
        named = [there[key] for key in candidate.friends if key in there]
        friends = [each for each in named if each.is_friend]
        if friends:
            profile.reason = Reason(friends[0], len(friends) - 1)
        shown.append(profile)
    return shown


def _friends_of_friends(viewer: AbstractProfile) -> list[_Candidate]:
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
    return [_Candidate(key, tuple(friends)) for key, friends in ranked[: 2 * MAX_SUGGESTIONS]]


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


def _popular() -> list[Any]:
    """Keys of the authors of recent public tweets, most followers first: the same for everyone."""
    keys: list[Any] | None = cache.get(f"{CACHE}popular")
    if keys is None:
        tweets: Any = get_tweet_model()._rows.visible_to(None).listed_for(None)
        tweets = tweets.filter(retweet_of__isnull=True)
        authors: set[Any] = set()
        for _ in range(MAX_AUTHOR_BATCHES):
            # Others than so far: one author may have written all of a batch.
            others = tweets.exclude(profile__in=authors).order_by("-pk")
            batch = list(others.values_list("profile_id", flat=True)[:RECENT_TWEETS])
            authors |= set(batch)
            if len(batch) < RECENT_TWEETS or len(authors) >= 2 * MAX_SUGGESTIONS:
                break
        there: Any = get_profile_model()._rows.visible_to(None).filter(pk__in=authors)
        ranked = there.order_by("-follower_count", "pk").values_list("pk", flat=True)
        keys = list(ranked)
        cache.set(f"{CACHE}popular", keys, 60 * CACHE_MINUTES)
    return keys
