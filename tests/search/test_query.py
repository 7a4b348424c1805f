"""What is typed, and what it asks for."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from django_tweets.search import Query, parse
from django_tweets.search.query import MAX_CLAUSES, TRAITS, Clause
from tests.text.test_properties import FRAGMENTS


def words(value: str, *, is_negated: bool = False) -> Clause:
    return Clause("words", value, is_negated)


@pytest.mark.parametrize(
    ("typed", "clauses"),
    [
        ("coffee cold", [words("coffee"), words("cold")]),
        ("coffee coffee", [words("coffee")]),
        ('"good morning"', [words("good morning")]),
        ("“good morning”", [words("good morning")]),
        ("«good morning", [words("good morning")]),
        ('-"a b"', [words("a b", is_negated=True)]),
        ("--tea", [words("tea", is_negated=True)]),
        ("e-mail", [words("e-mail")]),
        ('say"so"', [words("say"), words("so")]),
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
def test_words_and_operators(typed: str, clauses: list[Clause]) -> None:
    assert parse(typed) == Query(tuple(clauses))


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
def test_what_makes_no_sense_is_searched_for_as_it_stands(typed: str) -> None:
    clauses = parse(typed).clauses
    assert clauses == ((words(typed),) if any(map(str.isalnum, typed)) else ())


@pytest.mark.parametrize(
    "typed", ["", " ", '"', '""', "-", "--- -", '-"', '"…" !?', "@", "#", "a:"[1:]]
)
def test_nothing(typed: str) -> None:  # fmt: skip
    assert parse(typed).is_empty


def test_days() -> None:
    first, second = date(2026, 1, 31), date(2026, 3, 1)
    both = parse("since:2026-01-31 until:2026-03-01")
    assert (both.since, both.until) == (first, second)
    assert parse("-until:2026-01-31 -since:2026-03-01") == both
    narrowest = parse("since:2026-01-31 since:2026-03-01 until:2026-03-01 until:2026-01-31")
    assert (narrowest.since, narrowest.until) == (second, first)
    assert not both.is_empty


def test_retweets() -> None:
    assert parse("is:retweet tea").wants_retweets
    assert not parse("-is:retweet tea").wants_retweets
    assert not parse("tea").wants_retweets
    assert not parse("-is:retweet").is_empty


def test_no_more_than_so_much_is_read() -> None:
    assert len(parse(" ".join(f"w{n}" for n in range(100))).clauses) == MAX_CLAUSES
    assert parse("x" * 5_000).clauses == (words("x" * 500),)


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
def test_whatever_is_typed_is_read(typed: str) -> None:
    query = parse(typed)
    assert len(query.clauses) <= MAX_CLAUSES
    for clause in query.clauses:
        assert clause.value
        assert clause.value.strip("#@＃＠")
