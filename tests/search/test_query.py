"""Parsing of typed searches."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from django_tweets.search import Query, parse_query
from django_tweets.search.query import MAX_CLAUSES, TRAITS, Clause
from tests.text.test_properties import FRAGMENTS


def phrase(value: str, *, is_negated: bool = False) -> Clause:
    return Clause("phrase", value, is_negated)


@pytest.mark.parametrize(
    ("typed", "clauses"),
    [
        ("coffee cold", [phrase("coffee"), phrase("cold")]),
        ("coffee coffee", [phrase("coffee")]),
        ('"good morning"', [phrase("good morning")]),
        ("“good morning”", [phrase("good morning")]),
        ("«good morning", [phrase("good morning")]),
        ('-"a b"', [phrase("a b", is_negated=True)]),
        ("--tea", [phrase("tea", is_negated=True)]),
        ("e-mail", [phrase("e-mail")]),
        ('say"so"', [phrase("say"), phrase("so")]),
        ("#Django", [Clause("hashtag", "django")]),
        ("＃Été", [Clause("hashtag", "été")]),
        ("-#django", [Clause("hashtag", "django", is_negated=True)]),
        ("@Ada", [Clause("mention", "ada")]),
        ("from:Ada FROM:@ada", [Clause("from", "ada")]),
        ("to:ada -from:bob", [Clause("to", "ada"), Clause("from", "bob", is_negated=True)]),
        ("has:link filter:replies", [Clause("trait", "link"), Clause("trait", "reply")]),
        ("-IS:quote", [Clause("trait", "quote", is_negated=True)]),
    ],
)
def test_phrases_and_operators_are_parsed(typed: str, clauses: list[Clause]) -> None:
    assert parse_query(typed) == Query(tuple(clauses))


@pytest.mark.parametrize(
    "typed",
    [
        "from:",
        "from:a_b,",
        "from:so_long_a_handle_that_nobody_has",
        "to:@@",
        "since:yesterday",
        "since:2026-02-30",
        "until:20260131",
        "until:２０２６-01-31",
        "has:cake",
        "filter:",
        "is:it",
        "#1",
        "@",
        "@a@b",
        "foo:bar",
        "http://x",
    ],
)
def test_invalid_operator_is_searched_for_as_text(typed: str) -> None:
    clauses = parse_query(typed).clauses
    assert clauses == ((phrase(typed),) if any(map(str.isalnum, typed)) else ())


@pytest.mark.parametrize(
    "typed", ["", " ", '"', '""', "-", "--- -", '-"', '"…" !?', "@", "#", "a:"[1:]]
)
def test_search_without_tokens_is_empty(typed: str) -> None:  # fmt: skip
    assert parse_query(typed).is_empty


def test_since_and_until_are_parsed() -> None:
    first, second = date(2026, 1, 31), date(2026, 3, 1)
    both = parse_query("since:2026-01-31 until:2026-03-01")
    assert (both.since, both.until) == (first, second)
    assert parse_query("-until:2026-01-31 -since:2026-03-01") == both
    narrowest = parse_query("since:2026-01-31 since:2026-03-01 until:2026-03-01 until:2026-01-31")
    assert (narrowest.since, narrowest.until) == (second, first)
    assert not both.is_empty


def test_retweet_operator_is_parsed() -> None:
    assert parse_query("is:retweet tea").wants_retweets
    assert not parse_query("-is:retweet tea").wants_retweets
    assert not parse_query("tea").wants_retweets
    assert not parse_query("-is:retweet").is_empty


def test_length_and_number_of_clauses_are_limited() -> None:
    assert len(parse_query(" ".join(f"w{n}" for n in range(100))).clauses) == MAX_CLAUSES
    assert parse_query("x" * 5_000).clauses == (phrase("x" * 500),)


TOKENS = [
    *FRAGMENTS,
    *TRAITS,
    *('"', '""', "-", ":", " ", "from:", "to:@", "since:", "until:", "2026-01-31", "9999-99-99"),
    *(
        "is:retweet",
        "0000-00-00",
        "“",
        "＂",
        "AND",
        "OR",
        "NOT",
        "NEAR(",
        "*",
        "^",
        "+",
        "~",
        "&|!",
    ),
]


@given(st.lists(st.one_of(st.sampled_from(TOKENS), st.text(max_size=5))).map("".join))
def test_any_text_is_parsed(typed: str) -> None:
    query = parse_query(typed)
    assert len(query.clauses) <= MAX_CLAUSES
    for clause in query.clauses:
        assert clause.value
        assert clause.value.strip("#@＃＠")
