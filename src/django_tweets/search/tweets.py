"""Search for tweets that match a query, a page at a time."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Q, When
from django.utils import timezone

from .. import snowflake
from ..models import search_entry as entry
from ..models import visibility
from ..reading.hydration import add_details
from ..reading.keyset import NEWEST, PAGE_SIZE, Cursor, Page, make_page
from ..reading.pipeline import CandidateListing, Scan, fill_page
from ..reading.readable import ReadableRows
from ..swapping import get_profile_model, get_tweet_model
from ..text import search_terms
from ..tracing import span
from .backends import AnyOf, IdRange, Matches, TermQuery, get_backend

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from ..models import AbstractProfile, AbstractTweet
    from .query import Clause, Query

MAX_ORIGINALS = 1_000  # readable matches, the newest, whose retweets are found
MAX_COUNTED = 1_000  # readable matches of a page whose counters are compared with a minimum

PEOPLE = {"from": entry.AUTHOR, "to": entry.ADDRESSEE, "mention": entry.MENTIONED}


@span("search")
def search_tweets(
    query: Query,
    viewer: AbstractProfile | None,
    cursor: Cursor = NEWEST,
    size: int = PAGE_SIZE,
) -> Page[AbstractTweet]:
    """Tweets that match query and viewer may see, newest first, without people whom viewer mutes.

    Search is a public list: see visibility.listed_tweets().
    """
    search = None if query.is_empty else _Search.of(query, viewer)
    if search is None:
        return make_page([], cursor, size)
    return fill_page(SearchListing(search, query, viewer), cursor, size)


class SearchListing(CandidateListing):
    """The tweets that a query finds, for the page pipeline.

    Its candidates are readable already, so a page is full with as many of them as it shows. The
    pipeline asks again, as of every list.
    """

    has_hidden = False

    def __init__(self, search: _Search, query: Query, viewer: AbstractProfile | None) -> None:
        super().__init__(viewer)
        self.search = search
        self.query = query

    def scan(self, cursor: Cursor, candidates: int) -> Scan:
        found = self.search.find(_make_id_range(self.query, cursor), candidates)
        return Scan([(pk, None) for pk in found.ids], found.horizon)

    def batch_sizes(self, limit: int) -> Sequence[int]:
        return (max(limit, MAX_COUNTED) if self.query.minimums else limit,)

    def get_queryset(self) -> Any:
        tweets = super().get_queryset()
        # The counters of a retweet are always 0: those of its original count.
        prefix = "retweet_of__" if self.query.wants_retweets else ""
        for minimum in self.query.minimums:
            lookup = "lt" if minimum.is_negated else "gte"
            tweets = tweets.filter(**{f"{prefix}{minimum.counter}__{lookup}": minimum.value})
        return tweets

    def hydrate(self, rows: list[AbstractTweet]) -> None:
        add_details(rows, self.viewer, is_public_list=True)


def _make_id_range(query: Query, cursor: Cursor) -> IdRange:
    """The ids to search: those of the days of query, after cursor."""
    above = None if query.since is None else _first_id(query.since) - 1
    below = None if query.until is None else _first_id(query.until)
    return IdRange(
        above=max((key for key in (above, cursor.after) if key is not None), default=None),
        below=min((key for key in (below, cursor.before) if key is not None), default=None),
        is_ascending=cursor.is_ascending,
    )


def _first_id(day: date) -> int:
    """The least id of a day, in the current time zone."""
    midnight = timezone.make_aware(datetime.combine(day, time.min))
    if midnight < snowflake.EPOCH:
        return 0
    try:
        return snowflake.first_id(midnight)
    except ValueError:
        return snowflake.MAX_ID


class _Search:
    """A query prepared for a backend: profile keys instead of handles, terms instead of text."""

    def __init__(self, term_query: TermQuery, retweeters: _RetweetSearch | None) -> None:
        self.backend = get_backend()
        self.term_query = term_query
        self.retweeters = retweeters

    @classmethod
    def of(cls, query: Query, viewer: AbstractProfile | None) -> _Search | None:
        """Return the search for query; None if it requires a profile that viewer can't find."""
        required: dict[tuple[str, ...], None] = {}
        excluded: dict[tuple[str, ...], None] = {}
        any_of: dict[AnyOf, None] = {}
        clauses = [clause for group in query.groups for clause in group]
        keys = _read_profile_keys(clauses, viewer)
        tweets: Any = get_tweet_model()._rows.visible_to(viewer)
        readable = ReadableRows(tweets.listed_for(viewer).unmuted_for(viewer))
        retweeters = _RetweetSearch(readable.rows) if query.wants_retweets else None
        for group in query.groups:
            found = [(clause, _make_phrases(clause, keys)) for clause in group]
            # A clause that no entry can meet is left out. All entries meet its negation.
            possible = [(one, phrases) for one, phrases in found if phrases or one.is_negated]
            if not possible:
                return None
            if retweeters is not None and all(clause.kind == "from" for clause in group):
                retweeters.add([clause for clause, _ in possible], keys)
            elif any(not phrases for _, phrases in possible):
                continue
            elif len(possible) > 1:
                each = [(one.is_negated, phrases[0]) for one, phrases in possible]
                wanted = tuple(phrase for is_negated, phrase in each if not is_negated)
                missing = tuple(phrase for is_negated, phrase in each if is_negated)
                any_of[AnyOf(wanted, missing)] = None
            elif possible[0][0].is_negated:
                excluded.update(dict.fromkeys(possible[0][1][:1]))
            else:
                required.update(dict.fromkeys(possible[0][1]))
        terms = TermQuery(tuple(required), tuple(excluded), tuple(any_of), readable)
        return cls(terms, retweeters)

    def find(self, id_range: IdRange, size: int) -> Matches:
        """Find as find_readable(). A search for retweets finds those of the newest matches."""
        if self.retweeters is None:
            return self.backend.find_readable(self.term_query, id_range, size)
        originals = None
        if self.term_query != TermQuery():
            originals = self.backend.find_readable(
                self.term_query, IdRange(below=id_range.below), MAX_ORIGINALS
            ).ids
        return self.retweeters.find(originals, id_range, size)


