"""Which spellings of a hashtag are the same one."""

from __future__ import annotations

import sys
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

import pytest
import regex
from hypothesis import example, given, settings
from hypothesis import strategies as st

from django_tweets import text

if TYPE_CHECKING:
    from collections.abc import Callable

JOINERS = "\u200c\u200d\u034f"
SELECTORS = "\ufe0e\ufe0f\ufe00\U000e0100\u180b"
BLANKS = "\u115f\u1160\u3164\uffa0"
UNSEEN = [*JOINERS, *SELECTORS, *BLANKS, "\u0640", "\u07fa"]

FORMS: dict[str, Callable[[str], str]] = {
    "upper": str.upper,
    "lower": str.lower,
    "title": str.title,
    "casefold": str.casefold,
    "NFC": lambda tag: unicodedata.normalize("NFC", tag),
    "NFD": lambda tag: unicodedata.normalize("NFD", tag),
    "folded": text.fold_hashtag,
}

is_in_tags = regex.compile(r"[\p{L}\p{M}\p{Nd}_\u00b7\u30fb]").fullmatch


@cache
def characters() -> list[str]:
    """Return the characters of tags."""
    return [chr(code) for code in range(sys.maxunicode + 1) if is_in_tags(chr(code))]


# Letters of every script, and more often those that other forms and marks make difficult.
difficult = (
    "aIiİıJjßẞſΣσςµKÅåéñﬁǆǅǄΐᾳᾼͅŉǰÑÜĮį가각ﾊパＡａ１葛กำहि്ലമكمىלאאำ\u0307\u0301\u0327\u0345\u0308"
)
letters = st.one_of(
    st.sampled_from([*difficult, *UNSEEN]),
    st.sampled_from([*difficult, *UNSEEN]),
    st.deferred(lambda: st.sampled_from(characters())),
)
tags = st.lists(letters, max_size=12).map("".join)

thorough = settings(max_examples=400, deadline=None, derandomize=True, database=None)


def test_each_character_has_one_key_in_all_its_forms() -> None:
    for character in characters():
        if unicodedata.category(character) == "Lo" and not unicodedata.decomposition(character):
            continue  # a letter without forms: 100,000 of them
        folded = text.fold_hashtag(character)
        assert all(map(is_in_tags, folded)), character
        for name, form in FORMS.items():
            other = form(character)
            if text.is_valid_hashtag(f"#{other}") or name == "folded":
                assert text.fold_hashtag(other) == folded, (name, character)


def in_canonical_order(tag: str) -> str:
    """Return tag with its marks in order, as Unicode requires before a change of case (D145).

    Case turns a iota below a letter (U+0345) into a letter, so marks after it would change theirs.
    """
    ordered = unicodedata.normalize("NFD", tag)
    return ordered if "\u0345" in ordered else tag


@thorough
@example("\u1fb3\u0d4d", "casefold")
@given(tags, st.sampled_from(sorted(FORMS)))
def test_forms_of_a_tag_are_one_tag(tag: str, name: str) -> None:
    other = FORMS[name](in_canonical_order(tag))
    if text.is_valid_hashtag(f"#{other}") or name == "folded":
        assert text.fold_hashtag(other) == text.fold_hashtag(tag)
        assert text.hashtag_key(other) == text.hashtag_key(tag)


@thorough
@given(tags, st.lists(st.tuples(st.integers(0, 12), st.sampled_from(UNSEEN)), max_size=6))
def test_characters_that_cannot_be_seen_make_no_other_tag(
    tag: str, added: list[tuple[int, str]]
) -> None:
    other = tag
    for index, character in added:
        other = other[:index] + character + other[index:]
    # A joiner keeps two marks in their order, and a filler keeps a mark off a letter.
    if not regex.search(r"\p{M}", unicodedata.normalize("NFKD", tag)):
        assert text.fold_hashtag(other) == text.fold_hashtag(tag)
    ends = "".join(character for _, character in added)
    assert text.hashtag_key(f"{tag}{ends}") == text.hashtag_key(tag)


@thorough
@given(tags)
def test_one_letter_more_makes_another_tag(tag: str) -> None:
    for letter in "aŋ東ب":
        assert text.fold_hashtag(tag + letter) == text.fold_hashtag(tag) + letter


@thorough
@given(tags)
def test_shown_spelling_is_the_same_tag(tag: str) -> None:
    shown = text.clean_hashtag(tag)
    assert text.hashtag_key(shown) == text.hashtag_key(tag)
    assert text.clean_hashtag(shown) == shown
    if text.hashtag_key(tag):
        assert not regex.search(r"^\p{Default_Ignorable_Code_Point}", shown)
        assert not regex.search(r"\p{Default_Ignorable_Code_Point}$", shown)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("İstanbul", "istanbul"),
        ("ISPARTA", "ısparta"),
        ("IŞIK", "ışık"),
        ("STRAẞE", "straße"),
        ("ΟΔΟΣ", "οδός".replace("ό", "ο")),
        ("ＤＪＡＮＧＯ", "django"),
        ("می\u200cخواهم", "میخواهم"),
        ("سلـــام", "سلام"),
        ("葛\U000e0100城", "葛城"),
        ("ക്\u200d", "ക്"),
        ("tea\ufe0f", "tea"),
        ("tag1\ufe0f\u20e3", "tag1\u20e3"),
        ("ﷺＡ", "ﷺa"),
    ],
)
def test_one_tag_in_two_spellings(one: str, other: str) -> None:
    assert text.hashtag_key(one) == text.hashtag_key(other) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [("año", "ano"), ("مُحَمَّد", "محمد"), ("が", "か"), ("हिं", "हि"), ("å", "a")],
)
def test_accents_and_vowel_marks_make_another_tag(one: str, other: str) -> None:
    assert text.hashtag_key(one) != text.hashtag_key(other)


def test_inner_joiner_stays_in_the_shown_spelling() -> None:
    assert text.clean_hashtag("\u200dمی\u200cخواهم\u200c\ufe0f") == "می\u200cخواهم"


@pytest.mark.parametrize("blank", ["\u3164", "\u115f\u1160", "\uffa0\ufe0f", "\u0640\u0640"])
def test_tag_of_invisible_characters_is_no_hashtag(blank: str) -> None:
    assert text.hashtag_key(blank) is None
    assert text.parse(f"#{blank} x").entities == []


def test_long_tags_are_not_folded() -> None:
    assert text.hashtag_key("é" + "\u200d" * 400) is None
    assert text.hashtag_key("é" + "\u200d" * 399) == text.hashtag_key("é")
    assert text.fold_hashtag("É" * 401) == "é" * 401


def test_lone_surrogate_has_no_key() -> None:
    assert text.hashtag_key("a\ud800") is None
