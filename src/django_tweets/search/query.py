"""Parse a typed search into a query. Uses no model and no database.

No typed text is an error: an unknown operator, or one with an invalid value, is searched for as
text, and is one of the problems of the query.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from .. import text
from ..text import search_terms

MAX_LENGTH = 500  # characters: more than a tweet has
MAX_CLAUSES = 25  # alternatives included

TRAITS = {
    "has:hashtag": "hashtag",
    "has:hashtags": "hashtag",
    "has:link": "link",
    "has:links": "link",
    "has:mention": "mention",
    "has:mentions": "mention",
    "has:warning": "warning",
    "has:media": "media",
    "has:image": "image",
    "has:images": "image",
    "has:video": "video",
    "has:videos": "video",
    "has:audio": "audio",
    "filter:hashtags": "hashtag",
    "filter:images": "image",
    "filter:media": "media",
    "filter:videos": "video",
    "filter:links": "link",
    "filter:mentions": "mention",
    "filter:quote": "quote",
    "filter:replies": "reply",
    "is:quote": "quote",
    "is:reply": "reply",
}
MINIMUMS = {
    "min_faves": "like_count",
    "min_replies": "reply_count",
    "min_retweets": "retweet_count",
}
"""Operators, and the counter that must be at least their value."""
MAX_NUMBER = 2**31 - 1  # that every column of a counter can be compared with
RETWEETS = {"is:retweet", "filter:retweets", "filter:nativeretweets"}

OPERATORS = {"from", "to", "lang", "since", "until", "has", "filter", "is", *MINIMUMS}

_QUOTES = str.maketrans("“”„‟«»＂", '"""""""')
_TOKEN = re.compile(r'(?P<minus>-*)(?:"(?P<phrase>[^"]*)"?|(?P<plain>[^\s"]+))')
# A value that begins with / or : is of an address or of code: https://example.org, std::vector.
_OPERATOR = re.compile(
    r"(?P<name>[a-z_]+):(?P<value>(?![/:]).*)", re.ASCII | re.IGNORECASE | re.DOTALL
)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_NUMBER = re.compile(r"\d+", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,8}(-[a-z0-9]{1,8}){0,3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition on a tweet, or its negation."""

    kind: str
    """phrase, hashtag, from, to, mention, lang or trait."""
    value: str
    """As typed for a phrase, whose words must be adjacent; else without its sign, in lower case."""
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class Minimum:
    """A lower limit of a counter, or its negation: fewer than that."""

    counter: str
    """The field: like_count, reply_count or retweet_count."""
    value: int
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """A part of a search that looks like an operator and is searched for as text."""

    token: str
    """The part as the member typed it."""
    reason: Literal["unknown", "value", "or"]
    """unknown: there is no such operator. value: its value is invalid. or: OR beside an operator
    that can't be an alternative."""


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed search."""

    clauses: tuple[Clause, ...] = ()
    """Conditions that must all be met."""
    alternatives: tuple[tuple[Clause, ...], ...] = ()
    """Conditions typed with OR between them: of each group, one must be met."""
    minimums: tuple[Minimum, ...] = ()
    since: date | None = None
    """The first day of the period."""
    until: date | None = None
    """The day after the last of the period."""
    wants_retweets: bool = False
    is_everything: bool = False
    """Whether the query has a condition that all tweets meet, such as -is:retweet."""
    problems: tuple[Problem, ...] = field(default=(), compare=False)

    @property
    def is_empty(self) -> bool:
        """Whether there is no condition at all."""
        conditions = self.clauses or self.alternatives or self.minimums
        days = self.since or self.until
        return not (conditions or days or self.wants_retweets or self.is_everything)

    @property
    def groups(self) -> tuple[tuple[Clause, ...], ...]:
        """All conditions: of each group, one must be met. A clause is a group of one."""
        return (*((clause,) for clause in self.clauses), *self.alternatives)


def parse_query(typed: str) -> Query:
    """Parse a typed text into a Query. Never raises."""
    parser = _Parser()
    for match in _TOKEN.finditer(typed[:MAX_LENGTH].translate(_QUOTES)):
        parser.read(match)
    return parser.finish()


class _Parser:
    """Reads a typed text token by token, and keeps the conditions found so far."""

    def __init__(self) -> None:
        self.groups: list[list[Clause]] = []
        self.minimums: dict[Minimum, None] = {}
        self.since: list[date] = []
        self.until: list[date] = []
        self.retweets: bool | None = None
        self.problems: dict[Problem, None] = {}
        self.can_continue = False  # the last token was a clause: OR may follow
        self.is_after_or = False

    def read(self, match: re.Match[str]) -> None:
        """Read the next token."""
        is_negated = bool(match["minus"])
        if match["phrase"] is not None:
            self._add(Clause("phrase", match["phrase"], is_negated))
        elif match[0] == "OR" and (self.can_continue or self.is_after_or):
            self.can_continue, self.is_after_or = False, True
        elif self._read_setting(match["plain"], is_negated=is_negated):
            self.can_continue = False
            if self.is_after_or:
                self._take_or_as_text()
        else:
            if match[0] == "OR" and self.has_settings:
                self.problems[Problem("OR", "or")] = None
            self._add(Clause(*_parse_operator(match["plain"]), is_negated))
            if (reason := _find_problem(match["plain"], self.groups[-1][-1])) is not None:
                self.problems[Problem(match["plain"], reason)] = None

    @property
    def has_settings(self) -> bool:
        """Whether OR comes after an operator that can't be an alternative."""
        return bool(self.minimums or self.since or self.until or self.retweets is not None)

    def finish(self) -> Query:
        """Return the query."""
        if self.is_after_or:
            self._add(Clause("phrase", "OR"), is_new=True)
        groups: dict[tuple[Clause, ...], None] = {}
        left = MAX_CLAUSES
        for group in self.groups:
            kept = tuple(dict.fromkeys(clause for clause in group if _has_tokens(clause)))[:left]
            if kept and kept not in groups:
                groups[kept] = None
                left -= len(kept)
        return Query(
            tuple(group[0] for group in groups if len(group) == 1),
            tuple(group for group in groups if len(group) > 1),
            tuple(self.minimums)[:MAX_CLAUSES],
            since=max(self.since, default=None),
            until=min(self.until, default=None),
            wants_retweets=bool(self.retweets),
            is_everything=self.retweets is False,
            problems=tuple(self.problems),
        )

    def _add(self, clause: Clause, *, is_new: bool = False) -> None:
        if self.is_after_or and not is_new:
            self.groups[-1].append(clause)
        else:
            self.groups.append([clause])
        self.can_continue, self.is_after_or = True, False

    def _take_or_as_text(self) -> None:
        self._add(Clause("phrase", "OR"), is_new=True)
        self.can_continue = False
        self.problems[Problem("OR", "or")] = None

    def _read_setting(self, token: str, *, is_negated: bool) -> bool:
        """Read a token that is no clause: a day, a minimum, or the one for retweets."""
        if (day := _parse_day(token)) is not None:
            name, moment = day
            (self.until if (name == "until") != is_negated else self.since).append(moment)
        elif token.lower() in RETWEETS:
            self.retweets = not is_negated
        elif (minimum := _parse_minimum(token, is_negated=is_negated)) is not None:
            self.minimums[minimum] = None
        else:
            return False
        return True


