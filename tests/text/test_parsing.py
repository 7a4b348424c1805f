"""Weighted length, validity and entities from parse()."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from django_tweets import text
from django_tweets.text import Entity

FAMILY = "👨‍👩‍👧‍👦"
SCOTLAND = "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"


@pytest.mark.parametrize(
    ("content", "length"),
    [
        pytest.param("abc é Ж ع ก ა", 13, id="up to U+10FF"),
        pytest.param("ᄀ日", 4, id="from U+1100"),
        pytest.param("\u200d\u2010“”\u2032", 5, id="light punctuation"),
        pytest.param("\u200e\u2020…\u2038", 8, id="heavy punctuation"),
        pytest.param("e\u0301", 1, id="composed"),
        pytest.param("x\u0301", 2, id="what can't be composed"),
        pytest.param("a\ufb2c", 4, id="what NFC takes apart"),
        pytest.param("a http://example.com/" + "b" * 100, 25, id="a URL"),
        pytest.param("a www.example.com/b c.com", 49, id="bare domains"),
        pytest.param("a.com/http://日.com", 29, id="what looks like a URL past a path"),
        pytest.param("ftp://a.b", 9, id="another scheme"),
        pytest.param("\ud83d", 2, id="a lone surrogate"),
        pytest.param("\U0010fffd", 2, id="private use"),
    ],
)
def test_weighted_length(content: str, length: int) -> None:
    assert text.parse(content).weighted_length == length


@pytest.mark.parametrize(
    ("content", "length"),
    [
        pytest.param("😀", 2, id="one code point"),
        pytest.param("☺", 2, id="text by default"),
        pytest.param("☺\ufe0f", 2, id="as emoji"),
        pytest.param("☺\ufe0e", 4, id="as text"),
        pytest.param("👍🏽", 2, id="skin tone"),
        pytest.param("🔥🏽", 4, id="skin tone on what has no skin"),
        pytest.param("🏽", 2, id="skin tone alone"),
        pytest.param("🇫🇷", 2, id="flag"),
        pytest.param("🇫🇷🇯🇵", 4, id="two flags"),
        pytest.param("🇫🇷🇯", 4, id="half a flag"),
        pytest.param(SCOTLAND, 2, id="flag of tags"),
        pytest.param(SCOTLAND[:-1], 12, id="flag of tags without end"),
        pytest.param(SCOTLAND[:3] + SCOTLAND[-1], 8, id="flag of too few tags"),
        pytest.param(SCOTLAND[:3] + SCOTLAND[1:], 18, id="flag of too many tags"),
        pytest.param("🏳️‍🌈", 2, id="rainbow flag"),
        pytest.param(FAMILY, 2, id="family"),
        pytest.param("🧑🏻‍❤️‍💋‍🧑🏿", 2, id="kiss"),
        pytest.param("🧑🏻‍❤‍💋‍🧑🏿", 2, id="kiss, minimally qualified"),
        pytest.param("👩\u200d", 3, id="a joiner that joins nothing"),
        pytest.param("👩\u200da", 4, id="a joiner that joins a letter"),
        pytest.param("\u200d".join("👩" * 5), 5, id="five in a chain"),
        pytest.param("\u200d".join("👩" * 400), 299, id="an endless chain"),
        pytest.param("1\ufe0f\u20e3", 2, id="keycap"),
        pytest.param("#\u20e3*\u20e3", 4, id="keycaps without variation selector"),
        pytest.param("a1\u20e3", 3, id="keycap after a letter"),
        pytest.param("12", 2, id="digits"),
        pytest.param("1\ufe0f", 3, id="digit with variation selector"),
        pytest.param("a\u20e3", 3, id="keycap of a letter"),
        pytest.param("©®", 2, id="signs"),
        pytest.param("©\ufe0f®\ufe0f", 4, id="signs as emoji"),
        pytest.param("‼\ufe0f™\ufe0f", 4, id="punctuation as emoji"),
        pytest.param("\U0001faff", 2, id="reserved for an emoji to come"),
        pytest.param(f"a{FAMILY}1日👍🏽b", 9, id="among others"),
    ],
)
def test_emoji_has_weight_2(content: str, length: int) -> None:
    assert text.parse(content).weighted_length == length


@pytest.mark.parametrize(
    ("content", "valid_end"),
    [
        ("a" * 280, 280),
        ("a" * 281, 280),
        ("a" * 300 + "日", 280),
        ("日" * 141, 140),
        ("a" + "日" * 140, 140),
        (FAMILY * 141, 980),
        ("a" * 258 + " https://example.com", 259),
        ("a" * 256 + " https://example.com", 276),
        ("a" * 256 + " https://example.com b", 276),
        ("e\u0301" * 281, 560),
        ("e\u0301" * 280 + "!", 560),
        ("\ufb2c" * 94, 93),
        ("l\u0304\u0323" * 140, 420),
        ("", 0),
    ],
)
def test_valid_end_is_the_index_where_content_no_longer_fits(content: str, valid_end: int) -> None:
    parsed = text.parse(content)
    assert parsed.valid_end == valid_end
    assert parsed.is_valid == (0 < valid_end == len(content))


@pytest.mark.parametrize("character", ["\ufffe", "\uffff", "\ufeff", "\0", "\udfff"])
def test_invalid_character_ends_the_valid_range(character: str) -> None:
    parsed = text.parse(f"ab{character}cd{character}")
    assert not parsed.is_valid
    assert parsed.valid_end == 2
    parsed = text.parse(f"{character}ab")
    assert not parsed.is_valid
    assert parsed.valid_end == 0


@pytest.mark.parametrize(
    "content",
    [
        "",
        " \t\n\u00a0\u2003\u3000",
        "\u200b\u200d\u2060",
        "\u200e\u202a\u2066\u2069",
        "\x07\x1b",
        "\u00ad\u034f\u061c\u180e\ufff9",
        "\ufe0f\U000e0067\U000e007f",
        "\u2800",
        "\u115f\u1160\u3164\uffa0",
    ],
)
def test_blank_text_is_invalid(content: str) -> None:
    assert not text.parse(content).is_valid
    assert text.parse(f"{content}.").is_valid


def test_permillage_of_the_maximum_length() -> None:
    assert text.parse("日" * 140).permillage == 1000
    assert text.parse("日" * 141).permillage == 1007
    assert text.parse("").permillage == 0


def test_text_over_the_raw_limit_is_not_parsed() -> None:
    assert text.MAX_RAW_LENGTH == 16_384  # the documented number
    within = (f"https://example.com/{'a' * 4000} " * 4).ljust(text.MAX_RAW_LENGTH - 4) + "#tag"
    assert [entity.kind for entity in text.parse(within).entities] == ["url"] * 4 + ["hashtag"]

    beyond = f"{within}s"
    assert text.parse(beyond) == text.ParsedText(
        weighted_length=len(beyond), is_valid=False, entities=[], valid_end=0
    )


def test_entities_are_in_text_order() -> None:
    assert text.parse("$TW #a @b c.co/#d").entities == [
        Entity("cashtag", 0, 3, "TW"),
        Entity("hashtag", 4, 6, "a"),
        Entity("mention", 7, 9, "b"),
        Entity("url", 10, 17, "c.co/#d"),
    ]


@pytest.mark.parametrize(
    ("content", "entities"),
    [
        ("http://a.com/@b/#c", [Entity("url", 0, 18, "http://a.com/@b/#c")]),
        ("#日本a.com", [Entity("hashtag", 0, 4, "日本a")]),
        ("＠a.com", [Entity("mention", 0, 2, "a")]),
    ],
)
def test_first_of_overlapping_entities_is_kept(content: str, entities: list[Entity]) -> None:
    assert text.parse(content).entities == entities


def test_indexes_refer_to_the_given_content() -> None:
    assert text.parse("e\u0301e\u0301 #e\u0301").entities == [Entity("hashtag", 5, 8, "e\u0301")]


def test_text_package_needs_no_settings() -> None:
    program = (
        "from django_tweets import text; c = '@a b.com'; "
        "print(text.to_html(c, text.parse(c).entities, lambda entity: '/'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": os.pathsep.join(sys.path)},
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.startswith(
        '<a class="tw-mention" dir="ltr" href="/">@a</a> <a class="tw-url"'
    )
