"""Parse a typed search into a query. Uses no model and no database.

No typed text is an error: an unknown operator, or one with an invalid value, is searched for as
text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from .. import text
from ..text import search_terms

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_LENGTH = 500  # characters: more than a tweet has
MAX_CLAUSES = 25

TRAITS = {
    "has:hashtag": "hashtag",
    "has:hashtags": "hashtag",
    "has:link": "link",
    "has:links": "link",
    "has:mention": "mention",
    "has:mentions": "mention",
    "has:warning": "warning",
    "filter:hashtags": "hashtag",
    "filter:links": "link",
    "filter:mentions": "mention",
    "filter:quote": "quote",
    "filter:replies": "reply",
    "is:quote": "quote",
    "is:reply": "reply",
}
RETWEETS = {"is:retweet", "filter:retweets", "filter:nativeretweets"}

_QUOTES = str.maketrans("“”„‟«»＂", '"""""""')
_TOKEN = re.compile(r'(?P<minus>-*)(?:"(?P<phrase>[^"]*)"?|(?P<plain>[^\s"]+))')
_OPERATOR = re.compile(r"(?P<name>[a-z]+):(?P<value>.+)", re.IGNORECASE | re.DOTALL)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition on a tweet, or its negation."""

    kind: str
    """phrase, hashtag, from, to, mention or trait."""
    value: str
    """As typed for a phrase, whose words must be adjacent; else without its sign, in lower case."""
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed search."""

    clauses: tuple[Clause, ...] = ()
    since: date | None = None
    """The first day of the period."""
    until: date | None = None
    """The day after the last of the period."""
    wants_retweets: bool = False
    is_everything: bool = False
    """Whether a condition was typed that all tweets meet, such as -is:retweet."""

    @property
    def is_empty(self) -> bool:
        """Whether there is no condition at all."""
        days = self.since or self.until
        return not (self.clauses or days or self.wants_retweets or self.is_everything)


def parse_query(typed: str) -> Query:
    """Parse a typed text into a Query. Never raises."""
    clauses: dict[Clause, None] = {}
    since: list[date] = []
    until: list[date] = []
    retweets: bool | None = None
    for match in _TOKEN.finditer(typed[:MAX_LENGTH].translate(_QUOTES)):
        is_negated = bool(match["minus"])
        token = match["phrase"]
        if token is None:
            token = match["plain"]
            if (day := _parse_day(token)) is not None:
                name, moment = day
                (until if (name == "until") != is_negated else since).append(moment)
                continue
            if token.lower() in RETWEETS:
                retweets = not is_negated
                continue
            kind, value = _parse_operator(token)
        else:
            kind, value = "phrase", token
        clauses[Clause(kind, value, is_negated)] = None
    return Query(
        tuple(_drop_empty(clauses))[:MAX_CLAUSES],
        since=max(since, default=None),
        until=min(until, default=None),
        wants_retweets=bool(retweets),
        is_everything=retweets is False,
    )


def _drop_empty(clauses: dict[Clause, None]) -> Iterator[Clause]:
    """Yield the clauses, without phrases that have no token."""
    return (
        clause
        for clause in clauses
        if clause.kind != "phrase" or search_terms.tokenize(clause.value)
    )


def _parse_operator(token: str) -> tuple[str, str]:
    """Return kind and value of the clause that token stands for."""
    if token[0] in "@＠" and text.is_valid_handle(token):
        return "mention", token[1:].lower()
    if token[0] in "#＃" and text.is_valid_hashtag(token):
        return "hashtag", text.fold_hashtag(token[1:])
    if (trait := TRAITS.get(token.lower())) is not None:
        return "trait", trait
    if match := _OPERATOR.fullmatch(token):
        name, value = match["name"].lower(), match["value"].lstrip("@＠")
        if name in {"from", "to"} and text.is_valid_handle(f"@{value}"):
            return name, value.lower()
    return "phrase", token


def _parse_day(token: str) -> tuple[str, date] | None:
    """Return the operator and the day of a since: or until: token; None for another token."""
    name, _, value = token.partition(":")
    if name.lower() not in {"since", "until"} or not _DATE.fullmatch(value):
        return None
    try:
        return name.lower(), date.fromisoformat(value)
    except ValueError:
        return None