class _RetweetSearch:
    """A search for retweets: `from:` means the retweeter, not the author of the original.

    tweets: those that may be shown.
    In an OR with another operator, which is of the original, it is the author.
    """

    def __init__(self, tweets: Any) -> None:
        self.tweets = tweets
        self.conditions: list[Q] = []

    def add(self, clauses: list[Clause], keys: dict[tuple[str, str], Any]) -> None:
        """Keep the retweets that meet one of clauses, all of which are `from`."""
        condition = Q()
        for clause in clauses:
            key = keys.get(("from", clause.value))
            one = Q(profile__in=[] if key is None else [key])
            condition |= ~one if clause.is_negated else one
        self.conditions.append(condition)

    def find(self, originals: list[int] | None, id_range: IdRange, size: int) -> Matches:
        retweets = self.tweets.filter(retweet_of__isnull=False)
        if originals is not None:
            retweets = retweets.filter(retweet_of__in=originals)
        for condition in self.conditions:
            retweets = retweets.filter(condition)
        if id_range.above is not None:
            retweets = retweets.filter(pk__gt=id_range.above)
        if id_range.below is not None:
            retweets = retweets.filter(pk__lt=id_range.below)
        retweets = retweets.order_by("pk" if id_range.is_ascending else "-pk")
        ids = list(retweets.values_list("pk", flat=True)[:size])
        return Matches(ids, ids[-1] if len(ids) == size else None)


def _read_profile_keys(
    clauses: Iterable[Clause], viewer: AbstractProfile | None
) -> dict[tuple[str, str], Any]:
    """The keys of the profiles that clauses name, by kind and handle: one query, or none.

    Without those that viewer may not see, and for `from` those whose tweets viewer may not read: a
    search for their tweets takes as many statements as one for an unknown handle.
    """
    handles = {clause.value for clause in clauses if clause.kind in PEOPLE}
    if not handles:
        return {}
    is_open = Case(When(visibility.unprotected_profiles(viewer), then=True), default=False)
    people: Any = get_profile_model()._rows.visible_to(viewer).filter(handle__in=handles)
    rows = people.annotate(is_open_to=is_open).values_list("handle", "pk", "is_open_to")
    return {
        (kind, handle): key
        for handle, key, is_open_to in rows
        for kind in PEOPLE
        if is_open_to or kind != "from"
    }


def _make_phrases(clause: Clause, keys: dict[tuple[str, str], Any]) -> list[tuple[str, ...]]:
    """Phrases in every entry that matches clause. An entry with the first one matches.

    Empty if no entry can match.
    """
    kind, value = clause.kind, clause.value
    if kind == "phrase":
        terms, bigrams = search_terms.get_terms(value)
        # Pairs of characters are much rarer than single ones.
        return [tuple(terms), *((bigram,) for bigram in bigrams)]
    if kind == "hashtag":
        return [(search_terms.make_term(entry.HASHTAG, value),)]
    if kind == "lang":
        return [(search_terms.make_term(entry.LANGUAGE, value),)]
    if kind == "trait":
        return [(search_terms.make_term(entry.TRAIT, value),)]
    if (key := keys.get((kind, value))) is not None:
        return [(entry.profile_term(PEOPLE[kind], key),)]
    return [(search_terms.make_term(entry.NAMED, value),)] if kind == "mention" else []
