"""Who to follow: those whom the people follow whom one follows, and who is popular.

However many one follows, a bounded number of follows is read: the newest of the newest. Who has
been found is kept in the cache for some minutes, and whether they may be shown is asked each time.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.cache import cache
from django.db.models import Case, Exists, OuterRef, Value, When

from ..models import Follow, Mute, Visibility, visibility
from ..models.visibility import FOR_EVERYONE
from ..reading.keyset import NEWEST, PAGE_SIZE
from ..swapping import get_profile_model, get_tweet_model
from .statements import Statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..models import AbstractProfile

MINE = 100  # of the newest follows of the viewer
THEIRS = 30  # of the newest follows of each of these
ACTIVE = 500  # newest tweets, of whose authors the most followed are popular
KEPT = 60  # people, in the cache
NAMED = 3  # friends that are kept for each: one is named, if they are still there
SPARE = 6  # people who are looked at beyond those asked for: some may be there no more
MINUTES = 10

CACHE = "django_tweets:suggestions:"


class Reason(NamedTuple):
    """Why somebody is suggested: whom the viewer follows, and follows them."""

    friend: AbstractProfile
    others: int
    """How many more there are, of those that were looked at."""


class _Candidate(NamedTuple):
    key: Any
    friends: tuple[Any, ...] = ()
    """Keys of up to NAMED, the latest that the viewer has followed first."""
    fame: int = 0
    """How many friends follow them, of those that were looked at."""


def suggestions(viewer: AbstractProfile | None, limit: int = PAGE_SIZE) -> list[AbstractProfile]:
    """Up to so many people whom viewer may want to follow, at most KEPT, each with its reason.

    Never oneself, nor whom one follows, has asked to follow, or mutes, nor who is protected,
    suspended or behind a block, in either direction. One query; where the cache knows nothing,
    six at most. Each is related to viewer, as by people.relate().
    """
    # A new key with each follow: what a newcomer's first three have in common shows at once.
    name = f"{CACHE}{viewer.pk}:{viewer.following_count}" if viewer else f"{CACHE}visitors"
    candidates = cache.get(name)
    if candidates is not None:
        return _shown(candidates[: limit + SPARE], viewer)[:limit]
    found = _friends_of_friends(viewer) if viewer else []
    if len(found) < KEPT:
        known = {candidate.key for candidate in found}
        found += [_Candidate(key) for key in _popular() if key not in known]
    shown = _shown(found, viewer)[:KEPT]
    kept = {profile.pk for profile in shown}
    candidates = [candidate for candidate in found if candidate.key in kept]
    cache.set(name, candidates, 60 * MINUTES)
    return shown[:limit]


def _shown(
    candidates: Sequence[_Candidate], viewer: AbstractProfile | None
) -> list[AbstractProfile]:
    """Those of candidates that may be suggested to viewer, in their order: one query."""
    keys = {key for candidate in candidates for key in (candidate.key, *candidate.friends)}
    if not keys:
        return []
    people: Any = get_profile_model().objects.visible_to(viewer).filter(pk__in=keys)
    unmet = Case(When(visibility.unmet(viewer), then=True), default=False)
    fan: Any = Value(False)
    if viewer is not None:
        fan = Case(When(visibility.followers(viewer), then=True), default=False)
    there = {profile.pk: profile for profile in people.annotate(is_unmet=unmet, is_fan=fan)}
    shown = []
    for candidate in candidates:
        profile = there.get(candidate.key)
        if profile is None or not profile.is_unmet:
            continue
        profile.relation = {"follows_back"} if profile.is_fan else set()
        profile.related_to = viewer and viewer.pk
        friends = [there[key] for key in candidate.friends if key in there]
        if friends:
            profile.reason = Reason(friends[0], candidate.fame - 1)
        shown.append(profile)
    return shown


def _friends_of_friends(viewer: AbstractProfile) -> list[_Candidate]:
    """Whom those follow whom viewer follows, but viewer doesn't: by how many, then the latest."""
    muted = Mute._base_manager.filter(muter=viewer.pk, muted=OuterRef("followed"))
    mine = Follow._base_manager.filter(~Exists(muted), follower=viewer.pk).order_by("-pk")
    friends = list(mine.values_list("followed_id", flat=True)[:MINE])
    places = {key: place for place, key in enumerate(friends)}
    pairs = _followed_by(friends, viewer) if friends else []
    found: dict[Any, list[Any]] = defaultdict(list)
    for friend, key in sorted(pairs, key=lambda pair: places[pair[0]]):
        found[key].append(friend)
    ranked = sorted(found.items(), key=lambda item: len(item[1]), reverse=True)
    return [
        _Candidate(key, tuple(friends[:NAMED]), len(friends)) for key, friends in ranked[: 2 * KEPT]
    ]


def _followed_by(friends: list[Any], viewer: AbstractProfile) -> list[tuple[Any, Any]]:
    """Pairs of one of friends and somebody whom they follow and viewer doesn't.

    The latest that each follows, up to THEIRS, straight from the index (follower, -id).
    """
    statement = Statement(NEWEST, by="f.id")
    follows, me = statement.table(Follow), statement.key(viewer.pk)
    columns = "f.id, f.follower_id, f.followed_id"
    source, params = statement.rows_of_each("follower", Follow, friends, columns, each=THEIRS)
    rows = statement.fetch(
        f"SELECT f.follower_id, f.followed_id FROM {source}"
        f" WHERE f.followed_id <> %s AND NOT EXISTS (SELECT 1 FROM {follows} m"
        " WHERE m.follower_id = %s AND m.followed_id = f.followed_id LIMIT 1 OFFSET 0)"
        " ORDER BY f.id DESC",
        [*params, me, me],
    )
    as_key = statement.field.to_python  # SQLite has text for a UUID
    return [(as_key(friend), as_key(key)) for friend, key in rows]


def _popular() -> list[Any]:
    """Keys of those who have spoken lately, the most followed first: the same for everybody."""
    keys: list[Any] | None = cache.get(f"{CACHE}popular")
    if keys is None:
        said: Any = get_tweet_model().objects.visible_to(None).filter(FOR_EVERYONE)
        said = said.filter(visibility=Visibility.PUBLIC, retweet_of__isnull=True).order_by("-pk")
        authors = set(said.values_list("profile_id", flat=True)[:ACTIVE])
        there: Any = get_profile_model().objects.visible_to(None).filter(pk__in=authors)
        ranked = there.order_by("-follower_count", "pk").values_list("pk", flat=True)
        keys = list(ranked[: 2 * KEPT])
        cache.set(f"{CACHE}popular", keys, 60 * MINUTES)
    return keys
