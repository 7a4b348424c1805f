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
