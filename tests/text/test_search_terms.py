"""Words as search knows them: what is one, and what is told apart."""

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
def test_the_same_to_somebody_who_searches(one: str, other: str) -> None:
    assert search_terms.cut(one) == search_terms.cut(other) != []


@pytest.mark.parametrize(("one", "other"), [("が", "か"), ("कि", "कु"), ("ガ", "が"), ("ab", "a b")])
def test_not_the_same(one: str, other: str) -> None:
    assert search_terms.cut(one) != search_terms.cut(other)


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
def test_cut(text: str, cut: list[str]) -> None:
    assert search_terms.cut(text) == cut


def test_pairs_are_of_what_stands_side_by_side() -> None:
    assert search_terms.terms("ab 東京 都")[1] == [search_terms.term(search_terms.PAIR, "東京")]
    assert len(search_terms.terms("東京都")[1]) == 2
    assert search_terms.terms("all plain")[1] == []


@given(TEXTS)
def test_each_term_is_one_word_to_every_database(text: str) -> None:
    terms, pairs = search_terms.terms(text)
    for term in terms + pairs:
        assert re.fullmatch(r"[xzq][a-z0-9]{2,79}", term)


@given(st.text(min_size=1), st.text(min_size=1))
def test_what_differs_has_other_terms(one: str, other: str) -> None:
    assert (search_terms.term("w", one) == search_terms.term("w", other)) == (one == other)
    assert search_terms.term("w", one) != search_terms.term("h", one)


def test_a_word_of_any_length() -> None:
    terms = {search_terms.term("w", letter * 5_000) for letter in "abé東"}
    assert len(terms) == 4
    assert max(map(len, terms)) <= search_terms.MAX_TERM_LENGTH


def test_a_thousand_marks_are_cut_short() -> None:
    assert search_terms.cut("कि" + "\u0323\u0941" * 8_000 + " x")[-1] == "x"
