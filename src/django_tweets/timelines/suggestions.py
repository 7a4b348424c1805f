"""Suggested profiles: people whom the viewer's friends follow, and popular people.

A friend is somebody whom the viewer follows. Reading computes nothing: it takes candidates from the
cache, where compute_suggestions.py has put them, or the authors of the newest tweets if there are
none. Whether the viewer may see each of them, and still follows the named friend, is asked each
time, of all candidates, before the list is cut.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import router
from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When

from ..cache import cache
from ..models import Follow, visibility
from ..reading.keyset import PAGE_SIZE
from ..swapping import get_profile_model, get_tweet_model

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..models import AbstractProfile

MAX_SUGGESTIONS = 40  # profiles in the cache
RECENT_TWEETS = 100  # whose authors are suggested while the cache has nobody

CACHE = "django_tweets:suggestions:"
POPULAR_KEY = f"{CACHE}popular"


class Reason(NamedTuple):
    """Why a profile is suggested: a friend of the viewer follows it."""

    friend: AbstractProfile
    others: int
    """Number of further friends who follow it, among those whose follows were read."""


class Candidate(NamedTuple):
    """Somebody who may be suggested, if the viewer may see them."""

    key: Any
    friends: tuple[Any, ...] = ()
    """Keys of the friends who follow them, the viewer's latest follow first."""


def suggestions(viewer: AbstractProfile | None, limit: int = PAGE_SIZE) -> list[AbstractProfile]:
    """Up to limit profiles that viewer may want to follow, each with its reason.

    At most 2 * MAX_SUGGESTIONS. Never the viewer, people whom they follow, have asked to follow or
    mute, protected or suspended people, or people with a block in either direction.

    One query. Each profile is related to viewer, as by profiles.relate().
    """
    cached = cached_candidates(viewer)
    return arrange(read_people(viewer, cached), viewer, cached, limit)


def cache_key(viewer: AbstractProfile) -> str:
    """The key of viewer's own candidates in the cache."""
    return f"{CACHE}{viewer.pk}"


class Candidates(NamedTuple):
    """The candidates in the cache: those of the viewer first, then popular people."""

    people: list[Candidate]
    has_popular: bool
    """Whether popular people are among them. Else the authors of the newest tweets are read."""


def cached_candidates(viewer: AbstractProfile | None) -> Candidates:
    """The candidates for viewer in the cache."""
    own = POPULAR_KEY if viewer is None else cache_key(viewer)
    found = cache.get_many({own, POPULAR_KEY})
    candidates = {
        candidate.key: candidate for name in (POPULAR_KEY, own) for candidate in found.get(name, ())
    }
    order = [candidate.key for name in (own, POPULAR_KEY) for candidate in found.get(name, ())]
    people = [candidates[key] for key in dict.fromkeys(order)]
    return Candidates(people, has_popular=bool(found.get(POPULAR_KEY)))


def read_people(
    viewer: AbstractProfile | None, cached: Candidates, **of_viewer: Any
) -> list[dict[str, Any]]:
    """Rows of the candidates and their friends, as far as viewer may see them. One query.

    A row has the columns of a profile, and whether they are `unmet`, a `fan` or a `friend` of
    viewer. Without popular people in the cache, also the authors of the newest public tweets.

    of_viewer: expressions that are evaluated once, in the row of viewer, which is read too then.
    """
    own = [viewer.pk] if viewer and of_viewer else []
    shown = visibility.visible_profiles(viewer) | Q(pk__in=own)
    keys = {*own, *(key for each in cached.people for key in (each.key, *each.friends))}
    read: Any = keys if cached.has_popular else RecentAuthors(list(keys))
    people = get_profile_model()._base_manager.filter(shown, pk__in=read)
    unmet = Case(When(visibility.suggestable_profiles(viewer), then=True), default=False)
    fan: Any = Value(value=False)
    friend: Any = Value(value=False)
    if viewer is not None:
        fan = Case(When(visibility.followers(viewer), then=True), default=False)
        follows = Exists(Follow._base_manager.filter(follower=viewer.pk, followed=OuterRef("pk")))
        is_friend = Q(follows, visibility.unmuted_profiles(viewer))
        friend = Case(When(is_friend, then=True), default=False)
    flags = {"is_unmet": unmet, "is_fan": fan, "is_friend": friend}
    once = {name: Case(When(pk__in=own, then=value)) for name, value in of_viewer.items()}
    # No instances: three of a hundred rows are shown.
    rows: Any = people.order_by().annotate(**flags, **once)
    return list(rows.values())


class RecentAuthors(Subquery):
    """The keys of the authors of the newest public tweets, and some others.

    A derived table: MySQL allows a LIMIT only there, and would read a union for each profile.
    """

    template = "(SELECT * FROM (SELECT * FROM (%(subquery)s) newest%(others)s) authors)"

    def __init__(self, others: Sequence[Any]) -> None:
        tweets: Any = get_tweet_model()._rows.open_to_everyone().listed_for(None)
        tweets = tweets.filter(retweet_of__isnull=True).order_by("-pk")
        super().__init__(tweets.values("profile")[:RECENT_TWEETS])
        self.others = others

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:  # type: ignore[override]  # Django's has more arguments
        sql, params = super().as_sql(
            compiler, connection, others=" UNION ALL SELECT %s" * len(self.others), **context
        )
        key = get_profile_model()._meta.pk
        return sql, (*params, *(key.get_db_prep_value(each, connection) for each in self.others))


def arrange(
    rows: Iterable[dict[str, Any]],
    viewer: AbstractProfile | None,
    cached: Candidates,
    limit: int,
) -> list[AbstractProfile]:
    """The first limit of cached who may be suggested to viewer, from the rows of read_people().

    Then the others in rows, if these have authors of new tweets: those with most followers first.
    """
    model = get_profile_model()
    names = [field.attname for field in model._meta.concrete_fields]
    key = model._meta.pk.attname
    there = {row[key]: row for row in rows}
    using = router.db_for_read(model)

    def make(row: dict[str, Any]) -> AbstractProfile:
        return model.from_db(using, names, [row[name] for name in names])

    candidates = {candidate.key: candidate for candidate in cached.people}
    if not cached.has_popular:
        read_as_friends = {friend for each in cached.people for friend in each.friends}
        for row in sorted(there.values(), key=lambda row: (-row["follower_count"], row[key])):
            if row[key] not in read_as_friends:
                candidates.setdefault(row[key], Candidate(row[key]))
    shown: list[AbstractProfile] = []
    for candidate in candidates.values():
        row = there.get(candidate.key, {})
        if not row.get("is_unmet"):
            continue
        if len(shown) >= limit:
            break
        profile: Any = make(row)
        profile.relation = {"follows_back"} if row["is_fan"] else set()
        profile.related_to = viewer and viewer.pk
        named = [there[friend] for friend in candidate.friends if friend in there]
        friends = [friend for friend in named if friend["is_friend"]]
        if friends:
            profile.reason = Reason(make(friends[0]), len(friends) - 1)
        shown.append(profile)
    return shown
