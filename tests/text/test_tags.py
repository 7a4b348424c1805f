"""Hashtags and cashtags."""

from __future__ import annotations

import pytest

from django_tweets import text


@pytest.mark.parametrize(
    ("tag", "folded"),
    [
        ("Django", "django"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("ＡＢＣ", "abc"),
        ("ﾊﾟﾝ", "パン"),
        ("Año", "año"),
        ("An\u0303o", "año"),
        ("ﷺ", "ﷺ"),  # its compatible form has spaces
    ],
)
def test_equal_hashtags_have_one_spelling(tag: str, folded: str) -> None:
    assert text.fold_hashtag(tag) == text.fold_hashtag(folded) == folded
    assert text.hashtag_key(tag) == folded.encode().hex()


@pytest.mark.parametrize("tag", ["", "1", "a b", "a/b", "#a", "x" * 201, "日" * 67])
def test_invalid_hashtag_has_no_key(tag: str) -> None:
    assert text.hashtag_key(tag) is None


def test_key_of_a_prefix_is_a_prefix_of_the_key() -> None:
    start, whole = text.hashtag_key("日本"), text.hashtag_key("日本語")
    assert start is not None
    assert whole is not None
    assert whole.startswith(start)


def tags(content: str) -> list[tuple[str, str]]:
    return [(entity.kind, entity.value) for entity in text.parse(content).entities]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        pytest.param("#a ＃b (#c) .#d ##e", ["a", "b", "c", "d", "e"], id="allowed before"),
        pytest.param("a#b 日#b _#b &#b 1#b", [], id="not allowed before"),
        pytest.param("#a#b #a＃ #http://a", [], id="not allowed after"),
        pytest.param("#1 #_ #1_2 # #!", [], id="without a letter"),
        pytest.param("#1a #_a #a_1!", ["1a", "_a", "a_1"], id="with a letter"),
        pytest.param("#日本語。 #한국어, #ไทย #हिन्दी", ["日本語", "한국어", "ไทย", "हिन्दी"]),
        pytest.param("#\ufe0f\u20e3a #\u20e3a", [], id="a keycap"),
        pytest.param("👍#a ☺\ufe0f#b ☺\ufe0e#c", ["a", "b", "c"], id="after an emoji"),
        pytest.param("#a👍b", ["a"], id="before an emoji"),
    ],
)
def test_hashtags_are_found(content: str, found: list[str]) -> None:
    assert tags(content) == [("hashtag", tag) for tag in found]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("$A $abcdef $ABC.D $abc_de", ["A", "abcdef", "ABC.D", "abc_de"]),
        ("$abc, $abc. $abc.def", ["abc", "abc", "abc"]),
        ("$abcdefg $1 $a1 $é $aé x$a ($a) $$a $", []),
    ],
)
def test_cashtags_are_found(content: str, found: list[str]) -> None:
    assert tags(content) == [("cashtag", tag) for tag in found]
