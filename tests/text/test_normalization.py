"""Normalization of texts for storage."""

from __future__ import annotations

import unicodedata

import pytest

from django_tweets import text


@pytest.mark.parametrize(
    ("content", "stored"),
    [
        pytest.param("cafe\u0301", "café", id="composed"),
        pytest.param("a\r\nb\rc\n\rd", "a\nb\nc\n\nd", id="line breaks"),
        pytest.param("a\x0bb\x0cc\x85d\u2028e\u2029f", "a\nb\nc\nd\ne\nf", id="rare line breaks"),
        pytest.param(" \t\n\u00a0\u3000a b\u2003\n", "a b", id="white space at the edges"),
        pytest.param("\u200b\u2060\u00ada\u180e\u200b", "a", id="nothing at the edges"),
        pytest.param("a \u200b\u00ad b", "a \u200b\u00ad b", id="the same within"),
        pytest.param("\u200fa\u200d\u200c\u2069", "\u200fa\u200d\u200c\u2069", id="needed edges"),
        pytest.param("a\0b\x07c\x9fd\x7f", "abcd", id="controls"),
        pytest.param("a\tb", "a\tb", id="a tab"),
        pytest.param("\ufeffa\ufeffb", "ab", id="byte order marks"),
        pytest.param("a\ud83db\udc00", "ab", id="lone surrogates"),
        pytest.param("\0 \ufeff ", "", id="nothing at all"),
    ],
)
def test_normalized_text(content: str, stored: str) -> None:
    assert text.normalize(content) == stored


def test_many_marks_are_composed_as_in_unicode() -> None:
    marks = "\u0301\u0323\u0f73\u0344\u0488" * 40
    for content in (f"a{marks}b", f"ế{marks}{marks[::-1]}"):
        assert text.normalize(content) == unicodedata.normalize("NFC", content)
