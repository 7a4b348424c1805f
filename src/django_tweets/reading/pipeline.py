"""The pipeline that fills a page of every list: home, tweets, profiles, search, notifications.

Candidates → visible to the viewer → filters → enough rows, or read another batch, within a bound. A
list is a subclass of Listing: it says how to read a batch of rows, how many batches a page may
read, and how to hydrate the rows that are shown. fill_page() does the rest.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NamedTuple, TypeVar

from ..tracing import span
from .hydration import add_details, readable_tweets
from .keyset import Page, make_page, slice_queryset

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..models import AbstractProfile, AbstractTweet
    from .keyset import Cursor

Row = TypeVar("Row")

NO_ID = -1  # no tweet has it


@dataclass(frozen=True, slots=True)
class Scan:
    """Candidate tweets in page order: rows of (id, id of the retweeted tweet or None).

    They are complete up to and including `horizon`; None: to the end of the list.
    """

    rows: list[tuple[int, int | None]]
    horizon: int | None

    @classmethod
    def up_to_horizon(
        cls, rows: Iterable[tuple[int, int | None]], ends: Iterable[int], cursor: Cursor
    ) -> Scan:
        """The rows that come no later than the nearest of ends, which becomes the horizon.

        ends: keys after which one of the places that were searched may have more rows.
        """
        horizon = cursor.nearest(ends)
        return cls([row for row in rows if not cursor.is_past(row[0], horizon)], horizon)


class RowBatch(NamedTuple, Generic[Row]):
    """Rows that the viewer may see, and the key up to which the list has been read."""

    rows: list[tuple[int, Row]]
    """Pairs of a key and a row, in the direction of the cursor."""
    horizon: int | None
    """The list may go on after this key; None: this is all there is."""


class Listing(ABC, Generic[Row]):
    """One list as one viewer sees it."""

    is_filled: ClassVar[bool] = True
    """Whether to read batches until the page is full; else only until it has a row."""

    def batch_sizes(self, limit: int) -> Sequence[int]:
        """Return the number of candidates in each batch, for about limit rows per page.

        A page reads no more batches than this has items: that bounds its work.
        """
        return (limit,)

    @abstractmethod
    def read_batch(self, cursor: Cursor, candidates: int, limit: int) -> RowBatch[Row]:
        """Return up to limit rows after cursor that the viewer may see, of so many candidates."""

    def hydrate(self, rows: list[Row]) -> None:
        """Add to the rows of a page all that their template needs."""


def find_rows(listing: Listing[Row], cursor: Cursor, limit: int) -> RowBatch[Row]:
    """Return up to limit rows of listing after cursor, from one batch or several."""
    rows: list[tuple[int, Row]] = []
    for candidates in listing.batch_sizes(limit):
        found, horizon = listing.read_batch(cursor, candidates, limit - len(rows))
        rows += found
        if len(rows) >= (limit if listing.is_filled else 1) or horizon is None:
            break
        cursor = cursor.continue_from(horizon)
    return RowBatch(rows, horizon)


def fill_page(listing: Listing[Row], cursor: Cursor, size: int) -> Page[Row]:
    """Return the page of listing that starts at cursor, ready to render."""
    with span("list", list=type(listing).__name__):
        rows, horizon = find_rows(listing, cursor, size + 1)
        page = make_page(rows, cursor, size, horizon=horizon)
        with span("hydrate", rows=len(page.rows)):
            listing.hydrate(page.rows)
    return page


class QuerySetListing(Listing[Row]):
    """A list that one statement reads: a queryset of rows that the viewer may see.

    key: the field or annotation that pages are cut by.
    """

    def __init__(self, rows: Any, key: str = "pk") -> None:
        self.rows = rows
        self.key = key

    def read_batch(self, cursor: Cursor, candidates: int, limit: int) -> RowBatch[Row]:
        rows = slice_queryset(self.rows, cursor, limit, self.key)
        return RowBatch([(getattr(row, self.key), row) for row in rows], None)


class TweetListing(QuerySetListing["AbstractTweet"]):
    """A list of tweets that one statement reads, from readable_tweets()."""

    def __init__(self, rows: Any, viewer: AbstractProfile | None, key: str = "pk") -> None:
        super().__init__(rows, key)
        self.viewer = viewer

    def hydrate(self, rows: list[AbstractTweet]) -> None:
        add_details(rows, self.viewer)


class PublicTweetListing(TweetListing):
    """As TweetListing, for a public list: its rows have passed visibility.listed_tweets()."""

    def hydrate(self, rows: list[AbstractTweet]) -> None:
        add_details(rows, self.viewer, is_public_list=True)


class CandidateListing(Listing["AbstractTweet"]):
    """A list of tweets whose ids come first, from a backend that ignores visibility."""

    is_distinct: ClassVar[bool] = False
    """Whether a tweet that several people have retweeted is listed once."""
    has_hidden: ClassVar[bool] = True
    """Whether candidates may be hidden. Then the tweets are read where there is no candidate too:
    one statement less would tell that there is no hidden one either."""

    def __init__(self, viewer: AbstractProfile | None) -> None:
        self.viewer = viewer

    @abstractmethod
    def scan(self, cursor: Cursor, candidates: int) -> Scan:
        """Candidates after cursor."""

    def get_queryset(self) -> Any:
        """The tweets that may be shown: visible to the viewer, through the filters of the list."""
        return readable_tweets(self.viewer).unmuted_for(self.viewer)

    def read_batch(self, cursor: Cursor, candidates: int, limit: int) -> RowBatch[AbstractTweet]:
        scan = self.scan(cursor, candidates)
        keys = [pk for pk, _ in scan.rows] or [NO_ID] * self.has_hidden
        tweets = self.get_queryset().filter(pk__in=keys)
        repeats = len(scan.rows) - len({retweeted or pk for pk, retweeted in scan.rows})
        # No more than a page shows: reading all candidates of home, four pages, took 4 ms longer.
        limit_read = limit + repeats if self.is_distinct else limit
        rows: dict[int, AbstractTweet] = {}
        # Repeats are dropped after the visibility rule: a hidden retweet hides no other row.
        for tweet in tweets.order_by("pk" if cursor.is_ascending else "-pk")[:limit_read]:
            rows.setdefault(tweet.shown.pk if self.is_distinct else tweet.pk, tweet)
        return RowBatch([(tweet.pk, tweet) for tweet in rows.values()][:limit], scan.horizon)

    def hydrate(self, rows: list[AbstractTweet]) -> None:
        add_details(rows, self.viewer)
