"""What somebody means who types into a search box. Knows no model and no database.

Nothing that can be typed is an error: what is no operator, or has a value that makes no sense, is
searched for as it stands.
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

MAX_LENGTH = 500  # characters; who types more than a tweet holds has pasted something
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
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that a tweet must have, or must not."""

    kind: str
    """words, hashtag, from, to, mention or trait."""
    value: str
    """As typed for words, which must stand side by side; else without sign, in lower case."""
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed, read."""

    clauses: tuple[Clause, ...] = ()
    since: date | None = None
    """The first day."""
    until: date | None = None
    """The day behind the last."""
    wants_retweets: bool = False
    is_everything: bool = False
    """Whether something was asked for that all tweets have, such as not to be a retweet."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is searched for."""
        days = self.since or self.until
        return not (self.clauses or days or self.wants_retweets or self.is_everything)


def parse(typed: str) -> Query:
    """What typed asks for. Never raises."""
    clauses: dict[Clause, None] = {}
    since: list[date] = []
    until: list[date] = []
    retweets: bool | None = None
    for match in _TOKEN.finditer(typed[:MAX_LENGTH].translate(_QUOTES)):
        is_negated = bool(match["minus"])
        token = match["phrase"]
        if token is None:
            token = match["plain"]
            if (day := _day(token)) is not None:
                name, moment = day
                (until if (name == "until") != is_negated else since).append(moment)
                continue
            if token.lower() in RETWEETS:
                retweets = not is_negated
                continue
            kind, value = _operator(token)
        else:
            kind, value = "words", token
        clauses[Clause(kind, value, is_negated)] = None
    return Query(
        tuple(_meaningful(clauses))[:MAX_CLAUSES],
        since=max(since, default=None),
        until=min(until, default=None),
        wants_retweets=bool(retweets),
        is_everything=retweets is False,
    )


def _meaningful(clauses: dict[Clause, None]) -> Iterator[Clause]:
    return (
        clause for clause in clauses if clause.kind != "words" or search_terms.cut(clause.value)
    )


def _operator(token: str) -> tuple[str, str]:
    """The kind and the value of what token asks for."""
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
    return "words", token


def _day(token: str) -> tuple[str, date] | None:
    """The name and the day of since: and until:, if it is one."""
    name, _, value = token.partition(":")
    if name.lower() not in {"since", "until"} or not _DAY.fullmatch(value):
        return None
    try:
        return name.lower(), date.fromisoformat(value)
    except ValueError:
        return None
