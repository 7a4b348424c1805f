"""Tokens and terms of full text search."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from django_tweets.text import search_terms
from tests.text.test_properties import FRAGMENTS

TEXTS = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text())).map("".join)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Café", "cafe"),
        ("CAFE\u0301", "café"),
        ("straße", "STRASSE"),
        ("Łódź", "lodz"),
        ("Ørsted", "orsted"),
        ("İstanbul", "istanbul"),
        ("ISPARTA", "ısparta"),
        ("Ｆｕｌｌ", "full"),
        ("ｶﾞ", "ガ"),
        ("Ελλάς", "ελλασ"),
        ("ёж", "еж"),
        ("مُحَمَّد", "محمد"),
        ("مـــحمد", "محمد"),
        ("أحمد", "احمد"),
        ("שָׁלוֹם", "שלום"),
        ("soft\u00adhyphen", "softhyphen"),
        ("👍🏽", "👍"),
        ("❤️", "❤"),
        ("1️⃣", "1"),
        ("Django™", "django"),
        ("２０２６", "2026"),
    ],
)
def test_equal_for_search(one: str, other: str) -> None:
    assert search_terms.tokenize(one) == search_terms.tokenize(other) != []


@pytest.mark.parametrize(("one", "other"), [("が", "か"), ("कि", "कु"), ("ガ", "が"), ("ab", "a b")])
def test_different_for_search(one: str, other: str) -> None:
    assert search_terms.tokenize(one) != search_terms.tokenize(other)


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("The e-mail, don’t!", ["the", "e", "mail", "don", "t"]),
        ("snake_case", ["snake", "case"]),
        ("l’été", ["l", "ete"]),
        ("東京へ行く", ["東", "京", "へ", "行", "く"]),
        ("ラーメン", ["ラ", "ー", "メ", "ン"]),
        ("학교에", ["학", "교", "에"]),
        ("สวัสดี", ["ส", "วั", "ส", "ดี"]),
        ("शिक्षा है", ["शिक्षा", "है"]),
        ("so👩🏽‍💻so", ["so", "👩", "💻", "so"]),
        ("🇫🇷🇩🇪", ["🇫🇷", "🇩🇪"]),
        ("https://example.org/a?b=1", ["https", "example", "org", "a", "b", "1"]),
        ("…!?", []),
        ("", []),
    ],
)
def test_text_is_split_into_tokens(text: str, cut: list[str]) -> None:
    assert search_terms.tokenize(text) == cut


def test_bigrams_are_adjacent_characters() -> None:
    assert search_terms.get_terms("ab 東京 都")[1] == [
        search_terms.make_term(search_terms.BIGRAM, "東京")
    ]
    assert len(search_terms.get_terms("東京都")[1]) == 2
    assert search_terms.get_terms("all plain")[1] == []


@given(TEXTS)
def test_terms_are_one_word_for_every_database(text: str) -> None:
    terms, pairs = search_terms.get_terms(text)
    for term in terms + pairs:
        assert re.fullmatch(r"[xzq][a-z0-9]{2,79}", term)


@given(st.text(min_size=1), st.text(min_size=1))
def test_different_values_have_different_terms(one: str, other: str) -> None:
    assert (search_terms.make_term("w", one) == search_terms.make_term("w", other)) == (
        one == other
    )
    assert search_terms.make_term("w", one) != search_terms.make_term("h", one)


def test_long_token_has_a_term_of_limited_length() -> None:
    terms = {search_terms.make_term("w", letter * 5_000) for letter in "abé東"}
    assert len(terms) == 4
    assert max(map(len, terms)) <= search_terms.MAX_TERM_LENGTH


@pytest.mark.parametrize("letter", ["a", "é", "東"])
def test_terms_near_the_limit_differ_and_are_no_longer_than_it(letter: str) -> None:
    terms = {search_terms.make_term("w", letter * count) for count in range(1, 100)}
    assert len(terms) == 99
    assert max(map(len, terms)) <= search_terms.MAX_TERM_LENGTH


def test_thousands_of_marks_are_truncated() -> None:
    assert search_terms.tokenize("कि" + "\u0323\u0941" * 8_000 + " x")[-1] == "x"
