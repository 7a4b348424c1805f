"""Lists of the tweets that rows of another table refer to: mentions, or uses of a hashtag."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, F, Func, Subquery

from .hydration import readable_tweets
from .keyset import slice_queryset
from .pipeline import PublicTweetListing, RowBatch
from .readable import ReadableRows

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.sql.compiler import SQLCompiler

    from ..models import AbstractProfile, AbstractTweet
    from .keyset import Cursor


class Latest(Subquery):
    """The keys of a few rows, as a derived table.

    MySQL allows a LIMIT only there, and only then PostgreSQL knows how few rows there are: without
    it, compiling the visibility rule over them takes 76 to 150 ms.
    """

    template = "(SELECT * FROM (%(subquery)s) latest)"


class RefersTo(Func):
    """Condition: the column `tweet` of a row is the key of one of the tweets."""

    output_field = BooleanField()

    def __init__(self, tweets: Any) -> None:
        self.tweets = tweets
        super().__init__(F("tweet_id"))

    def as_sql(  # type: ignore[override]  # there is no template
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        column, _ = compiler.compile(self.get_source_expressions()[0])
        return ReadableRows(self.tweets).get_condition(column)


class LinkedTweetListing(PublicTweetListing):
    """The tweets that links refer to, for a public list, in the order of their keys.

    Links are read in the order of their index, and each is asked for its tweet until there are
    enough. With a join, PostgreSQL may read the newest tweets of the whole site instead, and look
    for the link of each: the page of a hashtag that 20 % of all tweets had, and then none of
    200,000, took 0.5 s.

    tweets: those that the list may show.
    """

    def __init__(self, links: Any, tweets: Any, viewer: AbstractProfile | None) -> None:
        super().__init__(readable_tweets(viewer), viewer)
        self.links = links.filter(RefersTo(tweets))

    def keys(self, cursor: Cursor, limit: int) -> Any:
        """The keys of the first tweets after cursor, as rows with `tweet`."""
        return slice_queryset(self.links, cursor, limit, "tweet").values("tweet")

    def read_batch(self, cursor: Cursor, candidates: int, limit: int) -> RowBatch[AbstractTweet]:
        rows = self.rows.filter(pk__in=Latest(self.keys(cursor, limit)))
        found = slice_queryset(rows, cursor, limit)
        return RowBatch([(tweet.pk, tweet) for tweet in found], None)
