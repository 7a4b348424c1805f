"""Search for tweets that match a query, a page at a time."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone

from .. import snowflake
from ..models import search_entry as entry
from ..models import visibility
from ..reading.keyset import NEWEST, PAGE_SIZE, Cursor, Page, make_page
from ..reading.pipeline import CandidateListing, Scan, fill_page
from ..swapping import get_profile_model, get_tweet_model
from ..text import search_terms
from .backends import Found, Span, Wanted, get_backend

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from ..models import AbstractProfile, AbstractTweet
    from .backends import BaseSearch
    from .query import Clause, Query

LOOKS = (2, 25, 98)
"""Pages of matches that each look reads, until there is a full page that the viewer may see.

A short page with more after it would reveal that a hidden tweet matches, to somebody who guesses
at the words of protected tweets. That takes 2,500 hidden matches.
"""

ORIGINALS = 1_000  # matching tweets, the newest, whose retweets are found

PEOPLE = {"from": entry.AUTHOR, "to": entry.ADDRESSEE, "mention": entry.MENTIONED}


def search_tweets(
    query: Query,
    viewer: AbstractProfile | None,
    cursor: Cursor = NEWEST,
    size: int = PAGE_SIZE,
) -> Page[AbstractTweet]:
    """Tweets that match query and viewer may see, newest first, without people whom they mute.

    Unlisted tweets are found only by their author and the author's followers.
    """
    search = None if query.is_empty else _Search.of(query)
    if search is None:
        return make_page([], cursor, size)
    return fill_page(SearchListing(search, query, viewer), cursor, size)


class SearchListing(CandidateListing):
    """The tweets that a query finds, for the page pipeline."""

    def __init__(self, search: _Search, query: Query, viewer: AbstractProfile | None) -> None:
        super().__init__(viewer)
        self.search = search
        self.query = query

    def look_sizes(self, limit: int) -> Sequence[int]:
        return [pages * (limit - 1) for pages in LOOKS]

    def scan(self, cursor: Cursor, candidates: int) -> Scan:
        found = self.search.find(_span(self.query, cursor), candidates)
        return Scan([(pk, None) for pk in found.ids], found.horizon)

    def get_queryset(self) -> Any:
        # Authors keep unlisted tweets out of public lists: only they and their followers find them.
        listed = ~Q(visibility=visibility.Visibility.UNLISTED)
        if self.viewer is not None:
            listed |= visibility.tweets_by_followed(self.viewer)
        return super().get_queryset().filter(listed)


def _span(query: Query, cursor: Cursor) -> Span:
    """The ids to search: those of the days of query, after cursor."""
    above = None if query.since is None else _first(query.since) - 1
    below = None if query.until is None else _first(query.until)
    return Span(
        above=max((key for key in (above, cursor.after) if key is not None), default=None),
        below=min((key for key in (below, cursor.before) if key is not None), default=None),
        is_upwards=cursor.is_ascending,
    )


def _first(day: date) -> int:
    """The least id of a day, in the current time zone."""
    midnight = timezone.make_aware(datetime.combine(day, time.min))
    if midnight < snowflake.EPOCH:
        return 0
    try:
        return snowflake.first(midnight)
    except ValueError:
        return snowflake.MAX_ID


class _Search:
    """A query in the terms of a backend: handles looked up, words cut into terms."""

    def __init__(self, backend: BaseSearch, wanted: Wanted, retweeters: _Retweeters | None) -> None:
        self.backend = backend
        self.wanted = wanted
        self.retweeters = retweeters

    @classmethod
    def of(cls, query: Query) -> _Search | None:
        """The search for query; None if it asks for a handle that does not exist."""
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
        """As BaseSearch.find(); for a search of retweets, retweets of the newest matches."""
        if self.retweeters is None:
            return self.backend.find(self.wanted, span, size)
        originals = None
        if self.wanted != Wanted():
            originals = self.backend.find(self.wanted, Span(below=span.below), ORIGINALS).ids
        return self.retweeters.find(originals, span, size)


class _Retweeters:
    """People whose retweets are found: here `from:` is the retweeter and not the first author."""

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
    """The keys of the profiles that clauses name, by handle: one query, or none."""
    handles = {clause.value for clause in clauses if clause.kind in PEOPLE}
    if not handles:
        return {}
    # Of all profiles: which of their tweets may be seen is decided later.
    profiles = get_profile_model()._base_manager.filter(handle__in=handles)
    return dict(profiles.values_list("handle", "pk"))


def _phrases(clause: Clause, keys: dict[str, Any]) -> list[tuple[str, ...]]:
    """The phrases of every entry that matches clause; the first one is enough to match it.

    Empty if no entry can match.
    """
    kind, value = clause.kind, clause.value
    if kind == "words":
        terms, pairs = search_terms.terms(value)
        # Pairs of words are much rarer than single words.
        return [tuple(terms), *((pair,) for pair in pairs)]
    if kind == "hashtag":
        return [(search_terms.term(entry.HASHTAG, value),)]
    if kind == "trait":
        return [(search_terms.term(entry.TRAIT, value),)]
    if (key := keys.get(value)) is not None:
        return [(entry.person_term(PEOPLE[kind], key),)]
    return [(search_terms.term(entry.NAMED, value),)] if kind == "mention" else []
