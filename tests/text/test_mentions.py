"""Mentions, lists, and the handle of a reply."""

from __future__ import annotations

import pytest

from django_tweets import text
from django_tweets.text import Entity, Mention


def mentions(content: str) -> list[str]:
    return [entity.value for entity in text.parse(content).entities if entity.kind == "mention"]


def test_long_handle_is_cut_to_20_characters() -> None:
    assert mentions("@" + "a" * 20) == ["a" * 20]
    assert text.parse("@" + "a" * 21).entities == [Entity("mention", 0, 21, "a" * 20)]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        pytest.param("＠ada, @Grace_H!", ["ada", "Grace_H"], id="full-width, case"),
        pytest.param("(@ada) “@ada” .@ada /@ada", ["ada"] * 4, id="after marks"),
        pytest.param("日@ada日 é@ada", ["ada", "ada"], id="between letters not of handles"),
        pytest.param("ada@example.com a@b@c @a@b", [], id="e-mail addresses"),
        pytest.param(
            "_@ada !@ada #@ada $@ada %@ada &@ada *@ada @@ada", [], id="after a blocking character"
        ),
        pytest.param("RT@ada rt:@ada", ["ada", "ada"], id="retweets"),
        pytest.param("xRT@ada @RT@ada", [], id="not retweets"),
        pytest.param("@adaé @ada＠ @ada://", [], id="before a blocking character"),
        pytest.param("@ada/ @ada/1 @ada's", ["ada"] * 3, id="no lists"),
        pytest.param("@ada/friends", [], id="a list"),
    ],
)
def test_mentions_are_found(content: str, found: list[str]) -> None:
    assert mentions(content) == found


def test_lists_are_distinguished_from_mentions() -> None:
    assert list(text.find_mentions_and_lists("@ada/a-1 @bob @eve/" + "e" * 26)) == [
        Mention("ada", "/a-1", 0, 8),
        Mention("bob", "", 9, 13),
        Mention("eve", "/" + "e" * 25, 14, 44),
    ]


@pytest.mark.parametrize(
    ("content", "handle"),
    [("@ada hi", "ada"), (" \u3000＠ada", "ada"), ("hi @ada", None), ("@adaé", None), ("", None)],
)
def test_find_reply_handle(content: str, handle: str | None) -> None:
    assert text.find_reply_handle(content) == handle
