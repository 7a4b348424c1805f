"""Hashtags and cashtags."""

from __future__ import annotations

import pytest

from django_tweets import text


def tags(content: str) -> list[tuple[str, str]]:
    return [(entity.kind, entity.value) for entity in text.parse(content).entities]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        pytest.param("#a ＃b (#c) .#d ##e", ["a", "b", "c", "d", "e"], id="what may come before"),
        pytest.param("a#b 日#b _#b &#b 1#b", [], id="what may not"),
        pytest.param("#a#b #a＃ #http://a", [], id="what goes on"),
        pytest.param("#1 #_ #1_2 # #!", [], id="without a letter"),
        pytest.param("#1a #_a #a_1!", ["1a", "_a", "a_1"], id="with a letter"),
        pytest.param("#日本語。 #한국어, #ไทย #हिन्दी", ["日本語", "한국어", "ไทย", "हिन्दी"]),
        pytest.param("#\ufe0f\u20e3a #\u20e3a", [], id="a keycap"),
        pytest.param("👍#a ☺\ufe0f#b ☺\ufe0e#c", ["a", "b", "c"], id="after an emoji"),
        pytest.param("#a👍b", ["a"], id="before an emoji"),
    ],
)
def test_hashtags(content: str, found: list[str]) -> None:
    assert tags(content) == [("hashtag", tag) for tag in found]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("$A $abcdef $ABC.D $abc_de", ["A", "abcdef", "ABC.D", "abc_de"]),
        ("$abc, $abc. $abc.def", ["abc", "abc", "abc"]),
        ("$abcdefg $1 $a1 $é $aé x$a ($a) $$a $", []),
    ],
)
def test_cashtags(content: str, found: list[str]) -> None:
    assert tags(content) == [("cashtag", tag) for tag in found]