def _has_tokens(clause: Clause) -> bool:
    return clause.kind != "phrase" or bool(search_terms.tokenize(clause.value))


def _find_problem(token: str, clause: Clause) -> Literal["unknown", "value"] | None:
    """Return why token, which was parsed into clause, is not the operator that it looks like."""
    match = _OPERATOR.fullmatch(token)
    if match is None or clause.kind != "phrase":
        return None
    if match["name"].lower() in OPERATORS:
        return "value"
    return "unknown" if match["value"] else None


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
        if name == "lang" and _LANGUAGE.fullmatch(language := value.lower().replace("_", "-")):
            return "lang", language
    return "phrase", token


def _parse_minimum(token: str, *, is_negated: bool) -> Minimum | None:
    """Return the minimum of a token such as min_faves:10; None for another token."""
    name, _, value = token.partition(":")
    counter = MINIMUMS.get(name.lower())
    if counter is None or not _NUMBER.fullmatch(value):
        return None
    # Not int() of many digits, which is slow, and an error for more than 4,300.
    digits = value.lstrip("0")
    number = MAX_NUMBER if len(digits) > 10 else min(int(digits or "0"), MAX_NUMBER)
    return Minimum(counter, number, is_negated)


def _parse_day(token: str) -> tuple[str, date] | None:
    """Return the operator and the day of a since: or until: token; None for another token."""
    name, _, value = token.partition(":")
    if name.lower() not in {"since", "until"} or not _DATE.fullmatch(value):
        return None
    try:
        return name.lower(), date.fromisoformat(value)
    except ValueError:
        return None
