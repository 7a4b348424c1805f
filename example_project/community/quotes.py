"""Draft quote tweets, read from ``data/quotes.toml``."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from .data_files import DATA, read_toml
from .people import BY_USERNAME
from .tweets import DraftTweet, find_index

if TYPE_CHECKING:
    from datetime import datetime

_SEED = 1898


class Quote(NamedTuple):
    author: str
    of: str
    """Text that finds the quoted tweet with ``find_index``."""
    text: str
    after: str = ""
    """Text that finds a later tweet, if the quote comes only after that."""


QUOTES = tuple(Quote(**row) for row in read_toml(DATA / "quotes.toml")["quotes"])


def draft_quotes(drafts: list[DraftTweet], now: datetime) -> list[DraftTweet]:
    """Draft the quotes of ``drafts``; always the same for the same drafts and now."""
    rng = Random(_SEED)
    return [_draft(quote, drafts, now, rng) for quote in QUOTES]


def _draft(quote: Quote, drafts: list[DraftTweet], now: datetime, rng: Random) -> DraftTweet:
    index = find_index(quote.of, drafts)
    start = drafts[find_index(quote.after or quote.of, drafts)].created_at
    delay = timedelta(hours=rng.lognormvariate(0.7, 0.8))
    at = BY_USERNAME[quote.author].next_awake(start + delay)
    if at >= now:  # the quoted tweet is very new
        at = start + (now - start) / 2
    return DraftTweet(quote.author, quote.text, at, quote_of=index)
