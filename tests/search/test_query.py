"""Parsing of typed searches."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from django_tweets.search import Problem, Query, parse_query
from django_tweets.search.query import MAX_CLAUSES, MAX_NUMBER, TRAITS, Clause, Minimum
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
        ("lang:pt-BR LANG:pt_br", [Clause("lang", "pt-br")]),
        ("coffee or tea", [phrase("coffee"), phrase("or"), phrase("tea")]),
        ('coffee "OR" tea', [phrase("coffee"), phrase("OR"), phrase("tea")]),
        ("OR coffee", [phrase("OR"), phrase("coffee")]),
        ("coffee OR", [phrase("coffee"), phrase("OR")]),
        ("coffee -OR", [phrase("coffee"), phrase("OR", is_negated=True)]),
        ("coffee OR coffee", [phrase("coffee")]),
        ('coffee OR "!"', [phrase("coffee")]),
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
        "lang:",
        "lang:1",
        "lang:pt-brazilian",
        "lang:ｐｔ",
        "min_faves:",
        "min_faves:many",
        "min_faves:-1",
        "min_faves:1.5",
        "min_faves:１０",
        "min_replies:٣",
        "min_faves:²",
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


@pytest.mark.parametrize(
    ("typed", "groups"),
    [
        ("a OR b", [[phrase("a"), phrase("b")]]),
        ("a OR b OR c OR a", [[phrase("a"), phrase("b"), phrase("c")]]),
        ("a OR OR b", [[phrase("a"), phrase("b")]]),
        ("a OR -b", [[phrase("a"), phrase("b", is_negated=True)]]),
        ('"a b" OR from:ada', [[phrase("a b"), Clause("from", "ada")]]),
        ("a OR b c OR d a OR b", [[phrase("a"), phrase("b")], [phrase("c"), phrase("d")]]),
    ],
)
def test_alternatives_are_parsed(typed: str, groups: list[list[Clause]]) -> None:
    query = parse_query(f"first {typed} last")
    assert query.clauses == (phrase("first"), phrase("last"))
    assert query.alternatives == tuple(map(tuple, groups))
    assert query.groups == (*((one,) for one in query.clauses), *query.alternatives)
    assert query.problems == ()
    assert not parse_query(typed).is_empty


@pytest.mark.parametrize(
    ("typed", "minimum"),
    [
        ("min_faves:10", Minimum("like_count", 10)),
        ("MIN_RETWEETS:007", Minimum("retweet_count", 7)),
        ("-min_replies:1", Minimum("reply_count", 1, is_negated=True)),
        ("min_faves:0", Minimum("like_count", 0)),
        (f"min_faves:{MAX_NUMBER + 1}", Minimum("like_count", MAX_NUMBER)),
        (f"min_faves:{'9' * 480}", Minimum("like_count", MAX_NUMBER)),
        (f"min_faves:{'0' * 480}1", Minimum("like_count", 1)),
    ],
)
def test_minimums_are_parsed(typed: str, minimum: Minimum) -> None:
    query = parse_query(typed)
    assert query == Query(minimums=(minimum,))
    assert not query.is_empty


@pytest.mark.parametrize(
    ("typed", "problems"),
    [
        ("foo:bar coffee foo:bar", [("foo:bar", "unknown")]),
        ("since:2026-99-99", [("since:2026-99-99", "value")]),
        ("-min_faves:many", [("min_faves:many", "value")]),
        ("from: ada", [("from:", "value")]),
        ("has:cake a OR lang:1", [("has:cake", "value"), ("lang:1", "value")]),
        ("coffee OR since:2026-01-31", [("OR", "or")]),
        ("is:retweet OR coffee", [("OR", "or")]),
        ("https://example.org std::vector note: 12:30 été:1 : @a:b", []),
        ('"foo:bar" since:2026-01-31 coffee OR tea OR from:ada lang:de', []),
    ],
)
def test_problems_are_found(typed: str, problems: list[tuple[str, str]]) -> None:
    assert [(each.token, each.reason) for each in parse_query(typed).problems] == problems


def test_or_beside_another_operator_is_text() -> None:
    query = parse_query("coffee OR min_faves:2 tea")
    assert query.clauses == (phrase("coffee"), phrase("OR"), phrase("tea"))
    assert query.problems == (Problem("OR", "or"),)
    assert parse_query("min_faves:2 OR tea").clauses == (phrase("OR"), phrase("tea"))


def test_retweet_operator_is_parsed() -> None:
    assert parse_query("is:retweet tea").wants_retweets
    assert not parse_query("-is:retweet tea").wants_retweets
    assert not parse_query("tea").wants_retweets
    assert not parse_query("-is:retweet").is_empty


def test_length_and_number_of_clauses_are_limited() -> None:
    assert len(parse_query(" ".join(f"w{n}" for n in range(100))).clauses) == MAX_CLAUSES
    query = parse_query("first " + " OR ".join(f"w{n}" for n in range(100)))
    assert [len(group) for group in query.groups] == [1, MAX_CLAUSES - 1]
    assert len(parse_query(" ".join(f"min_faves:{n}" for n in range(40))).minimums) == MAX_CLAUSES
    assert parse_query("x" * 5_000).clauses == (phrase("x" * 500),)


TOKENS = [
    *FRAGMENTS,
    *TRAITS,
    *('"', '""', "-", ":", " ", "from:", "to:@", "since:", "until:", "2026-01-31", "9999-99-99"),
    *(
        "is:retweet",
        "min_faves:",
        "min_replies:9",
        "lang:",
        "foo:",
        " OR ",
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
    clauses = [clause for group in query.groups for clause in group]
    assert len(clauses) <= MAX_CLAUSES
    assert all(len(group) > 1 for group in query.alternatives)
    for clause in clauses:
        assert clause.value
        assert clause.value.strip("#@＃＠")
    assert all(0 <= each.value <= MAX_NUMBER for each in query.minimums)
    assert all(each.token in typed for each in query.problems)


CLAUSES = {
    "coffee": phrase("coffee"),
    '"good morning"': phrase("good morning"),
    "#django": Clause("hashtag", "django"),
    "@ada": Clause("mention", "ada"),
    "from:ada": Clause("from", "ada"),
    "lang:de": Clause("lang", "de"),
    "is:reply": Clause("trait", "reply"),
    **{f"w{number}": phrase(f"w{number}") for number in range(20)},
}
ONE = st.tuples(st.sampled_from(sorted(CLAUSES)), st.booleans())
GROUPS = st.lists(st.lists(ONE, min_size=1, max_size=4, unique=True), max_size=5, unique_by=tuple)


@given(GROUPS, st.lists(st.integers(0, 10**30), max_size=3, unique=True))
def test_typed_conditions_are_parsed_as_they_are_written(
    groups: list[list[tuple[str, bool]]], numbers: list[int]
) -> None:
    parts = [" OR ".join("-" * no + name for name, no in group) for group in groups]
    parts += [f"min_faves:{number}" for number in numbers]
    query = parse_query("  ".join(parts))
    expected = [tuple(Clause(CLAUSES[n].kind, CLAUSES[n].value, no) for n, no in g) for g in groups]
    assert query.clauses == tuple(group[0] for group in expected if len(group) == 1)
    assert query.alternatives == tuple(group for group in expected if len(group) > 1)
    limits = dict.fromkeys(min(number, MAX_NUMBER) for number in numbers)
    assert query.minimums == tuple(Minimum("like_count", limit) for limit in limits)
    assert query.problems == ()
