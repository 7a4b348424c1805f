"""text.fold_words() and its kin: what looks the same is the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from django_tweets import text


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Spam", ["spam"]),
        ("SPÁM", ["spam"]),
        ("spa\u0301m", ["spam"]),
        ("sp\u200bam", ["spam"]),
        ("sp\u00adam", ["spam"]),
        ("ｓｐａｍ", ["spam"]),
        ("𝓼𝓹𝓪𝓶", ["spam"]),
        ("ѕраm", ["spam"]),  # the first letters are Cyrillic
        ("buy-spam,now", ["buy", "spam", "now"]),
        ("straße STRASSE", ["strasse", "strasse"]),
        ("が", ["が"]),  # not か
        ("кот", ["kot"]),
        ("कि की", ["कि", "की"]),  # vowel signs
        ("مَرْحَبًا", ["مرحبا"]),
        ("", []),
        ("…", []),
    ],
)
def test_words_are_folded(written: str, folded: list[str]) -> None:
    assert text.fold_words(written) == folded


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("s p a m", ["spam"]),
        ("s.p.a.m!", ["spam"]),
        ("not S P A M at all, b-a-d", ["spam", "bad"]),
        ("a b", []),
    ],
)
def test_spelled_words_are_found(written: str, spelled: list[str]) -> None:
    assert text.find_spelled(written) == spelled


@given(st.text(max_size=200))
def test_folding_is_idempotent_in_letters(value: str) -> None:
    once = text.fold(value)
    assert text.fold(once) == once
    assert text.fold(text.fold(value, keeps_accents=True)) == once


HAN = st.sampled_from("赌场免费金钱")
SEPARATORS = st.text(alphabet="-._*~|/+=^·•", min_size=1, max_size=3)


@given(st.lists(HAN, min_size=2, max_size=6), st.data())
def test_separators_change_no_word_without_spaces(letters: list[str], data: st.DataObject) -> None:
    written = letters[0] + "".join(data.draw(SEPARATORS) + letter for letter in letters[1:])
    assert text.join_separated(written) == "".join(letters)
    assert text.join_separated(" ".join(letters)) == "".join(letters)
    for sign in "，。、！？：；\n":
        assert text.join_separated(sign.join(letters)) == text.fold(sign.join(letters))


@given(st.text(max_size=100))
def test_text_with_other_letters_is_not_joined(value: str) -> None:
    if not text.has_no_spaces(value):
        assert text.join_separated(value) == text.fold(value)


SIGNED = st.from_regex(r"[a-z]{1,5}(\+{1,2}|#|\${1,2})", fullmatch=True)


@given(
    SIGNED, st.sampled_from(["", " ", "(", ", ", "!"]), st.sampled_from(["", " ", ")", ".", "!"])
)
def test_term_with_signs_is_found_beside_anything_but_letters(
    term: str, before: str, after: str
) -> None:
    signs = text.find_signs(term.upper())
    assert signs == term
    assert text.has_signs(text.fold(f"{before}{term}{after}"), signs)
    assert not text.has_signs(text.fold(f"x{term}"), signs)
    assert not text.has_signs(text.fold(term.rstrip("+#$")), signs)


@pytest.mark.parametrize(
    ("term", "signs"),
    [
        ("casino", ""),
        ("#casino", ""),
        ("@casino", ""),
        ("free-money", ""),
        ("f*ck", ""),
        ("+++", ""),
        ("", ""),
        ("C++", "c++"),
        ("$100", "$100"),
        ("#1", ""),
        ("🎰\ufe0f", "🎰"),
        ("🎰  Win", "🎰 win"),
    ],
)
def test_signs_of_a_term(term: str, signs: str) -> None:
    assert text.find_signs(term) == signs


@given(st.text(max_size=50))
def test_term_with_signs_finds_itself(value: str) -> None:
    if signs := text.find_signs(value):
        assert text.has_signs(" ".join(text.fold(value).split()), signs)
        assert text.find_signs(signs) == signs


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://Example.com/path?x#y", "example.com"),
        ("http://sub.example.com:8080", "sub.example.com"),
        ("example.com.", "example.com"),
        ("https://user@example.com/", "example.com"),
        ("https://google.com:80@example.com/", "example.com"),
        (r"https://example.com\@google.com/", "example.com"),
        ("https://exam\u00adple\ufe0f.com/", "example.com"),
        ("https://bücher.example/", None),
        ("https://bücher.de/", "xn--bcher-kva.de"),
        ("com", "com"),
        ("hello", None),
        ("", None),
        ("https://", None),
        ("a b.com", None),
    ],
)
def test_domain_of_a_url(url: str, domain: str | None) -> None:
    assert text.domain_of(url) == domain
