"""The tweets that a query finds, for who searches, a page at a time."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone

from .. import snowflake
from ..models import search_entry as entry
from ..models import visibility
from ..swapping import get_profile_model, get_tweet_model
from ..text import search_terms
from ..timelines.hydration import complete, readable
from ..timelines.keyset import NEWEST, PAGE_SIZE, Cursor, Page, page_of
from .backends import Found, Span, Wanted, get_backend

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ..models import AbstractProfile, AbstractTweet
    from .backends import BaseSearch
    from .query import Clause, Query

ROUNDS = (2, 25, 98)
"""Pages of matches that are asked for, one after the other, until there is a page that may be read.

A page that ends early with more behind it would tell that something hidden matches. That is what
somebody sees who guesses at the words of a protected tweet; not before 2,500 of them match.
"""

ORIGINALS = 1_000  # matching tweets, the newest, whose retweets are found

PEOPLE = {"from": entry.AUTHOR, "to": entry.ADDRESSEE, "mention": entry.MENTIONED}


def search_tweets(
    query: Query,
    viewer: AbstractProfile | None,
    cursor: Cursor = NEWEST,
    size: int = PAGE_SIZE,
) -> Page[AbstractTweet]:
    """What matches query and viewer may read, the newest first, without those they mute.

    What is unlisted is found by its author and those who follow them.
    """
    found, horizon = _find(query, viewer, cursor, size)
    page = page_of([(tweet.pk, tweet) for tweet in found], cursor, size, horizon=horizon)
    complete(page.rows, viewer)
    return page


def _find(
    query: Query, viewer: AbstractProfile | None, cursor: Cursor, size: int
) -> tuple[list[AbstractTweet], int | None]:
    """One tweet more than size where there are so many, and the horizon of what was looked at."""
    search = None if query.is_empty else _Search.of(query)
    if search is None:
        return [], None
    span = _span(query, cursor)
    order = "pk" if cursor.is_upwards else "-pk"
    visible: list[AbstractTweet] = []
    for pages in ROUNDS:
        found = search.find(span, pages * size)
        wanted = size + 1 - len(visible)
        rows = readable(viewer).unmuted_for(viewer).filter(_listed(viewer), pk__in=found.ids)
        visible += rows.order_by(order)[:wanted] if found.ids else []
        if len(visible) > size or found.horizon is None:
            break
        span = span.beyond(found.horizon)
    return visible, found.horizon


def _listed(viewer: AbstractProfile | None) -> Q:
    """What may be found. Who keeps a tweet out of public lists is found by those who follow."""
    listed = ~Q(visibility=visibility.Visibility.UNLISTED)
    return listed if viewer is None else listed | visibility.known(viewer)


def _span(query: Query, cursor: Cursor) -> Span:
    """The ids of the days of query that cursor leaves."""
    above = None if query.since is None else _first(query.since) - 1
    below = None if query.until is None else _first(query.until)
    return Span(
        above=max((key for key in (above, cursor.after) if key is not None), default=None),
        below=min((key for key in (below, cursor.before) if key is not None), default=None),
        is_upwards=cursor.is_upwards,
    )


def _first(day: date) -> int:
    """The least id of a day, as long as the reader's own clock has that day."""
    midnight = timezone.make_aware(datetime.combine(day, time.min))
    if midnight < snowflake.EPOCH:
        return 0
    try:
        return snowflake.first(midnight)
    except ValueError:
        return snowflake.MAX_ID


class _Search:
    """A query, ready to be found: its people known, its words in terms."""

    def __init__(self, backend: BaseSearch, wanted: Wanted, retweeters: _Retweeters | None) -> None:
        self.backend = backend
        self.wanted = wanted
        self.retweeters = retweeters

    @classmethod
    def of(cls, query: Query) -> _Search | None:
        """The search for query; None if it asks for somebody who isn't there."""
        having: dict[tuple[str, ...], None] = {}
        lacking: dict[tuple[str, ...], None] = {}
        keys = _keys(query.clauses)
        retweeters = _Retweeters() if query.wants_retweets else None
        for clause in query.clauses:
            if retweeters is not None and clause.kind == "from":
                retweeters.add(keys.get(clause.value), is_negated=clause.is_negated)
                continue
            phrases = _phrases(clause, keys)
            if clause.is_negated:
                lacking.update(dict.fromkeys(phrases[:1]))
            elif phrases:
                having.update(dict.fromkeys(phrases))
            else:
                return None
        return cls(get_backend(), Wanted(tuple(having), tuple(lacking)), retweeters)

    def find(self, span: Span, size: int) -> Found:
        """As BaseSearch.find(), and for retweets what repeats the newest that match."""
        if self.retweeters is None:
            return self.backend.find(self.wanted, span, size)
        originals = None
        if self.wanted != Wanted():
            originals = self.backend.find(self.wanted, Span(below=span.below), ORIGINALS).ids
        return self.retweeters.find(originals, span, size)


class _Retweeters:
    """Whose retweets are found; here from: is who repeats, and not who said it first."""

    def __init__(self) -> None:
        self.of: list[Any] = []
        self.but: list[Any] = []

    def add(self, key: Any, *, is_negated: bool) -> None:
        (self.but if is_negated else self.of).append(key)

    def find(self, originals: list[int] | None, span: Span, size: int) -> Found:
        retweets: Any = get_tweet_model()._base_manager.filter(retweet_of__isnull=False)
        if originals is not None:
            retweets = retweets.filter(retweet_of__in=originals)
        for key in self.of:
            retweets = retweets.filter(profile=key)
        retweets = retweets.exclude(profile__in=[key for key in self.but if key is not None])
        if span.above is not None:
            retweets = retweets.filter(pk__gt=span.above)
        if span.below is not None:
            retweets = retweets.filter(pk__lt=span.below)
        retweets = retweets.order_by("pk" if span.is_upwards else "-pk")
        ids = list(retweets.values_list("pk", flat=True)[:size])
        return Found(ids, ids[-1] if len(ids) == size else None)


def _keys(clauses: Iterable[Clause]) -> dict[str, Any]:
    """The keys of the people of clauses, by their handles: one query, or none."""
    handles = {clause.value for clause in clauses if clause.kind in PEOPLE}
    if not handles:
        return {}
    # Of whoever there is: what of theirs may be read is for the door to say.
    profiles = get_profile_model()._base_manager.filter(handle__in=handles)
    return dict(profiles.values_list("handle", "pk"))


def _phrases(clause: Clause, keys: dict[str, Any]) -> list[tuple[str, ...]]:
    """What an entry of clause has; the first of them is what it alone has. None if nothing can."""
    kind, value = clause.kind, clause.value
    if kind == "words":
        terms, pairs = search_terms.terms(value)
        # Pairs are much rarer than what they are made of.
        return [tuple(terms), *((pair,) for pair in pairs)]
    if kind == "hashtag":
        return [(search_terms.term(entry.HASHTAG, value),)]
    if kind == "trait":
        return [(search_terms.term(entry.TRAIT, value),)]
    if (key := keys.get(value)) is not None:
        return [(entry.person_term(PEOPLE[kind], key),)]
    return [(search_terms.term(entry.NAMED, value),)] if kind == "mention" else []
